"""A landscape from a map of heights, looked at from a place above it, lit from one side, hazy far away."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageMath

from photoalbum.demo.pictures.canvas import BICUBIC, BILINEAR, Size, fade, plain, speckle

MAP = 1024
SLICES = 640


@dataclass(frozen=True)
class Ground:
    """Heights from 0 to 1 (mode F) and the colours that lie on them, both MAP by MAP."""

    heights: Image.Image
    colours: Image.Image


@dataclass(frozen=True)
class View:
    """Where one stands. In maps: the height of the eye and of peaks, the nearest and the farthest ground.

    `lens` is how much one sees across at a distance of one map, `horizon` how far down the picture it is.
    """

    eye: float = 0.12
    relief: float = 0.22
    near: float = 0.1
    far: float = 1.0
    lens: float = 0.9
    horizon: float = 0.4
    haze: float = 1.5
    haze_colour: str = "#b9c7d6"


def fractal(rng: Random, cells: float, *, rough: float = 0.5, octaves: int = 8) -> Image.Image:
    """Heights of rolling country with about `cells` hills across the map."""
    total, weight = _flat(0.0), 1.0
    for octave in range(octaves):
        layer = _lattice(rng, cells * 2**octave)
        total = _math(lambda a, w=weight: a["t"] + a["l"] * w, t=total, l=layer)
        weight *= rough
    return levelled(total)


def ridged(rng: Random, cells: float, *, rough: float = 0.5, octaves: int = 8) -> Image.Image:
    """Heights of sharp mountains: where noise crosses its middle there is a crest."""
    total, carry, weight = _flat(0.0), _flat(1.0), 1.0
    for octave in range(octaves):
        layer = _lattice(rng, cells * 2**octave)
        crest = _math(lambda a: 1 - abs(a["l"] - 0.5) * 2.2, l=layer)
        crest = _math(lambda a: a["c"] * a["c"] * a["k"], c=crest, k=carry)
        carry = _math(lambda a: a["min"](a["c"] * 1.5, 1.0), c=crest)
        total = _math(lambda a, w=weight: a["t"] + a["c"] * w, t=total, c=crest)
        weight *= rough
    return levelled(total)


def shaped(heights: Image.Image, profile: list[float]) -> Image.Image:
    """Heights multiplied by a profile from the place where one stands (first) to the far edge (last)."""
    line = Image.new("F", (1, len(profile)))
    line.putdata(profile)
    return _math(lambda a: a["h"] * a["p"], h=heights, p=line.resize((MAP, MAP), BICUBIC))


def added(first: Image.Image, second: Image.Image, share: float) -> Image.Image:
    return _math(lambda a: a["f"] + a["s"] * share, f=first, s=second)


def times(first: Image.Image, second: Image.Image) -> Image.Image:
    return _math(lambda a: a["f"] * a["s"], f=first, s=second)


def levelled(heights: Image.Image) -> Image.Image:
    """The same heights between 0 and 1."""
    low, high = _bounds(heights)
    return _math(lambda a: (a["h"] - low) * (1 / ((high - low) or 1.0)), h=heights)


def as_mask(values: Image.Image, low: float = 0.0, high: float = 1.0) -> Image.Image:
    return _math(lambda a: (a["v"] - low) * (255 / (high - low)), v=values).convert("L")


def light_on(heights: Image.Image, sun: tuple[float, float], strength: float) -> Image.Image:
    """How bright each place of the map is: slopes towards the sun are white, those away from it black."""
    east = _math(lambda a: a["h"] - a["o"], h=heights, o=ImageChops.offset(heights, 1, 0))
    north = _math(lambda a: a["h"] - a["o"], h=heights, o=ImageChops.offset(heights, 0, 1))
    slope = _math(lambda a: a["e"] * sun[0] + a["n"] * sun[1], e=east, n=north)
    return as_mask(_math(lambda a: a["s"] * strength + 0.5, s=slope))


def steepness(heights: Image.Image, strength: float) -> Image.Image:
    east = _math(lambda a: abs(a["h"] - a["o"]), h=heights, o=ImageChops.offset(heights, 1, 0))
    north = _math(lambda a: abs(a["h"] - a["o"]), h=heights, o=ImageChops.offset(heights, 0, 1))
    return as_mask(_math(lambda a: (a["e"] + a["n"]) * strength, e=east, n=north))


def look(size: Size, ground: Ground, view: View) -> tuple[Image.Image, Image.Image]:
    """What one sees, and a mask of where there is ground and not sky."""
    across = size[0] // 2
    ratio = (view.near / view.far) ** (1 / (SLICES - 1))
    distances = [view.far * ratio**k for k in range(SLICES)][::-1]
    quads = [((0, k, across, k + 1), _slice(z, view)) for k, z in enumerate(distances)]
    shape = across, SLICES
    heights = ground.heights.transform(shape, Image.Transform.MESH, quads, BILINEAR)
    colours = ground.colours.transform(shape, Image.Transform.MESH, quads, BILINEAR)
    # Distances grow by a constant factor from slice to slice, so haze does as well.
    thick = [(k / 16, 1 - 2.718 ** (-view.haze * distances[round(k / 16 * (SLICES - 1))])) for k in range(17)]
    colours.paste(plain(shape, view.haze_colour), None, fade(shape, thick))
    return _columns(size, heights, colours, distances, view)


def _columns(
    size: Size, heights: Image.Image, colours: Image.Image, distances: list[float], view: View
) -> tuple[Image.Image, Image.Image]:
    """From near to far, each slice adds to a column what stands out above all slices before it."""
    width, height = size
    across = heights.width
    slope = [width / view.lens / z for z in distances]
    levels = array("f", heights.transpose(Image.Transpose.TRANSPOSE).tobytes())
    inks = colours.transpose(Image.Transpose.TRANSPOSE).tobytes()
    sky = [view.horizon * height + view.eye * s for s in slope]
    rise = [view.relief * s for s in slope]
    picture, mask = bytearray(), bytearray()
    for column in range(across):
        base = column * SLICES
        top = height
        pieces: list[bytes] = []
        for k in range(SLICES):
            y = int(sky[k] - levels[base + k] * rise[k])
            if y < top:
                y = max(y, 0)
                place = (base + k) * 3
                pieces.append(inks[place : place + 3] * (top - y))
                top = y
                if top == 0:
                    break
        drawn = b"".join(pieces)
        picture += drawn + bytes(3 * top)
        mask += b"\xff" * (height - top) + bytes(top)
    turned = Image.Transpose.ROTATE_90
    shape = height, across
    seen = Image.frombytes("RGB", shape, bytes(picture)).transpose(turned).resize(size, BICUBIC)
    where = Image.frombytes("L", shape, bytes(mask)).transpose(turned).resize(size, BICUBIC)
    return seen, where


def _slice(z: float, view: View) -> tuple[float, ...]:
    left, right = (0.5 - view.lens * z / 2) * MAP, (0.5 + view.lens * z / 2) * MAP
    y = z * (MAP - 2)
    return left, y, left, y + 0.01, right, y + 0.01, right, y


def _lattice(rng: Random, cells: float) -> Image.Image:
    across = min(MAP, max(2, round(cells))) + 1
    points = speckle(rng, (across, across)).convert("F")
    return _math(lambda a: a["p"] * (1 / 255), p=points).resize((MAP, MAP), BICUBIC)


def _flat(value: float) -> Image.Image:
    return Image.new("F", (MAP, MAP), value)


def _bounds(values: Image.Image) -> tuple[float, float]:
    low, high = values.getextrema()
    assert isinstance(low, float)
    assert isinstance(high, float)
    return low, high


def _math(formula: Callable[..., object], **images: Image.Image) -> Image.Image:
    result = ImageMath.lambda_eval(formula, **images)
    assert isinstance(result, Image.Image)
    return result
