"""What an uploaded file is, by its content. The name is only used to say what a refused file pretended to be.

This runs in the web process, so it decodes nothing: magic bytes and our own reading of headers. A file
whose picture has begun is accepted even when its end is missing, for it may be the only copy.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from photoalbum.core.errors import EmptyFile, TooManyPixels, UnreadableMedia
from photoalbum.media import boxes, headers, heif, jxl, raws, strangers
from photoalbum.media.formats import ALLOWED, MOST_PIXELS, RAW_KINDS, Format, Kind
from photoalbum.media.headers import Header

HEAD = 16_384
TAIL = 65_536
MOST_TRACKS = 32

_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"II+\0\x08\0\0\0", "image/tiff"),
    (b"MM\0+\0\x08\0\0", "image/tiff"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
)
_AVIF = {b"avif", b"avis"}
_HEIF = {b"mif1", b"msf1", b"mif2"}
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_MP4 = {
    b"isom",
    b"avc1",
    b"av01",
    b"hvc1",
    b"dash",
    b"mp4v",
    b"mmp4",
    b"M4V ",
    b"M4VH",
    b"M4VP",
    b"f4v ",
    b"MSNV",
}
_MP4 |= {b"XAVC", b"NDSC", b"mp41", b"mp42", b"mp71", *(b"iso%d" % number for number in range(2, 10))}
_BRANDS = {
    **dict.fromkeys(_AVIF, "image/avif"),
    **dict.fromkeys(_HEIC, "image/heic"),
    **dict.fromkeys(_HEIF, "image/heif"),
    b"qt  ": "video/quicktime",
}
_QUICKTIME_STARTS = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})


@dataclass(frozen=True)
class Probe:
    """What we say the file is. Width and height are as stored, before any rotation; a video's come later."""

    kind: Kind
    media_type: str
    extension: str
    width: int | None = None
    height: int | None = None
    animated: bool = False


