"""Joining the halves of a Live Photo: where either of them lies, the still does from then on."""

from sqlalchemy import delete, select

from photoalbum.albums import tally
from photoalbum.albums.models import AlbumEntry
from photoalbum.core.db import db
from photoalbum.photos import live, near_duplicates, trash
from photoalbum.photos.models import Photo


def join(photo: Photo) -> None:
    """Make one photo of this one and its other half, once both are ready. Doing it again is harmless."""
    for still, film in live.pairs_of(photo):
        _move_entries(film, still)
        film.companion_of_id = still.id
        near_duplicates.leave(film)
        # Whoever threw one away meant both; whoever sends the other afterwards wants both back.
        if still.trashed_at is not None and film.trashed_at is None:
            trash.restore(still)
        trash.follow(still)
        db.session.flush()
        tally.refresh_around([still.id])


def _move_entries(film: Photo, still: Photo) -> None:
    """Into every album that held the film, where both are the same person's."""
    held = db.session.scalars(select(AlbumEntry).where(AlbumEntry.photo_id == film.id)).all()
    albums = [entry.album_id for entry in held]
    for entry in held:
        if db.session.get(AlbumEntry, (entry.album_id, still.id)) is None:
            db.session.add(
                AlbumEntry(
                    album_id=entry.album_id,
                    photo_id=still.id,
                    sort_at=still.sort_at,
                    added_by_id=entry.added_by_id,
                )
            )
    db.session.execute(delete(AlbumEntry).where(AlbumEntry.photo_id == film.id))
    db.session.flush()
    tally.refresh(albums)
