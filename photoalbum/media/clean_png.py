"""PNG by chunks: what makes the picture and its colours, nothing that tells a story (PNG 3rd edition, 11)."""

import zlib
from mmap import mmap

from photoalbum.media.orientation import block_with, in_exif, in_xmp
from photoalbum.media.pieces import Added, Kept, Piece

_PICTURE = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"acTL", b"fcTL", b"fdAT"}
_COLOURS = {b"gAMA", b"cHRM", b"sRGB", b"cICP", b"sBIT", b"bKGD", b"pHYs", b"mDCV", b"cLLI"}
_NEEDED = frozenset(_PICTURE | _COLOURS)
_XMP = b"XML:com.adobe.xmp\0"
_MOST_TEXT = 1 << 20


def pieces(content: mmap) -> list[Piece]:
    body: list[Piece] = []
    orientation, noted = 0, 0
    at, size = 8, len(content)
    while at + 8 <= size:
        length, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        end = min(size, at + 12 + length)
        if name in _NEEDED:
            body.append(Kept(at, end - at))
        elif name == b"iCCP":
            body.append(_profile(content[at + 8 : end - 4]))
        elif name == b"eXIf":
            orientation = orientation or in_exif(content[at + 8 : end - 4])
        elif name == b"iTXt" and content[at + 8 : at + 8 + len(_XMP)] == _XMP:
            noted = noted or in_xmp(_text(content[at + 8 + len(_XMP) : end - 4]))
        if name == b"IEND":
            break
        at = end
    turned = orientation or noted
    if turned > 1 and body:
        body.insert(1, Added(_chunk(b"eXIf", block_with(turned))))
    return [Kept(0, 8), *body]


def _profile(chunk: bytes) -> Piece:
    """The colour profile under a name of ours: the one it came with may say anything."""
    _, _, rest = chunk.partition(b"\0")
    return Added(_chunk(b"iCCP", b"icc\0" + rest))


def _text(rest: bytes) -> bytes:
    """The words of an iTXt chunk behind its keyword: flags, language and translated keyword come first."""
    packed = rest[:1] == b"\1"
    words = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    if not packed:
        return words
    try:
        return zlib.decompressobj().decompress(words, _MOST_TEXT)
    except zlib.error:
        return b""


def _chunk(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")
