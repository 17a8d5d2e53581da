"""JPEG without anything but its picture: the segments that a decoder needs are taken over (T.81, annex B)."""

import re
from collections.abc import Iterator
from mmap import mmap

from photoalbum.media.orientation import block_with, in_exif, in_xmp
from photoalbum.media.pieces import Added, Kept, Piece

_EXIF, _XMP, _ICC = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0", b"ICC_PROFILE\0"
_JFIF, _ADOBE = b"JFIF\0", b"Adobe"
_LONGEST_WORD = len(_XMP)
_SCAN, _END, _STORY = 0xDA, 0xD9, 0xE1
# Tables, frames, scans and the end. 0xC8 is reserved.
_NEEDED = frozenset({*range(0xC0, 0xD0), *range(0xD9, 0xE0)} - {0xC8})
_ALONE = frozenset({0x00, 0x01, 0xFF, *range(0xD0, 0xD9)})
# What ends the compressed data of a scan: any marker that stands for something. The others are damage,
# over which decoders stumble as well.
_NEXT = re.compile(rb"\xff[\xc0-\xcf\xd9-\xdf\xe0-\xef\xfe]")


def pieces(content: mmap) -> list[Piece]:
    """The picture as it is, with a note of its orientation if it must be turned."""
    head, body = [Added(b"\xff\xd8")], list[Piece]()
    orientation, noted = 0, 0
    for code, at, end in _segments(content):
        word = content[at + 4 : at + 4 + _LONGEST_WORD]
        if code in _NEEDED or (code == 0xE2 and word.startswith(_ICC)):
            body.append(Kept(at, end - at))
        elif code == 0xE0 and word.startswith(_JFIF) and len(head) == 1:
            head.append(Added(_plain_jfif(content[at + 9 : at + 16])))
        elif code == 0xEE and word.startswith(_ADOBE):
            body.append(Added(b"\xff\xee\0\x0e" + content[at + 4 : at + 16].ljust(12, b"\0")))
        elif code == _STORY and word.startswith(_EXIF):
            orientation = orientation or in_exif(content[at + 4 + len(_EXIF) : end])
        elif code == _STORY and word.startswith(_XMP):
            noted = noted or in_xmp(content[at + 4 + len(_XMP) : end])
    turned = orientation or noted
    if turned > 1:
        block = _EXIF + block_with(turned)
        head.append(Added(b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block))
    return [*head, *body]


def _segments(content: mmap) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each segment; of a scan, with its compressed data."""
    at, size = 2, len(content)
    while 0 <= (at := content.find(b"\xff", at)) <= size - 2:
        code = content[at + 1]
        if code in _ALONE:
            at += 1 if code == 0xFF else 2
            continue
        if code == _END:
            yield code, at, at + 2
            return
        end = min(size, at + 2 + max(2, int.from_bytes(content[at + 2 : at + 4], "big")))
        if code == _SCAN:
            found = _NEXT.search(content, end)
            end = found.start() if found else size
        yield code, at, end
        at = end


def _plain_jfif(rest: bytes) -> bytes:
    """Version and density as they were, without the thumbnail that may follow."""
    return b"\xff\xe0\0\x10" + _JFIF + rest.ljust(7, b"\0") + b"\0\0"
