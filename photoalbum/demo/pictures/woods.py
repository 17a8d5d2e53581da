"""Among trees: trunks in fog, an autumn wood with light in it, firs under snow."""

from math import sin
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
    glow,
    mix,
    noise,
    plain,
    shine,
    steps,
    vertical,
)
from photoalbum.demo.pictures.light import Light

FOG = ("#e4e6dc", "#243026")
GOLD = ("#fbe2a8", "#3a2415")
BLUE = ("#dfe8f0", "#2a3a4d")


def trunks(
    rng: Random, size: Size, colours: tuple[str, str] = FOG, *, leaves: str | None = None
) -> Image.Image:
    """Trunk behind trunk into the fog; with leaves, light falls through them."""
    width, height = size
    fog, dark = colours
    picture = vertical(
        size,
        [(0, mix(fog, dark, 0.12)), (0.55, fog), (0.75, mix(fog, dark, 0.15)), (1, mix(fog, dark, 0.45))],
    )
    spot = width * rng.uniform(0.3, 0.7), height * 0.4
    for layer in range(6):
        share = (layer + 1) / 6
        tone = mix(fog, dark, share**1.4)
        picture.paste(*_bark(rng, size, tone, fog, share))
        if leaves is not None and layer < 5:
            foliage = _leaves(rng, size, share)
            cover(picture, mix(fog, mix(leaves, dark, rng.uniform(0, 0.35)), 0.25 + 0.75 * share), foliage)
        ground = _floor(rng, size, share)
        cover(picture, mix(tone, leaves or dark, 0.35), ground)
        shine(picture, spot, width * 0.5, fog, strength=0.16 * (1 - share), power=1.8)
    if leaves is not None:
        litter = ImageChops.multiply(
            steps(noise(rng, size, 14, octaves=4, rough=0.9), 0.52, 0.7),
            fade(size, [(0, 0), (0.72, 0), (1, 0.75)]),
        )
        cover(picture, mix(leaves, "#ffe9b0", 0.25), litter)
    return picture


def winter_firs(
    rng: Random, size: Size, light: Light, *, cabin: bool = False, flakes: bool = True
) -> Image.Image:
    """Snow on the ground and on the firs, and perhaps a window with somebody at home."""
    width, height = size
    picture = sky.clouded(rng, size, light, 0.6, much=0.4)
    snow = mix("#f6f8fc", light.shadow, 0.12)
    for layer in range(4):
        share = (layer + 1) / 4
        ground = height * (0.55 + 0.12 * layer)
        swell = rng.uniform(0, 6)
        line = [(x * width / 60, ground + height * 0.03 * sin(swell + x / 9)) for x in range(61)]
        tone = mix(light.haze, mix("#182820", light.shadow, 0.25), 0.25 + 0.75 * share)
        places = [rng.choice(line) for _tree in range(46 - 11 * layer)]
        stand = [(x, y + 4, height * (0.07 + 0.3 * share**2) * rng.uniform(0.55, 1.15)) for x, y in places]
        mask = trees.firs(rng, size, stand)
        cover(picture, tone, mask)
        above = ImageChops.subtract(
            mask, ImageChops.offset(mask, round(width * 0.001), round(height * 0.006))
        )
        dust = ImageChops.multiply(steps(noise(rng, size, 12, octaves=3), 0.3, 0.6), mask)
        cover(picture, snow, dim(ImageChops.lighter(above, dim(dust, 0.55)), 0.85))
        field = Image.new("L", (width, height))
        ImageDraw.Draw(field).polygon([(0, height), *line, (width, height)], 255)
        slope = vertical(
            size,
            [(0, snow), (ground / height, mix(snow, light.sunlit, 0.5)), (1, mix(snow, light.shadow, 0.32))],
        )
        cover(
            slope, mix(snow, light.shadow, 0.4), dim(noise(rng, size, height / 5, octaves=4, stretch=4), 0.45)
        )
        picture.paste(slope, (0, 0), blurred(field, 1))
        if cabin and layer == 2:
            picture = _cabin(rng, picture, light, (width * rng.uniform(0.3, 0.7), ground + height * 0.035))
    return _snowfall(rng, picture) if flakes else picture


