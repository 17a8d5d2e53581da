"""How a picture is to be turned, read and written in the smallest EXIF block there is (EXIF 2.32, 4.6.4)."""

import re
import struct

_TAG, _SHORT, _LONG = 0x0112, 3, 4
_IN_XMP = re.compile(rb"tiff:Orientation\s*(?:=\s*[\"']|>)\s*([1-8])")


def in_exif(block: bytes) -> int:
    """The orientation that a TIFF block states, from 1 to 8; 0 when it states none."""
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None or len(block) < 8:
        return 0
    (start,) = struct.unpack(order + "I", block[4:8])
    (count,) = struct.unpack(order + "H", block[start : start + 2].ljust(2, b"\0"))
    entries = block[start + 2 : start + 2 + 12 * count]
    for at in range(0, len(entries) - 11, 12):
        tag, kind = struct.unpack(order + "HH", entries[at : at + 4])
        if tag == _TAG and kind in (_SHORT, _LONG):
            width = "H" if kind == _SHORT else "I"
            (value,) = struct.unpack(order + width, entries[at + 8 : at + 8 + struct.calcsize(width)])
            return value if 1 <= value <= 8 else 0
    return 0


def in_xmp(packet: bytes) -> int:
    """The same of an XMP packet; programs that wrote nothing else wrote it there."""
    found = _IN_XMP.search(packet)
    return int(found[1]) if found else 0


def block_with(orientation: int) -> bytes:
    """A TIFF block that says this and nothing else.

    >>> in_exif(block_with(6)), len(block_with(6))
    (6, 26)
    """
    entry = struct.pack(">HHIHH", _TAG, _SHORT, 1, orientation, 0)
    return b"MM\0\x2a" + struct.pack(">IH", 8, 1) + entry + bytes(4)
