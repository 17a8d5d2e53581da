"""Still water that mirrors, and the sea that glitters."""

from math import sin
from random import Random

from PIL import Image, ImageChops

from photoalbum.demo.pictures import sky
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
    steps,
    stretched,
    vertical,
)
from photoalbum.demo.pictures.light import Light


def mirrored(rng: Random, scene: Image.Image, height: int, light: Light, *, calm: float = 1.0) -> Image.Image:
    """The scene above, and below it the water that shows it again, darker and shaken by ripples."""
    width, shore = scene.size
    deep = height - shore
    image = scene.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize(
        (width, deep), BICUBIC, (0, 0, width, min(shore, deep))
    )
    image = _smeared(image, deep)
    image = _rippled(rng, image, calm)
    dark = vertical(
        (width, deep), [(0, mix(light.shadow, light.haze, 0.4)), (1, mix(light.shadow, "#0c2a33", 0.5))]
    )
    image = Image.blend(image, dark, 0.14)
    image.paste(dark, (0, 0), fade((width, deep), [(0, 0.0), (0.5, 0.05), (1, 0.4)]))
    glints = waves(rng, (width, deep), 9.0)
    image = add_light(image, dim(steps(glints, 0.6, 0.95), 0.16), light.horizon)
    cover(image, light.haze, fade((width, deep), [(0, 0.55), (0.025, 0.1), (0.08, 0), (1, 0)]))
    result = Image.new("RGB", (width, height))
    result.paste(scene, (0, 0))
    result.paste(image, (0, shore))
    return result


def sea(
    rng: Random,
    size: Size,
    light: Light,
    *,
    horizon: float = 0.45,
    clouds: float = 0.45,
    deep: str = "#12506b",
    sun_at: float | None = None,
) -> Image.Image:
    """Sky and sea. With a sun in the sky its path lies on the waves."""
    width, height = size
    line = round(height * horizon)
    picture = sky.clouded(rng, size, light, horizon, much=clouds)
    spot: tuple[float, float] | None = None
    if light.sun_height is not None:
        spot = width * (sun_at or rng.uniform(0.3, 0.7)), line - height * light.sun_height
        picture = sky.with_sun(picture, light, spot)
    surface = (width, height - line)
    body = vertical(
        surface,
        [
            (0, mix(light.horizon, deep, 0.45)),
            (0.15, mix(light.haze, deep, 0.6)),
            (0.6, mix(deep, light.shadow, 0.25)),
            (1, mix(deep, light.shadow, 0.55)),
        ],
    )
    swell = waves(rng, surface, 10.0)
    body = ImageChops.multiply(body, Image.merge("RGB", [curve(swell, lambda v: 0.62 + 0.38 * v)] * 3))
    body = add_light(body, dim(steps(swell, 0.55, 0.95), 0.3), mix(light.sky[1][1], light.horizon, 0.5))
    if spot is not None:
        body = _sun_path(rng, body, light, spot[0])
    elif light.glare and light.sunlit != light.shadow:
        sparkle = steps(ImageChops.multiply(swell, waves(rng, surface, 11.0)), 0.55, 0.75)
        body = add_light(body, dim(sparkle, 0.35), light.sunlit)
    picture.paste(body, (0, line))
    cover(picture, light.horizon, _line_haze(size, line))
    return picture


def waves(rng: Random, size: Size, depth: float) -> Image.Image:
    """The swell as a mask, large in front and fine at the horizon."""
    side = max(1200, round(size[0] * 1.25))
    flat = noise(rng, (side, side), side / 60, octaves=7, rough=0.75, stretch=2.6)
    return sky.receding(flat, size, depth).transpose(Image.Transpose.FLIP_TOP_BOTTOM)


def _sun_path(rng: Random, body: Image.Image, light: Light, x: float) -> Image.Image:
    width, height = body.size
    narrow = glow((width, height), (x, height * 0.05), width * 0.1, power=0.9, squash=11)
    wide = glow((width, height), (x, 0), width * 0.55, power=1.6, squash=2.4)
    first, second = waves(rng, body.size, 10.0), waves(rng, body.size, 12.0)
    both = stretched(ImageChops.multiply(first, second))
    body = add_light(body, dim(wide, 0.5), light.sun)
    body = add_light(body, ImageChops.multiply(steps(both, 0.3, 0.5), narrow), light.sun)
    return add_light(body, ImageChops.multiply(steps(both, 0.45, 0.6), dim(wide, 0.8)), light.sun)


def _line_haze(size: Size, line: int) -> Image.Image:
    place = line / size[1]
    return fade(size, [(0, 0), (place - 0.02, 0), (place, 0.35), (place + 0.05, 0), (1, 0)])


def _smeared(image: Image.Image, deep: int) -> Image.Image:
    """Water stretches what it mirrors downwards."""
    small = image.resize((image.width, max(2, deep // 10)), BICUBIC).resize(image.size, BICUBIC)
    return Image.blend(blurred(image, 1.2), small, 0.45)


def _rippled(rng: Random, image: Image.Image, calm: float) -> Image.Image:
    """Rows moved to the side, more and slower towards the front."""
    width, height = image.size
    phase, quads = rng.uniform(0, 6), []
    rows, spare = 2, round(width * 0.01)
    wider = image.resize((width + 2 * spare, height), BICUBIC)
    for top in range(0, height, rows):
        near = (top + 1) / height
        wave = sin(phase + 90 * near**0.45) + 0.6 * sin(2.3 * phase + 210 * near**0.45)
        left = spare + wave * near * spare * 0.5 * calm
        low = min(height, top + rows)
        right = left + width
        quads.append(((0, top, width, low), (left, top, left, low, right, low, right, top)))
    return wider.transform(image.size, Image.Transform.MESH, quads, BILINEAR)
