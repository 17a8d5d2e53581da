"""What somebody typed into the search box, taken apart. Nothing that can be typed is a fault."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from photoalbum.browse import periods
from photoalbum.browse.periods import Period

LONGEST = 200
MOST_WORDS = 20
KINDS = {"video": "video", "videos": "video", "photo": "photo", "photos": "photo"}
LOVED = {"favourite", "favourites", "favorite", "favorites"}

_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'))
_PART = re.compile(r'(?:(?P<name>is|by|in|tag|camera):)?(?:"(?P<quoted>[^"]*)"|(?P<bare>\S+))', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """Everything in it has to be true of a photo. A word stands for all that begin with it."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    cameras: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    albums: tuple[str, ...] = ()
    kind: str | None = None
    favourite: bool = False
    period: Period | None = None

    @property
    def is_empty(self) -> bool:
        return self == Question()

    @property
    def text(self) -> tuple[str, ...]:
        return self.words + self.phrases


def read(typed: str, today: date) -> Question:
    """
    >>> read('lake is:video by:Anna', date(2024, 1, 1)).words
    ('lake',)
    """
    found: dict[str, list[str]] = {name: [] for name in ("is", "by", "in", "tag", "camera", "phrase", "word")}
    for name, value in _parts(typed):
        found[name].append(value)
    kinds = [KINDS[value] for value in found["is"] if value in KINDS]
    period, words = periods.take(found["word"], today)
    return Question(
        words=tuple(words),
        phrases=tuple(found["phrase"]),
        tags=tuple(found["tag"]),
        cameras=tuple(found["camera"]),
        owners=tuple(found["by"]),
        albums=tuple(found["in"]),
        # "is:photo is:video" is true of nothing, and so is a kind that no photo has.
        kind=kinds[0] if len(set(kinds)) == 1 else "/".join(kinds) or None,
        favourite=any(value in LOVED for value in found["is"]),
        period=period,
    )


def folded(text: str) -> str:
    """Without accents and capitals, as the search index keeps words.

    >>> folded("Zürich")
    'zurich'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _parts(typed: str) -> Iterator[tuple[str, str]]:
    """Names and values; values have at least one letter or digit, for nothing else is in the index."""
    cleaned = "".join(letter if letter.isprintable() else " " for letter in typed[:LONGEST])
    for match in list(_PART.finditer(cleaned.translate(_QUOTES)))[:MOST_WORDS]:
        name = (match["name"] or "").lower()
        value = (match["quoted"] if match["quoted"] is not None else match["bare"]).strip('" ')
        if not any(letter.isalnum() for letter in value):
            continue
        if name == "is" and value.lower() not in {*KINDS, *LOVED}:
            name, value = "", f"{name}:{value}"
        if name:
            yield name, value.lower() if name == "is" else value
        else:
            yield "word" if match["quoted"] is None else "phrase", value
