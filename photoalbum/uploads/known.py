"""What need not be sent, because the sender's own photos have it. Of others' photos nothing is said."""

import hashlib
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import select

from photoalbum.accounts.models import Member
from photoalbum.albums import actions, entries
from photoalbum.albums.models import Album
from photoalbum.core.db import db
from photoalbum.photos import files, live, queries
from photoalbum.photos.models import Original, Photo
from photoalbum.uploads.models import Receipt, ReceiptLine
from photoalbum.uploads.names import clean_name


def among(member_id: int, digests: Collection[str]) -> list[str]:
    """Which of these a member has, the trash included."""
    mine = select(Original.sha256).join(Photo).where(Photo.owner_id == member_id)
    return sorted(set(db.session.scalars(mine.where(Original.sha256.in_(digests)))))


def is_intact(member_id: int, sha256: str) -> bool:
    """Whether a member has such a photo and its bytes, read from the disk now, are still what they were.

    Somebody may delete the file on their device because of our answer. Lets the unit of work go, for
    reading takes its time.
    """
    photo = queries.of_owner_with_sha256(member_id, sha256)
    path = files.path_of_original(photo.original) if photo is not None else None
    db.session.rollback()
    return path is not None and reads_back(path, sha256)


def reads_back(path: Path, sha256: str) -> bool:
    """Whether the disk gives, at this moment, what once was written there."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError:
        return False


def enter(sha256: str, file_name: str, receipt: Receipt, album: Album | None) -> ReceiptLine | None:
    """Put a photo that its owner has into a drop, as if it had been sent. The caller commits."""
    owner = db.session.get_one(Member, receipt.member_id)
    photo = queries.of_owner_with_sha256(owner.id, sha256)
    if photo is None:
        return None
    if photo.trashed_at is not None:
        actions.restore_photo(live.shown(photo))
    if album is not None:
        entries.add(album, live.shown(photo), owner.id)
    line = ReceiptLine(
        receipt_id=receipt.id,
        photo_id=photo.id,
        file_name=clean_name(file_name),
        sha256=sha256,
        bytes=photo.original.bytes,
        duplicate=True,
        verified=True,
    )
    db.session.add(line)
    db.session.flush()
    return line
