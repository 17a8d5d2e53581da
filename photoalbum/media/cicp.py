"""Colours by code points (ITU-T H.273), as HEIC and AVIF name them instead of carrying a profile.

Display P3 and the wide colours of BT.2020 become a small profile; HDR is told apart, for highlights.py.
"""

import struct
from functools import lru_cache
from typing import BinaryIO, NamedTuple

from photoalbum.media import heif

# Primaries as x and y of red, green and blue; the white of all of them is D65.
_PRIMARIES = {
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
}
_WHITE = (0.3127, 0.3290)
_D50 = (0.9642, 1.0, 0.8249)
# From D65 to the D50 of profiles, after Bradford.
_ADAPTED = (
    (1.0478112, 0.0228866, -0.0501270),
    (0.0295424, 0.9904844, -0.0170491),
    (-0.0092345, 0.0150436, 0.7521316),
)
PQ, HLG = 16, 18

Matrix = tuple[tuple[float, float, float], ...]


class Colour(NamedTuple):
    primaries: int
    transfer: int

    @property
    def is_hdr(self) -> bool:
        return self.transfer in (PQ, HLG)


def read(file: BinaryIO) -> Colour | None:
    """The code points of the main picture; None where there are none, or where a profile says more."""
    for content in heif.colours(file):
        if content[:4] in (b"prof", b"rICC"):
            return None
        if content[:4] == b"nclx" and len(content) >= 10:
            return Colour(*struct.unpack(">HH", content[4:8]))
    return None


def profile(colour: Colour) -> bytes | None:
    """A profile of 500 bytes for colours wider than sRGB; None for ordinary ones."""
    return None if colour.is_hdr else _profile(colour.primaries)


@lru_cache(maxsize=4)
def _profile(primaries: int) -> bytes | None:
    """ICC version 4: the three primaries, and the curve of sRGB, which phones use for all of them."""
    corners = _PRIMARIES.get(primaries)
    if corners is None:
        return None
    columns = _columns(corners)
    curve = struct.pack(
        ">4s4xHH5i", b"para", 3, 0, *map(_fixed, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))
    )
    name = "Display P3" if primaries == 12 else "BT.2020"
    tags = {
        b"desc": _text(name),
        b"cprt": _text("CC0"),
        b"wtpt": _xyz(_D50),
        b"rXYZ": _xyz(columns[0]),
        b"gXYZ": _xyz(columns[1]),
        b"bXYZ": _xyz(columns[2]),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    return _written(tags)


def _columns(corners: tuple[tuple[float, float], ...]) -> list[tuple[float, float, float]]:
    """The primaries as D50 colours that add up to white."""
    raw = [(x / y, 1.0, (1 - x - y) / y) for x, y in corners]
    x, y = _WHITE
    white = (x / y, 1.0, (1 - x - y) / y)
    amounts = _solved(raw, white)
    scaled = [tuple(part * amount for part in column) for column, amount in zip(raw, amounts, strict=True)]
    return [_applied(_ADAPTED, (column[0], column[1], column[2])) for column in scaled]


def _solved(columns: list[tuple[float, float, float]], wanted: tuple[float, float, float]) -> list[float]:
    """How much of each column adds up to what is wanted (Cramer's rule)."""
    whole = _determinant(columns)
    return [
        _determinant([wanted if other == index else column for other, column in enumerate(columns)]) / whole
        for index in range(3)
    ]


def _determinant(columns: list[tuple[float, float, float]]) -> float:
    (a, d, g), (b, e, h), (c, f, i) = columns
    return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)


def _applied(matrix: Matrix, vector: tuple[float, float, float]) -> tuple[float, float, float]:
    x, y, z = (sum(part * value for part, value in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def _written(tags: dict[bytes, bytes]) -> bytes:
    bodies = dict.fromkeys(tags.values(), 0)
    at = 128 + 4 + 12 * len(tags)
    data = b""
    for content in bodies:
        bodies[content] = at + len(data)
        data += content + bytes(-len(content) % 4)
    directory = struct.pack(">I", len(tags))
    for name, content in tags.items():
        directory += struct.pack(">4sII", name, bodies[content], len(content))
    size = at + len(data)
    head = struct.pack(">I4sI4s4s4s", size, b"\0" * 4, 0x04300000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + bytes(28)
    head += struct.pack(">3i", *map(_fixed, _D50))
    return head.ljust(128, b"\0") + directory + data


def _text(words: str) -> bytes:
    encoded = words.encode("utf-16-be")
    return struct.pack(">4s4xII2s2sII", b"mluc", 1, 12, b"en", b"US", len(encoded), 28) + encoded


def _xyz(colour: tuple[float, float, float]) -> bytes:
    return struct.pack(">4s4x3i", b"XYZ ", *map(_fixed, colour))


def _fixed(value: float) -> int:
    return round(value * 65536)
