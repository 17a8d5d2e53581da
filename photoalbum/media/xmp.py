"""Adobe's XMP packets, flattened to plain values. Hostile packets cost little and give nothing."""

import re
from typing import Any
from xml.etree import ElementTree as ET

MOST_BYTES = 2_000_000
MOST_VALUES = 2_000
MOST_TEXT = 10_000
DEEPEST = 8

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_FORBIDDEN = re.compile(
    r"&#(?:x0*[0-8bce-f]|x0*1[0-9a-f]|0*[0-8]|0*1[1-24-9]|0*2\d|0*3[01]);|[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]",
    re.IGNORECASE,
)
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
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
    "urn:photoalbum:words:1": "photoalbum",
}
# The other way round, for what writes.
SPACES = {prefix: space for space, prefix in _PREFIXES.items()}


def parse(packet: bytes | str | None) -> dict[str, Any]:
    """Properties by name, such as `dc:subject`: text, a list, or a dict. Empty when unreadable."""
    root = tree(packet)
    if root is None:
        return {}
    found: dict[str, Any] = {}
    for description in root.iter(f"{RDF}Description"):
        for name, value in _properties(description, 0).items():
            found.setdefault(name, value)
            if len(found) >= MOST_VALUES:
                return found
    return found


def tree(packet: bytes | str | None) -> ET.Element | None:
    """A packet as the XML that it is, or None."""
    if not packet or len(packet) > MOST_BYTES:
        return None
    words = packet if isinstance(packet, str) else _decoded(packet)
    start, end = words.find("<"), words.rfind(">")
    # Entities have no place in XMP, and are how a small XML becomes a large one.
    if start < 0 or end < 0 or "<!ENTITY" in words or "<!DOCTYPE" in words:
        return None
    return _tree(words[start : end + 1])


def text(value: Any) -> str:
    """The first text in a property, whatever shape its writer gave it."""
    while isinstance(value, (list, dict)):
        value = next(iter(value.values() if isinstance(value, dict) else value), "")
    return value.strip() if isinstance(value, str) else ""


def texts(value: Any) -> list[str]:
    """All texts of a property that may be one or several."""
    values = value if isinstance(value, list) else [value]
    return [one for one in (text(each) for each in values) if one]


def _decoded(raw: bytes) -> str:
    """XMP is UTF-8 nearly always, may be UTF-16 or UTF-32, and old programs wrote what Windows speaks."""
    # Where the first bracket stands among zeros says how wide a character is, and which end comes first.
    at = raw.find(b"<")
    if raw[at + 1 : at + 4] == b"\0\0\0" and at % 4 in (0, 3):
        return raw.decode("utf-32-be" if at % 4 else "utf-32-le", "replace")
    if raw[at + 1 : at + 2] == b"\0":
        return raw.decode("utf-16-be" if at % 2 else "utf-16-le", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _tree(words: str) -> ET.Element | None:
    # Characters that no XML may hold cost only themselves.
    for attempt in (words, _FORBIDDEN.sub(" ", words)):
        try:
            return ET.fromstring(attempt)  # noqa: S314 - see above: no entities, bounded size.
        except (ET.ParseError, ValueError, LookupError, RecursionError):
            continue
    return None


def _properties(node: ET.Element, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in list(node.attrib.items())[:MOST_VALUES]:
        if not name.startswith(RDF) and name != LANGUAGE:
            found[_short(name)] = value[:MOST_TEXT]
    for child in list(node)[:MOST_VALUES]:
        if depth < DEEPEST:
            found[_short(child.tag)] = _value(child, depth + 1)
    return found


def _value(node: ET.Element, depth: int) -> Any:
    for kind in ("Bag", "Seq", "Alt"):
        items = node.find(f"{RDF}{kind}")
        if items is not None:
            entries = items.findall(f"{RDF}li")[:MOST_VALUES]
            if kind == "Alt":
                entries.sort(key=lambda entry: entry.get(LANGUAGE) != "x-default")
            return [_value(entry, depth + 1) for entry in entries] if depth < DEEPEST else []
    inner = node.find(f"{RDF}Description")
    structure = _properties(node if inner is None else inner, depth)
    if structure:
        return structure
    return (node.text or node.get(f"{RDF}resource") or "").strip()[:MOST_TEXT]


def _short(name: str) -> str:
    """`{http://purl.org/dc/elements/1.1/}subject` as `dc:subject`; an unknown namespace by its last word."""
    space, _, local = name.rpartition("}")
    space = space.lstrip("{")
    if not space:
        return local
    prefix = _PREFIXES.get(space) or space.rstrip("/#").rpartition("/")[2]
    return f"{prefix}:{local}"
