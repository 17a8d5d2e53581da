"""Many photos as one ZIP: which files it holds, under which names, with checksums and captions beside them.

Members get originals, byte for byte, under the names they came with. Through a link leave clean copies under
neutral names, unless the link's maker says otherwise.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import ColumnElement, Row, Select, select

from photoalbum.core.db import db
from photoalbum.photos import clean_copies, files
from photoalbum.photos.captioning import FILE
from photoalbum.photos.clean_copies import CleanCopy, Wish
from photoalbum.photos.models import Original, Photo
from photoalbum.sharing.archive import Archive, Entry, text_entry
from photoalbum.sharing.file_names import Names, readable

SUMS, CAPTIONS = "SHA256SUMS", "captions.txt"


@dataclass(frozen=True, slots=True)
class Picked:
    """One file that goes into a ZIP."""

    original: Original
    name: str
    caption: str
    # Whose words the caption is: strangers are not told what only the file says.
    caption_source: str
    taken_at: datetime | None
    created_at: datetime
    # Of a Live Photo: which picture this film belongs to, as its place in the ZIP.
    belongs_to: int | None = None
    # The short name of the owner's edits, without which it does not leave by a link.
    edits: str = ""

    @property
    def wish(self) -> Wish:
        return self.original.id, self.edits


def picked(wanted: Select[Any]) -> list[Picked]:
    """The files of the photos whose ids a SELECT names, in its order; films of Live Photos behind them."""
    ids = list(db.session.scalars(wanted))
    rows: dict[int, tuple[Photo, Original]] = {}
    moving: dict[int, list[tuple[Photo, Original]]] = {}
    for start in range(0, len(ids), 500):
        lot = ids[start : start + 500]
        for photo, original in _with_originals(Photo.id.in_(lot)):
            rows[photo.id] = photo, original
        for film, original in _with_originals(Photo.companion_of_id.in_(lot), Photo.trashed_at.is_(None)):
            moving.setdefault(film.companion_of_id or 0, []).append((film, original))
    found: list[Picked] = []
    for photo_id in ids:
        photo, original = rows[photo_id]
        place = len(found)
        found.append(_pick(photo, original, None))
        found.extend(_pick(film, film_original, place) for film, film_original in moving.get(photo_id, []))
    return found


def for_members(items: Iterable[Picked], folder: str) -> Archive:
    """Originals as they were sent."""
    names = Names((SUMS, CAPTIONS))
    entries = []
    words = []
    for item in items:
        original = item.original
        name = names.unique(item.name)
        entries.append(_entry(name, original, _opener(original), item))
        words.append((name, item.caption))
    return _bundle(entries, words, folder)


def for_link(
    items: Sequence[Picked],
    copies: Mapping[Wish, CleanCopy],
    folder: str,
    *,
    captions: bool = True,
    keep_metadata: bool = False,
) -> Archive:
    """Clean copies under neutral names, or originals under their own where the link keeps metadata.

    What no copy can be made of is left out, and so is the film of a picture of which only a part is shown.
    """
    width = max(3, len(str(len(items))))
    names = Names((SUMS, CAPTIONS))
    entries = []
    words = []
    number = 0
    for item in items:
        number += item.belongs_to is None
        if item.belongs_to is not None and items[item.belongs_to].edits:
            continue
        if keep_metadata and not item.edits:
            name = names.unique(item.name)
            entries.append(_entry(name, item.original, _opener(item.original), item))
            words.append((name, item.caption))
            continue
        copy = copies.get(item.wish)
        if copy is None:
            continue
        live = "" if item.belongs_to is None else "-live"
        name = names.unique(f"{neutral_name(number, width)}{live}.{copy.extension}")
        entries.append(_entry(name, copy, clean_copies.opener(copy, item.original), item, dated=False))
        words.append((name, item.caption if item.caption_source != FILE else ""))
    return _bundle(entries, words if captions else [], folder)


def neutral_name(number: int, width: int = 3) -> str:
    """What a picture is called that leaves by a link, without its ending.

    >>> neutral_name(7)
    'photo-007'
    """
    return f"photo-{number:0{width}}"


def wishes_of(items: Iterable[Picked], *, keep_metadata: bool = False) -> set[Wish]:
    """The copies that the ZIP of a link is made of."""
    return {item.wish for item in items if item.edits or not keep_metadata}


def still_unmade(wishes: Collection[Wish]) -> int:
    """How many clean copies are still to be made before the ZIP of a link can be sent; asks for them."""
    unmade = clean_copies.count_unmade(wishes)
    if unmade:
        clean_copies.want(wishes)
    return unmade


def _with_originals(*conditions: ColumnElement[bool]) -> Sequence[Row[Photo, Original]]:
    return db.session.execute(
        select(Photo, Original).join(Original, Original.id == Photo.original_id).where(*conditions)
    ).all()


def _pick(photo: Photo, original: Original, belongs_to: int | None) -> Picked:
    return Picked(
        original,
        photo.file_name,
        photo.caption,
        photo.caption_source,
        photo.taken_at,
        photo.created_at,
        belongs_to,
        photo.edit_key,
    )


def _opener(original: Original) -> Callable[[], BinaryIO]:
    return files.opener(files.path_of_original(original))


def _entry(
    name: str,
    facts: Original | CleanCopy,
    source: Callable[[], BinaryIO],
    item: Picked,
    *,
    dated: bool = True,
) -> Entry:
    """`dated`: by when it was taken. Through a link by when it was added: the camera's clock is metadata."""
    moment = item.taken_at if dated and item.taken_at else item.created_at
    return Entry(name, facts.bytes, facts.crc32, facts.sha256, moment, source)


def _bundle(entries: list[Entry], words: Iterable[tuple[str, str]], folder: str) -> Archive:
    """The entries in a folder of their own, with a list of checksums and, if there are any, the captions."""
    modified = max((entry.modified for entry in entries), default=datetime(1980, 1, 1))
    sums = "".join(f"{entry.sha256}  {entry.name}\n" for entry in entries)
    told = "".join(f"{name}\t{' '.join(caption.split())}\n" for name, caption in words if caption)
    texts = [text_entry(SUMS, sums, modified)]
    if told:
        texts.append(text_entry(CAPTIONS, told, modified))
    inside = readable(folder, "photos")
    return Archive(
        [
            Entry(f"{inside}/{e.name}", e.bytes, e.crc32, e.sha256, e.modified, e.opened)
            for e in (*entries, *texts)
        ]
    )
