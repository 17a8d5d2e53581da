"""What an XMP packet says of a photo, whether it stands in the photo or in a notes file beside it.

Free of decoders: notes files are read where uploads arrive.
"""

from pathlib import Path
from typing import Any

from photoalbum.media import bounds, captions, dates, own_words, people, xmp
from photoalbum.media.claims import Metadata
from photoalbum.media.dates import Taken
from photoalbum.media.positions import Position, from_xmp

_CAMERA_DATES = ("exif:DateTimeOriginal", "photoshop:DateCreated", "exif:DateTimeDigitized")
_PROGRAM_DATES = ("xmp:CreateDate",)


def read_notes(path: Path) -> Metadata | None:
    """What a notes file says, or None when there is nothing in it that can be read."""
    with path.open("rb") as file:
        packet = xmp.parse(file.read(xmp.MOST_BYTES + 1))
    if not packet:
        return None
    said = Metadata(
        gps=position(packet),
        lens=(xmp.text(packet.get("aux:Lens")) or xmp.text(packet.get("exifEX:LensModel")))[:100],
        caption=captions.caption({}, packet, {}, {}),
        title=captions.title({}, packet, {}, {}),
        keywords=captions.keywords({}, packet, {}),
        rating=captions.rating({}, packet),
        own_words=own_words.read(packet),
        details=bounds.fitted({"xmp": bounds.plain(kept(packet)), **people.describe(packet)}),
    )
    said.place_on_timeline(dates.first_plausible(*camera_dates(packet), *program_dates(packet)))
    return said


def camera_dates(packet: dict[str, Any]) -> list[Taken | None]:
    """The dates that stand for the moment of the picture."""
    return [dates.parse(xmp.text(packet.get(name)), f"xmp:{name}") for name in _CAMERA_DATES]


def program_dates(packet: dict[str, Any]) -> list[Taken | None]:
    """Dates that may be the picture's, or only those of its scan."""
    return [dates.parse(xmp.text(packet.get(name)), f"xmp:{name}") for name in _PROGRAM_DATES]


def position(packet: dict[str, Any]) -> Position | None:
    return from_xmp(
        xmp.text(packet.get("exif:GPSLatitude")),
        xmp.text(packet.get("exif:GPSLongitude")),
        xmp.text(packet.get("exif:GPSAltitude")),
        xmp.text(packet.get("exif:GPSAltitudeRef")) == "1",
    )


# Histories and develop settings of programs: long, and of no use to people. And what an export of ours says,
# which is kept as people's words.
_LEFT_OUT = (
    "photoalbum:",
    "xmpMM:",
    "photoshop:DocumentAncestors",
    "crs:",
    "hdrgm:",
    "mwg-rs:Regions",
    "MP:RegionInfo",
)


def kept(packet: dict[str, Any]) -> dict[str, Any]:
    """A packet's properties without those that say nothing to people."""
    return {name: value for name, value in packet.items() if not name.startswith(_LEFT_OUT)}
