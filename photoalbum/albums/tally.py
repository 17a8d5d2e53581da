"""What an album page says at its head: counts, first and last day, and the pictures on its card.

They are kept on the album's row and counted anew after each change, in the same transaction: never a drift,
and no page has to count a hundred thousand photos.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import case, func, select, update

from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.core.db import db
from photoalbum.photos import edits
from photoalbum.photos.models import READY, UNDATED, Original, Photo

COLLAGE = 4


def refresh(album_ids: Iterable[int]) -> None:
    """Count these albums anew."""
    db.session.flush()
    for album_id in sorted(set(album_ids)):
        _refresh(album_id)


def refresh_around(photo_ids: Iterable[int]) -> None:
    """Count every album anew that holds one of these photos."""
    ids = list(photo_ids)
    db.session.flush()
    refresh(db.session.scalars(select(AlbumEntry.album_id).where(AlbumEntry.photo_id.in_(ids)).distinct()))


def _refresh(album_id: int) -> None:
    dated = case((AlbumEntry.sort_at < UNDATED, AlbumEntry.sort_at))
    videos = func.coalesce(func.sum(case((Photo.kind == "video", 1), else_=0)), 0)
    total, video_count, first, last = db.session.execute(
        select(func.count(), videos, func.min(dated), func.max(dated))
        .select_from(AlbumEntry)
        .join(Photo, Photo.id == AlbumEntry.photo_id)
        .where(AlbumEntry.album_id == album_id, Photo.trashed_at.is_(None))
    ).one()
    # A statement, not an attribute: the album's version number counts what people change, not this.
    db.session.execute(
        update(Album)
        .where(Album.id == album_id)
        .values(
            photo_count=total - video_count,
            video_count=video_count,
            first_taken=_moment(first),
            last_taken=_moment(last),
            sort_at=func.coalesce(_moment(last), Album.created_at),
            collage=_collage(album_id),
            updated_at=Album.updated_at,
        )
        .execution_options(synchronize_session="fetch")
    )


def _collage(album_id: int) -> list[str]:
    """The cover, or the newest picture, and a few more that can be shown already, as `uid` or `uid.edits`."""
    shown = (
        select(Photo.uid, Photo.edit_key)
        .join(AlbumEntry, AlbumEntry.photo_id == Photo.id)
        .join(Original, Original.id == Photo.original_id)
        .where(AlbumEntry.album_id == album_id, Photo.trashed_at.is_(None), edits.state() == READY)
    )
    cover = shown.join(Album, Album.cover_id == Photo.id).where(Album.id == album_id)
    some = shown.order_by(AlbumEntry.sort_at, AlbumEntry.photo_id).limit(COLLAGE)
    rows = [*db.session.execute(cover), *db.session.execute(some)]
    return list(dict.fromkeys(".".join(filter(None, row)) for row in rows))[:COLLAGE]


def _moment(value: datetime | str | None) -> datetime | None:
    # SQLite forgets the type of a CASE: what comes back is text.
    return datetime.fromisoformat(value) if isinstance(value, str) else value
