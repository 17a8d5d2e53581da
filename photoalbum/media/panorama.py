"""Whether a photo is a panorama: by its own words, or by its shape when the camera was in that mode."""

import re
from typing import Any

from photoalbum.media import xmp
from photoalbum.media.exif import Exif
from photoalbum.media.positions import number

# Apple's phones write it into CustomRendered.
_APPLE_PANORAMA = 6
_WIDE = 2.0
_NAMED = re.compile(r"(^|[-_ ])pano(rama)?([-_ .\d]|$)", re.IGNORECASE)


def describe(tags: Exif, packet: dict[str, Any], size: tuple[int, int], file_name: str) -> dict[str, Any]:
    """What a viewer must know to show it, or nothing when it is no panorama."""
    projection = xmp.text(packet.get("GPano:ProjectionType"))
    if projection or xmp.text(packet.get("GPano:UsePanoramaViewer")).lower() == "true":
        return {
            "projection": projection[:40] or "unknown",
            "full_width": _pixels(packet.get("GPano:FullPanoWidthPixels")),
            "full_height": _pixels(packet.get("GPano:FullPanoHeightPixels")),
        }
    long, short = max(size), max(1, min(size))
    in_mode = number(tags.tags.get("CustomRendered")) == _APPLE_PANORAMA or _NAMED.search(file_name)
    return {"projection": "wide"} if in_mode and long / short >= _WIDE else {}


def _pixels(value: Any) -> int | None:
    told = number(xmp.text(value))
    return int(told) if told is not None and 0 < told < 1_000_000 else None
