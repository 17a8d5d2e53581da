"""WebP by chunks (RFC 9649): the picture, its frames and its colour profile."""

from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

from photoalbum.media.orientation import block_with, in_exif, in_xmp
from photoalbum.media.pieces import Added, Kept, Piece, length_of

_PICTURE = frozenset((b"VP8 ", b"VP8L", b"ALPH"))
_NEEDED = _PICTURE | {b"ICCP", b"ANIM"}
_HAS_EXIF, _HAS_XMP = 0x08, 0x04
_FRAME_HEAD = 16


@dataclass(frozen=True, slots=True)
class _Chunk:
    name: bytes
    start: int  # of the content
    length: int
    end: int  # padding included


def pieces(content: mmap) -> list[Piece]:
    body: list[Piece] = []
    head: _Chunk | None = None
    orientation, noted = 0, 0
    for chunk in _chunks(content, 12, len(content)):
        if chunk.name == b"VP8X":
            head = head or chunk
        elif chunk.name in _NEEDED:
            body.append(Kept(chunk.start - 8, chunk.end - chunk.start + 8))
        elif chunk.name == b"ANMF":
            body.extend(_frame(content, chunk))
        elif chunk.name == b"EXIF":
            block = content[chunk.start : chunk.start + chunk.length]
            orientation = orientation or in_exif(block.removeprefix(b"Exif\0\0"))
        elif chunk.name == b"XMP ":
            noted = noted or in_xmp(content[chunk.start : chunk.start + chunk.length])
    turned = orientation or noted
    if head is not None:
        says = content[head.start] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if turned > 1 else 0)
        body.insert(0, Added(b"VP8X" + (10).to_bytes(4, "little") + bytes([says])))
        body.insert(1, Kept(head.start + 1, 9))
        if turned > 1:
            block = block_with(turned)
            body.append(Added(b"EXIF" + len(block).to_bytes(4, "little") + block + bytes(len(block) % 2)))
    return [Added(b"RIFF" + (length_of(body) + 4).to_bytes(4, "little") + b"WEBP"), *body]


def _frame(content: mmap, frame: _Chunk) -> list[Piece]:
    """One frame of an animation, which may hold chunks of its own that nobody needs."""
    start = frame.start + _FRAME_HEAD
    inner: list[Piece] = [
        Kept(chunk.start - 8, chunk.end - chunk.start + 8)
        for chunk in _chunks(content, start, min(frame.end, len(content)))
        if chunk.name in _PICTURE
    ]
    length = length_of(inner) + _FRAME_HEAD
    return [Added(b"ANMF" + length.to_bytes(4, "little")), Kept(frame.start, _FRAME_HEAD), *inner]


def _chunks(content: mmap, at: int, end: int) -> Iterator[_Chunk]:
    while at + 8 <= end:
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        behind = min(end, at + 8 + length + length % 2)
        yield _Chunk(content[at : at + 4], at + 8, min(length, behind - at - 8), behind)
        at = behind
