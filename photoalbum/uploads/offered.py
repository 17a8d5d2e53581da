"""What guests send by a share link: kept like everything else, and nobody's photo until it is accepted.

It belongs to whoever made the link and counts on their share of the disk. The link says whether it waits for
them; but a photo that they had before waits in any case, for nobody but its owner shows it to more people.
"""

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, func, or_, select

from photoalbum.accounts.models import Member
from photoalbum.albums.models import ShareLink
from photoalbum.core import crash
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.core.errors import AlbumError, Missing, Rejected, TooLarge
from photoalbum.media import probe
from photoalbum.photos import files, trash
from photoalbum.photos.guests import ACCEPTED, PENDING, Guest, GuestUpload
from photoalbum.photos.models import READY, Original
from photoalbum.uploads import deciding, ingest, known, quota
from photoalbum.uploads.models import Receipt, ReceiptLine, ResumableUpload
from photoalbum.uploads.names import clean_name
from photoalbum.uploads.receive import Received


@dataclass(frozen=True, slots=True)
class Offered:
    """What became of one file: its line on the receipt, and the original with which a worker has work."""

    line: ReceiptLine
    original_id: int | None


def door_of(guest_id: int) -> ShareLink:
    """The link by which a guest came, if photos can still be added by it. Raises Missing otherwise."""
    guest = db.session.get(Guest, guest_id)
    # Two files at once are counted one after the other; SQLite writes one unit at a time anyway.
    link = db.session.get(ShareLink, guest.link_id, with_for_update=True) if guest and guest.link_id else None
    if link is None or not _takes_photos(link):
        raise Missing(_("This link does not take photos any more."))
    return link


def _takes_photos(link: ShareLink) -> bool:
    is_over = link.revoked_at is not None or (link.expires_at is not None and link.expires_at <= now())
    return link.may_add and not is_over and link.album is not None and link.album.trashed_at is None


def used(link: ShareLink, besides: int = 0) -> tuple[int, int]:
    """How many files and bytes guests have added by a link, what is on its way among them."""
    kept = select(func.count(), func.coalesce(func.sum(GuestUpload.bytes), 0)).where(
        GuestUpload.link_id == link.id, _counts()
    )
    coming = (
        select(func.count(), func.coalesce(func.sum(ResumableUpload.length), 0))
        .join(Guest, Guest.id == ResumableUpload.guest_id)
        .where(Guest.link_id == link.id, ResumableUpload.line_id.is_(None), ResumableUpload.id != besides)
    )
    there, coming_now = (db.session.execute(each).one() for each in (kept, coming))
    return there[0] + coming_now[0], int(there[1]) + int(coming_now[1])


def require_room(link: ShareLink, coming: int, *, besides: int = 0) -> None:
    """Raise Rejected when the link takes no more files, or none so large."""
    number, size = used(link, besides)
    if number >= link.most_files:
        raise Rejected(
            ngettext(
                "By this link %(num)d file can be added, and it is there.",
                "By this link %(num)d files can be added, and they are there.",
                link.most_files,
            )
        )
    if size + coming > link.most_bytes:
        raise TooLarge(_("By this link no file of this size can be added any more."))


def record(
    received: Received, found: probe.Probe, *, file_name: str, receipt: Receipt, upload_id: int = 0
) -> Offered:
    """Write the rows for a file that is in place, as `ingest.record` does for members. The caller commits."""
    # The writing unit begins before the first look at a file: until it ends, nobody else deletes one.
    db.session.connection()
    try:
        ingest.require_in_place(received, files.original_key(received.sha256, found.extension))
        return _record(received, found, clean_name(file_name), receipt, upload_id)
    except AlbumError:
        # What is refused must not fill the disk. Bytes that somebody else has stay where they are.
        trash.drop_bytes(received.sha256, found.extension)
        raise
    finally:
        received.let_go()


def _record(received: Received, found: probe.Probe, name: str, receipt: Receipt, upload_id: int) -> Offered:
    guest_id, size = receipt.guest_id or 0, received.bytes
    link = door_of(guest_id)
    line = ReceiptLine(receipt_id=receipt.id, file_name=name, sha256=received.sha256, bytes=size)
    db.session.add(line)
    if _has_sent(guest_id, received.sha256):
        line.duplicate = True
        db.session.flush()
        return Offered(line, None)
    require_room(link, size, besides=upload_id)
    owner = db.session.get_one(Member, receipt.member_id)
    quota.require(owner, size, besides=upload_id, for_guest=True)
    original = ingest.original_of(received, found)
    db.session.flush()
    offer = GuestUpload(
        owner_id=receipt.member_id,
        link_id=link.id,
        guest_id=guest_id,
        line_id=line.id,
        file_name=name,
        sha256=received.sha256,
        bytes=size,
    )
    offer.original = original
    db.session.add(offer)
    db.session.flush()
    if not link.needs_approval and not deciding.shows_another(offer):
        deciding.accept(offer)
    crash.point("in-transaction")
    return Offered(line, original.id if original.state != READY else None)


def known_among(guest_id: int, digests: Collection[str]) -> list[str]:
    """Which of these a guest has sent already. Of what others have nothing is said."""
    mine = select(GuestUpload.sha256).where(GuestUpload.guest_id == guest_id, _counts())
    return sorted(set(db.session.scalars(mine.where(GuestUpload.sha256.in_(digests)))))


def is_intact(guest_id: int, sha256: str) -> bool:
    """Whether a guest has sent these bytes, and they are still what they were. Lets the unit of work go."""
    mine = select(Original).where(Original.sha256 == sha256)
    original = db.session.scalar(mine) if _has_sent(guest_id, sha256) else None
    path = files.path_of_original(original) if original is not None else None
    db.session.rollback()
    return path is not None and known.reads_back(path, sha256)


def enter(sha256: str, file_name: str, receipt: Receipt) -> ReceiptLine | None:
    """Put on a receipt what its sender has sent before. The caller commits."""
    guest_id = receipt.guest_id or 0
    door_of(guest_id)
    mine = select(GuestUpload.bytes).where(GuestUpload.guest_id == guest_id, GuestUpload.sha256 == sha256)
    size = db.session.scalar(mine.where(_counts()).limit(1))
    if size is None:
        return None
    line = ReceiptLine(
        receipt_id=receipt.id,
        file_name=clean_name(file_name),
        sha256=sha256,
        bytes=size,
        duplicate=True,
        verified=True,
    )
    db.session.add(line)
    db.session.flush()
    return line


def _has_sent(guest_id: int, sha256: str) -> bool:
    """Whether a guest has sent these bytes before, and they are still there."""
    return bool(known_among(guest_id, [sha256]))


def _counts() -> ColumnElement[bool]:
    """The condition on `guest_uploads` that the bytes are there: not refused, taken back or thrown away."""
    accepted = (GuestUpload.state == ACCEPTED) & GuestUpload.photo_id.is_not(None)
    return or_(GuestUpload.state == PENDING, accepted)
