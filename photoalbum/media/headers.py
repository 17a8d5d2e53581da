"""The few bytes of a picture's header that the door needs: its size, and whether any picture follows.

Read by us and not by a decoder, because this runs in the web process: seeks and small reads, bounded loops.
"""

import os
import struct
from dataclasses import dataclass
from typing import BinaryIO

MOST_STEPS = 20_000
# The first frame of a GIF of 100 megapixels has at most about so many.
MOST_BLOCKS = 400_000
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_LOSSLESS = frozenset({0xC3, 0xC7, 0xCB, 0xCF})


@dataclass(frozen=True)
class Header:
    width: int
    height: int
    animated: bool = False
    progressive: bool = False
    # A JPEG of the kind that cameras use for RAW data, and hardly any decoder reads.
    lossless: bool = False
    # When other pictures hide inside that a decoder may be made to open: the pixels of the largest.
    pixels_inside: int = 0


def read_jpeg(file: BinaryIO, start: int = 0) -> Header | None:
    """The frame of a JPEG; None when no frame with a scan after it is found."""
    file.seek(start + 2)
    frame: Header | None = None
    for _ in range(MOST_STEPS):
        mark = file.read(2)
        if len(mark) < 2:
            return None
        if mark[0] != 0xFF:
            # Decoders step over stray bytes between two segments, and so do we.
            file.seek(-1, 1)
            continue
        code = mark[1]
        if code == 0xFF:
            file.seek(-1, 1)
            continue
        if code == 0xDA:
            return frame
        if code == 0x01 or 0xD0 <= code <= 0xD8 or code == 0x00:
            continue
        if code < 0xC0 or code == 0xD9:
            return None
        body = file.read(8)
        if len(body) < 8:
            return None
        length = int.from_bytes(body[:2], "big")
        if code in _FRAMES and frame is None:
            height, width = struct.unpack(">HH", body[3:7])
            frame = Header(width, height, progressive=code in _PROGRESSIVE, lossless=code in _LOSSLESS)
        file.seek(max(2, length) - 8, 1)
    return None


def read_png(file: BinaryIO) -> Header | None:
    file.seek(8)
    size: tuple[int, int] | None = None
    animated = False
    for _ in range(MOST_STEPS):
        head = file.read(8)
        if len(head) < 8:
            return None
        length, name = int.from_bytes(head[:4], "big"), head[4:]
        if size is None:
            if name != b"IHDR" or length != 13:
                return None
            body = file.read(13)
            if len(body) < 13:
                return None
            size = struct.unpack(">II", body[:8])
            file.seek(4, 1)
            continue
        if name == b"IDAT":
            return Header(*size, animated=animated)
        animated = animated or name == b"acTL"
        file.seek(length + 4, 1)
    return None


def read_gif(file: BinaryIO) -> Header | None:
    """The canvas, widened by a first frame that reaches beyond it, as decoders widen it."""
    file.seek(6)
    screen = file.read(7)
    if len(screen) < 7:
        return None
    width, height, flags = struct.unpack("<HHB", screen[:5])
    _skip_colours(file, flags)
    shown, left = False, MOST_BLOCKS
    while left > 0:
        mark = file.read(1)
        if mark == b"!":
            file.seek(1, 1)
        elif mark == b"," and shown:
            return Header(width, height, animated=True)
        elif mark == b",":
            frame = file.read(9)
            if len(frame) < 9:
                return None
            across, down, wide, high, flags = struct.unpack("<HHHHB", frame)
            width, height, shown = max(width, across + wide), max(height, down + high), True
            _skip_colours(file, flags)
            file.seek(1, 1)
        else:
            break
        left = _skip_blocks(file, left)
    return Header(width, height) if shown else None


def _skip_colours(file: BinaryIO, flags: int) -> None:
    if flags & 0x80:
        file.seek(3 << ((flags & 7) + 1), 1)


def _skip_blocks(file: BinaryIO, left: int) -> int:
    """Step over a chain of blocks; how many more steps may be taken, or 0 at the end of the file."""
    while left > 0:
        length = file.read(1)
        left -= 1
        if not length:
            return 0
        if length == b"\0":
            break
        file.seek(length[0], 1)
    return left


def read_webp(file: BinaryIO) -> Header | None:
    file.seek(12)
    head = file.read(18)
    if len(head) < 18:
        return None
    name, body = head[:4], head[8:]
    if name == b"VP8X":
        wide, high = int.from_bytes(body[4:7], "little"), int.from_bytes(body[7:10], "little")
        return Header(wide + 1, high + 1, animated=bool(body[0] & 2))
    if name == b"VP8L" and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        return Header((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if name == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        wide, high = struct.unpack("<HH", body[6:10])
        return Header(wide & 0x3FFF, high & 0x3FFF)
    return None


def read_tiff_tags(file: BinaryIO) -> dict[int, int]:
    """The short numeric tags of a TIFF's first page; empty when there is no readable directory."""
    file.seek(0)
    head = file.read(16)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None or len(head) < 16:
        return {}
    # BigTIFF counts and points with eight bytes where TIFF does so with two and four.
    is_big = head[2:4] in (b"+\0", b"\0+")
    pointer, counter, size, held = ("Q", "Q", 20, 12) if is_big else ("I", "H", 12, 8)
    start = struct.unpack(order + pointer, head[8:] if is_big else head[4:8])[0]
    if start > os.fstat(file.fileno()).st_size:
        return {}
    file.seek(start)
    count = file.read(struct.calcsize(counter))
    if len(count) < struct.calcsize(counter):
        return {}
    entries = file.read(size * min(struct.unpack(order + counter, count)[0], 4096))
    tags: dict[int, int] = {}
    for at in range(0, len(entries) - size + 1, size):
        tag, kind, number = struct.unpack(order + "HH" + pointer, entries[at : at + held])
        letter = "H" if kind == 3 and number == 1 else "I"
        value = entries[at + held : at + held + struct.calcsize(letter)]
        tags[tag] = struct.unpack(order + letter, value)[0]
    return tags
