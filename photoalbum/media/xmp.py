"""Adobe's XMP packets, flattened to plain values. Hostile packets cost little and give nothing."""

from typing import Any
from xml.etree import ElementTree as ET

MOST_BYTES = 2_000_000
MOST_VALUES = 2_000
MOST_TEXT = 10_000
DEEPEST = 8

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://cipa.jp/exif/1.0/": "exifEX",
    "http://ns.adobe.com/exif/1.0/aux/": "aux",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/lightroom/1.0/": "lr",
    "http://ns.adobe.com/xmp/sType/Area#": "stArea",
    "http://ns.adobe.com/xap/1.0/sType/Dimensions#": "stDim",
    "http://www.metadataworkinggroup.com/schemas/regions/": "mwg-rs",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://ns.google.com/photos/1.0/panorama/": "GPano",
    "http://ns.google.com/photos/1.0/camera/": "GCamera",
    "http://ns.google.com/photos/1.0/container/": "Container",
    "http://ns.google.com/photos/1.0/container/item/": "Item",
    "http://ns.adobe.com/hdr-gain-map/1.0/": "hdrgm",
    "http://www.digikam.org/ns/1.0/": "digiKam",
    "http://ns.microsoft.com/photo/1.0/": "MicrosoftPhoto",
    "http://ns.microsoft.com/photo/1.0": "MicrosoftPhoto",
    "http://ns.microsoft.com/photo/1.2/": "MP",
    "http://ns.microsoft.com/photo/1.2/t/RegionInfo#": "MPRI",
    "http://ns.microsoft.com/photo/1.2/t/Region#": "MPReg",
}


def parse(packet: bytes | str | None) -> dict[str, Any]:
    """Properties by name, such as `dc:subject`: text, a list, or a dict. Empty when unreadable."""
    if not packet:
        return {}
    raw = packet.encode("utf-8", "replace") if isinstance(packet, str) else packet
    start, end = raw.find(b"<"), raw.rfind(b">")
    # Entities have no place in XMP, and are how a small XML becomes a large one.
    if start < 0 or end < 0 or len(raw) > MOST_BYTES or b"<!ENTITY" in raw or b"<!DOCTYPE" in raw:
        return {}
    try:
        root = ET.fromstring(raw[start : end + 1])  # noqa: S314 - see above: no entities, bounded size.
    except (ET.ParseError, ValueError, LookupError, RecursionError):
        return {}
    found: dict[str, Any] = {}
    for description in root.iter(f"{_RDF}Description"):
        for name, value in _properties(description, 0).items():
            found.setdefault(name, value)
            if len(found) >= MOST_VALUES:
                return found
    return found


def text(value: Any) -> str:
    """The first text in a property, whatever shape its writer gave it."""
    while isinstance(value, (list, dict)):
        value = next(iter(value.values() if isinstance(value, dict) else value), "")
    return value.strip() if isinstance(value, str) else ""


def texts(value: Any) -> list[str]:
    """All texts of a property that may be one or several."""
    values = value if isinstance(value, list) else [value]
    return [one for one in (text(each) for each in values) if one]


def _properties(node: ET.Element, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in list(node.attrib.items())[:MOST_VALUES]:
        if not name.startswith(_RDF) and name != _LANGUAGE:
            found[_short(name)] = value[:MOST_TEXT]
    for child in list(node)[:MOST_VALUES]:
        if depth < DEEPEST:
            found[_short(child.tag)] = _value(child, depth + 1)
    return found


def _value(node: ET.Element, depth: int) -> Any:
    for kind in ("Bag", "Seq", "Alt"):
        items = node.find(f"{_RDF}{kind}")
        if items is not None:
            entries = items.findall(f"{_RDF}li")[:MOST_VALUES]
            if kind == "Alt":
                entries.sort(key=lambda entry: entry.get(_LANGUAGE) != "x-default")
            return [_value(entry, depth + 1) for entry in entries] if depth < DEEPEST else []
    inner = node.find(f"{_RDF}Description")
    structure = _properties(node if inner is None else inner, depth)
    if structure:
        return structure
    return (node.text or node.get(f"{_RDF}resource") or "").strip()[:MOST_TEXT]


def _short(name: str) -> str:
    """`{http://purl.org/dc/elements/1.1/}subject` as `dc:subject`; an unknown namespace by its last word."""
    space, _, local = name.rpartition("}")
    space = space.lstrip("{")
    if not space:
        return local
    prefix = _PREFIXES.get(space) or space.rstrip("/#").rpartition("/")[2]
    return f"{prefix}:{local}"
