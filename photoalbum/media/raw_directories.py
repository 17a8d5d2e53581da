"""The image directories of TIFF and its relatives, with their short values, read without a decoder."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

MOST_DIRECTORIES = 40
MOST_ENTRIES = 1_000
MOST_VALUES = 64

DNG_VERSION = 50706
_DIRECTORIES = 330
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 7: 1, 13: 4}


@dataclass
class Directory:
    """What one image directory says: short lists of numbers, and raw bytes of texts."""

    order: str
    tags: dict[int, list[int]] = field(default_factory=dict)
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)

    def first(self, tag: int) -> int | None:
        values = self.tags.get(tag)
        return values[0] if values else None


def directories(file: BinaryIO) -> Iterator[Directory]:
    """All image directories of a TIFF, each once, however they point at each other."""
    file.seek(0)
    head = file.read(8)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None or len(head) < 8:
        return
    todo = [struct.unpack(order + "I", head[4:])[0]]
    seen: set[int] = set()
    while todo and len(seen) < MOST_DIRECTORIES:
        at = todo.pop(0)
        if at in seen or at < 8:
            continue
        seen.add(at)
        found, following = _directory(file, order, at)
        yield found
        todo += [*found.tags.get(_DIRECTORIES, []), following]


def _directory(file: BinaryIO, order: str, at: int) -> tuple[Directory, int]:
    file.seek(at)
    count = file.read(2)
    entries = min(struct.unpack(order + "H", count)[0], MOST_ENTRIES) if len(count) == 2 else 0
    body = file.read(12 * entries)
    tail = file.read(4)
    found = Directory(order)
    for start in range(0, len(body) - 11, 12):
        tag, kind, number = struct.unpack(order + "HHI", body[start : start + 8])
        inline = body[start + 8 : start + 12]
        width = _SIZES.get(kind, 0)
        place = struct.unpack(order + "I", inline)[0]
        found.spans[tag] = (place, width * number)
        if kind not in (3, 4, 13) or number > MOST_VALUES:
            continue
        if width * number > 4:
            file.seek(place)
            inline = file.read(width * number)
        letter = "H" if kind == 3 else "I"
        usable = len(inline[: width * number]) // width
        found.tags[tag] = list(struct.unpack(f"{order}{usable}{letter}", inline[: usable * width]))
    if DNG_VERSION in found.spans:
        found.tags.setdefault(DNG_VERSION, [1])
    return found, struct.unpack(order + "I", tail)[0] if len(tail) == 4 else 0
