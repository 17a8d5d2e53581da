"""JPEG XL: read when its plugin (the extra `jxl`) is installed, and refused in words when it is not."""

from functools import cache
from importlib.util import find_spec
from typing import BinaryIO

from photoalbum.media import boxes
from photoalbum.media.headers import Header

_CODESTREAM = b"\xff\x0a"
_CONTAINER = b"\x00\x00\x00\x0cJXL \r\n\x87\n"
_PLUGIN = "pillow_jxl"
_RATIOS = ((1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))


def is_one(head: bytes) -> bool:
    return head.startswith((_CODESTREAM, _CONTAINER))


def is_installed() -> bool:
    return find_spec(_PLUGIN) is not None


def read_header(file: BinaryIO) -> Header | None:
    """The size that the codestream begins with, wherever in the file that is."""
    file.seek(0)
    start = 0
    if file.read(2) != _CODESTREAM:
        outer = boxes.top(file)
        codestream, part = boxes.first(outer, b"jxlc"), boxes.first(outer, b"jxlp")
        if codestream is None and part is None:
            return None
        # A part begins with its number.
        start = codestream.start if codestream else part.start + 4 if part else 0
    file.seek(start)
    head = file.read(16)
    return (
        _size(int.from_bytes(head[2:], "little")) if head.startswith(_CODESTREAM) and len(head) > 8 else None
    )


@cache
def register() -> None:
    """Let Pillow read JPEG XL, in one thread: the pool of children is what uses the other cores."""
    from pillow_jxl import JpegXLImagePlugin  # noqa: PLC0415 - an extra, and only for children that see one.

    JpegXLImagePlugin.DECODE_THREADS = 0


def _size(bits: int) -> Header:
    reader = _Bits(bits)
    small = reader.take(1)
    height = _length(reader, small)
    ratio = reader.take(3)
    if not ratio:
        return Header(_length(reader, small), height)
    across, down = _RATIOS[ratio - 1]
    return Header(height * across // down, height)


def _length(reader: "_Bits", small: int) -> int:
    if small:
        return 8 * (reader.take(5) + 1)
    return reader.take((9, 13, 18, 30)[reader.take(2)]) + 1


class _Bits:
    """Numbers of some bits each, lowest bit first."""

    def __init__(self, bits: int) -> None:
        self._bits = bits

    def take(self, count: int) -> int:
        value = self._bits & ((1 << count) - 1)
        self._bits >>= count
        return value
