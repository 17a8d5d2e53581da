"""The short film that some phones hide in a photo, found without any decoder.

Google's and Samsung's phones append an MP4 to the JPEG, or put it into a box of the HEIC; Apple's keep it in
a file of its own, to which the photo points by an identifier.
"""

import mmap
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

from photoalbum.media import boxes, xmp
from photoalbum.media.positions import number

LONGEST_SPAN = 256_000_000
_LEAST = 512

# Only these begin an appended film: the four letters alone may stand in any compressed picture.
_BRANDS = (b"isom", b"mp41", b"mp42", b"avc1", b"iso2", b"iso4", b"iso5", b"iso6", b"qt  ", b"hvc1", b"MSNV")
_APPLE_NOTE = b"Apple iOS\0"
_CONTENT_ID_TAG = 0x0011
_ID = re.compile(r"[0-9A-Za-z-]{8,64}")


@dataclass(frozen=True)
class Span:
    """Where in the photo's file the film begins, and how long it is."""

    start: int
    length: int


def find(path: Path, media_type: str, hints: Sequence[int] = ()) -> Span | None:
    """The film inside a photo. What the file says of it is a hint: only an MP4 that is there counts."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if media_type in ("image/heic", "image/heif", "image/avif"):
            box = boxes.first(boxes.top(file), b"mpvd")
            return _checked(file, box.start, min(box.end, size)) if box else None
        if media_type != "image/jpeg":
            return None
        starts = [size - back for back in hints]
        told = next((span for start in starts if (span := _checked(file, start, size))), None)
        return told or _appended(file, size)


def hinted(packet: dict[str, Any]) -> list[int]:
    """How many bytes before the end of the file the film begins, by what Google's XMP says."""
    told = number(xmp.text(packet.get("GCamera:MicroVideoOffset")))
    found = [int(told)] if told else []
    items = packet.get("Container:Directory")
    behind = 0
    for item in reversed(items if isinstance(items, list) else []):
        about = item.get("Container:Item", item) if isinstance(item, dict) else {}
        if not isinstance(about, dict):
            continue
        behind += int(number(about.get("Item:Length")) or 0)
        if about.get("Item:Semantic") == "MotionPhoto":
            found.append(behind)
        behind += int(number(about.get("Item:Padding")) or 0)
    return found


def cut_out(path: Path, span: Span, target: Path) -> None:
    """Write the film into a file of its own."""
    with path.open("rb") as source, target.open("wb") as film:
        source.seek(span.start)
        left = span.length
        while left > 0 and (block := source.read(min(left, 1 << 20))):
            film.write(block)
            left -= len(block)


def content_id(maker_note: object) -> str:
    """The identifier that a photo of Apple's shares with its film, out of the MakerNote's directory."""
    if not isinstance(maker_note, bytes) or not maker_note.startswith(_APPLE_NOTE):
        return ""
    order: Literal["little", "big"] = "little" if maker_note[12:14] == b"II" else "big"
    count = int.from_bytes(maker_note[14:16], order)
    for at in range(16, min(16 + 12 * count, len(maker_note) - 11), 12):
        tag, kind = (int.from_bytes(maker_note[at + 2 * i : at + 2 * i + 2], order) for i in (0, 1))
        if tag == _CONTENT_ID_TAG and kind == 2:
            length, start = (int.from_bytes(maker_note[at + 4 * i : at + 4 * i + 4], order) for i in (1, 2))
            words = maker_note[start : start + length]
            return clean_id(words.decode("ascii", "replace")) if len(words) == length else ""
    return ""


def clean_id(text: str) -> str:
    """An identifier as both halves write it, or nothing."""
    text = text.strip("\0 ")
    return text.upper() if _ID.fullmatch(text) else ""


def _appended(file: BinaryIO, size: int) -> Span | None:
    """A film behind the picture that no note tells of, as Samsung's phones wrote them before 2021."""
    file.seek(max(0, size - _LEAST))
    if size < _LEAST or file.read().rstrip(b"\0").endswith(b"\xff\xd9"):
        # The picture's own end is the file's: there is no need to search some megabytes.
        return None
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        at = content.find(b"ftyp", _LEAST)
        for _ in range(20):
            if at < 0:
                return None
            if content[at + 4 : at + 8] in _BRANDS and (span := _checked(file, at - 4, size)):
                return span
            at = content.find(b"ftyp", at + 4)
    return None


def _checked(file: BinaryIO, start: int, end: int) -> Span | None:
    """The film between two offsets, if its boxes say that it is one with an index and with pictures."""
    if start < 0 or not _LEAST <= end - start <= LONGEST_SPAN:
        return None
    names: set[bytes] = set()
    last = start
    for box in boxes.walk(file, start, end, 1000):
        if not names and box.name != b"ftyp":
            return None
        if box.end > end or not re.fullmatch(rb"[a-zA-Z0-9 ]{4}", box.name):
            # What follows the film is the phone's own trailer.
            break
        names.add(box.name)
        last = box.end
    return Span(start, last - start) if b"moov" in names and names & {b"mdat", b"moof"} else None
