"""Keeping one of several pictures that look alike, without tearing holes into albums."""

from collections.abc import Sequence

from sqlalchemy import select

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access, actions, tally
from photoalbum.albums.access import Ability
from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.core.db import db
from photoalbum.photos.models import Photo


def keep(viewer: Viewer, kept: Sequence[Photo], others: Sequence[Photo]) -> None:
    """Move the others to the trash. Albums that would lose the picture get the first of those kept instead.

    All are the viewer's own photos. Into albums that somebody else has closed for them, nothing is put.
    """
    best, ids = kept[0], [photo.id for photo in others]
    held_already = select(AlbumEntry.album_id).where(AlbumEntry.photo_id.in_([photo.id for photo in kept]))
    held_now = select(AlbumEntry.album_id).where(AlbumEntry.photo_id.in_(ids))
    losing = db.session.scalars(
        access.addable_by(viewer).where(Album.id.in_(held_now), Album.id.not_in(held_already))
    ).all()
    covered = [album for album in losing if album.cover_id in ids]
    for album in losing:
        db.session.add(
            AlbumEntry(
                album_id=album.id, photo_id=best.id, sort_at=best.sort_at, added_by_id=viewer.member_id
            )
        )
    for photo in others:
        actions.trash_photo(photo)
    for album in covered:
        if Ability.EDIT in access.abilities(viewer, album):
            album.cover_id = best.id
    tally.refresh(album.id for album in losing)
