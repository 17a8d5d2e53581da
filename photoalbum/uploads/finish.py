"""The end of an upload that came in pieces: through the same door as every other file, exactly once.

Everything here may be cut off at any point and is then done again: by the sender's next question, or by
the sweep. The row remembers the SHA-256 before the bytes are moved, so they are found wherever they are.
"""

import fcntl
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from photoalbum.accounts.models import Member
from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access
from photoalbum.albums.access import Ability
from photoalbum.albums.models import Album
from photoalbum.core import crash
from photoalbum.core.db import db, disk_is_full
from photoalbum.core.errors import AlbumError, NotAsSent
from photoalbum.photos import processing
from photoalbum.uploads import behind, ingest, offered, parts, running, sidecars
from photoalbum.uploads.models import Receipt, ResumableUpload
from photoalbum.uploads.receive import Received, no_space


class StillInParts(Received):
    """A whole file that is not removed when it is let go: a full disk must not cost what has arrived."""

    __slots__ = ()

    def let_go(self) -> None:
        self.handle.close()


@dataclass(frozen=True, slots=True)
class _Whole:
    """An upload by its values, because the units of work in between forget the row."""

    id: int
    uid: str
    member_id: int
    receipt_id: int
    length: int
    file_name: str
    promised_sha256: str
    sha256: str


def is_due(upload: ResumableUpload) -> bool:
    """Whether all bytes have come and the photo has not been made of them yet."""
    return upload.offset == upload.length and not upload.is_finished


def finish(upload: ResumableUpload) -> bool:
    """Make a photo of an upload whose bytes have all come, under its lock; False if they are not there.

    Commits, in units of its own. What is refused leaves a line on the receipt and nothing else.
    """
    whole = _Whole(*(getattr(upload, name) for name in _Whole.__slots__))
    db.session.rollback()
    if parts.size_of(whole.uid) == 0 and whole.sha256:
        parts.bring_back(whole.uid, whole.sha256)
    if parts.size_of(whole.uid) < whole.length:
        return False
    received = _received(whole)
    try:
        original_id = _take_in(received, whole)
    except AlbumError as fault:
        db.session.rollback()
        _refuse(whole, fault.sentence)
        raise
    except (OSError, SQLAlchemyError) as fault:
        db.session.rollback()
        if disk_is_full(fault):
            raise no_space() from fault
        raise
    finally:
        received.let_go()
    crash.point("committed")
    parts.remove(whole.uid)
    if original_id is not None:
        processing.ask_for([original_id])
    crash.point("answered")
    return True


def _received(whole: _Whole) -> StillInParts:
    """Open the bytes, with the checksum of what came. From here on the row knows it as well."""
    came = running.known(whole.uid, whole.length)
    sums = came or behind.sums_of(whole.uid, parts.path_of(whole.uid), whole.length)
    db.session.execute(
        update(ResumableUpload).where(ResumableUpload.id == whole.id).values(sha256=sums.sha256)
    )
    db.session.commit()
    crash.point("hashed")
    path = parts.path_of(whole.uid)
    handle = path.open("rb")
    # The one door gives the bytes a second name for a moment, which the sweep must leave alone.
    fcntl.flock(handle, fcntl.LOCK_EX)
    return StillInParts(path, whole.length, sums.sha256, sums.crc32, handle, is_read_back=came is None)


def _take_in(received: Received, whole: _Whole) -> int | None:
    """Through the one door. Gives the original's id if a worker has work with it."""
    if whole.promised_sha256 not in ("", received.sha256):
        raise NotAsSent(
            _("The file did not arrive as it is on your device: its checksum differs. Please send it again.")
        )
    receipt = db.session.get_one(Receipt, whole.receipt_id)
    if receipt.guest_id is not None:
        db.session.rollback()
        found = ingest.keep(received, whole.file_name)
        kept = offered.record(
            received,
            found,
            file_name=whole.file_name,
            receipt=db.session.get_one(Receipt, whole.receipt_id),
            upload_id=whole.id,
        )
        line, original_id = kept.line, kept.original_id
    elif sidecars.is_one(received, whole.file_name):
        line = sidecars.take_in(received, whole.file_name, receipt)
        db.session.flush()
        original_id = None
    else:
        db.session.rollback()
        found = ingest.keep(received, whole.file_name)
        receipt = db.session.get_one(Receipt, whole.receipt_id)
        outcome = ingest.record(
            received,
            found,
            file_name=whole.file_name,
            owner=db.session.get_one(Member, whole.member_id),
            album=album_of(receipt),
            receipt=receipt,
            upload_id=whole.id,
        )
        line = outcome.line
        original_id = outcome.photo.original_id if outcome.wants_processing else None
    line.verified = bool(whole.promised_sha256)
    db.session.get_one(ResumableUpload, whole.id).line_id = line.id
    db.session.commit()
    return original_id


def album_of(receipt: Receipt) -> Album | None:
    """The album of a drop, unless it went or was closed to the sender since the drop began."""
    album, member = receipt.album, db.session.get_one(Member, receipt.member_id)
    viewer = Viewer(member_id=member.id, is_keeper=member.is_keeper)
    if album is None or access.find_album(viewer, album.slug) is None:
        return None
    return album if Ability.ADD in access.abilities(viewer, album) else None


def _refuse(whole: _Whole, sentence: str) -> None:
    """Keep nothing, and say on the receipt why."""
    upload = db.session.get(ResumableUpload, whole.id)
    if upload is not None:
        ingest.refuse(whole.file_name, sentence, db.session.get_one(Receipt, whole.receipt_id))
        db.session.delete(upload)
    db.session.commit()
    parts.remove(whole.uid)
