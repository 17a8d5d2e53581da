"""What the header of a HEIC or AVIF file says of its main picture, read without any decoder."""

import struct
from typing import BinaryIO

from photoalbum.media import boxes
from photoalbum.media.headers import Header


def read_header(file: BinaryIO) -> Header | None:
    """The main picture's size before rotation, or None when the file holds no readable picture header."""
    meta = boxes.first(boxes.top(file), b"meta")
    if meta is None:
        return None
    parts = list(boxes.inside(file, meta, skip=4))
    pitm, iprp = boxes.first(parts, b"pitm"), boxes.first(parts, b"iprp")
    if iprp is None:
        return None
    shared = list(boxes.inside(file, iprp))
    ipco, ipma = boxes.first(shared, b"ipco"), boxes.first(shared, b"ipma")
    primary = _primary(boxes.content(file, pitm)) if pitm else 0
    sizes = [_extent(file, prop) for prop in boxes.inside(file, ipco)] if ipco else []
    owned = _associations(boxes.content(file, ipma)) if ipma else []
    known = [size for size in sizes if size is not None]
    if not known:
        return None
    mine = [
        sizes[index - 1]
        for item, indexes in owned
        if item == primary
        for index in indexes
        if 0 < index <= len(sizes)
    ]
    width, height = next((size for size in mine if size is not None), max(known))
    animated = boxes.brands(file)[:1] in ([b"avis"], [b"msf1"], [b"hevc"])
    return Header(width, height, animated, pixels_inside=max(wide * high for wide, high in known))


def colours(file: BinaryIO) -> list[bytes]:
    """The `colr` properties of the main picture, or of whatever there is when it owns none."""
    meta = boxes.first(boxes.top(file), b"meta")
    parts = list(boxes.inside(file, meta, skip=4)) if meta else []
    pitm, iprp = boxes.first(parts, b"pitm"), boxes.first(parts, b"iprp")
    shared = list(boxes.inside(file, iprp)) if iprp else []
    ipco, ipma = boxes.first(shared, b"ipco"), boxes.first(shared, b"ipma")
    every = list(boxes.inside(file, ipco)) if ipco else []
    primary = _primary(boxes.content(file, pitm)) if pitm else 0
    owned = _associations(boxes.content(file, ipma)) if ipma else []
    mine = [index - 1 for item, indexes in owned if item == primary for index in indexes]
    chosen = [every[index] for index in mine if 0 <= index < len(every) and every[index].name == b"colr"]
    return [boxes.content(file, box, 16) for box in chosen or [box for box in every if box.name == b"colr"]]


def _primary(content: bytes) -> int:
    wide = content[:1] != b"\0"
    return int.from_bytes(content[4 : 8 if wide else 6], "big")


def _extent(file: BinaryIO, box: boxes.Box) -> tuple[int, int] | None:
    """The width and height in an `ispe` property; other properties give None, so that indexes still count."""
    if box.name != b"ispe":
        return None
    content = boxes.content(file, box, 12)
    if len(content) < 12:
        return None
    width, height = struct.unpack(">II", content[4:12])
    return width, height


def _associations(content: bytes) -> list[tuple[int, list[int]]]:
    """Which properties (counted from 1) belong to which item, as the `ipma` box says."""
    found: list[tuple[int, list[int]]] = []
    if len(content) < 8:
        return found
    version, flags = content[0], content[3]
    id_length = 4 if version else 2
    index_length = 2 if flags & 1 else 1
    at = 8
    for _ in range(int.from_bytes(content[4:8], "big")):
        item = int.from_bytes(content[at : at + id_length], "big")
        at += id_length
        if at >= len(content):
            break
        count, at = content[at], at + 1
        indexes = []
        for _ in range(count):
            raw = int.from_bytes(content[at : at + index_length], "big")
            indexes.append(raw & (0x7FFF if index_length == 2 else 0x7F))
            at += index_length
        found.append((item, indexes))
    return found
