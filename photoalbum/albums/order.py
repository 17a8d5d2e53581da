"""The order of an album's photos: by date, newest first, or by hand; and giving a photo another place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, literal, select, tuple_, update

from photoalbum.albums.models import BY_DATE, BY_HAND, NEWEST_FIRST, ORDERS, UNPLACED, Album, AlbumEntry
from photoalbum.core.db import db
from photoalbum.core.errors import Conflict, Rejected
from photoalbum.photos.models import Photo

# So far apart are the places of an order by hand at first: between two there is room for many moves.
GAP = 1024


@dataclass(frozen=True, slots=True)
class Order:
    """By which columns of `album_entries` an album runs. Each has an index that serves a page by key."""

    columns: tuple[Any, ...]
    falling: bool = False

    def sorted(self, *, backwards: bool = False) -> tuple[Any, ...]:
        falling = self.falling != backwards
        return tuple(column.desc() if falling else column for column in self.columns)

    def behind(self, place: Sequence[Any], *, backwards: bool = False) -> ColumnElement[bool]:
        """All that comes after this place, or before it."""
        values = tuple_(*(literal(value, c.type) for c, value in zip(self.columns, place, strict=True)))
        keys = tuple_(*self.columns)
        return keys < values if self.falling != backwards else keys > values


_DATE = (AlbumEntry.sort_at, AlbumEntry.photo_id)
_ORDERS = {
    BY_DATE: Order(_DATE),
    NEWEST_FIRST: Order(_DATE, falling=True),
    # What nobody has placed yet comes last, by its date.
    BY_HAND: Order((AlbumEntry.position, *_DATE)),
}


def of(album: Album) -> Order:
    return _ORDERS[album.order]


def choose(album: Album, order: str) -> None:
    if order not in ORDERS:
        raise Rejected(_("Choose one of the orders."))
    album.order = order


def place_of(album: Album, uid: str) -> tuple[Any, ...] | None:
    """Where a photo stands in its album's order."""
    row = db.session.execute(
        select(*of(album).columns)
        .join(Photo, Photo.id == AlbumEntry.photo_id)
        .where(AlbumEntry.album_id == album.id, Photo.uid == uid)
    ).one_or_none()
    return tuple(row) if row else None


def beside(album: Album, place: Sequence[Any], *, backwards: bool = False) -> Any:
    """The photos of an album from a place on, nearest first."""
    order = of(album)
    return (
        select(Photo)
        .join(AlbumEntry, AlbumEntry.photo_id == Photo.id)
        .where(
            AlbumEntry.album_id == album.id,
            Photo.trashed_at.is_(None),
            order.behind(place, backwards=backwards),
        )
        .order_by(*order.sorted(backwards=backwards))
    )


def number_of(album: Album, photo: Photo) -> int:
    """The so-manyth of its album a photo is, counted from one."""
    place = place_of(album, photo.uid)
    if place is None:
        return 1
    before = beside(album, place, backwards=True).with_only_columns(Photo.id).order_by(None).subquery()
    return 1 + int(db.session.scalar(select(func.count()).select_from(before)) or 0)


def step(album: Album, photo: Photo, *, later: bool) -> bool:
    """Change places with the next photo, or the one before; False at the end."""
    place = place_of(album, photo.uid)
    other = db.session.scalar(beside(album, place or (), backwards=not later).limit(1))
    if other is None:
        return False
    put(album, photo, other, behind=later)
    return True


def put_at(album: Album, photo: Photo, number: int) -> None:
    """Make a photo the so-manyth of its album, counted from one; too large a number means the last."""
    held = (
        select(Photo)
        .join(AlbumEntry, AlbumEntry.photo_id == Photo.id)
        .where(AlbumEntry.album_id == album.id, Photo.trashed_at.is_(None), Photo.id != photo.id)
    )
    order = of(album)
    # Counting to a place is no paging: it happens once, for one move.
    target = db.session.scalar(held.order_by(*order.sorted()).offset(max(0, number - 1)).limit(1))
    if target is not None:
        put(album, photo, target, behind=False)
        return
    last = db.session.scalar(held.order_by(*order.sorted(backwards=True)).limit(1))
    if last is not None:
        put(album, photo, last, behind=True)


def put(album: Album, photo: Photo, neighbour: Photo, *, behind: bool) -> None:
    """Put a photo directly before or behind another one of the album, which is by hand from then on."""
    if photo.id == neighbour.id:
        return
    _by_hand(album)
    position = _free_position(album, photo, neighbour, behind=behind)
    if position is None:
        _number_all(album)
        position = _free_position(album, photo, neighbour, behind=behind)
    entry = _entry(album, photo)
    entry.position = position if position is not None else UNPLACED
    db.session.flush()


def _by_hand(album: Album) -> None:
    """An order by hand starts from what was seen until now."""
    if album.order != BY_HAND:
        _number_all(album)
        album.order = BY_HAND
        db.session.flush()


def _free_position(album: Album, photo: Photo, neighbour: Photo, *, behind: bool) -> int | None:
    """A number between the neighbour and whoever stands on its other side; None when there is none left."""
    near = _entry(album, neighbour).position
    if near == UNPLACED:
        return None
    column = AlbumEntry.position
    rest = and_(AlbumEntry.album_id == album.id, AlbumEntry.photo_id != photo.id)
    if behind:
        far = db.session.scalar(select(func.min(column)).where(rest, column > near))
        far = near + 2 * GAP if far is None or far == UNPLACED else far
    else:
        far = db.session.scalar(select(func.max(column)).where(rest, column < near))
        far = near - 2 * GAP if far is None else far
    middle = (near + far) // 2
    return middle if middle not in (near, far) else None


def _number_all(album: Album) -> None:
    """Give every photo of the album a place of its own, in the order it has now."""
    db.session.flush()
    columns = of(album).sorted()
    ids = db.session.scalars(
        select(AlbumEntry.photo_id).where(AlbumEntry.album_id == album.id).order_by(*columns)
    ).all()
    places = [
        {"album_id": album.id, "photo_id": photo_id, "position": number * GAP}
        for number, photo_id in enumerate(ids, 1)
    ]
    if places:
        db.session.execute(update(AlbumEntry), places)
    db.session.expire_all()


def _entry(album: Album, photo: Photo) -> AlbumEntry:
    entry = db.session.get(AlbumEntry, (album.id, photo.id))
    if entry is None:
        raise Conflict(_("This photo is not in the album."))
    return entry
