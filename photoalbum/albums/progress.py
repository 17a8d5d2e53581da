"""How far the photos of an album are, for the page that waits for them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.core.db import db
from photoalbum.photos import edits
from photoalbum.photos import queries as photo_queries
from photoalbum.photos.models import FAILED, READY, Photo


def finished(album: Album, viewer: Viewer, uids: Sequence[str]) -> Sequence[Row[Any]]:
    """Those of these photos in the album that are ready by now, or never will be."""
    return db.session.execute(
        photo_queries.tiles(viewer.member_id)
        .join(AlbumEntry, AlbumEntry.photo_id == Photo.id)
        .where(
            AlbumEntry.album_id == album.id,
            Photo.uid.in_(uids),
            Photo.trashed_at.is_(None),
            edits.state().in_((READY, FAILED)),
        )
    ).all()
