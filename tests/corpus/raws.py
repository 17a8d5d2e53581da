"""RAW files as far as a reader of their directories needs them: the camera's JPEG, and what is around it."""

import struct
from typing import Any

from .pictures import encoded, scene

SIZE = (2400, 1600)
TAKEN = "2019:05:04 05:58:14"
_LONG, _SHORT, _ASCII, _UNDEFINED = 4, 3, 2, 7


def preview(size: tuple[int, int] = (1200, 800), **options: Any) -> bytes:
    return encoded(scene(size), quality=60, **options)


class Tiff:
    """A TIFF laid out by hand: directories whose places are known before they are written."""

    def __init__(self, head: bytes = b"II*\0") -> None:
        self.data = bytearray(head + bytes(4))

    def put(self, content: bytes) -> int:
        """Where the content now lies."""
        at = len(self.data)
        self.data += content + bytes(len(content) % 2)
        return at

    def directory(self, entries: dict[int, Any], following: int = 0) -> int:
        body = b""
        for tag, value in sorted(entries.items()):
            kind, count, inline = self._entry(value)
            body += struct.pack("<HHI", tag, kind, count) + inline
        return self.put(struct.pack("<H", len(entries)) + body + struct.pack("<I", following))

    def finished(self, first: int) -> bytes:
        self.data[4:8] = struct.pack("<I", first)
        return bytes(self.data)

    def _entry(self, value: Any) -> tuple[int, int, bytes]:
        if isinstance(value, tuple):
            place, length = value
            return _UNDEFINED, length, struct.pack("<I", place)
        if isinstance(value, str):
            text = value.encode() + b"\0"
            return _ASCII, len(text), struct.pack("<I", self.put(text))
        return _LONG, 1, struct.pack("<I", value)


def _details(tiff: Tiff) -> int:
    return tiff.directory({0x9003: TAKEN, 0x9011: "+02:00"})


def dng(jpeg: bytes, orientation: int = 1) -> bytes:
    tiff = Tiff()
    full = tiff.directory({254: 0, 256: SIZE[0], 257: SIZE[1], 259: 7})
    small = tiff.directory({254: 1, 256: 1200, 257: 800, 259: 7, 273: tiff.put(jpeg), 279: len(jpeg)})
    # Two directories below are a list, which does not fit into the entry.
    both = tiff.put(struct.pack("<II", full, small))
    first = {254: 1, 256: 160, 257: 120, 271: "Canon", 272: "EOS 6D", 274: orientation, 50706: 1}
    at = tiff.directory({**first, 330: 0, 34665: _details(tiff)})
    data = bytearray(tiff.finished(at))
    entry = data.index(struct.pack("<HHI", 330, _LONG, 1))
    data[entry : entry + 12] = struct.pack("<HHII", 330, _LONG, 2, both)
    return bytes(data)


def nef(jpeg: bytes, maker: str = "NIKON CORPORATION") -> bytes:
    """Nikon's and Sony's way: the preview in a directory of its own, or in the first."""
    tiff = Tiff()
    full = tiff.directory({254: 0, 256: SIZE[0], 257: SIZE[1], 259: 34713})
    place = {513: tiff.put(jpeg), 514: len(jpeg)}
    first = {254: 1, 256: 160, 257: 120, 271: maker, 272: "D7000", 274: 6, 330: full, **place}
    return tiff.finished(tiff.directory({**first, 34665: _details(tiff)}))


def arw(jpeg: bytes) -> bytes:
    return nef(jpeg, "SONY")


def cr2(jpeg: bytes) -> bytes:
    tiff = Tiff(b"II*\0")
    tiff.put(b"CR\2\0" + bytes(4))
    place = {259: 6, 273: tiff.put(jpeg), 279: len(jpeg)}
    first = {256: SIZE[0], 257: SIZE[1], 271: "Canon", 272: "EOS 40D", 274: 6, **place}
    return tiff.finished(tiff.directory({**first, 34665: _details(tiff)}))


def orf(jpeg: bytes) -> bytes:
    tiff = Tiff(b"IIRO")
    tiff.put(jpeg)
    first = {254: 0, 256: SIZE[0], 257: SIZE[1], 271: "OLYMPUS CORPORATION", 272: "E-M1", 274: 6}
    return tiff.finished(tiff.directory({**first, 34665: _details(tiff)}))


def rw2(jpeg: bytes) -> bytes:
    tiff = Tiff(b"IIU\0")
    borders = {4: 0, 5: 0, 6: SIZE[1], 7: SIZE[0]}
    first = {**borders, 0x2E: (tiff.put(jpeg), len(jpeg)), 271: "Panasonic", 272: "DMC-G1", 274: 6}
    return tiff.finished(tiff.directory({**first, 34665: _details(tiff)}))


def raf(jpeg: bytes) -> bytes:
    head = b"FUJIFILMCCD-RAW 0201FF383501".ljust(84, b"\0") + struct.pack(">II", 148, len(jpeg))
    return head.ljust(148, b"\0") + jpeg


def cr3(jpeg: bytes) -> bytes:
    def block(entries: dict[int, Any]) -> bytes:
        tiff = Tiff()
        return tiff.finished(tiff.directory(entries))

    words = _box(b"CMT1", block({271: "Canon", 272: "EOS R5", 274: 6}))
    words += _box(b"CMT2", block({0x9003: TAKEN, 0x9011: "+02:00"}))
    about = _box(b"uuid", bytes.fromhex("85c0b687820f11e08111f4ce462b6a48") + words)

    def movie(offset: int) -> bytes:
        entry = bytes(6) + b"\0\1" + bytes(16) + struct.pack(">HH", *SIZE) + bytes(50)
        described = _box(b"stsd", bytes(7) + b"\1" + _box(b"CRAW", entry))
        sizes = _box(b"stsz", bytes(4) + struct.pack(">III", 0, 1, len(jpeg)))
        places = _box(b"co64", bytes(4) + struct.pack(">IQ", 1, offset))
        inside = _box(b"stbl", described + sizes + places)
        return _box(b"moov", about + _box(b"trak", _box(b"mdia", _box(b"minf", inside))))

    start = _box(b"ftyp", b"crx \0\0\0\1crx isom")
    offset = len(start) + len(movie(0)) + 8
    return start + movie(offset) + _box(b"mdat", jpeg)


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body
