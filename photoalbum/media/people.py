"""Who is in a picture and where, as people marked them in other programs, and as phones find faces."""

from collections.abc import Iterator
from typing import Any

from photoalbum.media import xmp
from photoalbum.media.positions import number

MOST_REGIONS = 100
MOST_NAME = 100


def describe(packet: dict[str, Any]) -> dict[str, Any]:
    """`regions` (name, type, and a box in fractions of the picture) and `people`, as far as there are any."""
    regions = [*_working_group(packet), *_microsoft(packet)][:MOST_REGIONS]
    named = [region["name"] for region in regions if region["name"] and region["type"] != "Pet"]
    names = dict.fromkeys([*named, *_written(packet.get("Iptc4xmpExt:PersonInImage", []))])
    found: dict[str, Any] = {"regions": regions, "people": list(names)[:MOST_REGIONS]}
    return {name: value for name, value in found.items() if value}


def _working_group(packet: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The regions of the Metadata Working Group: the middle of a box, and its size."""
    regions = packet.get("mwg-rs:Regions")
    for region in _entries(regions, "mwg-rs:RegionList"):
        area = region.get("mwg-rs:Area")
        if not isinstance(area, dict):
            continue
        x, y, width, height = (number(xmp.text(area.get(f"stArea:{axis}"))) for axis in "xywh")
        if x is None or y is None:
            continue
        width, height = width or 0.0, height or 0.0
        box = _box(x - width / 2, y - height / 2, width, height)
        if box:
            yield _region(region.get("mwg-rs:Name"), region.get("mwg-rs:Type"), box)


def _microsoft(packet: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Windows Photo Gallery's: the corner of a box and its size in one text."""
    for region in _entries(packet.get("MP:RegionInfo"), "MPRI:Regions"):
        values = [number(part) for part in xmp.text(region.get("MPReg:Rectangle")).split(",")]
        if len(values) == 4:
            x, y, width, height = (value or 0.0 for value in values)
            box = _box(x, y, width, height)
            if box:
                yield _region(region.get("MPReg:PersonDisplayName"), "Face", box)


def _entries(holder: Any, name: str) -> Iterator[dict[str, Any]]:
    entries = holder.get(name) if isinstance(holder, dict) else None
    for entry in (entries if isinstance(entries, list) else [entries])[: MOST_REGIONS * 2]:
        if isinstance(entry, dict):
            yield entry


def _region(name: Any, kind: Any, box: dict[str, float]) -> dict[str, Any]:
    return {"name": _line(xmp.text(name)), "type": _line(xmp.text(kind)) or "Face", **box}


def _box(x: float, y: float, width: float, height: float) -> dict[str, float] | None:
    if not (-0.5 <= x <= 1 and -0.5 <= y <= 1 and 0 <= width <= 1.5 and 0 <= height <= 1.5):
        return None
    return {"x": round(x, 5), "y": round(y, 5), "width": round(width, 5), "height": round(height, 5)}


def _written(value: Any) -> list[str]:
    return [_line(text) for text in xmp.texts(value) if _line(text)]


def _line(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())[:MOST_NAME]
