"""Firs and leafy trees, as they stand at the edge of a picture or in a row."""

from math import pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw

from photoalbum.demo.pictures.canvas import Size, blurred, cover, curve, fade, mix, noise, plain, steps
from photoalbum.demo.pictures.light import Light

SCALE = 2


def fir(rng: Random, pen: ImageDraw.ImageDraw, x: float, foot: float, tall: float) -> None:
    """One fir as a silhouette: branches that grow longer and hang lower from top to bottom."""
    top, wide = foot - tall, tall * rng.uniform(0.17, 0.24)
    pen.polygon([(x, top), (x - tall * 0.012, foot), (x + tall * 0.012, foot)], 255)
    layers = max(9, int(tall / 14))
    for layer in range(layers):
        share = (layer + 0.6) / layers
        y = top + tall * 0.93 * share
        for side in (-1, 1):
            reach = wide * share**0.85 * rng.uniform(0.55, 1.1) * side
            drop = tall / layers * rng.uniform(0.5, 1.5)
            pen.polygon(
                [
                    (x, y - tall / layers * 1.5),
                    (x + reach, y + drop),
                    (x + reach * 0.45, y + drop * 0.3),
                    (x, y + drop * 0.7),
                ],
                255,
            )


def firs(rng: Random, size: Size, line: list[tuple[float, float, float]]) -> Image.Image:
    """A mask of firs; each is given as place, foot and height in pixels."""
    mask = Image.new("L", (size[0] * SCALE, size[1] * SCALE))
    pen = ImageDraw.Draw(mask)
    for x, foot, tall in line:
        fir(rng, pen, x * SCALE, foot * SCALE, tall * SCALE)
    return mask.reduce(SCALE)


def border_of_firs(rng: Random, picture: Image.Image, light: Light, *, height: float) -> None:
    """A slope with firs along the lower edge, higher to one side, so that one looks out past it."""
    width, tall = picture.size
    deep, fresh = mix("#0d1610", light.shadow, 0.15), mix("#27361f", light.shadow, 0.25)
    side = rng.choice((0.0, 1.0))
    for layer, colour in enumerate((mix(fresh, light.haze, 0.3), mix(deep, fresh, 0.6), deep)):
        size = tall * height * (0.45, 0.75, 1.3)[layer]
        line, hill = [], []
        swell, lift = rng.uniform(0, 6), (0.10, 0.05, 0.0)[layer]
        for step in range(101):
            x = step / 100
            away = abs(x - side)
            slope = lift + 0.02 * sin(swell + x * 5) + 0.22 * height * (1 - away) ** 2 * (1, 1.4, 1.6)[layer]
            hill.append((x * width, tall * (1.0 - slope)))
        x = -width * 0.02
        while x < width * 1.02:
            foot = hill[max(0, min(100, round(x / width * 100)))][1]
            away = abs(x / width - side)
            room = rng.random() < (0.95, 0.8, 0.75 - away)[layer]
            if room:
                line.append((x, foot + tall * 0.02, size * rng.uniform(0.35, 1.0) * (1.15 - 0.6 * away)))
            x += size * rng.uniform(0.06, 0.2)
        mask = firs(rng, picture.size, line)
        ImageDraw.Draw(mask).polygon([(0, tall), *hill, (width, tall)], 255)
        cover(picture, colour, mask)


def far_shore(rng: Random, picture: Image.Image, light: Light) -> None:
    """A dark belt of forest at the lower edge, as it stands on the other side of a lake."""
    width, tall = picture.size
    colour = mix(mix("#1c281b", light.shadow, 0.25), light.haze, 0.12)
    swell = rng.uniform(0, 6)
    line = []
    x = 0.0
    while x < width:
        hill = 0.012 + 0.03 * max(0.0, sin(swell + x / width * 2.2 * pi)) ** 2
        reach = tall * rng.uniform(0.025, 0.05)
        line.append((x, tall * (1.0 - hill * rng.random()), reach + tall * hill))
        x += width * rng.uniform(0.002, 0.006)
    cover(picture, colour, firs(rng, picture.size, line))


def leafy(
    rng: Random, size: Size, colours: tuple[str, str], light: Light, *, trunk: str = "#2b211b"
) -> Image.Image:
    """One broad tree on a transparent ground."""
    width, height = size
    wood = Image.new("L", size)
    _branch(rng, ImageDraw.Draw(wood), (width / 2, height), (0.0, -height * 0.26), thick=width * 0.035)
    clumps = Image.new("L", size)
    pen = ImageDraw.Draw(clumps)
    for _clump in range(95):
        angle, reach = rng.uniform(0, 2 * pi), rng.random() ** 0.5
        x = width / 2 + width * 0.41 * reach * sin(angle)
        y = height * 0.4 + height * 0.34 * reach * sin(angle + pi / 2)
        radius = width * rng.uniform(0.02, 0.075)
        pen.ellipse((x - radius, y - radius * 0.8, x + radius, y + radius * 0.7), 255)
    leaves = noise(rng, size, width / 22, octaves=6, rough=0.95)
    mask = steps(
        ImageChops.multiply(blurred(clumps, width / 60), curve(leaves, lambda v: 0.1 + 1.2 * v)), 0.36, 0.46
    )
    crown = plain(size, colours[0])
    tops = steps(
        ImageChops.subtract(
            blurred(clumps, width / 60),
            ImageChops.offset(blurred(clumps, width / 60), 0, round(width * 0.03)),
            1,
            90,
        ),
        0.2,
        0.8,
    )
    cover(
        crown,
        colours[1],
        ImageChops.multiply(
            curve(Image.blend(leaves, tops, 0.5), lambda v: v * 1.25),
            fade(size, [(0, 1), (0.6, 0.6), (1, 0.2)]),
        ),
    )
    cover(crown, light.shadow, fade(size, [(0, 0), (0.35, 0), (0.8, 0.45), (1, 0.5)]))
    tree = plain(size, mix(trunk, light.haze, 0.08))
    tree.paste(crown, (0, 0), mask)
    tree.putalpha(ImageChops.lighter(mask, wood))
    return tree


def _branch(
    rng: Random,
    pen: ImageDraw.ImageDraw,
    start: tuple[float, float],
    way: tuple[float, float],
    *,
    thick: float,
    depth: int = 6,
) -> None:
    end = start[0] + way[0], start[1] + way[1]
    pen.line([start, end], 255, max(1, round(thick)))
    if depth == 0:
        return
    for _fork in range(rng.choice((2, 2, 3))):
        turn, keep = rng.uniform(-0.75, 0.75), rng.uniform(0.62, 0.82)
        x = way[0] * sin(turn + pi / 2) - way[1] * sin(turn)
        y = way[0] * sin(turn) + way[1] * sin(turn + pi / 2)
        _branch(rng, pen, end, (x * keep, y * keep), thick=thick * 0.62, depth=depth - 1)