def probe(path: Path, file_name: str = "") -> Probe:
    """Say what a file is, or raise UnreadableMedia, EmptyFile or TooManyPixels with a sentence."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        if not head:
            raise EmptyFile(
                "This file is empty: it has no content at all. Perhaps it was not copied completely."
            )
        media_type = _media_type(file, head)
        if media_type is None:
            file.seek(max(0, os.fstat(file.fileno()).st_size - TAIL))
            raise UnreadableMedia(strangers.refusal(head, file.read(TAIL), file_name))
        found = ALLOWED[media_type]
        if found.kind == "video":
            _check_video(file, media_type)
            return Probe("video", media_type, found.extension)
        return _photo(file, found)


def _media_type(file: BinaryIO, head: bytes) -> str | None:
    if head.startswith(b"RIFF"):
        return {b"WEBP": "image/webp", b"AVI ": "video/x-msvideo"}.get(head[8:12])
    raw = raws.kind_of(file)
    if raw is not None:
        return raw
    for mark, media_type in _MAGIC:
        if head.startswith(mark):
            return media_type
    if jxl.is_one(head):
        return "image/jxl"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return _matroska(head[:4096])
    if head[4:8] == b"ftyp":
        has_index = boxes.first(boxes.top(file), b"moov") is not None
        return _by_brand(boxes.brands(file), has_index=has_index)
    if head[4:8] in _QUICKTIME_STARTS:
        return "video/quicktime"
    return "video/mp2t" if _is_transport_stream(head) else None


def _by_brand(brands: list[bytes], *, has_index: bool) -> str | None:
    """The major brand decides, unless it is a general one and another says more."""
    major, every = brands[0], frozenset(brands)
    if major in _HEIF and every & _AVIF:
        return "image/avif"
    if major in _BRANDS:
        return _BRANDS[major]
    if major.startswith((b"3gp", b"3g2", b"3ge", b"3gg")):
        return "video/3gpp"
    if strangers.by_brand(major) is not None:
        return None
    for known, media_type in (
        (_MP4, "video/mp4"),
        (_AVIF, "image/avif"),
        (_HEIC, "image/heic"),
        (_HEIF, "image/heif"),
    ):
        if every & known:
            return media_type
    # Makers of cameras invent brands. What has the tables of a film in it is one, whatever it is called.
    return "video/mp4" if has_index else None


def _matroska(head: bytes) -> str | None:
    if b"webm" in head:
        return "video/webm"
    return "video/x-matroska" if b"matroska" in head else None


def _is_transport_stream(head: bytes) -> bool:
    """Packets of 188 bytes begin with 0x47; cameras (MTS, M2TS) put four bytes of time before each."""
    for packet, first in ((188, 0), (192, 4)):
        starts = range(first, min(len(head), first + 8 * packet), packet)
        if len(starts) >= 4 and all(head[at] == 0x47 for at in starts):
            return True
    return False


def _photo(file: BinaryIO, found: Format) -> Probe:
    if found.media_type == "image/jxl" and not jxl.is_installed():
        raise UnreadableMedia(
            "This is a JPEG XL picture, and what reads those is not installed on this site "
            "(the extra “jxl”). Please send a JPEG of it."
        )
    header = _header(file, found)
    if header is None:
        name = found.extension.upper() if found.media_type in RAW_KINDS else found.media_type[6:].upper()
        raise UnreadableMedia(
            f"This {name} file is broken before its picture begins: there is nothing in it to show."
        )
    most = MOST_PIXELS if header.progressive else found.most_pixels
    if max(header.pixels_inside, header.width * header.height) > most:
        raise TooManyPixels(
            f"This picture says it is {header.width:,} x {header.height:,} pixels. "
            f"That is more than the {most // 1_000_000} megapixels we can show."
        )
    if not header.width * header.height:
        raise UnreadableMedia("This picture says it is 0 pixels wide or high: nothing in it can be shown.")
    return Probe("photo", found.media_type, found.extension, header.width, header.height, header.animated)


def _header(file: BinaryIO, found: Format) -> Header | None:
    if found.media_type in RAW_KINDS:
        return raws.read_header(file, found.media_type)
    return _READERS[found.media_type](file)


def _tiff(file: BinaryIO) -> Header | None:
    tags = headers.read_tiff_tags(file)
    if tags.get(254) == 1 and 330 in tags:
        raise UnreadableMedia(
            "This is a RAW picture of a camera that we do not know yet. Please send a JPEG of it."
        )
    return Header(tags[256], tags[257]) if {256, 257} <= tags.keys() else None


def _check_video(file: BinaryIO, media_type: str) -> None:
    """Refuse what holds no moving picture; whether the rest can be decoded shows in processing."""
    if media_type in ("video/mp4", "video/quicktime", "video/3gpp"):
        _check_boxes(file)
    elif media_type == "video/x-msvideo":
        file.seek(0)
        if b"vids" not in file.read(HEAD):
            raise UnreadableMedia("This AVI file has no moving picture in it.")


def _check_boxes(file: BinaryIO) -> None:
    outer = boxes.top(file)
    names = {box.name for box in outer}
    moov = boxes.first(outer, b"moov")
    if moov is None or moov.end > os.fstat(file.fileno()).st_size:
        raise UnreadableMedia(
            "This video is incomplete: the list of its pictures is missing, so that nothing can play it. "
            "Please copy it from the camera or phone again."
        )
    if not names & {b"mdat", b"moof"}:
        raise UnreadableMedia(
            "This video is only a list that points at pictures in other files: there are none in it."
        )
    tracks = (box for box in boxes.inside(file, moov) if box.name == b"trak")
    if not any(_shows_pictures(file, track) for track in islice(tracks, MOST_TRACKS)):
        raise UnreadableMedia("This is a sound recording in a video file: there is no moving picture in it.")


def _shows_pictures(file: BinaryIO, track: boxes.Box) -> bool:
    media = boxes.first(boxes.inside(file, track), b"mdia")
    handler = boxes.first(boxes.inside(file, media), b"hdlr") if media else None
    return handler is not None and boxes.content(file, handler, 12)[8:12] == b"vide"


_READERS: dict[str, Callable[[BinaryIO], Header | None]] = {
    "image/jpeg": headers.read_jpeg,
    "image/png": headers.read_png,
    "image/gif": headers.read_gif,
    "image/webp": headers.read_webp,
    "image/tiff": _tiff,
    "image/avif": heif.read_header,
    "image/heic": heif.read_header,
    "image/heif": heif.read_header,
    "image/jxl": jxl.read_header,
}
