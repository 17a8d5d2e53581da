"""Hills behind hills, each paler than the one before it, and what may stand or float among them."""

from dataclasses import dataclass
from itertools import pairwise
from math import pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw

from photoalbum.demo.pictures import sky, trees
from photoalbum.demo.pictures.canvas import Size, add_light, cover, dim, fade, mix, noise, vertical
from photoalbum.demo.pictures.light import Light

Line = list[tuple[float, float]]


def hills(
    rng: Random,
    size: Size,
    light: Light,
    *,
    near: str = "#1d2a2a",
    layers: int = 7,
    rough: float = 0.6,
    horizon: float = 0.42,
    mist: float = 0.7,
    wooded: bool = True,
    clouds: float = 0.4,
    disc: bool = True,
) -> Image.Image:
    """Layer upon layer in the haze, towards the light."""
    width, height = size
    picture = sky.clouded(rng, size, light, horizon + 0.08, much=clouds)
    if light.sun_height is not None:
        spot = width * rng.uniform(0.25, 0.75), height * (horizon - light.sun_height)
        picture = sky.with_sun(picture, light, spot, disc=disc)
    near = mix(near, light.shadow, 0.25)
    for layer in range(layers):
        share = (layer + 1) / layers
        base = height * (horizon + (0.98 - horizon) * share**1.35 * 0.88)
        swing = height * (0.035 + 0.055 * share)
        line = skyline(rng, width, base, swing, rough - 0.12 * (1 - share))
        mask = below(size, line)
        if wooded and share > 0.5:
            mask = ImageChops.lighter(mask, _stand(rng, size, line, height * 0.045 * share**3))
        tone = mix(light.haze, near, share**1.15)
        slope = vertical(
            size, _mists(tone, light.haze, base / height, mist * (1 - share * 0.75), swing / height)
        )
        if share > 0.6:
            grain = noise(rng, size, width / 60, octaves=5, rough=0.7)
            cover(slope, mix(tone, light.sunlit, 0.18), dim(grain, 0.5 * share))
        picture.paste(slope, (0, 0), mask)
    if light.sun_height is not None:
        picture = add_light(
            picture, dim(fade(size, [(0, 0.05), (horizon, 0.35), (0.85, 0.03), (1, 0)]), 0.6), light.sun
        )
    return picture


def skyline(rng: Random, width: int, base: float, swing: float, rough: float) -> Line:
    """A line of hills from left to right, made by halving again and again."""
    points = [rng.uniform(-1, 1), rng.uniform(-1, 1), rng.uniform(-1, 1)]
    reach = 1.0
    while len(points) < 500:
        reach *= rough
        between = [(a + b) / 2 + rng.uniform(-reach, reach) for a, b in pairwise(points)]
        points = [point for pair in zip(points, between, strict=False) for point in pair] + [points[-1]]
    step = width / (len(points) - 1)
    return [(place * step, base + swing * value) for place, value in enumerate(points)]


def below(size: Size, line: Line) -> Image.Image:
    """A mask of all that lies under a line, with a soft edge."""
    width, height = size
    mask = Image.new("L", (width * 2, height * 2))
    doubled = [(x * 2, y * 2) for x, y in line]
    ImageDraw.Draw(mask).polygon([(0, height * 2), *doubled, (width * 2, height * 2)], 255)
    return mask.reduce(2)


@dataclass(frozen=True)
class Balloon:
    """A balloon, its outline, and where its upper left corner is. `share` says how near it is, up to 1."""

    picture: Image.Image
    mask: Image.Image
    place: tuple[int, int]
    share: float


def balloons(rng: Random, picture: Image.Image, light: Light, number: int, *, horizon: float = 0.5) -> None:
    """Hot-air balloons: few large ones near, small pale ones far away."""
    for balloon in flight(rng, picture.size, light, number, horizon=horizon):
        picture.paste(balloon.picture, balloon.place, balloon.mask)


