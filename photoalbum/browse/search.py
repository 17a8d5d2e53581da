"""Photos and albums that match what somebody typed, as far as they may see them.

The words are looked up by the database's own full-text search. SQLite's is in search_sqlite.py; PostgreSQL's
sibling, search_postgresql.py with tsvector columns, will answer the same functions, and be chosen here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from photoalbum.accounts.models import Member
from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access
from photoalbum.albums.models import Album
from photoalbum.albums.queries import Page
from photoalbum.albums.shelves import (
    BEHIND_ALL,
    WITHOUT_DATE,
    Shelf,
    ShelfAlbum,
    ShelvedPhoto,
    first_place,
)
from photoalbum.browse import grid, search_sqlite
from photoalbum.browse.question import Question, folded
from photoalbum.core.db import db
from photoalbum.photos.models import Favourite, Photo

# Counting goes on up to here; beyond it the page says "more than".
COUNTED = 1000
MOST_ALBUMS = 12

# Whoever sees no more than this is asked for by the names of their shelves, which the index knows: a common
# word would otherwise be looked through from end to end for their few photos.
FEW_PHOTOS, FEW_SHELVES = 20_000, 300


@dataclass(frozen=True, slots=True)
class Found:
    page: Page
    total: int
    albums: Sequence[Album]

    @property
    def is_more(self) -> bool:
        """Whether there are more than `total`."""
        return self.total > COUNTED


def find(question: Question, viewer: Viewer, size: int, after: str | None = None) -> Found:
    """A page of the photos that match, how many there are, and the albums whose names match."""
    albums = _albums(question, viewer)
    wanted = None if question.is_empty else _wanted(question, viewer)
    if wanted is None:
        return Found(Page([], None), 0, albums)
    first = _behind(wanted, None, COUNTED + 1)
    place = grid.place_of(viewer, after)
    shown = first if place is None else _behind(wanted, place, size + 1)
    return Found(grid.page_of(viewer, shown, size), len(first), albums)


def neighbours(question: Question, viewer: Viewer, place: int) -> tuple[str | None, str | None]:
    """The names of the photos before and behind this place in what is found."""
    falling, rising = _wanted(question, viewer), _wanted(question, viewer, rising=True)
    if falling is None or rising is None:
        return None, None
    behind = next(iter(_behind(falling, place, 1)), None)
    return grid.uid_at(_before(rising, place)), grid.uid_at(behind)


def _behind(wanted: "_Places", place: int | None, most: int) -> list[int]:
    """Places in the order of what is found: the newest first, and at the end what has no date."""
    found: list[int] = []
    if place is None or place < WITHOUT_DATE:
        dated = wanted.where(wanted.place < (WITHOUT_DATE if place is None else place))
        found += db.session.scalars(dated.select.limit(most))
        place = BEHIND_ALL
    if len(found) < most:
        undated = wanted.where(wanted.place >= WITHOUT_DATE, wanted.place < place)
        found += db.session.scalars(undated.select.limit(most - len(found)))
    return found


def _before(rising: "_Places", place: int) -> int | None:
    end = WITHOUT_DATE if place < WITHOUT_DATE else BEHIND_ALL
    before = rising.where(rising.place > place, rising.place < end)
    found = db.session.scalar(before.select.limit(1))
    if found is None and end == BEHIND_ALL:
        found = db.session.scalar(rising.where(rising.place < WITHOUT_DATE).select.limit(1))
    return found


def page(question: Question, viewer: Viewer, size: int, after: str | None = None) -> Page:
    """A page of what matches, without counting it. An empty question asks for all that the viewer sees."""
    wanted = _wanted(question, viewer)
    if wanted is None:
        return Page([], None)
    return _page(wanted, grid.place_of(viewer, after), viewer, size)


def _page(wanted: "_Places", place: int | None, viewer: Viewer, size: int) -> Page:
    behind = wanted if place is None else wanted.where(wanted.place < place)
    return grid.page_of(viewer, db.session.scalars(behind.select.limit(size + 1)).all(), size)


def rebuild(batch: int = 2000) -> Iterator[int]:
    """Shelve every photo and read every word anew, in short units that commit. Tells how far it is."""
    last: int = db.session.scalar(select(func.max(Photo.id))) or 0
    for first in range(0, last + 1, batch):
        search_sqlite.read_again(first, first + batch)
        db.session.commit()
        yield min(first + batch, last)
    search_sqlite.mend()
    db.session.commit()


@dataclass(frozen=True, slots=True)
class _Places:
    """A SELECT of places in their order, and how it calls them."""

    select: Select[int]
    place: ColumnElement[int] | InstrumentedAttribute[int]

    def where(self, *conditions: ColumnElement[bool]) -> "_Places":
        return _Places(self.select.where(*conditions), self.place)


def _wanted(question: Question, viewer: Viewer, *, rising: bool = False) -> _Places | None:
    """What matches and is seen; None when there can be nothing."""
    owners = _owners(question) if viewer.is_member else []
    for_members = question.owners or question.cameras or question.favourite
    if (for_members and not viewer.is_member) or (question.owners and not owners):
        return None
    shelves = _shelves(question, viewer)
    seen = db.session.execute(shelves.add_columns(Shelf.photo_count).limit(FEW_SHELVES + 1)).all()
    few = len(seen) <= FEW_SHELVES and sum(shelf.photo_count for shelf in seen) <= FEW_PHOTOS
    loved = select(Favourite.photo_id).where(Favourite.member_id == viewer.member_id)
    if not seen:
        return None
    if question.text or question.tags or question.cameras or question.kind or owners:
        named = [shelf.id for shelf in seen] if few else []
        matches = search_sqlite.photos(question, viewer, owners, named, rising=rising)
        wanted = _Places(matches, search_sqlite.PLACE)
        if not few:
            wanted = wanted.where(search_sqlite.seen_on(shelves))
        if question.favourite:
            wanted = wanted.where(wanted.place.op("&")(grid.PHOTO_ID).in_(loved))
    elif question.favourite:
        wanted = _Places(grid.among(loved, shelves, rising=rising), ShelvedPhoto.place)
    else:
        places = grid.gathered if few else grid.walked
        wanted = _Places(places(shelves, rising=rising), ShelvedPhoto.place)
    if question.period:
        days = (question.period.first, question.period.end)
        low, high = (first_place(datetime.combine(day, time())) for day in days)
        wanted = wanted.where(wanted.place >= low, wanted.place < high)
    return wanted


def _shelves(question: Question, viewer: Viewer) -> Select[int]:
    """The shelves that the viewer sees, as far as they are in the albums that were named."""
    shelves = access.shelves_visible_to(viewer)
    for name in question.albums:
        named = access.albums_visible_to(viewer).with_only_columns(Album.id)
        named = named.where(Album.id.in_(search_sqlite.albums([name], only_titles=True)))
        shelves = shelves.where(
            Shelf.id.in_(select(ShelfAlbum.shelf_id).where(ShelfAlbum.album_id.in_(named)))
        )
    return shelves


def _owners(question: Question) -> list[int]:
    """Members whose name, or a part of it, begins as was asked for; each name that was given must fit."""
    if not question.owners:
        return []
    asked = [f" {folded(name)}" for name in question.owners]
    people = db.session.execute(select(Member.id, Member.name)).all()
    return [one.id for one in people if all(name in f" {folded(one.name)}" for name in asked)]


def _albums(question: Question, viewer: Viewer) -> Sequence[Album]:
    """Albums whose title or description has all of the words, the newest first."""
    words = question.text + question.albums
    if not words:
        return []
    wanted = access.albums_visible_to(viewer).where(Album.id.in_(search_sqlite.albums(words)))
    return db.session.scalars(wanted.order_by(Album.sort_at.desc(), Album.id.desc()).limit(MOST_ALBUMS)).all()
