"""What others have added since somebody was here, as far as they may see it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access
from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.core.db import db
from photoalbum.photos import queries as photo_queries
from photoalbum.photos.models import Photo

SHOWN = 24


def photos_since(viewer: Viewer, moment: datetime) -> Sequence[Row[Any]]:
    """The newest photos of others, last added first."""
    rows = db.session.execute(
        photo_queries.tiles(viewer.member_id)
        .join(AlbumEntry, AlbumEntry.photo_id == Photo.id)
        .join(Album, Album.id == AlbumEntry.album_id)
        .where(*_news(viewer, moment), access.album_is_visible_to(viewer))
        .order_by(AlbumEntry.added_at.desc(), Photo.id.desc())
        # A photo may be in several albums.
        .limit(3 * SHOWN)
    )
    return list({row.id: row for row in rows}.values())[:SHOWN]


def albums_since(viewer: Viewer, moment: datetime, albums: Iterable[Album]) -> set[int]:
    """Which of these albums, all of them seen by the viewer, have got something new."""
    wanted = (
        select(AlbumEntry.album_id)
        .join(Photo, Photo.id == AlbumEntry.photo_id)
        .where(*_news(viewer, moment), AlbumEntry.album_id.in_([album.id for album in albums]))
    )
    return set(db.session.scalars(wanted.distinct()))


def _news(viewer: Viewer, moment: datetime) -> tuple[Any, ...]:
    return (
        AlbumEntry.added_at > moment,
        Photo.owner_id != viewer.member_id,
        Photo.trashed_at.is_(None),
        Photo.companion_of_id.is_(None),
    )
