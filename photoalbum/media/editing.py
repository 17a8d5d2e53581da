"""Turning, straightening and cropping a picture: the wish and its arithmetic, without a pixel."""

import math
from dataclasses import asdict, dataclass
from typing import Any

Size = tuple[int, int]

# Tenths of a degree, and parts of the picture in ten-thousandths: whole numbers, so that the same wish is
# always written the same.
MOST_ANGLE = 450
WHOLE = 10_000
LEAST_SIDE = 500

# A part of a picture is decoded larger, so that it is still sharp; beyond this it would take too much memory.
MOST_ZOOM = 4.0


@dataclass(frozen=True, slots=True)
class Edits:
    """First quarter turns clockwise, then a small turn clockwise in the frame, then the part that is kept.

    The small turn keeps the picture's shape and cuts as little off as it can: no corner is ever empty.
    """

    turns: int = 0
    angle: int = 0
    left: int = 0
    top: int = 0
    width: int = WHOLE
    height: int = WHOLE

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Edits":
        return cls(**plain)

    def to_plain(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def is_nothing(self) -> bool:
        return self == Edits()

    @property
    def is_possible(self) -> bool:
        sides = ((self.left, self.width), (self.top, self.height))
        inside = all(start >= 0 and side >= LEAST_SIDE and start + side <= WHOLE for start, side in sides)
        return inside and 0 <= self.turns <= 3 and abs(self.angle) <= MOST_ANGLE

    @property
    def zoom(self) -> float:
        """By how much larger the picture must be decoded for its part to fill the same frame."""
        return min(MOST_ZOOM, WHOLE / max(self.width, self.height))


def frame(size: Size, edits: Edits) -> tuple[float, float]:
    """The size after turning and straightening: the largest frame of the same shape that is filled.

    >>> frame((400, 300), Edits(turns=1))
    (300.0, 400.0)
    """
    width, height = (size[1], size[0]) if edits.turns % 2 else size
    angle = math.radians(abs(edits.angle) / 10)
    sine, cosine = math.sin(angle), math.cos(angle)
    scale = min(width / (width * cosine + height * sine), height / (width * sine + height * cosine))
    return width * scale, height * scale


def edited_size(size: Size, edits: Edits) -> Size:
    """The size of the result, in pixels of the picture.

    >>> edited_size((400, 300), Edits(left=2500, width=5000))
    (200, 300)
    """
    width, height = frame(size, edits)
    return max(1, round(width * edits.width / WHOLE)), max(1, round(height * edits.height / WHOLE))