def flight(rng: Random, size: Size, light: Light, number: int, *, horizon: float = 0.5) -> list[Balloon]:
    """The balloons of a picture, far ones first."""
    width, height = size
    columns = rng.sample(range(number), number)
    found = []
    for place in range(number):
        share = ((place + rng.random()) / number) ** 1.6
        tall = height * (0.05 + (0.3 if number < 9 else 0.2) * share)
        x = width * (0.06 + 0.88 * (columns[place] + rng.uniform(0.2, 0.8)) / number)
        y = height * (horizon - 0.03 - rng.uniform(0.0, 0.32) * (1 - share * 0.6)) - tall * 0.2 * share
        body, mask = _balloon(rng, round(tall), light, 0.5 * (1 - share))
        found.append(Balloon(body, mask, (round(x - body.width / 2), round(y - tall / 2)), share))
    return found


def _balloon(rng: Random, tall: int, light: Light, distance: float) -> tuple[Image.Image, Image.Image]:
    scale = 3 if tall < 160 else 2
    height, wide = tall * scale, round(tall * 0.74) * scale
    cloth = ("#c8452f", "#e3a02c", "#2f6f8f", "#f2ead8", "#7a3b69", "#2d7a5b", "#d9722e", "#334a7d")
    first, second = rng.sample(cloth, 2)
    body = Image.new("RGB", (wide, height), "#5b4330")
    pen = ImageDraw.Draw(body)
    outline = _envelope(wide, height)
    gores, pattern = rng.choice((8, 10, 12)), rng.choice(("stripes", "bands", "both"))
    for row in range(round(height * 0.84)):
        half = outline[row]
        for gore in range(gores):
            left = wide / 2 - half * sin(pi / 2 - pi * gore / gores)
            right = wide / 2 - half * sin(pi / 2 - pi * (gore + 1) / gores)
            ring = int(row / height * 9) % 2 if pattern != "stripes" else 0
            odd = (gore if pattern != "bands" else 0) + ring
            pen.line([(left, row), (right, row)], first if odd % 2 else second)
    mask = Image.new("L", body.size)
    shape = ImageDraw.Draw(mask)
    for row, half in enumerate(outline):
        shape.line([(wide / 2 - half, row), (wide / 2 + half, row)], 255)
    box = (wide * 0.44, height * 0.91, wide * 0.56, height)
    shape.rectangle(box, 255)
    pen.rectangle(box, "#4a3423")
    for side in (-1, 1):
        shape.line(
            [(wide / 2 + side * wide * 0.08, height * 0.83), (wide / 2 + side * wide * 0.055, height * 0.92)],
            255,
            scale,
        )
    shadow = Image.linear_gradient("L").rotate(90).resize(body.size)
    if rng.random() < 0.5:
        shadow = shadow.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    cover(body, mix(light.shadow, first, 0.3), dim(shadow, 0.5))
    cover(body, light.haze, Image.new("L", body.size, round(255 * distance)))
    return body.reduce(scale), mask.reduce(scale)


def _envelope(wide: int, height: int) -> list[float]:
    """Half the width of a balloon at each row: round above, drawn in below."""
    rows, cloth = [], height * 0.84
    for row in range(round(cloth)):
        share = row / cloth
        if share < 0.45:
            rows.append(wide / 2 * (1 - ((0.45 - share) / 0.45) ** 2) ** 0.5)
        else:
            low = (share - 0.45) / 0.55
            rows.append(wide / 2 * (1 - 0.82 * low**1.7))
    return rows


def _stand(rng: Random, size: Size, line: Line, tall: float) -> Image.Image:
    picked = rng.sample(line, min(len(line), 330))
    return trees.firs(rng, size, [(x, y + tall * 0.15, tall * rng.uniform(0.5, 1.1)) for x, y in picked])


def _mists(tone: str, haze: str, base: float, much: float, swing: float) -> list[tuple[float, str]]:
    top, low = max(0.0, base - swing), min(0.98, base + swing + 0.09)
    return [(0, tone), (top, tone), (low, mix(tone, haze, much * 0.8)), (1, mix(tone, haze, much))]
