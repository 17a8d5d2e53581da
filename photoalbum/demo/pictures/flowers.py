"""The garden from close by: one flower sharp, everything behind it soft."""

from dataclasses import dataclass
from math import cos, pi, radians, sin, sqrt
from random import Random

from PIL import Image, ImageChops, ImageDraw

from photoalbum.demo.pictures.canvas import (
    BICUBIC,
    BILINEAR,
    Size,
    blurred,
    cover,
    curve,
    dim,
    glow,
    mix,
    noise,
    plain,
    vertical,
)

Petals = tuple[str, str, str]


@dataclass(frozen=True)
class Kind:
    """Petals from tip to foot, how many, in how many layers and how slim; without a heart it is a rosette."""

    petals: Petals
    count: int
    layers: int = 1
    slim: float = 0.24
    heart: tuple[str, str] | None = None
    ground: str = "#2d4a24"
    others: int = 5
    stem: bool = True


DAISY = Kind(("#ffffff", "#e6e9f2", "#b9bfd6"), 27, slim=0.13, heart=("#f7c51e", "#a8690c"))
SUNFLOWER = Kind(
    ("#ffd23c", "#f5a31a", "#b85f0c"), 26, 2, slim=0.17, heart=("#7a4a1c", "#2a1608"), ground="#3a5a34"
)
DAHLIA = Kind(("#f9a3b4", "#d83c6b", "#7d1140"), 14, 8, ground="#22331f")
APRICOT = Kind(("#ffe0b5", "#f7a56b", "#b5532e"), 13, 7, ground="#31402a")
POPPY = Kind(
    ("#f2573a", "#d92b1e", "#6e0c10"), 5, 2, slim=0.62, heart=("#3a3420", "#0c0a10"), ground="#41602f"
)
CORNFLOWER = Kind(
    ("#8fa6f5", "#4a63d6", "#232f8a"), 13, 3, slim=0.2, heart=("#c9b0ff", "#3a1f6e"), ground="#5a6a2f"
)
HOUSELEEK = Kind(("#b9d3a0", "#7fa582", "#3d5f55"), 11, 9, slim=0.3, ground="#4a4038", others=0, stem=False)


def close_up(rng: Random, size: Size, *, kind: Kind) -> Image.Image:
    """One flower in front."""
    picture = _behind(rng, size, kind)
    width, height = size
    across = min(size) * rng.uniform(0.68, 0.84)
    x = (
        width * rng.choice((rng.uniform(0.36, 0.46), rng.uniform(0.54, 0.64)))
        if width > height
        else width / 2
    )
    y = height * rng.uniform(0.42, 0.5)
    if kind.stem:
        _stem(rng, picture, (x, y), across)
    bloom = flower(rng, round(across), kind)
    place = round(x - bloom.width / 2), round(y - bloom.height / 2)
    shadow = Image.new("L", size)
    shadow.paste(bloom.getchannel("A"), (place[0] + round(across * 0.03), place[1] + round(across * 0.06)))
    cover(picture, mix(kind.ground, "#000000", 0.6), dim(blurred(shadow, across / 14), 0.55))
    picture.paste(bloom, place, bloom)
    return picture


def flower(rng: Random, across: int, kind: Kind) -> Image.Image:
    """A flower seen from above, on a transparent ground."""
    side, layers = across + across % 2, kind.layers
    whole = Image.new("RGBA", (side, side))
    for layer in range(layers):
        depth = layer / max(1, layers - 1)
        reach = side / 2 * (1 - (0.82 if kind.heart is None else 0.42) * depth**0.8)
        turn = rng.uniform(0, 360) if layer == 0 else layer * 137.5
        slim = kind.slim * (1 + 0.5 * depth)
        stencil = [_petal(rng, round(reach), slim, kind.petals, depth) for _kind in range(4)]
        for number in rng.sample(range(kind.count), kind.count):
            angle = turn + number * 360 / kind.count + rng.uniform(-2.5, 2.5)
            _lay(whole, stencil[number % 4], angle, layer)
    if kind.heart is not None:
        _heart(rng, whole, side * (0.17 if layers > 1 else 0.15), kind.heart)
    return whole


