"""The trash: thirty days to change one's mind, then the photo goes, and its bytes with the last reference."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select, update

from photoalbum.accounts import rows
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.photos import files
from photoalbum.photos.guests import GuestUpload
from photoalbum.photos.models import Original, Photo, PurgedOriginal


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
    original_id, sha256, extension = photo.original_id, photo.original.sha256, photo.original.extension
    # The films of a Live Photo lie in the trash as well, and go by themselves.
    db.session.execute(update(Photo).where(Photo.companion_of_id == photo.id).values(companion_of_id=None))
    db.session.delete(photo)
    db.session.flush()
    release(original_id, sha256, extension)


def release(original_id: int, sha256: str, extension: str) -> None:
    """Delete the row of bytes that no photo refers to, and that no guest has sent for somebody to look at."""
    still_used = exists().where(Photo.original_id == original_id)
    is_offered = exists().where(GuestUpload.original_id == original_id)
    if rows.changed(delete(Original).where(Original.id == original_id, ~still_used, ~is_offered)):
        # Should the machine stop before the bytes are gone as well, the sweep does what is left to do.
        db.session.merge(PurgedOriginal(sha256=sha256, extension=extension))


def purged() -> list[tuple[str, str]]:
    """Originals whose last row has gone, and whose bytes somebody was about to delete."""
    found = db.session.execute(select(PurgedOriginal.sha256, PurgedOriginal.extension)).all()
    return [(sha256, extension) for sha256, extension in found]


def drop_bytes(sha256: str, extension: str) -> bool:
    """Delete files that no row refers to any more; False when somebody has uploaded the same bytes again.

    The question and the deletion stand inside one writing unit, as an upload's own check for the file
    does, so that neither can slip between the other's two steps.
    """
    db.session.execute(delete(PurgedOriginal).where(PurgedOriginal.sha256 == sha256))
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


def drop_all(let_go: Iterable[tuple[str, str]]) -> None:
    """The same for what was released just now. Commits."""
    for sha256, extension in let_go:
        drop_bytes(sha256, extension)
        db.session.commit()


def drop_notes(sha256: str, notes_sha256: str) -> None:
    """Delete a purged photo's notes file from beside an original that others keep, unless they share it."""
    sharing = select(Photo).join(Original).where(Original.sha256 == sha256)
    if all((photo.notes or {}).get("sha256") != notes_sha256 for photo in db.session.scalars(sharing)):
        files.storage().delete(files.notes_key(sha256, notes_sha256))
