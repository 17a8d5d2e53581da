"""High mountains: meadows below, rock above, snow where it lies flat and high enough."""

from random import Random

from PIL import Image, ImageChops

from photoalbum.demo.pictures import sky, trees, water
from photoalbum.demo.pictures.canvas import Size, cover, dim, noise, plain, speckle, steps
from photoalbum.demo.pictures.light import Light, lit
from photoalbum.demo.pictures.terrain import (
    MAP,
    Ground,
    View,
    added,
    as_mask,
    fractal,
    levelled,
    light_on,
    look,
    ridged,
    shaped,
    steepness,
    times,
)

GRASS = ("#3f4a24", "#75763d")
AUTUMN = ("#5a4a22", "#a57a35")
VALLEY = [0.05, 0.1, 0.16, 0.3, 0.8, 1.0, 1.0, 0.9]
SHORE = [0.0, 0.0, 0.0, 0.1, 0.55, 0.9, 1.0, 1.0]
ROCK = ("#554f4a", "#958a7d")


def alpine(
    rng: Random,
    size: Size,
    light: Light,
    *,
    snow_line: float = 0.42,
    grass: tuple[str, str] = GRASS,
    clouds: float = 0.45,
    wood: bool = True,
) -> Image.Image:
    """A valley, and behind it the range."""
    horizon = rng.uniform(0.36, 0.44)
    picture = sky.clouded(rng, size, light, horizon + 0.1, much=clouds)
    if light.sun_height is not None:
        spot = size[0] * rng.uniform(0.15, 0.85), size[1] * (horizon - 0.12 - light.sun_height)
        picture = sky.with_sun(picture, light, spot)
    view = View(
        eye=0.11,
        relief=rng.uniform(0.24, 0.3) * _upright(size, 1.5),
        near=0.14,
        far=0.97,
        lens=rng.uniform(0.6, 0.8),
        horizon=horizon,
        haze=0.75,
        haze_colour=light.haze,
    )
    land, mask = look(size, range_of_peaks(rng, light, snow_line=snow_line, grass=grass), view)
    picture.paste(land, (0, 0), mask)
    if wood:
        trees.border_of_firs(rng, picture, light, height=rng.uniform(0.1, 0.2))
    return picture


def lake(
    rng: Random, size: Size, light: Light, *, snow_line: float = 0.4, grass: tuple[str, str] = GRASS
) -> Image.Image:
    """The same range, and a lake in front of it that shows it again upside down."""
    width, height = size
    shore = round(height * rng.uniform(0.5, 0.6))
    horizon = 0.9
    top = (width, shore)
    scene = sky.clouded(rng, top, light, horizon, much=0.4)
    if light.sun_height is not None:
        scene = sky.with_sun(scene, light, (width * rng.uniform(0.2, 0.8), shore * (0.55 - light.sun_height)))
    view = View(
        eye=0.02,
        relief=rng.uniform(0.28, 0.33) * _upright(top, 2.7),
        near=0.29,
        far=0.97,
        lens=0.9,
        horizon=horizon,
        haze=0.6,
        haze_colour=light.haze,
    )
    ground = range_of_peaks(rng, light, snow_line=snow_line, grass=grass, profile=SHORE)
    land, mask = look(top, ground, view)
    scene.paste(land, (0, 0), mask)
    trees.far_shore(rng, scene, light)
    return water.mirrored(rng, scene, height, light)


def range_of_peaks(
    rng: Random,
    light: Light,
    *,
    snow_line: float,
    grass: tuple[str, str],
    profile: list[float] = VALLEY,
) -> Ground:
    heights = times(ridged(rng, 3.4), levelled(added(fractal(rng, 2.6, octaves=3), fractal(rng, 9), 0.2)))
    heights = added(levelled(heights), fractal(rng, 36, rough=0.55, octaves=6), 0.09)
    heights = shaped(heights, profile)
    grain = noise(rng, (MAP, MAP), 40, octaves=8, rough=0.7)
    steep = steepness(heights, 30)
    colours = _mottled(grass, grain)
    _plant(rng, colours, steep)
    altitude = Image.blend(as_mask(heights), grain, 0.2)
    colours.paste(_mottled(ROCK, grain), (0, 0), steps(Image.blend(altitude, steep, 0.4), 0.24, 0.4))
    snow = steps(ImageChops.subtract(altitude, dim(steep, 0.4)), snow_line - 0.04, snow_line + 0.05)
    cover(colours, "#f5f7fb", snow)
    side = rng.choice((-1, 1))
    return Ground(heights, lit(colours, light_on(heights, (side, 0.3), 26), light))


def _upright(size: Size, usual: float) -> float:
    """Mountains as high as the picture has room for: lower in a panorama, higher in an upright one."""
    return max(0.5, min(1.3, size[1] / size[0] * usual))


def _plant(rng: Random, colours: Image.Image, steep: Image.Image) -> None:
    """Woods on the lower slopes: dark, grainy, with clearings."""
    patches = noise(rng, (MAP, MAP), 130, octaves=5, rough=0.6)
    crowns = speckle(rng, (MAP, MAP))
    where = ImageChops.subtract(steps(patches, 0.4, 0.5), steps(steep, 0.5, 0.9))
    cover(colours, "#26331f", where)
    cover(colours, "#121b12", ImageChops.multiply(where, crowns))


def _mottled(colours: tuple[str, str], grain: Image.Image) -> Image.Image:
    result = plain(grain.size, colours[0])
    cover(result, colours[1], grain)
    return result
