"""HDR pictures on ordinary screens: a JPEG of eight bits cannot say what is brighter than white.

The signal is made into light, wide colours into those of sRGB, and what is too bright is pressed together.
All of that is one table, made once a process and applied to the large picture.
"""

import math
from functools import lru_cache

from PIL import Image, ImageFilter

from photoalbum.media.cicp import HLG, Colour

_STEPS = 25
# In units of 100 candela per square metre.
_PEAK = 10.0
_TO_SRGB = {
    9: ((1.660491, -0.587641, -0.072850), (-0.124550, 1.132900, -0.008349), (-0.018151, -0.100579, 1.118730)),
    12: ((1.224940, -0.224940, 0.0), (-0.042057, 1.042057, 0.0), (-0.019638, -0.078636, 1.098274)),
}
_LUMINANCE = (0.2126, 0.7152, 0.0722)
_SAME = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def to_sdr(image: Image.Image, colour: Colour) -> Image.Image:
    """The picture in sRGB, its highlights within what a screen shows."""
    return image.filter(_table(colour))


@lru_cache(maxsize=4)
def _table(colour: Colour) -> ImageFilter.Color3DLUT:
    matrix = _TO_SRGB.get(colour.primaries, _SAME)
    light = [_light(step / (_STEPS - 1), colour.transfer) for step in range(_STEPS)]
    values: list[float] = []
    for blue in light:
        for green in light:
            for red in light:
                wide = (red, green, blue)
                narrow = [
                    sum(part * weight for part, weight in zip(wide, row, strict=True)) for row in matrix
                ]
                # One factor for all three, so that no colour changes its hue; and by how bright they are
                # together, for by the brightest of them greys would ripple between two places of the table.
                whole = max(1e-6, sum(part * weight for part, weight in zip(narrow, _LUMINANCE, strict=True)))
                factor = _pressed(whole) / whole
                values += [_encoded(part * factor) for part in narrow]
    return ImageFilter.Color3DLUT(_STEPS, values)


def _light(signal: float, transfer: int) -> float:
    """A signal as light, by BT.2100: 1 is what 100 candela look like."""
    if transfer == HLG:
        scene = (
            signal**2 / 3
            if signal <= 0.5
            else (2.718281828 ** ((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12
        )
        return float(_PEAK * scene**1.2)
    power = signal ** (1 / 78.84375)
    return float(
        100 * (max(power - 0.8359375, 0.0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125)
    )


def _pressed(light: float) -> float:
    """Paper white (203 candela) stays nearly white; all above it shares what is left (Reinhard's curve)."""
    white = _PEAK / 2.03
    level = min(light, _PEAK) / 2.03
    return level * (1 + level / white**2) / (1 + level)


def _encoded(light: float) -> float:
    # Beyond black and white the curve goes on: cut off at the table's places it would bend between them.
    size = abs(light)
    signal = 12.92 * size if size <= 0.0031308 else 1.055 * size ** (1 / 2.4) - 0.055
    return math.copysign(min(1.99, signal), light)
