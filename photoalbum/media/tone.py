"""HDR film on ordinary screens: a table that brings its colours into their range, for FFmpeg's `lut3d`.

A table serves every build of FFmpeg alike, for the same cost as the filter that is made for this (zscale),
which many builds lack. What phones record looks grey when it is shown without either.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from photoalbum.media.reels import Reel

NAME = "tone.cube"
_STEPS = 33
# In units of 100 candela per square metre: what counts as the brightest, and white paper in HDR.
_PEAK, _PAPER = 10.0, 2.03
# White paper is shown a little darker than white, and what is darker than the knee keeps its brightness.
_GAIN, _KNEE = 0.9 / _PAPER, 0.6

# From the wide primaries of BT.2020 to those of ordinary screens, in linear light.
_TO_BT709 = (
    (1.660491, -0.587641, -0.072850),
    (-0.124550, 1.132900, -0.008349),
    (-0.018151, -0.100579, 1.118730),
)
_LUMINANCE = (0.2627, 0.6780, 0.0593)


@contextmanager
def table(reel: Reel, folder: Path) -> Iterator[Path | None]:
    """The table for this film, in a file of the folder for as long as the block runs; None if not needed."""
    if not reel.is_hdr:
        yield None
        return
    path = folder / NAME
    path.write_text(_cube(reel.transfer), "ascii")
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


@cache
def _cube(transfer: str) -> str:
    light = [_linear(step / (_STEPS - 1), transfer) for step in range(_STEPS)]
    rows = [f"LUT_3D_SIZE {_STEPS}"]
    for blue in light:
        for green in light:
            rows += ["{:.5f} {:.5f} {:.5f}".format(*_shown((red, green, blue), transfer)) for red in light]
    return "\n".join(rows) + "\n"


def _linear(signal: float, transfer: str) -> float:
    """Scene light between 0 and 1 (HLG), or light in units of 100 candela (PQ), as BT.2100 defines them."""
    if transfer == "arib-std-b67":
        if signal <= 0.5:
            return signal * signal / 3
        return float((2.718281828 ** ((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12)
    power = signal ** (1 / 78.84375)
    return float(100 * (max(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125))


def _shown(light: tuple[float, float, float], transfer: str) -> tuple[float, float, float]:
    if transfer == "arib-std-b67":
        # The picture on a screen of 1,000 candela, for which HLG is made.
        scene = sum(part * weight for part, weight in zip(light, _LUMINANCE, strict=True))
        gain = _PEAK * scene**0.2
        light = (light[0] * gain, light[1] * gain, light[2] * gain)
    red, green, blue = (
        max(0.0, sum(part * weight for part, weight in zip(light, row, strict=True))) for row in _TO_BT709
    )
    brightest = max(red, green, blue, 1e-6)
    # Bright parts are pressed together by one factor for all three colours, so that none changes its hue.
    factor = _pressed(min(brightest, _PEAK)) / brightest
    return _encoded(red * factor), _encoded(green * factor), _encoded(blue * factor)


def _pressed(light: float) -> float:
    """Between 0 and 1, with 1 for the brightest.

    >>> [round(_pressed(light), 2) for light in (0, 1, _PAPER, _PEAK)]
    [0.0, 0.44, 0.77, 1.0]
    """
    shown, most = light * _GAIN, _PEAK * _GAIN
    if shown <= _KNEE:
        return shown
    over, far = (shown - _KNEE) / (1 - _KNEE), (most - _KNEE) / (1 - _KNEE)
    return _KNEE + (1 - _KNEE) * over * (1 + over / far**2) / (1 + over)


def _encoded(light: float) -> float:
    return min(1.0, 4.5 * light if light < 0.018 else 1.099 * light**0.45 - 0.099)
