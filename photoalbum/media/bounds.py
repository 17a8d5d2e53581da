"""Plain values of bounded size: what a file says must fit into a row, however much it says."""

import json
import math
from typing import Any

from photoalbum.media.texts import clean

MOST_TEXT = 500
MOST_ENTRIES = 150
MOST_LIST = 50
DEEPEST = 4
# All of a file's details as JSON. A talkative real photo has about 8,000.
MOST_JSON = 40_000


def plain(value: Any, depth: int = 0) -> Any:
    """A value as JSON knows it, shortened where it is long."""
    match value:
        case str():
            return clean(value)[:MOST_TEXT]
        case bytes():
            return clean(value) if len(value) <= MOST_TEXT else ""
        case int():
            return value if abs(value) < 2**53 else str(value)
        case dict() if depth < DEEPEST:
            entries = list(value.items())[:MOST_ENTRIES]
            return {str(key)[:100]: plain(each, depth + 1) for key, each in entries}
        case list() | tuple() if depth < DEEPEST:
            return [plain(each, depth + 1) for each in value[:MOST_LIST]]
        case _:
            return _measured(value)


def fitted(details: dict[str, Any], most: int = MOST_JSON) -> dict[str, Any]:
    """The details without their longest parts, as many as must go for the whole to fit."""
    found = {name: dict(part) if isinstance(part, dict) else part for name, part in details.items() if part}
    size = _size(found)
    while size > most:
        group, name = max(_parts(found), key=lambda part: _size(_at(found, part)))
        if name is None:
            del found[group]
        else:
            del found[group][name]
        size = _size(found)
    return found


def _parts(details: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Whatever can be left out: an entry of a group, or what is no group."""
    parts: list[tuple[str, str | None]] = []
    for group, part in details.items():
        if isinstance(part, dict) and part:
            parts += [(group, name) for name in part]
        else:
            parts.append((group, None))
    return parts


def _at(details: dict[str, Any], part: tuple[str, str | None]) -> Any:
    group, name = part
    return details[group] if name is None else details[group][name]


def _size(value: Any) -> int:
    return len(json.dumps(value))


def _measured(value: Any) -> float | None:
    """EXIF's fractions as decimals, and None for whatever is no number."""
    try:
        measured = float(value)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return round(measured, 6) if math.isfinite(measured) else None
