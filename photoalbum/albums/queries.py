"""Reading albums and what is in them, in pages by key."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, exists, func, or_, select

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access, tree
from photoalbum.albums import order as ordering
from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.core.db import db
from photoalbum.photos import live
from photoalbum.photos import queries as photo_queries
from photoalbum.photos.models import WAITING, WORKING, Favourite, Original, Photo

ALBUMS_PER_PAGE = 60
MOST_COUNTED = 1000
_OLDEST_FIRST = (Photo.sort_at, Photo.id)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows as `photos.queries.tiles` selects them, and the photo after which the next page begins."""

    rows: Sequence[Row[Any]]
    after: str | None


def first_page_albums(viewer: Viewer, after: str | None = None) -> tuple[Sequence[Album], str | None]:
    """Albums for the first page, newest pictures first, and the name after which the next page begins."""
    return albums_page(viewer, ALBUMS_PER_PAGE, after, tree.stands_alone(viewer))


def albums_page(
    viewer: Viewer, size: int, after: str | None, *conditions: ColumnElement[bool]
) -> tuple[Sequence[Album], str | None]:
    """The same for all albums that one sees and that fit."""
    wanted = access.albums_visible_to(viewer).where(*conditions)
    if after:
        place = select(Album.sort_at, Album.id).where(Album.uid == after, access.album_is_visible_to(viewer))
        last = db.session.execute(place).one_or_none()
        if last is not None:
            wanted = wanted.where(_before((Album.sort_at, last.sort_at), (Album.id, last.id)))
    found = db.session.scalars(wanted.order_by(Album.sort_at.desc(), Album.id.desc()).limit(size + 1)).all()
    return found[:size], found[size - 1].uid if len(found) > size else None


def photos_of(album: Album, viewer: Viewer, size: int, after: str | None = None) -> Page:
    """A page of an album's photos in its order. Whoever sees the album sees them all."""
    order = ordering.of(album)
    place = ordering.place_of(album, after) if after else None
    wanted = _tiles_of_album(order, viewer.kind.member_id)
    if place is not None:
        wanted = wanted.where(order.behind(place))
    values = {**viewer.values, "album_id": album.id, "at_most": size + 1}
    return _page(db.session.execute(wanted, values).all(), size)


@lru_cache
def _tiles_of_album(order: ordering.Order, member_id: int | None) -> Any:
    return (
        photo_queries.tiles(member_id)
        .join(AlbumEntry, AlbumEntry.photo_id == Photo.id)
        .where(AlbumEntry.album_id == bindparam("album_id"), Photo.trashed_at.is_(None))
        .order_by(*order.sorted())
        .limit(bindparam("at_most"))
    )


def start_of_page_before(album: Album, size: int, after: str) -> str | None:
    """Behind which photo the page begins that ends with `after`; None when that is the album's first page."""
    place = ordering.place_of(album, after)
    if place is None:
        return None
    back = ordering.beside(album, place, backwards=True).with_only_columns(Photo.uid)
    # So many photos of the page lie between; an index serves them.
    found: str | None = db.session.scalar(back.offset(size - 1).limit(1))
    return found


def photos_owned(viewer: Viewer, size: int, after: str | None = None) -> Page:
    """A member's own photos, newest first."""
    return _newest_first(Photo.owner_id == viewer.member_id, viewer, size, after)


def photos_loved(viewer: Viewer, size: int, after: str | None = None) -> Page:
    """The photos with this member's heart, as far as they may still be seen."""
    loved = exists().where(Favourite.photo_id == Photo.id, Favourite.member_id == viewer.member_id)
    return _newest_first(and_(loved, access.photo_is_visible_to(viewer)), viewer, size, after)


def photos_picked(viewer: Viewer, size: int, after: str | None = None) -> Page:
    """The photos of a link that were picked by hand, oldest first."""
    wanted = photo_queries.tiles(None).where(access.photo_is_visible_to(viewer)).order_by(*_OLDEST_FIRST)
    if after and (last := access.find_photo(viewer, after)) is not None:
        wanted = wanted.where(_after((Photo.sort_at, last.sort_at), (Photo.id, last.id)))
    return _page(db.session.execute(wanted.limit(size + 1)).all(), size)


def neighbours_picked(viewer: Viewer, photo: Photo) -> tuple[str | None, str | None]:
    """The names of the photos before and behind this one among those."""
    picked = access.photos_visible_to(viewer).with_only_columns(Photo.uid)
    columns = (Photo.sort_at, photo.sort_at), (Photo.id, photo.id)
    return _either_side(picked, *_OLDEST_FIRST, _before(*columns), _after(*columns))


def neighbours(album: Album, photo: Photo) -> tuple[str | None, str | None]:
    """The names of the photos before and behind this one in an album."""
    place = ordering.place_of(album, photo.uid)
    if place is None:
        return None, None
    sides = (ordering.beside(album, place, backwards=backwards) for backwards in (True, False))
    before, behind = (db.session.scalar(side.with_only_columns(Photo.uid).limit(1)) for side in sides)
    return before, behind


def neighbours_owned(photo: Photo) -> tuple[str | None, str | None]:
    """The names of the same owner's photos around this one; "my photos" runs from new to old."""
    mine = select(Photo.uid).where(
        Photo.owner_id == photo.owner_id, Photo.trashed_at.is_(None), live.stands_alone()
    )
    columns = (Photo.sort_at, photo.sort_at), (Photo.id, photo.id)
    older, newer = _either_side(mine, Photo.sort_at, Photo.id, _before(*columns), _after(*columns))
    return newer, older


