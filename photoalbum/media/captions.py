"""What people (and not the camera's factory) wrote about a picture: caption, title, keywords, stars."""

import re
from typing import Any

from photoalbum.media import xmp
from photoalbum.media.positions import number
from photoalbum.media.texts import clean

MOST_CAPTION = 10_000
MOST_KEYWORD = 200
MOST_KEYWORDS = 200

# EXIF's tags by name; none in a notes file.
Tags = dict[str, Any]

# Put into every picture by the camera or the program, and said about none of them.
_FACTORY = re.compile(
    r"(samsung|sony dsc|.*digital (still )?camera|dcf?sc?\d*|exif[_ ]jpeg[_ ]\w+|dig image|default|image"
    r"|picture|photo|null|none|untitled|unknown|cof|mde|hdr|oznor|screenshot|jpeg|charset=.*|created with .*"
    r"|\w{0,4}_?\d+|<[a-z]+>|\?+|-+)?",
    re.IGNORECASE,
)


def caption(tags: Tags, packet: dict[str, Any], iptc: dict[str, Any], info: dict[Any, Any]) -> str:
    return _first(
        xmp.text(packet.get("dc:description")),
        iptc.get("Caption"),
        tags.get("ImageDescription"),
        info.get("Description"),
    )


def title(tags: Tags, packet: dict[str, Any], iptc: dict[str, Any], info: dict[Any, Any]) -> str:
    return _first(
        xmp.text(packet.get("dc:title")), iptc.get("ObjectName"), tags.get("XPTitle"), info.get("Title")
    )[:1000]


def keywords(tags: Tags, packet: dict[str, Any], iptc: dict[str, Any]) -> list[str]:
    """Every keyword once, in the order written."""
    # digiKam's tags are paths such as `activities/outdoors`; it repeats their last words as subjects.
    written = xmp.texts(packet.get("dc:subject", [])) or xmp.texts(packet.get("digiKam:TagsList", []))
    more = iptc.get("Keywords", [])
    written += more if isinstance(more, list) else [more]
    written += str(tags.get("XPKeywords", "")).split(";")
    words = (_line(word)[:MOST_KEYWORD] for word in written)
    return list(dict.fromkeys(word for word in words if word))[:MOST_KEYWORDS]


def rating(tags: Tags, packet: dict[str, Any]) -> int | None:
    """Stars from 0 to 5, or -1 for "rejected"."""
    stars = number(xmp.text(packet.get("xmp:Rating")))
    if stars is None:
        stars = number(tags.get("Rating"))
    return int(stars) if stars is not None and -1 <= stars <= 5 else None


def _first(*texts: Any) -> str:
    for text in texts:
        words = clean(text).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        if words and not _FACTORY.fullmatch(words):
            return words[:MOST_CAPTION]
    return ""


def _line(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())