def _lay(whole: Image.Image, petal: Image.Image, angle: float, layer: int) -> None:
    """Turn a petal about its foot and lay it on the flower, with its shadow on what lies below."""
    reach, middle = petal.height, whole.width // 2
    square = Image.new("RGBA", (2 * reach, 2 * reach))
    square.paste(petal, (reach - petal.width // 2, 0))
    turned = square.rotate(angle, BILINEAR)
    left = middle - reach
    box = (left, left, left + 2 * reach, left + 2 * reach)
    below = whole.crop(box)
    fall = max(1, whole.width // 100)
    shadow = ImageChops.offset(
        blurred(turned.getchannel("A").reduce(4), reach / 110).resize(turned.size), fall // 2, fall
    )
    below.paste(
        (20, 10, 20, 255),
        (0, 0),
        ImageChops.multiply(dim(shadow, 0.4 if layer else 0.28), below.getchannel("A")),
    )
    below.alpha_composite(turned)
    whole.paste(below, box[:2])


def _petal(rng: Random, reach: int, slim: float, petals: Petals, depth: float) -> Image.Image:
    """One petal pointing up: outline, colour from tip to foot, veins, and a fold of light along it."""
    wide = max(8, round(reach * slim * 2))
    size = (wide, reach)
    mask = Image.new("L", (wide * 2, reach * 2))
    notch = rng.uniform(-0.08, 0.08)
    edge = []
    for step in range(41):
        share = step / 40
        half = sin(pi * share**0.72) ** 0.8 * (0.9 + 0.1 * sin(7 * share + notch * 40))
        edge.append((half, share))
    left = [(wide - wide * 0.96 * half, reach * 2 * share) for half, share in edge]
    right = [(wide + wide * 0.96 * half, reach * 2 * share) for half, share in edge]
    ImageDraw.Draw(mask).polygon([*left, *right[::-1]], 255)
    tip, body, foot = petals
    tone = vertical(
        size, [(0, mix(tip, body, 0.5 * depth)), (0.45, mix(tip, body, 0.55)), (0.8, body), (1, foot)]
    )
    veins = noise(rng, size, max(4.0, reach / 5), octaves=5, rough=0.8, stretch=0.08)
    cover(tone, mix(body, foot, 0.5), dim(veins, 0.4))
    fold = Image.linear_gradient("L").rotate(90).resize(size)
    side = curve(fold, lambda v: abs(v - 0.5 - notch) ** 1.5 * 1.6)
    cover(tone, foot, side)
    cover(
        tone,
        mix(tip, "#ffffff", 0.4),
        dim(curve(fold, lambda v: max(0.0, 1 - abs(v - 0.5 - notch) * 7)), 0.35),
    )
    petal = tone.convert("RGBA")
    petal.putalpha(mask.reduce(2))
    return petal


def _heart(rng: Random, whole: Image.Image, radius: float, colours: tuple[str, str]) -> None:
    """Seeds along the golden angle, as sunflowers lay them."""
    middle = whole.width / 2
    pen = ImageDraw.Draw(whole)
    pen.ellipse(
        (middle - radius, middle - radius, middle + radius, middle + radius), mix(colours[1], "#000000", 0.35)
    )
    number = 520
    for seed in range(number, 0, -1):
        share = sqrt(seed / number)
        angle = radians(seed * 137.508)
        x, y = middle + radius * share * cos(angle), middle + radius * share * sin(angle)
        dot = radius * (0.028 + 0.036 * share)
        tone = mix(colours[1], colours[0], 0.25 + 0.75 * share * rng.uniform(0.7, 1.0))
        pen.ellipse((x - dot, y - dot, x + dot, y + dot), mix(tone, "#000000", 0.35))
        pen.ellipse((x - dot * 0.9, y - dot * 1.2, x + dot * 0.6, y + dot * 0.3), tone)


def _behind(rng: Random, size: Size, kind: Kind) -> Image.Image:
    """The rest of the bed, out of focus: patches of leaf, and other flowers as soft discs."""
    width, height = size
    ground, petals = kind.ground, kind.petals
    small = (max(2, width // 4), max(2, height // 4))
    picture = plain(small, ground)
    cover(picture, mix(ground, "#0a120a", 0.75), noise(rng, small, small[0] / 4, octaves=3))
    cover(picture, mix(ground, "#c8d68a", 0.5), dim(noise(rng, small, small[0] / 6, octaves=2), 0.55))
    pen = ImageDraw.Draw(picture)
    for _other in range(kind.others):
        x, y, r = rng.uniform(0, small[0]), rng.uniform(0, small[1]), small[0] * rng.uniform(0.03, 0.09)
        pen.ellipse((x - r, y - r, x + r, y + r), mix(petals[1], ground, rng.uniform(0.05, 0.4)))
        pen.ellipse((x - r * 0.3, y - r * 0.3, x + r * 0.3, y + r * 0.3), mix(petals[2], ground, 0.3))
    picture = blurred(picture, small[0] / 36)
    for _spot in range(9):
        centre = rng.uniform(0, small[0]), rng.uniform(0, small[1] * 0.7)
        disc = curve(glow(small, centre, small[0] * rng.uniform(0.03, 0.07)), lambda v: min(1.0, v * 6))
        cover(picture, "#f5ffd0", dim(disc, rng.uniform(0.06, 0.16)))
    return picture.resize(size, BICUBIC)


def _stem(rng: Random, picture: Image.Image, top: tuple[float, float], across: float) -> None:
    height = picture.height
    sway = rng.uniform(-0.25, 0.25) * across
    mask = Image.new("L", picture.size)
    points = [
        (top[0] + sway * (step / 20) ** 2, top[1] + (height * 1.02 - top[1]) * step / 20)
        for step in range(21)
    ]
    ImageDraw.Draw(mask).line(points, 255, max(4, round(across * 0.035)), "curve")
    cover(picture, "#4d6b2c", blurred(mask, across / 300))
    lit = ImageChops.offset(mask, -round(across * 0.008), 0)
    cover(picture, "#86a350", dim(ImageChops.multiply(blurred(lit, across / 120), mask), 0.5))
