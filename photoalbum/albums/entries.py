"""Putting photos into albums and taking them out."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, delete, select, update

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access, order, tally
from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.core.db import db
from photoalbum.core.errors import NotAllowed
from photoalbum.photos.models import Photo


def add(album: Album, photo: Photo, member_id: int) -> bool:
    """Put a photo into an album; False when it is in it already.

    Only the photo's owner may: anybody else could show it to people who could not see it (DESIGN 4).
    """
    if photo.owner_id != member_id:
        raise NotAllowed(_("Only the person who added this photo can put it into another album."))
    return add_all(album, [photo], member_id) == 1


def add_all(album: Album, photos: Sequence[Photo], member_id: int | None) -> int:
    """Put photos of one's own into an album; how many were not in it already."""
    there = {photo.id for photo in held(album, photos)}
    new = [photo for photo in photos if photo.id not in there]
    db.session.add_all(
        AlbumEntry(album_id=album.id, photo_id=photo.id, sort_at=photo.sort_at, added_by_id=member_id)
        for photo in new
    )
    if new:
        tally.refresh([album.id])
    return len(new)


def held(album: Album, photos: Sequence[Photo]) -> list[Photo]:
    """Those of the photos that are in the album."""
    ids = [photo.id for photo in photos]
    there = set(
        db.session.scalars(
            select(AlbumEntry.photo_id).where(AlbumEntry.album_id == album.id, AlbumEntry.photo_id.in_(ids))
        )
    )
    return [photo for photo in photos if photo.id in there]


def remove(album: Album, photo: Photo) -> None:
    """Take a photo out of an album. The photo itself stays with its owner."""
    remove_all(album, [photo])


def remove_all(album: Album, photos: Sequence[Photo]) -> int:
    """The same for many; how many were in it."""
    ids = [photo.id for photo in held(album, photos)]
    if album.cover_id in ids:
        album.cover_id = None
    db.session.execute(
        delete(AlbumEntry).where(AlbumEntry.album_id == album.id, AlbumEntry.photo_id.in_(ids))
    )
    tally.refresh([album.id])
    return len(ids)


def follow_dates(photo_ids: Iterable[int]) -> None:
    """Let the albums' order follow the photos' dates, after a worker or a person has changed them."""
    ids = list(photo_ids)
    db.session.flush()
    date = select(Photo.sort_at).where(Photo.id == AlbumEntry.photo_id).scalar_subquery()
    db.session.execute(
        update(AlbumEntry)
        .where(AlbumEntry.photo_id.in_(ids))
        .values(sort_at=date)
        .execution_options(synchronize_session=False)
    )
    tally.refresh_around(ids)


def albums_holding(photo: Photo) -> list[int]:
    return list(db.session.scalars(select(AlbumEntry.album_id).where(AlbumEntry.photo_id == photo.id)))


def ids_in_order(album: Album) -> Select[Any]:
    """Which photos an album holds, in its order."""
    return (
        select(AlbumEntry.photo_id)
        .join(Photo, Photo.id == AlbumEntry.photo_id)
        .where(AlbumEntry.album_id == album.id, Photo.trashed_at.is_(None))
        .order_by(*order.of(album).sorted())
    )


def ids_seen_by(viewer: Viewer) -> Select[Any]:
    """Which photos a link shows in all that it opens, by date: of albums, or picked by hand."""
    opened = access.albums_visible_to(viewer).with_only_columns(Album.id)
    held = Photo.id.in_(select(AlbumEntry.photo_id).where(AlbumEntry.album_id.in_(opened)))
    shown = access.photo_is_visible_to(viewer) if viewer.selection_ids else held
    return select(Photo.id).where(shown, Photo.trashed_at.is_(None)).order_by(Photo.sort_at, Photo.id)
