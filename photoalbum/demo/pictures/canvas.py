"""What all pictures are painted with: seeded chance, colours, gradients, noise and light."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageFilter

Colour = tuple[int, int, int]
Size = tuple[int, int]
Stops = Sequence[tuple[float, str]]

BICUBIC = Image.Resampling.BICUBIC
BILINEAR = Image.Resampling.BILINEAR
ROWS = 200


def dice(*seed: object) -> Random:
    """Chance that falls the same way for the same seed, on every machine."""
    return Random("/".join(map(str, seed)))  # noqa: S311


def rgb(code: str) -> Colour:
    """
    >>> rgb("#0a6055")
    (10, 96, 85)
    """
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    """
    >>> mix("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = zip(rgb(first), rgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def shade(share: float) -> int:
    """A share from 0 to 1 as a grey value."""
    return max(0, min(255, round(255 * share)))


def plain(size: Size, colour: str) -> Image.Image:
    return Image.new("RGB", size, rgb(colour))


def vertical(size: Size, stops: Stops) -> Image.Image:
    """Colours that change from top (0) to bottom (1)."""
    column = Image.new("RGB", (1, ROWS))
    column.putdata([rgb(_at(stops, y / (ROWS - 1))) for y in range(ROWS)])
    return _spread(column, size)


def fade(size: Size, values: Sequence[tuple[float, float]]) -> Image.Image:
    """A mask that changes from top (0) to bottom (1); values are shares."""
    column = Image.new("L", (1, ROWS))
    stops = [(place, f"#{shade(value):02x}0000") for place, value in values]
    column.putdata([rgb(_at(stops, y / (ROWS - 1)))[0] for y in range(ROWS)])
    return _spread(column, size)


def _spread(column: Image.Image, size: Size) -> Image.Image:
    return column.resize((1, size[1]), BICUBIC).resize(size, Image.Resampling.NEAREST)


def _at(stops: Stops, place: float) -> str:
    for (low, first), (high, second) in pairwise(stops):
        if place <= high:
            share = (place - low) / (high - low) if high > low else 1.0
            return mix(first, second, max(0.0, min(1.0, share)))
    return stops[-1][1]


def speckle(rng: Random, size: Size) -> Image.Image:
    """White noise."""
    return Image.frombytes("L", size, rng.randbytes(size[0] * size[1]))


def noise(
    rng: Random,
    size: Size,
    cell: float,
    *,
    octaves: int = 5,
    rough: float = 0.5,
    stretch: float = 1.0,
) -> Image.Image:
    """Cloudy noise with features of about `cell` pixels, `stretch` times as wide as they are high."""

    def grid(cell: float) -> Size:
        return max(2, round(size[0] / cell / stretch) + 2), max(2, round(size[1] / cell) + 2)

    result = speckle(rng, grid(cell))
    weight, total = 1.0, 1.0
    for _octave in range(octaves - 1):
        cell, weight = cell / 2, weight * rough
        finer = grid(cell)
        if finer[0] > size[0] or finer[1] > size[1]:
            break
        # A finer layer is laid over the coarser ones at its own size, so that only the last one is large.
        total += weight
        result = Image.blend(result.resize(finer, BICUBIC), speckle(rng, finer), weight / total)
    return stretched(result.resize(size, BICUBIC))


def stretched(mask: Image.Image) -> Image.Image:
    """The same mask from black to white."""
    low, high = mask.getextrema()
    assert not isinstance(low, tuple)
    assert not isinstance(high, tuple)
    span = max(1, high - low)
    return mask.point([shade((value - low) / span) for value in range(256)])


def curve(mask: Image.Image, formula: Callable[[float], float]) -> Image.Image:
    """Each value of a mask put through a formula from 0..1 to 0..1."""
    return mask.point([shade(formula(value / 255)) for value in range(256)])


def steps(mask: Image.Image, low: float, high: float) -> Image.Image:
    """Black below `low`, white above `high`, smooth between."""

    def smooth(value: float) -> float:
        share = max(0.0, min(1.0, (value - low) / (high - low)))
        return share * share * (3 - 2 * share)

    return curve(mask, smooth)


def dim(mask: Image.Image, share: float) -> Image.Image:
    return curve(mask, lambda value: value * share)


def between(mask: Image.Image, low: float, high: float) -> Image.Image:
    """The same mask from `low` (where it was black) to `high` (where it was white)."""
    return curve(mask, lambda value: low + (high - low) * value)


def tint(mask: Image.Image, colour: str) -> Image.Image:
    """A mask as light of one colour."""
    return Image.merge("RGB", [dim(mask, part / 255) for part in rgb(colour)])


def cover(picture: Image.Image, colour: str, mask: Image.Image) -> None:
    """Paint one colour through a mask."""
    picture.paste(rgb(colour), (0, 0, *picture.size), mask)


def glow(
    size: Size, centre: tuple[float, float], radius: float, *, power: float = 1.0, squash: float = 1.0
) -> Image.Image:
    """A round light as a mask, brightest in its centre. `squash` flattens it."""
    ball = curve(Image.radial_gradient("L"), lambda value: max(0.0, 1 - value * 1.42) ** power)
    across, down = max(2, round(radius * 2)), max(2, round(radius * 2 * squash))
    mask = Image.new("L", size)
    place = round(centre[0] - across / 2), round(centre[1] - down / 2)
    mask.paste(ball.resize((across, down), BICUBIC), place)
    return mask


def add_light(picture: Image.Image, mask: Image.Image, colour: str) -> Image.Image:
    return ImageChops.screen(picture, tint(mask, colour))


def shine(
    picture: Image.Image,
    centre: tuple[float, float],
    radius: float,
    colour: str,
    *,
    strength: float = 1.0,
    power: float = 1.0,
    squash: float = 1.0,
) -> None:
    """A round light on the picture itself; only the part that it reaches is touched."""
    x, y = centre
    box = (
        max(0, round(x - radius)),
        max(0, round(y - radius * squash)),
        min(picture.width, round(x + radius) + 1),
        min(picture.height, round(y + radius * squash) + 1),
    )
    size = box[2] - box[0], box[3] - box[1]
    if min(size) > 0:
        mask = glow(size, (x - box[0], y - box[1]), radius, power=power, squash=squash)
        picture.paste(add_light(picture.crop(box), dim(mask, strength), colour), box[:2])


def blurred(picture: Image.Image, radius: float) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(radius))
