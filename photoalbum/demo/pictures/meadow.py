"""Open country: rolling fields, a lone tree, rows of lavender, a beach below the dunes."""

from random import Random

from PIL import Image, ImageChops, ImageDraw

from photoalbum.demo.pictures import sky, trees
from photoalbum.demo.pictures.canvas import (
    Size,
    blurred,
    cover,
    curve,
    dim,
    fade,
    mix,
    noise,
    plain,
    speckle,
    steps,
)
from photoalbum.demo.pictures.light import Light, lit
from photoalbum.demo.pictures.terrain import (
    MAP,
    Ground,
    View,
    fractal,
    light_on,
    look,
    shaped,
)

GREEN = ("#5f7a34", "#9aa653")
WHEAT = ("#b48a3c", "#e2c479")
HEATH = ("#6d4a63", "#b58aa8")
LEAVES = ("#2f4a20", "#7f9a3d")
AUTUMN_LEAVES = ("#8a3d16", "#e09a35")
BLOSSOM = ("#b87a8f", "#f7dbe2")


def country(
    rng: Random,
    size: Size,
    light: Light,
    *,
    crop: tuple[str, str] = GREEN,
    tree: tuple[str, str] | None = LEAVES,
    clouds: float = 0.5,
    patchwork: bool = True,
    flowers: str | None = None,
) -> Image.Image:
    """Rolling fields with hedges, and one tree that everybody knows."""
    width, height = size
    horizon = rng.uniform(0.42, 0.5)
    picture = sky.clouded(rng, size, light, horizon + 0.06, much=clouds)
    if light.sun_height is not None:
        spot = width * rng.uniform(0.15, 0.85), height * (horizon - light.sun_height)
        picture = sky.with_sun(picture, light, spot)
    view = View(
        eye=0.065,
        relief=0.06,
        near=0.07,
        far=0.97,
        lens=0.9,
        horizon=horizon,
        haze=0.85,
        haze_colour=light.haze,
    )
    land, mask = look(size, _fields(rng, light, crop, patchwork), view)
    land = _blades(rng, land, horizon)
    picture.paste(land, (0, 0), mask)
    if flowers is not None:
        _strewn(rng, picture, flowers, horizon)
    if tree is not None:
        tall = round(height * rng.uniform(0.3, 0.42))
        grown = trees.leafy(rng, (tall, tall), tree, light)
        x = round(width * rng.choice((rng.uniform(0.12, 0.3), rng.uniform(0.62, 0.8))))
        foot = round(height * (horizon + rng.uniform(0.13, 0.2)))
        _shadow(picture, light, (x + tall / 2, foot), tall)
        picture.paste(grown, (x, foot - tall), grown)
    return picture


def rows(
    rng: Random,
    size: Size,
    light: Light,
    *,
    plant: tuple[str, str] = ("#4b3a78", "#a58fd0"),
    earth: str = "#8a7456",
) -> Image.Image:
    """Lavender (or tulips, or vines) in rows that run together at the horizon."""
    width, height = size
    horizon = rng.uniform(0.36, 0.44)
    picture = sky.clouded(rng, size, light, horizon, much=0.4)
    line = round(height * horizon)
    if light.sun_height is not None:
        picture = sky.with_sun(
            picture, light, (width * rng.uniform(0.3, 0.7), line - height * light.sun_height)
        )
    side, apart = 1600, 40
    stripe = Image.new("L", (apart, 1))
    stripe.putdata([round(255 * max(0.0, 1 - abs(x / apart - 0.5) * 2.7)) for x in range(apart)])
    ridge = Image.new("L", (side, 1))
    for left in range(0, side, apart):
        ridge.paste(stripe, (left, 0))
    ridge = ridge.resize((side, side))
    bushes = ImageChops.multiply(
        ridge, curve(noise(rng, (side, side), 24, octaves=4, rough=0.9), lambda v: 0.5 + 0.7 * v)
    )
    field = plain((side, side), earth)
    mask = steps(bushes, 0.12, 0.25)
    cover(field, plant[0], mask)
    cover(
        field,
        plant[1],
        ImageChops.multiply(
            steps(bushes, 0.3, 0.75), curve(speckle(rng, (side, side)), lambda v: 0.3 + 0.7 * v)
        ),
    )
    flat = sky.receding(field, (width, height - line), 13).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    cover(flat, light.haze, fade(flat.size, [(0, 0.75), (0.12, 0.35), (0.4, 0.08), (1, 0)]))
    cover(flat, light.shadow, fade(flat.size, [(0, 0), (0.6, 0), (1, 0.3)]))
    picture.paste(flat, (0, line))
    trees.far_shore(rng, picture_top := picture.crop((0, 0, width, line)), light)
    picture.paste(picture_top, (0, 0))
    return picture