def albums_with(viewer: Viewer, photo: Photo) -> Sequence[Album]:
    """The albums that hold a photo, as far as the viewer sees them."""
    holds = exists().where(AlbumEntry.album_id == Album.id, AlbumEntry.photo_id == photo.id)
    return db.session.scalars(access.albums_visible_to(viewer).where(holds).order_by(Album.title)).all()


def count_hidden_albums_with(viewer: Viewer, photo: Photo) -> int:
    """How many albums hold a photo of the viewer's without being shared with the viewer any more."""
    ids = _hidden_albums_with(viewer, photo).with_only_columns(Album.id).subquery()
    return int(db.session.scalar(select(func.count()).select_from(ids)) or 0)


def hidden_albums_with(viewer: Viewer, photo: Photo) -> Sequence[Album]:
    return db.session.scalars(_hidden_albums_with(viewer, photo)).all()


def _hidden_albums_with(viewer: Viewer, photo: Photo) -> Select[Album]:
    holds = exists().where(AlbumEntry.album_id == Album.id, AlbumEntry.photo_id == photo.id)
    hidden = ~access.album_is_visible_to(viewer)
    return select(Album).where(holds.correlate(Album), Album.trashed_at.is_(None), hidden)


def only_here(album: Album, member_id: int) -> Sequence[Photo]:
    """A member's photos that are in this album and in no other."""
    return db.session.scalars(_only_here(album, member_id)).all()


def count_only_here(album: Album, member_id: int) -> int:
    """How many `only_here` would give, without loading them, and without counting on and on."""
    ids = _only_here(album, member_id).with_only_columns(Photo.id).limit(MOST_COUNTED + 1).subquery()
    return int(db.session.scalar(select(func.count()).select_from(ids)) or 0)


def _only_here(album: Album, member_id: int) -> Select[Photo]:
    elsewhere = exists().where(
        AlbumEntry.photo_id == Photo.id,
        AlbumEntry.album_id != album.id,
        AlbumEntry.album_id == Album.id,
        Album.trashed_at.is_(None),
    )
    return (
        select(Photo)
        .join(AlbumEntry, AlbumEntry.photo_id == Photo.id)
        .where(
            AlbumEntry.album_id == album.id,
            Photo.owner_id == member_id,
            Photo.trashed_at.is_(None),
            ~elsewhere.correlate(Photo),
        )
    )


def trashed(owner_id: int) -> Sequence[Album]:
    return db.session.scalars(
        select(Album)
        .where(Album.owner_id == owner_id, Album.trashed_at.is_not(None))
        .order_by(Album.trashed_at.desc())
    ).all()


def photos_trashed(viewer: Viewer, limit: int = 500) -> Sequence[Row[Any]]:
    """A member's own photos in the trash, last deleted first."""
    return db.session.execute(
        photo_queries.tiles(viewer.member_id)
        .add_columns(Photo.trashed_at)
        .where(Photo.owner_id == viewer.member_id, Photo.trashed_at.is_not(None), live.stands_alone())
        .order_by(Photo.trashed_at.desc(), Photo.id.desc())
        .limit(limit)
    ).all()


def being_prepared(album: Album) -> int:
    """How many of an album's photos have no picture yet.

    Written so that a database starts from the few originals that wait: not from all that is in the album, nor
    from all that is not in the trash, which is what SQLite takes up when that is a condition.
    """
    return int(db.session.scalar(_being_prepared(), {"album_id": album.id}) or 0)


@cache
def _being_prepared() -> Select[int]:
    waiting = select(Original.id).where(Original.state.in_((WAITING, WORKING)))
    held = exists().where(AlbumEntry.album_id == bindparam("album_id"), AlbumEntry.photo_id == Photo.id)
    kept = func.count(case((Photo.trashed_at.is_(None), 1)))
    question = select(kept).select_from(Photo).where(Photo.original_id.in_(waiting), held.correlate(Photo))
    edited = select(kept).select_from(Photo).where(Photo.edit_key != Photo.edit_made, held.correlate(Photo))
    return select(question.scalar_subquery() + edited.scalar_subquery())


def _newest_first(which: ColumnElement[bool], viewer: Viewer, size: int, after: str | None) -> Page:
    wanted = photo_queries.tiles(viewer.member_id).where(
        which, Photo.trashed_at.is_(None), live.stands_alone()
    )
    if after:
        place = select(Photo.sort_at, Photo.id).where(Photo.uid == after, access.photo_is_visible_to(viewer))
        last = db.session.execute(place).one_or_none()
        if last is not None:
            wanted = wanted.where(_before((Photo.sort_at, last.sort_at), (Photo.id, last.id)))
    rows = db.session.execute(wanted.order_by(Photo.sort_at.desc(), Photo.id.desc()).limit(size + 1)).all()
    return _page(rows, size)


def _either_side(
    wanted: Any, date: Any, number: Any, before: ColumnElement[bool], after: ColumnElement[bool]
) -> tuple[str | None, str | None]:
    previous = db.session.scalar(wanted.where(before).order_by(date.desc(), number.desc()).limit(1))
    following = db.session.scalar(wanted.where(after).order_by(date, number).limit(1))
    return previous, following


def _page(rows: Sequence[Row[Any]], size: int) -> Page:
    return Page(rows[:size], rows[size - 1].uid if len(rows) > size else None)


def _after(*keys: tuple[Any, Any]) -> ColumnElement[bool]:
    """Key pagination: all that stands behind these values in the order of these columns."""
    (date, date_value), (number, number_value) = keys
    return or_(date > date_value, and_(date == date_value, number > number_value))


def _before(*keys: tuple[Any, Any]) -> ColumnElement[bool]:
    (date, date_value), (number, number_value) = keys
    return or_(date < date_value, and_(date == date_value, number < number_value))
