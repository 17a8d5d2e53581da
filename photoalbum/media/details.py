"""Everything else a picture says, as plain values of bounded size, to be shown and searched later."""

from typing import Any

from PIL import Image

from photoalbum.media import bounds, notes, people
from photoalbum.media.exif import Exif
from photoalbum.media.texts import clean

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


def collect(image: Image.Image, tags: Exif, packet: dict[str, Any], iptc: dict[str, Any]) -> dict[str, Any]:
    """A dictionary fit for JSON, some tens of kilobytes at the very most."""
    found: dict[str, Any] = {
        "exif": bounds.plain({name: value for name, value in tags.tags.items() if name not in _LEFT_OUT}),
        "gps": bounds.plain(tags.gps),
        "xmp": bounds.plain(notes.kept(packet)),
        "iptc": bounds.plain(iptc),
        "mode": image.mode,
        **people.describe(packet),
    }
    comment = clean(image.info.get("comment"))
    if comment:
        found["comment"] = comment[: bounds.MOST_TEXT]
    return bounds.fitted(found)
