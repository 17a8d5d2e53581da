"""What a video says of itself in words: when, where, with what, and what people wrote about it."""

from pathlib import Path
from typing import Any

from photoalbum.media import bounds, boxes, camcorder, captions, dates, notes, people, xmp
from photoalbum.media.claims import Metadata
from photoalbum.media.dates import Taken
from photoalbum.media.formats import Format
from photoalbum.media.positions import from_iso6709
from photoalbum.media.reels import Reel

MOST_TAGS = 100
_APPLE = "com.apple.quicktime."
_LIVE_PHOTO = f"{_APPLE}content.identifier"
_XMP_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")


def read(path: Path, found: Format, reel: Reel) -> Metadata:
    """The container's own tags, and the XMP packet that photo programs put beside them."""
    tags, packet = reel.tags, xmp.parse(_packet(path)) if found.readers[0] == "mov" else {}
    where = tags.get(f"{_APPLE}location.iso6709") or tags.get("location") or tags.get("location-eng") or ""
    said: dict[str, Any] = {
        "ImageDescription": _tag(tags, "description"),
        "XPTitle": _tag(tags, "title"),
        "XPKeywords": _tag(tags, "keywords").replace(",", ";"),
    }
    metadata = Metadata(
        gps=from_iso6709(where) or notes.position(packet),
        camera_make=_tag(tags, "make")[:100],
        camera_model=_tag(tags, "model")[:100],
        title=captions.title(said, packet, {}, {}),
        caption=captions.caption(said, packet, {}, {}),
        keywords=captions.keywords(said, packet, {}),
        rating=captions.rating({}, packet),
        details={
            "tags": dict(list(tags.items())[:MOST_TAGS]),
            **({"xmp": bounds.plain(notes.kept(packet))} if packet else {}),
            **people.describe(packet),
        },
    )
    if _LIVE_PHOTO in tags:
        metadata.details["live_photo_id"] = tags[_LIVE_PHOTO]
    metadata.place_on_timeline(_taken(path, found, tags, packet))
    return metadata


def _taken(path: Path, found: Format, tags: dict[str, str], packet: dict[str, Any]) -> Taken | None:
    """Apple writes the wall clock with its offset; the container's own date is UTC, and then says so.

    What an AVI says has no zone: old cameras wrote down the clock on the wall.
    """
    return dates.first_plausible(
        dates.parse(tags.get(f"{_APPLE}creationdate", ""), "quicktime:creationdate"),
        dates.parse(tags.get("date", ""), "container:date") if len(tags.get("date", "")) > 10 else None,
        *notes.camera_dates(packet),
        camcorder.taken(path) if found.readers[0] == "mpegts" else None,
        dates.parse(tags.get("creation_time", ""), "container:creation_time"),
        dates.parse(tags.get("date_recorded", ""), "container:date_recorded"),
    )


def _tag(tags: dict[str, str], name: str) -> str:
    return tags.get(f"{_APPLE}{name}") or tags.get(name) or ""


def _packet(path: Path) -> bytes | None:
    """As a box of its own, or among the user's data of a QuickTime file."""
    with path.open("rb") as file:
        outer = boxes.top(file)
        for box in outer:
            if box.name == b"uuid" and boxes.content(file, box, len(_XMP_BOX)) == _XMP_BOX:
                return boxes.content(file, box, xmp.MOST_BYTES)[len(_XMP_BOX) :]
        movie = boxes.first(outer, b"moov")
        user = boxes.first(boxes.inside(file, movie), b"udta") if movie else None
        packet = boxes.first(boxes.inside(file, user), b"XMP_") if user else None
        return boxes.content(file, packet, xmp.MOST_BYTES) if packet else None
