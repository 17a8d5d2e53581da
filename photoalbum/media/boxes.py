"""The boxes of ISO base media files (HEIC, AVIF, MP4, MOV), walked by their headers."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

# A file of nothing but tiny boxes must not keep the door busy. Real ones have some tens, and in the table
# of a 200 megapixel HEIC of 800 tiles some thousands.
MOST_BOXES = 20_000
MOST_INSIDE = 5_000
MOST_META = 1_000_000


@dataclass(frozen=True)
class Box:
    name: bytes
    start: int  # of the content
    end: int  # where the header says it ends, which may be beyond the end of a cut file


def walk(file: BinaryIO, start: int, end: int, most: int = MOST_BOXES) -> Iterator[Box]:
    """The boxes between two offsets, one after the other. Stops quietly at whatever is no box."""
    for _ in range(most):
        if start + 8 > end:
            return
        file.seek(start)
        header = file.read(16)
        if len(header) < 8:
            return
        size, name, length = int.from_bytes(header[:4], "big"), header[4:8], 8
        if size == 1 and len(header) == 16:
            size, length = int.from_bytes(header[8:16], "big"), 16
        elif size == 0:
            size = end - start
        if size < length:
            return
        yield Box(name, start + length, start + size)
        start += size


def top(file: BinaryIO) -> list[Box]:
    """The outermost boxes of a file."""
    return list(walk(file, 0, _size(file)))


def inside(file: BinaryIO, box: Box, skip: int = 0) -> Iterator[Box]:
    """The boxes in a box. None reaches beyond it, so that no bytes are walked twice."""
    end = min(box.end, _size(file))
    for each in walk(file, box.start + skip, end, MOST_INSIDE):
        yield Box(each.name, each.start, min(each.end, end))


def first(boxes: Iterable[Box], name: bytes) -> Box | None:
    return next((box for box in boxes if box.name == name), None)


def content(file: BinaryIO, box: Box, most: int = MOST_META) -> bytes:
    file.seek(box.start)
    return file.read(min(box.end - box.start, most))


def cut_short(file: BinaryIO) -> bool:
    """Whether the file ends before its own boxes say it should: a transfer that broke off."""
    boxes = top(file)
    return bool(boxes) and boxes[-1].end > _size(file)


def brands(file: BinaryIO) -> list[bytes]:
    """The major brand and the compatible ones of the leading `ftyp` box, or nothing."""
    file.seek(0)
    head = file.read(8)
    if head[4:8] != b"ftyp":
        return []
    size = min(int.from_bytes(head[:4], "big"), 1024)
    body = file.read(max(0, size - 8))
    return [body[:4], *(body[i : i + 4] for i in range(8, len(body) - 3, 4))]


def _size(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_size