def _fields(rng: Random, light: Light, crop: tuple[str, str], patchwork: bool) -> Ground:
    heights = shaped(fractal(rng, 3.2, rough=0.34, octaves=5), [0.25, 0.5, 0.8, 1.0, 1.0, 1.3])
    grain = noise(rng, (MAP, MAP), 14, octaves=4, rough=0.9)
    colours = plain((MAP, MAP), crop[0])
    cover(colours, crop[1], noise(rng, (MAP, MAP), 170, octaves=5))
    if patchwork:
        _patches(rng, colours, crop)
    cover(colours, mix(crop[0], "#1d2410", 0.6), dim(grain, 0.35))
    return Ground(heights, lit(colours, light_on(heights, (rng.choice((-1, 1)), 0.1), 60), light))


def _patches(rng: Random, colours: Image.Image, crop: tuple[str, str]) -> None:
    """Fields of other crops, with hedges between them."""
    layer, hedges = colours.copy(), Image.new("L", colours.size)
    pen, green = ImageDraw.Draw(layer), ImageDraw.Draw(hedges)
    tones = (
        crop[1],
        mix(crop[0], "#c9b458", 0.5),
        mix(crop[0], "#3f5a2a", 0.5),
        mix(crop[1], "#8a6a42", 0.4),
    )
    for row in range(12):
        top, x = MAP * row / 12, 0.0
        while x < MAP:
            wide = rng.uniform(60, 190)
            slant = rng.uniform(-30, 30)
            shape = [
                (x, top),
                (x + wide, top + slant * 0.2),
                (x + wide + slant, top + MAP / 12),
                (x + slant, top + MAP / 12),
            ]
            if rng.random() < 0.6:
                pen.polygon(shape, rng.choice(tones))
            green.line([shape[3], shape[0], shape[1]], 255, 3)
            x += wide
    far = fade(colours.size, [(0, 0), (0.2, 0), (0.3, 0.8), (1, 0.8)])
    colours.paste(layer, (0, 0), far)
    broken = ImageChops.multiply(hedges, steps(noise(rng, colours.size, 12, octaves=3), 0.3, 0.5))
    cover(colours, "#26351c", ImageChops.multiply(broken, far))


def _blades(rng: Random, land: Image.Image, horizon: float) -> Image.Image:
    """Grass in front, as fine upright strokes."""
    size = land.size
    strokes = noise(rng, size, 16, octaves=4, rough=0.9, stretch=0.2)
    tone = Image.merge("RGB", [curve(strokes, lambda v: 0.62 + 0.5 * v)] * 3)
    near = fade(size, [(0, 0), (horizon + 0.12, 0), (0.8, 0.8), (1, 1)])
    return Image.composite(ImageChops.multiply(land, tone), land, near)


def _strewn(rng: Random, picture: Image.Image, colour: str, horizon: float) -> None:
    """Poppies or daisies, many and small behind, few and large in front."""
    width, height = picture.size
    pen = ImageDraw.Draw(picture)
    for spot in range(1500):
        share = (spot / 1500) ** 0.8
        y = height * (horizon + 0.16 + (0.84 - horizon) * share**1.7) + rng.uniform(-8, 8)
        radius = width * (0.0008 + 0.0042 * share**2.4) * rng.uniform(0.6, 1.3)
        x = rng.uniform(0, width)
        tone = mix(colour, rng.choice(("#000000", "#ffffff")), rng.uniform(0, 0.22))
        pen.ellipse((x - radius, y - radius * 0.75, x + radius, y + radius * 0.75), tone)


def _shadow(picture: Image.Image, light: Light, foot: tuple[float, float], tall: float) -> None:
    mask = Image.new("L", picture.size)
    x, y = foot
    ImageDraw.Draw(mask).ellipse((x - tall * 0.34, y - tall * 0.045, x + tall * 0.5, y + tall * 0.06), 150)
    cover(picture, mix("#1a2312", light.shadow, 0.3), blurred(mask, tall / 34))
