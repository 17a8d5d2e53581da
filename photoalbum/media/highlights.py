"""HDR pictures on ordinary screens: a JPEG of eight bits cannot say what is brighter than white.

The signal is made into light, wide colours into those of sRGB, and what is too bright is pressed together.
All of that is one table, made once a process and applied to the large picture.
"""

import math
from functools import lru_cache

from PIL import Image, ImageFilter

from photoalbum.media import light
from photoalbum.media.cicp import HLG, Colour

_STEPS = 25
_TO_SRGB = {9: light.BT2020_TO_BT709, 12: light.P3_TO_BT709}
_LUMINANCE = (0.2126, 0.7152, 0.0722)


def to_sdr(image: Image.Image, colour: Colour) -> Image.Image:
    """The picture in sRGB, its highlights within what a screen shows."""
    return image.filter(_table(colour))


@lru_cache(maxsize=4)
def _table(colour: Colour) -> ImageFilter.Color3DLUT:
    matrix = _TO_SRGB.get(colour.primaries, light.SAME)
    steps = [_light(step / (_STEPS - 1), colour.transfer) for step in range(_STEPS)]
    values: list[float] = []
    for blue in steps:
        for green in steps:
            for red in steps:
                narrow = light.weighed(matrix, (red, green, blue))
                # One factor for all three, so that no colour changes its hue; and by how bright they are
                # together, for by the brightest of them greys would ripple between two places of the table.
                whole = max(1e-6, sum(part * weight for part, weight in zip(narrow, _LUMINANCE, strict=True)))
                factor = _pressed(whole) / whole
                values += [_encoded(part * factor) for part in narrow]
    return ImageFilter.Color3DLUT(_STEPS, values)


def _light(signal: float, transfer: int) -> float:
    """A signal as light: 1 is what 100 candela look like."""
    if transfer == HLG:
        return float(light.PEAK * light.from_hlg(signal) ** 1.2)
    return light.from_pq(signal)


def _pressed(shone: float) -> float:
    """Paper white (203 candela) stays nearly white; all above it shares what is left (Reinhard's curve)."""
    white = light.PEAK / light.PAPER
    level = min(shone, light.PEAK) / light.PAPER
    return level * (1 + level / white**2) / (1 + level)


def _encoded(shone: float) -> float:
    # Beyond black and white the curve goes on: cut off at the table's places it would bend between them.
    size = abs(shone)
    signal = 12.92 * size if size <= 0.0031308 else 1.055 * size ** (1 / 2.4) - 0.055
    return math.copysign(min(1.99, signal), shone)
