"""Cameras' RAW files: which kind one is, how large its picture, and where the JPEG lies that the camera made.

Read by us and not by a decoder, because the door asks too: seeks and small reads, bounded loops.
"""

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from photoalbum.media import boxes, headers, raw_canon
from photoalbum.media.headers import Header
from photoalbum.media.raw_directories import DNG_VERSION, Directory, directories

MOST_PREVIEW = 64_000_000

_FULL, _REDUCED = 0, 1
_TYPE, _WIDTH, _HEIGHT, _COMPRESSION, _MAKE = 254, 256, 257, 259, 271
_STRIPS, _STRIP_BYTES, _DIRECTORIES, _JPEG, _JPEG_BYTES = 273, 279, 330, 513, 514
_PANASONIC_JPEG = 0x2E
_MARKS = (
    (b"FUJIFILMCCD-RAW", "image/x-fuji-raf"),
    (b"IIRO", "image/x-olympus-orf"),
    (b"IIRS", "image/x-olympus-orf"),
    (b"MMOR", "image/x-olympus-orf"),
    (b"IIU\0", "image/x-panasonic-rw2"),
)
_MAKERS = {b"NIKON": "image/x-nikon-nef", b"SONY": "image/x-sony-arw", b"Canon": "image/x-canon-cr2"}


def kind_of(file: BinaryIO) -> str | None:
    """The media type of a RAW file, or None when it is none that we know."""
    file.seek(0)
    head = file.read(32)
    for mark, media_type in _MARKS:
        if head.startswith(mark):
            return media_type
    if head[4:12] == b"ftypcrx ":
        return "image/x-canon-cr3"
    return _among_tiffs(file, head) if head.startswith((b"II*\0", b"MM\0*")) else None


def _among_tiffs(file: BinaryIO, head: bytes) -> str | None:
    """RAW files dress up as TIFF, with Canon's mark, DNG's tag, or a thumbnail as first page."""
    if head[8:10] == b"CR":
        return "image/x-canon-cr2"
    first = next(directories(file), None)
    if first is None:
        return None
    if DNG_VERSION in first.tags:
        return "image/x-adobe-dng"
    is_thumbnail = first.first(_TYPE) == _REDUCED and _DIRECTORIES in first.tags
    return _by_maker(file, first) if is_thumbnail else None


def read_header(file: BinaryIO, media_type: str) -> Header | None:
    """The size of the picture as stored, before it is turned."""
    if media_type == "image/x-canon-cr3":
        track = raw_canon.picture(file)
        return Header(*track[2:]) if track else None
    if media_type == "image/x-fuji-raf":
        return _largest_preview(file, media_type)
    found = list(directories(file))
    if media_type == "image/x-panasonic-rw2" and found:
        (bottom, top), (right, left) = (
            (found[0].first(end), found[0].first(start)) for end, start in ((6, 4), (7, 5))
        )
        if bottom and right:
            return Header(right - (left or 0), bottom - (top or 0))
    sizes = [
        (width, height)
        for each in found
        if (width := each.first(_WIDTH))
        and (height := each.first(_HEIGHT))
        and (each.first(_TYPE) or _FULL) == _FULL
    ]
    return Header(*max(sizes, key=lambda size: size[0] * size[1])) if sizes else None


def previews(path: Path, media_type: str) -> list[bytes]:
    """The JPEGs that the camera put into the file, largest picture first; at most the three largest."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        sized = []
        for start, stated in dict.fromkeys(_spans(file, media_type)):
            length = min(stated, size - start, MOST_PREVIEW)
            header = _jpeg_header(file, start, length) if start > 0 and length > 100 else None
            if header is not None:
                sized.append((header.width * header.height, start, length))
        found = []
        for _, start, length in sorted(sized, reverse=True)[:3]:
            file.seek(start)
            found.append(file.read(length))
    return found


def exif_blocks(path: Path, media_type: str) -> list[bytes]:
    """Directories that Pillow can read as EXIF, where they do not stand in the preview."""
    with path.open("rb") as file:
        if media_type == "image/x-canon-cr3":
            return [
                boxes.content(file, box)
                for box in raw_canon.metadata_boxes(file)
                if box.name.startswith(b"CMT")
            ]
        if media_type == "image/x-fuji-raf":
            return []
        file.seek(0)
        head = bytearray(file.read(4_000_000))
    # Olympus and Panasonic write a mark of their own where TIFF says 42.
    head[2:4] = b"*\0" if head[:2] == b"II" else b"\0*"
    return [bytes(head)]


def _by_maker(file: BinaryIO, first: Directory) -> str | None:
    place, length = first.spans.get(_MAKE, (0, 0))
    file.seek(place)
    name = file.read(min(length, 32))
    return next((kind for maker, kind in _MAKERS.items() if name.startswith(maker)), None)


def _spans(file: BinaryIO, media_type: str) -> Iterator[tuple[int, int]]:
    """Where JPEGs may lie, as offset and length."""
    if media_type == "image/x-fuji-raf":
        file.seek(84)
        yield struct.unpack(">II", file.read(8).ljust(8, b"\0"))
        return
    if media_type == "image/x-canon-cr3":
        yield from raw_canon.spans(file)
        return
    for each in directories(file):
        start, length = each.first(_JPEG), each.first(_JPEG_BYTES)
        if start and length:
            yield start, length
        starts, lengths = each.tags.get(_STRIPS, []), each.tags.get(_STRIP_BYTES, [])
        if len(starts) == len(lengths) == 1 and each.first(_COMPRESSION) in (6, 7):
            yield starts[0], lengths[0]
        if media_type == "image/x-panasonic-rw2" and _PANASONIC_JPEG in each.spans:
            yield each.spans[_PANASONIC_JPEG]
    if media_type == "image/x-olympus-orf":
        yield from _searched(file)


def _searched(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """Olympus hides its preview in the maker's note: the beginnings of JPEGs in the first megabytes."""
    file.seek(0)
    head = file.read(2_000_000)
    at = head.find(b"\xff\xd8\xff")
    for _ in range(20):
        if at < 0:
            return
        yield at, MOST_PREVIEW
        at = head.find(b"\xff\xd8\xff", at + 3)


def _largest_preview(file: BinaryIO, media_type: str) -> Header | None:
    sizes = [_jpeg_header(file, start, length) for start, length in _spans(file, media_type)]
    found = [size for size in sizes if size is not None]
    return max(found, key=lambda size: size.width * size.height) if found else None


def _jpeg_header(file: BinaryIO, start: int, length: int) -> Header | None:
    """The size of a JPEG that any decoder reads: RAW data itself is often a lossless one."""
    file.seek(start)
    if length < 4 or file.read(3) != b"\xff\xd8\xff":
        return None
    header = headers.read_jpeg(file, start)
    return None if header is None or header.lossless else header
