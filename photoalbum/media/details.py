"""Everything else a file says, as plain values of bounded size, to be shown and searched later."""

import math
from typing import Any

from PIL import Image

from photoalbum.media.exif import Exif, clean

MOST_TEXT = 500
MOST_ENTRIES = 150
MOST_LIST = 50
DEEPEST = 4

# Large, binary, or already said elsewhere.
_LEFT_OUT = {
    "MakerNote",
    "ExifOffset",
    "GPSInfo",
    "ExifInteroperabilityOffset",
    "PrintImageMatching",
    "IPTCNAA",
}
_LEFT_OUT |= {"XMLPacket", "ImageResources", "InterColorProfile", "JPEGTables", "StripOffsets", "TileOffsets"}
_LEFT_OUT |= {"StripByteCounts", "TileByteCounts", "XPTitle", "XPKeywords"}
_PACKET_LEFT_OUT = ("xmpMM:", "photoshop:DocumentAncestors", "crs:", "hdrgm:")


def collect(image: Image.Image, tags: Exif, packet: dict[str, Any], iptc: dict[str, Any]) -> dict[str, Any]:
    """A dictionary fit for JSON, some tens of kilobytes at the very most."""
    kept = {name: value for name, value in packet.items() if not name.startswith(_PACKET_LEFT_OUT)}
    found: dict[str, Any] = {
        "exif": _plain({name: value for name, value in tags.tags.items() if name not in _LEFT_OUT}),
        "gps": _plain(tags.gps),
        "xmp": _plain(kept),
        "iptc": _plain(iptc),
        "mode": image.mode,
    }
    comment = clean(image.info.get("comment"))
    if comment:
        found["comment"] = comment[:MOST_TEXT]
    return {name: value for name, value in found.items() if value}


def _plain(value: Any, depth: int = 0) -> Any:
    match value:
        case str():
            return clean(value)[:MOST_TEXT]
        case bytes():
            return clean(value) if len(value) <= MOST_TEXT else ""
        case int():
            return value if abs(value) < 2**53 else str(value)
        case dict() if depth < DEEPEST:
            entries = list(value.items())[:MOST_ENTRIES]
            return {str(key)[:100]: _plain(each, depth + 1) for key, each in entries}
        case list() | tuple() if depth < DEEPEST:
            return [_plain(each, depth + 1) for each in value[:MOST_LIST]]
        case _:
            return _measured(value)


def _measured(value: Any) -> float | None:
    """EXIF's fractions as decimals, and None for whatever is no number."""
    try:
        measured = float(value)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return round(measured, 6) if math.isfinite(measured) else None
