"""HDR film on ordinary screens: a table that brings its colours into their range, for FFmpeg's `lut3d`.

A table serves every build of FFmpeg alike, for the same cost as the filter that is made for this (zscale),
which many builds lack. What phones record looks grey when it is shown without either.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from photoalbum.media import light
from photoalbum.media.reels import Reel

NAME = "tone.cube"
_STEPS = 33
# White paper is shown a little darker than white, and what is darker than the knee keeps its brightness.
_GAIN, _KNEE = 0.9 / light.PAPER, 0.6

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
    linear = light.from_hlg if transfer == "arib-std-b67" else light.from_pq
    steps = [linear(step / (_STEPS - 1)) for step in range(_STEPS)]
    rows = [f"LUT_3D_SIZE {_STEPS}"]
    for blue in steps:
        for green in steps:
            rows += ["{:.5f} {:.5f} {:.5f}".format(*_shown((red, green, blue), transfer)) for red in steps]
    return "\n".join(rows) + "\n"


def _shown(signal: light.Triple, transfer: str) -> light.Triple:
    if transfer == "arib-std-b67":
        # The picture on a screen of 1,000 candela, for which HLG is made.
        scene = sum(part * weight for part, weight in zip(signal, _LUMINANCE, strict=True))
        gain = light.PEAK * scene**0.2
        signal = (signal[0] * gain, signal[1] * gain, signal[2] * gain)
    colours = [max(0.0, part) for part in light.weighed(light.BT2020_TO_BT709, signal)]
    brightest = max(*colours, 1e-6)
    # Bright parts are pressed together by one factor for all three colours, so that none changes its hue.
    factor = _pressed(min(brightest, light.PEAK)) / brightest
    red, green, blue = (_encoded(part * factor) for part in colours)
    return red, green, blue


def _pressed(level: float) -> float:
    """Between 0 and 1, with 1 for the brightest.

    >>> [round(_pressed(level), 2) for level in (0, 1, light.PAPER, light.PEAK)]
    [0.0, 0.44, 0.77, 1.0]
    """
    shown, most = level * _GAIN, light.PEAK * _GAIN
    if shown <= _KNEE:
        return shown
    over, far = (shown - _KNEE) / (1 - _KNEE), (most - _KNEE) / (1 - _KNEE)
    return _KNEE + (1 - _KNEE) * over * (1 + over / far**2) / (1 + over)


def _encoded(level: float) -> float:
    return min(1.0, 4.5 * level if level < 0.018 else 1.099 * level**0.45 - 0.099)
