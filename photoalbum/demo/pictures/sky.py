"""Skies: colour, clouds that shrink towards the horizon, the sun, and stars."""

from random import Random

from PIL import Image, ImageChops, ImageDraw

from photoalbum.demo.pictures.canvas import (
    BICUBIC,
    BILINEAR,
    Size,
    add_light,
    blurred,
    cover,
    curve,
    dim,
    fade,
    glow,
    mix,
    noise,
    rgb,
    shine,
    steps,
    vertical,
)
from photoalbum.demo.pictures.light import Light


def clear(size: Size, light: Light, horizon: float) -> Image.Image:
    """A sky without a cloud. Below the horizon, a share of the height, its last colour goes on."""
    stops = [(place * horizon, colour) for place, colour in light.sky]
    return vertical(size, [*stops, (1.0, light.horizon)])


def clouded(
    rng: Random, size: Size, light: Light, horizon: float, *, much: float = 0.5, wild: float = 0.55
) -> Image.Image:
    """A sky with clouds; `much` of it is covered, `wild` says how torn they are."""
    sky = clear(size, light, horizon)
    width, bottom = size[0], max(8, round(size[1] * horizon))
    flat = noise(rng, (width, width), width / 6, octaves=7, rough=wild, stretch=1.4)
    mass = _overhead(flat, (width, bottom))
    mask = steps(mass, 0.72 - much * 0.5, 0.86 - much * 0.3)
    # Where there is more cloud above than here, we look at its shaded belly.
    above = ImageChops.offset(blurred(mass, width / 90), 0, -max(2, width // 45))
    belly = steps(ImageChops.subtract(mass, above, 0.5, 128), 0.35, 0.8)
    clouds = Image.new("RGB", (width, bottom))
    clouds.paste(rgb(light.cloud), (0, 0, width, bottom))
    cover(clouds, light.cloud_shadow, dim(belly, 0.85))
    veil = ImageChops.multiply(mask, fade((width, bottom), [(0, 0.95), (0.8, 0.85), (1, 0.15)]))
    sky.paste(clouds, (0, 0), veil)
    return sky


def with_sun(
    picture: Image.Image, light: Light, centre: tuple[float, float], *, disc: bool = True
) -> Image.Image:
    """The sun and its glare, shining over all that was painted before."""
    width = picture.width
    shine(picture, centre, width * 0.75, light.sun, strength=light.glare * 0.75, power=2.2)
    shine(picture, centre, width * 0.2, light.sun, strength=light.glare, power=2.5)
    if disc:
        ball = steps(glow(picture.size, centre, width * 0.05), 0.5, 0.62)
        cover(picture, mix(light.sun, "#ffffff", 0.7), blurred(ball, width / 600))
    return picture


def starry(rng: Random, size: Size, light: Light, horizon: float, *, milky: bool = True) -> Image.Image:
    """A night sky: small stars and some bright ones, and the band of the Milky Way."""
    sky = clear(size, light, horizon)
    width, height = size
    if milky:
        sky = _milky_way(rng, sky)
    small, bright = Image.new("L", size), Image.new("L", size)
    pen, fat = ImageDraw.Draw(small), ImageDraw.Draw(bright)
    for _star in range(width * height // 900):
        pen.point((rng.randrange(width), rng.randrange(height)), int(255 * rng.random() ** 2.5))
    for _star in range(width * height // 22_000):
        x, y, radius = rng.randrange(width), rng.randrange(height), rng.uniform(0.8, 2.2) * width / 1600
        fat.ellipse((x - radius, y - radius, x + radius, y + radius), int(rng.uniform(140, 255)))
    sky = add_light(sky, small, "#dfe8ff")
    sky = add_light(sky, blurred(bright, width / 450), "#9fb8ff")
    return add_light(sky, blurred(bright, width / 2400), "#fff8ec")


def _milky_way(rng: Random, sky: Image.Image) -> Image.Image:
    width, height = sky.size
    long = round((width**2 + height**2) ** 0.5)
    band = fade((long, long), [(0, 0), (0.36, 0), (0.5, 0.85), (0.64, 0), (1, 0)])
    cloud = noise(rng, (long, long), long / 5, octaves=7, rough=0.62, stretch=1.8)
    dust = steps(noise(rng, (long, long), long / 9, octaves=6, rough=0.6, stretch=3), 0.45, 0.75)
    core = fade((long, long), [(0, 0), (0.44, 0), (0.5, 1), (0.56, 0), (1, 0)])
    shine = ImageChops.multiply(band, curve(cloud, lambda v: v**1.4))
    shine = ImageChops.subtract(shine, dim(ImageChops.multiply(dust, core), 0.55))
    angle = rng.uniform(42, 68)
    turned = shine.rotate(angle, BICUBIC)
    left, top = (long - width) // 2, (long - height) // 2
    box = (left, top, left + width, top + height)
    sky = add_light(sky, dim(turned.crop(box), 0.75), "#8fa0d8")
    warm = ImageChops.multiply(core, cloud).rotate(angle, BICUBIC).crop(box)
    return add_light(sky, dim(warm, 0.28), "#d9a07c")


def _overhead(flat: Image.Image, size: Size) -> Image.Image:
    """A layer of cloud seen from below: near ones large at the top, far ones small at the bottom."""
    return receding(flat, size, 3.5)


def receding(flat: Image.Image, size: Size, depth: float) -> Image.Image:
    """A square texture laid out flat: its rows at the bottom are `depth` times as far away as at the top."""
    width, height = size
    side = flat.width
    shrink = (1 / depth - 1) / height
    across, down = side / width / depth, side * 0.98 / (depth - 1)
    middle = side / 2
    numbers = (
        across,
        middle * shrink,
        middle - across * width / 2,
        0.0,
        -down * shrink,
        0.0,
        0.0,
        shrink,
    )
    return flat.transform(size, Image.Transform.PERSPECTIVE, numbers, BILINEAR)
