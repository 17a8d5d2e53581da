"""Tidying after crashes: upload parts that nobody will finish. Originals are never swept.

A file under `originals/` without a row may be a photo whose row a restored backup does not know. So it is
left where it is: sending the same file again adopts it, and `photoalbum verify` reports it.
"""

import fcntl
import logging
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.exc import InvalidRequestError

from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.core.errors import AlbumError
from photoalbum.photos import files
from photoalbum.uploads import finish, parts, resumable
from photoalbum.uploads.models import ResumableUpload

log = logging.getLogger(__name__)

# Few, for each is hashed and read again; what is left comes with the next sweep.
AT_A_TIME = 50
STALE_PART_SECONDS = 60
STALE_SCRATCH_SECONDS = 6 * 3600


def sweep_parts(min_age: float = STALE_PART_SECONDS) -> int:
    """Remove parts of plain uploads that no process holds any more; how many there were."""
    return sum(1 for _path in forgotten_parts(min_age, remove=True))


def forgotten_parts(min_age: float = STALE_PART_SECONDS, *, remove: bool = False) -> Iterator[Path]:
    """Parts of plain uploads that no process holds any more."""
    limit = time.time() - min_age
    for path in files.incoming().glob("*.part"):
        if _is_forgotten(path, limit, remove=remove):
            yield path


def sweep_uploads(min_age: float = STALE_PART_SECONDS) -> None:
    """End what came in pieces: make photos of what is whole, forget what was left for too long. Commits."""
    for upload_id in _due():
        _end(upload_id)
    db.session.rollback()
    limit = time.time() - min_age
    for path in files.incoming().glob(f"*{parts.LOCK_ENDING}"):
        _is_forgotten(path, limit, remove=True)
    for path in files.incoming().glob(f"*{parts.ENDING}"):
        awaited = select(ResumableUpload.id).where(
            ResumableUpload.uid == path.stem, ResumableUpload.line_id.is_(None)
        )
        if db.session.scalar(awaited) is None:
            _is_forgotten(path, limit, remove=True)
    db.session.rollback()


def sweep_scratch() -> None:
    """Remove work files so old that whatever made them is gone."""
    limit = time.time() - STALE_SCRATCH_SECONDS
    for path in files.scratch().iterdir():
        try:
            if path.stat().st_mtime >= limit:
                continue
        except FileNotFoundError:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _due() -> list[int]:
    """Uploads that are whole but no photos yet, and those whose time is over."""
    whole = (ResumableUpload.offset == ResumableUpload.length) & ResumableUpload.line_id.is_(None)
    due = select(ResumableUpload.id).where(or_(whole, ResumableUpload.expires_at <= now()))
    return list(db.session.scalars(due.order_by(ResumableUpload.id).limit(AT_A_TIME)))


def _end(upload_id: int) -> None:
    upload = db.session.get(ResumableUpload, upload_id)
    if upload is None:
        return
    try:
        with parts.locked(upload.uid):
            db.session.refresh(upload)
            if finish.is_due(upload) and finish.finish(upload):
                return
            upload = db.session.get(ResumableUpload, upload_id)
            if upload is not None and upload.expires_at <= now():
                resumable.give_up(upload)
    except (AlbumError, OSError, InvalidRequestError) as fault:
        # Refused, and so written on its receipt; or its sender is at it in this moment.
        log.info("An upload was not finished by the sweep: %s", fault)
        db.session.rollback()


def _is_forgotten(path: Path, limit: float, *, remove: bool) -> bool:
    """Whoever writes a part holds a lock on it, and the lock ends with the process, however it ends."""
    try:
        with path.open("rb") as part:
            if path.stat().st_mtime > limit:
                return False
            fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(part.fileno()).st_nlink == 0:
                return False
            if remove:
                path.unlink()
    except (FileNotFoundError, BlockingIOError):
        return False
    return True
