"""Canon's CR3: boxes as in a film, with the camera's JPEG as the first track."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from photoalbum.media import boxes

_METADATA = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
_PREVIEW = bytes.fromhex("eaf42b5e1c984b88b9fbb7dc406e4d16")


def metadata_boxes(file: BinaryIO) -> list[boxes.Box]:
    movie = boxes.first(boxes.top(file), b"moov")
    for box in boxes.inside(file, movie) if movie else ():
        if box.name == b"uuid" and boxes.content(file, box, 16) == _METADATA:
            return list(boxes.inside(file, box, skip=16))
    return []


def spans(file: BinaryIO) -> Iterator[tuple[int, int]]:
    track = picture(file)
    if track:
        yield track[:2]
    for box in boxes.top(file):
        if box.name == b"uuid" and boxes.content(file, box, 16) == _PREVIEW:
            at = boxes.content(file, box, 64).find(b"\xff\xd8\xff")
            if at > 0:
                yield box.start + at, box.end - box.start - at


def picture(file: BinaryIO) -> tuple[int, int, int, int] | None:
    """The full-sized JPEG, which is the first track: its place, its length and its size."""
    movie = boxes.first(boxes.top(file), b"moov")
    track = boxes.first(boxes.inside(file, movie), b"trak") if movie else None
    at: boxes.Box | None = track
    for name in (b"mdia", b"minf", b"stbl"):
        at = boxes.first(boxes.inside(file, at), name) if at else None
    if at is None:
        return None
    parts = {box.name: boxes.content(file, box, 4096) for box in boxes.inside(file, at)}
    sizes, offsets, described = (parts.get(name, b"") for name in (b"stsz", b"co64", b"stsd"))
    if len(sizes) < 12 or len(offsets) < 16 or len(described) < 44:
        return None
    length = struct.unpack(">I", sizes[4:8])[0] or struct.unpack(">I", sizes[12:16].ljust(4, b"\0"))[0]
    width, height = struct.unpack(">HH", described[40:44])
    return struct.unpack(">Q", offsets[8:16])[0], length, width, height
