"""EXIF and IPTC blocks as plain dictionaries by name. Broken ones give what can be read, and never raise."""

from dataclasses import dataclass, field
from typing import Any

from PIL import AvifImagePlugin, ExifTags, Image, ImageFile, IptcImagePlugin

from photoalbum.media.texts import clean
from photoalbum.media.unreadable import UNREADABLE

MOST_TAGS = 1_000
_EXIF_IFD = 0x8769
_GPS_IFD = 0x8825
_NAMES = {int(tag): tag.name for tag in ExifTags.Base}
_XP = {0x9C9B: "XPTitle", 0x9C9C: "XPComment", 0x9C9D: "XPAuthor", 0x9C9E: "XPKeywords", 0x9C9F: "XPSubject"}
_IPTC = {
    5: "ObjectName",
    25: "Keywords",
    55: "DateCreated",
    60: "TimeCreated",
    105: "Headline",
    120: "Caption",
}


@dataclass
class Exif:
    """All tags by name, and the GPS block by number, as its values need their neighbours to be understood."""

    tags: dict[str, Any] = field(default_factory=dict)
    gps: dict[int, Any] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return clean(self.tags.get(name))


def read_exif(image: Image.Image) -> Exif:
    found = Exif()
    try:
        block = _block(image)
    except UNREADABLE:
        return found
    _collect(block, found.tags)
    for pointer in (_EXIF_IFD, _GPS_IFD):
        try:
            part = block.get_ifd(pointer)
        except UNREADABLE:
            continue
        if pointer == _GPS_IFD:
            found.gps = dict(list(part.items())[:MOST_TAGS])
        else:
            _collect(part, found.tags)
    return found


def _block(image: Image.Image) -> Image.Exif:
    """The EXIF block as it stands in the file: for a turned AVIF, Pillow hands out one without umlauts."""
    if isinstance(image, AvifImagePlugin.AvifImageFile):
        own = Image.Exif()
        own.load(image._decoder.get_info()[4] or b"")  # noqa: SLF001 - there is no other way to it.
        return own
    return image.getexif()


def read_iptc(image: Image.Image) -> dict[str, Any]:
    """IPTC's caption, title, keywords and date: text, or a list of texts for keywords."""
    if not isinstance(image, ImageFile.ImageFile):
        return {}
    try:
        records = IptcImagePlugin.getiptcinfo(image) or {}
    except UNREADABLE:
        return {}
    coded = records.get((1, 90))
    encoding = "utf-8" if coded == b"\x1b%G" else None
    found: dict[str, Any] = {}
    for number, name in _IPTC.items():
        value = records.get((2, number))
        if isinstance(value, list):
            found[name] = [clean(one, encoding) for one in value[:MOST_TAGS]]
        elif isinstance(value, bytes):
            found[name] = clean(value, encoding)
    return found


def _windows_text(value: Any) -> str:
    """What Windows writes: UTF-16 as plain bytes, whatever type another program made of them."""
    if isinstance(value, str):
        return clean(value)
    try:
        return (
            bytes(value if isinstance(value, (bytes, tuple)) else b"")
            .decode("utf-16-le", "replace")
            .strip("\0 ")
        )
    except (TypeError, ValueError):
        return ""


def _collect(block: Any, into: dict[str, Any]) -> None:
    for tag in list(block)[:MOST_TAGS]:
        try:
            value = block[tag]
        except UNREADABLE:
            continue
        if tag in _XP:
            into[_XP[tag]] = _windows_text(value)
        elif tag in _NAMES:
            into.setdefault(_NAMES[tag], value)
