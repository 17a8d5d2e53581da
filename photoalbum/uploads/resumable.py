"""Uploads that outlast every break: begun, continued from where they are, given up (tus 1.0 is their HTTP).

The row says how many bytes are on the disk for certain, because it is written only after they were synced.
So neither a killed process nor a power cut makes it promise bytes that are not there.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import IO

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select, update

from photoalbum.accounts.models import Member
from photoalbum.core import crash
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.core.errors import Conflict, EmptyFile, Gone, Missing, Rejected, TooLarge
from photoalbum.uploads import behind, ingest, offered, parts, quota, receipts
from photoalbum.uploads.models import UPLOAD_LIFE, ResumableUpload
from photoalbum.uploads.names import clean_name
from photoalbum.uploads.receive import require_space

LARGEST_CHUNK = 16 << 20
LONGEST_METADATA = 4000


@dataclass(frozen=True, slots=True)
class Uploader:
    """Who sends: for whom the photo is kept, on whose share of the disk, and whose uploads are one's own."""

    member_id: int
    # Of somebody who came by a share link of that member.
    guest_id: int | None = None

    def owns(self) -> ColumnElement[bool]:
        """The condition on `resumable_uploads`."""
        sender = ResumableUpload.guest_id == self.guest_id  # IS NULL where there is none.
        return (ResumableUpload.member_id == self.member_id) & sender


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a sender says of a file before any byte of it comes."""

    length: int
    file_name: str = ""
    receipt_uid: str = ""
    sha256: str = ""
    sent_metadata: str = ""


def begin(uploader: Uploader, said: Announcement) -> ResumableUpload:
    """Make room for a file. The caller commits, also what a Rejected leaves on the receipt."""
    member_id, guest_id = uploader.member_id, uploader.guest_id
    receipt = receipts.of_member(member_id, said.receipt_uid, guest_id) if said.receipt_uid else None
    if said.receipt_uid and receipt is None:
        raise Missing(_("There is no such receipt."))
    try:
        _require_fit(said.length)
        if guest_id is not None:
            offered.require_room(offered.door_of(guest_id), said.length)
    except Rejected as fault:
        if receipt is not None:
            ingest.refuse(said.file_name, fault.sentence, receipt)
        raise
    quota.require_few_open(member_id, guest_id)
    quota.require(db.session.get_one(Member, member_id), said.length, for_guest=guest_id is not None)
    require_space(said.length)
    receipt = receipt or receipts.open_receipt(member_id, None, guest_id)
    upload = ResumableUpload(
        member_id=member_id,
        guest_id=guest_id,
        receipt_id=receipt.id,
        length=said.length,
        file_name=clean_name(said.file_name),
        promised_sha256=said.sha256,
        sent_metadata=said.sent_metadata,
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def find(uploader: Uploader, uid: str) -> ResumableUpload:
    """One's own upload. Raises Missing for all others, and Gone when its time is over."""
    upload = db.session.scalar(select(ResumableUpload).where(ResumableUpload.uid == uid, uploader.owns()))
    if upload is None:
        raise Missing(_("There is no such upload. Please send the file again."))
    if upload.expires_at <= now():
        raise Gone(_("This upload was left unfinished for too long. Please send the file again."))
    return upload


def offset_of(upload: ResumableUpload) -> int:
    """How many bytes need not be sent again. What lies behind the certain ones does not count."""
    return upload.length if upload.is_finished else min(upload.offset, parts.size_of(upload.uid))


def append(
    upload: ResumableUpload, at: int, source: IO[bytes], coming: int, check: parts.Check | None = None
) -> tuple[int, datetime]:
    """Take the next chunk, under the upload's lock; how many bytes there are now, and for how long they stay.

    Commits: the bytes are written and synced in between, and that must not hold up other writers.
    """
    upload_id, uid, room = upload.id, upload.uid, upload.length - at
    is_promised = upload.promised_sha256 != ""
    if at != offset_of(upload):
        raise Conflict(_("The next piece does not fit to what has arrived. Ask how much there is."))
    db.session.rollback()
    if coming > min(room, LARGEST_CHUNK):
        raise TooLarge(_("This piece is larger than what is missing, or than pieces may be."))
    require_space(coming)
    most = min(room, LARGEST_CHUNK)
    offset = parts.append(uid, at, most, source, check, is_promised=is_promised)
    expires_at = now() + UPLOAD_LIFE
    db.session.execute(
        update(ResumableUpload)
        .where(ResumableUpload.id == upload_id)
        .values(offset=offset, expires_at=expires_at)
    )
    db.session.commit()
    crash.point("chunk-recorded")
    if is_promised:
        behind.follow(uid, parts.path_of(uid), at, offset)
    return offset, expires_at


def give_up(upload: ResumableUpload) -> None:
    """Forget an upload and its bytes, under its lock. What it became, if it is finished, stays. Commits."""
    uid = upload.uid
    db.session.delete(upload)
    db.session.commit()
    parts.remove(uid)


def _require_fit(length: int) -> None:
    if length == 0:
        raise EmptyFile(_("This file is empty: there is nothing in it to keep."))
    if length > int(current_app.config["MAX_FILE_BYTES"]):
        raise TooLarge(_("This file is larger than this site takes."))
