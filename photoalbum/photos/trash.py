"""The trash: thirty days to change one's mind, then the photo goes, and its bytes with the last reference."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select, update

from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.photos import files
from photoalbum.photos.models import Original, Photo


def put(photo: Photo, batch: str | None = None) -> None:
    """Move a photo to its owner's trash. `batch` names what it was deleted together with."""
    if photo.trashed_at is None:
        photo.trashed_at = now()
        photo.trash_batch = batch
    follow(photo)


def restore(photo: Photo) -> None:
    photo.trashed_at = None
    photo.trash_batch = None
    follow(photo)


def follow(photo: Photo) -> None:
    """Let the films of a Live Photo lie where their still does: both go, and both come back."""
    db.session.flush()
    db.session.execute(
        update(Photo)
        .where(Photo.companion_of_id == photo.id)
        .values(trashed_at=photo.trashed_at, trash_batch=photo.trash_batch)
        .execution_options(synchronize_session="fetch")
    )


def in_batch(batch: str) -> Sequence[Photo]:
    return db.session.scalars(select(Photo).where(Photo.trash_batch == batch)).all()


def due(days: int) -> Sequence[Photo]:
    """Photos that have lain in the trash for so many days."""
    limit: datetime = now() - timedelta(days=days)
    return db.session.scalars(select(Photo).where(Photo.trashed_at < limit).limit(500)).all()


def purge(photo: Photo) -> None:
    """Delete a photo's row, and its original's when no other refers to it. Commit, then `drop_bytes`."""
    original_id = photo.original_id
    # The films of a Live Photo lie in the trash as well, and go by themselves.
    db.session.execute(update(Photo).where(Photo.companion_of_id == photo.id).values(companion_of_id=None))
    db.session.delete(photo)
    db.session.flush()
    still_used = exists().where(Photo.original_id == original_id)
    db.session.execute(delete(Original).where(Original.id == original_id, ~still_used))


def drop_bytes(sha256: str, extension: str) -> bool:
    """Delete files that no row refers to any more; False when somebody has uploaded the same bytes again.

    The question and the deletion stand inside one writing unit, as an upload's own check for the file
    does, so that neither can slip between the other's two steps.
    """
    if db.session.scalar(select(Original.id).where(Original.sha256 == sha256)) is not None:
        return False
    for key in files.storage().list(files.derivative_folder(sha256)):
        files.storage().delete(key)
    original = files.original_key(sha256, extension)
    for key in files.storage().list(original.removesuffix(extension)):
        # The original itself last: as long as it is there, whatever lies beside it can be found.
        if key != original:
            files.storage().delete(key)
    files.storage().delete(original)
    return True