def _bark(
    rng: Random, size: Size, tone: str, fog: str, share: float
) -> tuple[Image.Image, tuple[int, int], Image.Image]:
    width, height = size
    mask = Image.new("L", size)
    pen = ImageDraw.Draw(mask)
    for _trunk in range(round(26 - 20 * share)):
        x, thick = (
            rng.uniform(-0.02, 1.02) * width,
            width * (0.004 + 0.03 * share**2.2) * rng.uniform(0.6, 1.4),
        )
        lean, foot = rng.uniform(-0.03, 0.03) * width, height * (0.66 + 0.3 * share)
        pen.polygon(
            [
                (x - thick / 2, foot),
                (x + lean - thick * 0.32, -2),
                (x + lean + thick * 0.32, -2),
                (x + thick / 2, foot),
            ],
            255,
        )
        for _branch in range(rng.randrange(2, 6)):
            y, side = rng.uniform(0.02, 0.5) * height, rng.choice((-1, 1))
            reach = width * rng.uniform(0.02, 0.11) * (0.4 + share)
            start = x + lean * (1 - y / foot)
            bend = [
                (start, y),
                (start + side * reach * 0.5, y - reach * 0.25),
                (start + side * reach, y - reach * rng.uniform(0.3, 0.8)),
            ]
            pen.line(bend, 255, max(1, round(thick * 0.16)), "curve")
    wood = plain(size, tone)
    grain = noise(rng, size, 60, octaves=5, rough=0.8, stretch=0.14)
    cover(wood, mix(tone, fog, 0.28), dim(grain, 0.8 * share))
    return wood, (0, 0), blurred(mask, 0.8 + 1.6 * (1 - share))


def _leaves(rng: Random, size: Size, share: float) -> Image.Image:
    width = size[0]
    cell = width / 26 * (0.5 + share)
    clumps = noise(rng, size, cell * 3, octaves=3)
    fine = noise(rng, size, cell / 3, octaves=4, rough=0.9)
    both = ImageChops.multiply(clumps, curve(fine, lambda v: 0.4 + 0.75 * v))
    top = fade(size, [(0, 0.95), (0.35, 0.8), (0.62, 0.2), (0.75, 0), (1, 0)])
    return ImageChops.multiply(steps(both, 0.36, 0.46), top)


def _floor(rng: Random, size: Size, share: float) -> Image.Image:
    width, height = size
    swell = rng.uniform(0, 6)
    line = [(x * width / 40, height * (0.645 + 0.3 * share + 0.012 * sin(swell + x / 5))) for x in range(41)]
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).polygon([(0, height), *line, (width, height)], 255)
    return blurred(mask, 3)


def _snowfall(rng: Random, picture: Image.Image) -> Image.Image:
    width, height = picture.size
    for number, radius, soft in ((700, 1.3, 0.8), (240, 2.6, 1.6), (50, 6.5, 4.0)):
        mask = Image.new("L", picture.size)
        pen = ImageDraw.Draw(mask)
        for _flake in range(number):
            x, y, r = rng.uniform(0, width), rng.uniform(0, height), radius * rng.uniform(0.6, 1.4)
            pen.ellipse((x - r, y - r, x + r, y + r), rng.randrange(120, 230))
        cover(picture, "#ffffff", blurred(mask, soft))
    return picture


def _cabin(rng: Random, picture: Image.Image, light: Light, foot: tuple[float, float]) -> Image.Image:
    width = picture.width
    x, y = foot
    wide, tall = width * 0.12, width * 0.058
    wall = mix("#4a3020", light.shadow, 0.3)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((x, y - tall, x + wide, y), wall)
    for row in range(1, 7):
        pen.line([(x, y - tall * row / 7), (x + wide, y - tall * row / 7)], mix(wall, "#000000", 0.3), 2)
    pen.rectangle(
        (x + wide * 0.72, y - tall * 2.15, x + wide * 0.81, y - tall * 1.2), mix(wall, "#777777", 0.3)
    )
    pen.polygon(
        [
            (x - wide * 0.09, y - tall),
            (x + wide * 0.14, y - tall * 1.85),
            (x + wide * 0.86, y - tall * 1.85),
            (x + wide * 1.09, y - tall),
        ],
        mix("#f3f6fb", light.shadow, 0.18),
    )
    for place in (0.16, 0.62):
        left = x + wide * place
        pen.rectangle((left, y - tall * 0.75, left + wide * 0.2, y - tall * 0.3), "#ffd27d")
        pen.line([(left + wide * 0.1, y - tall * 0.75), (left + wide * 0.1, y - tall * 0.3)], wall, 3)
        shine(picture, (left + wide * 0.1, y - tall * 0.4), wide * 0.8, "#ffb04d", strength=0.55, power=2)
    smoke = ImageChops.multiply(
        glow(picture.size, (x + wide * 0.95, y - tall * 4.2), wide * 0.7, squash=1.6),
        noise(rng, picture.size, wide / 3, octaves=4),
    )
    cover(picture, light.cloud, dim(smoke, 0.6))
    return picture
