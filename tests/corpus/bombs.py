"""Files that say they are enormous, or that cost much to read."""

import struct
import zlib
from typing import Any

from PIL import Image, PngImagePlugin

from .pictures import encoded, scene, xmp


def png_of(width: int, height: int, *, colour_type: int = 0) -> bytes:
    """A PNG that declares a size and holds a few compressed bytes of it."""
    header = struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(bytes(1000)))


def flat_png(width: int, height: int, level: int = 1) -> bytes:
    """A whole RGBA picture of one colour: small as a file, and as large as it says in memory."""
    packer = zlib.compressobj(level)
    row = bytes(1 + 4 * width)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def jpeg_of(width: int, height: int, *, progressive: bool = False) -> bytes:
    """A JPEG whose header is changed to say another size; its picture ends long before."""
    data = bytearray(encoded(scene((64, 64)), progressive=progressive))
    at = data.index(b"\xff\xc2" if progressive else b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def many_scans(
    scans: int, size: tuple[int, int] = (2000, 2000), claimed: tuple[int, int] | None = None
) -> bytes:
    """A progressive JPEG with its last scan repeated many times, and perhaps another size in its header."""
    data = bytearray(encoded(scene(size), progressive=True))
    if claimed:
        at = data.index(b"\xff\xc2")
        data[at + 5 : at + 9] = struct.pack(">HH", claimed[1], claimed[0])
    last = bytes(data[data.rindex(b"\xff\xda") : -2])
    return bytes(data[:-2]) + last * scans + b"\xff\xd9"


def huge_second_frame() -> bytes:
    """A multi-picture file whose first picture is small, and whose second says that it has 250 megapixels."""
    small = scene((400, 300))
    data = bytearray(encoded(small, "MPO", save_all=True, append_images=[scene((64, 64))]))
    at = data.rindex(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", 15_600, 16_000)
    return bytes(data)


def gif_of(width: int, height: int, frame: tuple[int, int] = (1, 1)) -> bytes:
    """A GIF whose screen and whose first frame say these sizes."""
    screen = b"GIF89a" + struct.pack("<HHBBB", width, height, 0, 0, 0)
    return screen + b"," + struct.pack("<HHHHB", 0, 0, *frame, 0) + b"\x02\x02\x4c\x01\x00;"


def webp_of(width: int, height: int) -> bytes:
    body = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def tiff_of(width: int, height: int) -> bytes:
    entries = ((256, 4, width), (257, 4, height), (258, 3, 8), (262, 3, 1))
    body = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(entries)) + body + bytes(4)


def heic_of(width: int, height: int) -> bytes:
    """The boxes in front of a HEIC picture, and no picture."""
    extent = _box(b"ispe", bytes(4) + struct.pack(">II", width, height))
    owned = _box(b"ipma", bytes(4) + struct.pack(">IHBB", 1, 1, 1, 1))
    parts = _box(b"pitm", bytes(4) + struct.pack(">H", 1)) + _box(b"iprp", _box(b"ipco", extent) + owned)
    return (
        _box(b"ftyp", b"heic" + bytes(4) + b"mif1heic") + _box(b"meta", bytes(4) + parts) + _box(b"mdat", b"")
    )


def looping_ifd() -> bytes:
    """A JPEG whose EXIF directory says that the next one is itself."""
    tiff = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 2)
    tiff += (
        struct.pack("<HHII", 0x8769, 4, 1, 8) + struct.pack("<HHII", 0x8825, 4, 1, 8) + struct.pack("<I", 8)
    )
    return encoded(scene(), exif=b"Exif\0\0" + tiff)


def heavy_xmp(size: int) -> bytes:
    """A PNG with a packet of this many bytes of caption."""
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("XML:com.adobe.xmp", xmp(f"<dc:description>{'x' * size}</dc:description>").decode())
    return encoded(scene(), "PNG", pnginfo=notes)


def heavy_text(size: int) -> bytes:
    """A PNG with compressed text that swells to this many bytes."""
    plain = encoded(scene(), "PNG")
    swollen = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(size), 9))
    return plain[:33] + swollen + plain[33:]


def heavy_profile(size: int) -> bytes:
    """A PNG with a colour profile of this many bytes, of which only the head means anything."""
    head = struct.pack(">I4sI4s4s", size, b"none", 0x04200000, b"mntr", b"RGB ")
    return encoded(scene(), "PNG", icc_profile=head.ljust(size, b"\0"))


def long_caption(size: int) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "c" * size
    return (
        encoded(scene(), "TIFF", tiffinfo=_tiff_description(size))
        if size > 60_000
        else encoded(scene(), exif=exif)
    )


def _tiff_description(size: int) -> Any:
    return {270: "c" * size}


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body
