"""What people said of a photo on this site, as a notes file (XMP) beside it: so it leaves, and comes back.

Every program finds it under the names that all of them use. Under names of our own stands which of it is a
person's word and not the file's: read back here, it is that again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta, timezone
from typing import Any
from xml.etree import ElementTree as ET

from photoalbum.media import dates, xmp
from photoalbum.media.dates import Taken

_META, _OURS = "adobe:ns:meta/", "photoalbum:"
_RDF, _LANGUAGE = xmp.RDF, xmp.LANGUAGE
_UNFIT = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FAVOURITE_STARS = 5


@dataclass(frozen=True, slots=True)
class OwnWords:
    """No caption (None) is what nobody has said anything about; an empty one, somebody's wish for none."""

    caption: str | None = None
    alt_text: str = ""
    taken: Taken | None = None
    tags: tuple[str, ...] = ()
    favourite: bool = False


def read(packet: dict[str, Any]) -> OwnWords | None:
    """What an export of this site wrote into a packet; None of what others wrote."""
    if not any(name.startswith(_OURS) for name in packet):
        return None
    caption = packet.get(f"{_OURS}Caption")
    return OwnWords(
        None if caption is None else xmp.text(caption),
        xmp.text(packet.get(f"{_OURS}AltText")),
        dates.parse(xmp.text(packet.get(f"{_OURS}Taken"))),
        tuple(xmp.texts(packet.get(f"{_OURS}Tags", []))),
        xmp.text(packet.get(f"{_OURS}Favourite")) == "True",
    )


def written(
    words: OwnWords, *, over: bytes = b"", keywords: Sequence[str] = (), has_stars: bool = False
) -> bytes:
    """A notes file with these words, laid over the one that came with the photo.

    `keywords` are the file's own, which other programs would take ours to replace; so are its stars.
    """
    body = _body(over)
    said = _standard(words, keywords, has_stars=has_stars) | _ours(words)
    if not said and not len(body):
        return b""
    replaced = {_qualified(name) for name in said}
    if words.caption == "":
        replaced.add(_qualified("dc:description"))
    for description in body.iter(f"{_RDF}Description"):
        _take_out(description, replaced)
    if said:
        added = ET.SubElement(body, f"{_RDF}Description", {f"{_RDF}about": ""})
        for name, value in said.items():
            _put(added, name, value)
    for prefix, space in {"x": _META, "rdf": _RDF.strip("{}"), **xmp.SPACES}.items():
        ET.register_namespace(prefix, space)
    meta = ET.Element(f"{{{_META}}}xmpmeta")
    meta.append(body)
    ET.indent(meta)
    text = ET.tostring(meta, encoding="unicode")
    return (
        f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n{text}\n<?xpacket end="w"?>\n'
    ).encode()


def _standard(words: OwnWords, keywords: Sequence[str], *, has_stars: bool) -> dict[str, Any]:
    taken = words.taken and _moment(words.taken)
    said = {
        "dc:description": {words.caption} if words.caption else None,
        "Iptc4xmpCore:AltTextAccessibility": {words.alt_text} if words.alt_text else None,
        "dc:subject": list(dict.fromkeys((*keywords, *words.tags))) if words.tags else None,
        "exif:DateTimeOriginal": taken,
        "photoshop:DateCreated": taken,
        "xmp:Rating": str(_FAVOURITE_STARS) if words.favourite and not has_stars else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _ours(words: OwnWords) -> dict[str, Any]:
    said = {
        "Caption": words.caption,
        "AltText": words.alt_text or None,
        "Taken": words.taken and _moment(words.taken),
        "Tags": list(words.tags) or None,
        "Favourite": "True" if words.favourite else None,
    }
    return {f"{_OURS}{name}": value for name, value in said.items() if value is not None}


def _moment(taken: Taken) -> str:
    moment = taken.local
    if taken.offset_minutes is not None:
        moment = moment.replace(tzinfo=timezone(timedelta(minutes=taken.offset_minutes)))
    return moment.isoformat()


def _body(packet: bytes) -> ET.Element:
    root = xmp.tree(packet)
    found = None if root is None else next(root.iter(f"{_RDF}RDF"), None)
    return ET.Element(f"{_RDF}RDF") if found is None else found


def _take_out(description: ET.Element, names: set[str]) -> None:
    """Remove what is said anew, and whatever an earlier export wrote."""
    ours = f"{{{xmp.SPACES[_OURS.rstrip(':')]}}}"
    for child in list(description):
        if child.tag in names or child.tag.startswith(ours):
            description.remove(child)
    for name in list(description.attrib):
        if name in names or name.startswith(ours):
            del description.attrib[name]


def _put(description: ET.Element, name: str, value: str | list[str] | set[str]) -> None:
    """One property: a text, several of them, or one in a language that is not known."""
    element = ET.SubElement(description, _qualified(name))
    if isinstance(value, str):
        element.text = _fit(value)
        return
    kind = "Alt" if isinstance(value, set) else "Bag"
    container = ET.SubElement(element, f"{_RDF}{kind}")
    for each in value:
        item = ET.SubElement(container, f"{_RDF}li", {_LANGUAGE: "x-default"} if kind == "Alt" else {})
        item.text = _fit(each)


def _qualified(name: str) -> str:
    prefix, _colon, local = name.partition(":")
    return f"{{{xmp.SPACES[prefix]}}}{local}"


def _fit(text: str) -> str:
    """Line ends as XML has them, and nothing that it cannot hold."""
    return _UNFIT.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
