"""Sand: long dunes with one bright and one dark side, and ripples in front."""

from random import Random

from PIL import Image, ImageChops

from photoalbum.demo.pictures import sky
from photoalbum.demo.pictures.canvas import BICUBIC, Size, cover, dim, fade, noise, plain, steps
from photoalbum.demo.pictures.light import Light, lit
from photoalbum.demo.pictures.terrain import (
    MAP,
    Ground,
    View,
    added,
    fractal,
    levelled,
    light_on,
    look,
    ridged,
    shaped,
)


def dunes(
    rng: Random, size: Size, light: Light, *, sand: str = "#d8a866", clouds: float = 0.25
) -> Image.Image:
    horizon = rng.uniform(0.24, 0.34)
    picture = sky.clouded(rng, size, light, horizon + 0.12, much=clouds)
    if light.sun_height is not None:
        spot = size[0] * rng.uniform(0.2, 0.8), size[1] * (horizon - light.sun_height)
        picture = sky.with_sun(picture, light, spot)
    view = View(
        eye=0.1, relief=0.12, near=0.1, far=0.97, lens=0.9, horizon=horizon, haze=0.8, haze_colour=light.haze
    )
    land, mask = look(size, _sand(rng, light, sand), view)
    ripples = sky.receding(_ripples(rng), size, 9.0).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    front = fade(size, [(0, 0), (horizon + 0.2, 0), (0.75, 0.35), (1, 0.55)])
    land = ImageChops.multiply(
        land, Image.composite(Image.merge("RGB", [ripples] * 3), plain(size, "#e4dcd4"), front)
    )
    picture.paste(land, (0, 0), mask)
    return picture


def _sand(rng: Random, light: Light, sand: str) -> Ground:
    waves = ridged(rng, 3.0, rough=0.32, octaves=5)
    # Wind lays dunes across its way: the map is pulled out in one direction.
    waves = waves.transform((MAP, MAP), Image.Transform.AFFINE, (0.55, 0.28, 40, -0.1, 0.9, 40), BICUBIC)
    heights = levelled(added(waves, fractal(rng, 2, octaves=2), 0.5))
    heights = shaped(heights, [0.35, 0.5, 0.7, 0.9, 1.0, 1.0])
    colours = plain((MAP, MAP), sand)
    cover(colours, "#b9773f", dim(noise(rng, (MAP, MAP), 60, octaves=7, rough=0.7), 0.35))
    side = rng.choice((-1, 1))
    shine = steps(light_on(heights, (side, -0.35), 42), 0.12, 0.8)
    return Ground(heights, lit(colours, shine, light))


def _ripples(rng: Random) -> Image.Image:
    """Lines that the wind has drawn, as a bright texture."""
    side, apart = 1500, 9
    stripe = Image.new("L", (1, apart))
    stripe.putdata([round(255 * (row / (apart - 1)) ** 1.5) for row in range(apart)])
    rows = Image.new("L", (side, side))
    for top in range(0, side, apart):
        rows.paste(stripe.resize((side, apart)), (0, top))
    turned = rows.rotate(rng.uniform(-14, 14), BICUBIC, expand=False)
    patchy = noise(rng, (side, side), 90, octaves=6, rough=0.6)
    return ImageChops.add(
        ImageChops.multiply(turned, steps(patchy, 0.25, 0.7)), Image.new("L", (side, side), 110)
    )
