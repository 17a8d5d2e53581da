"""The one door: from bytes in `incoming/` to a photo with a receipt (DESIGN section 5).

The order is what keeps the promise. Probe, read back, rename into place, sync the folder; only then one
transaction for original, photo, album entry and receipt line; only then the answer. A crash between the two
leaves a file without a row, never a row without a file.

Between the two steps somebody may empty the last photo of the same bytes from the trash. So the part in
`incoming/` keeps its own name on the bytes until the rows are written: if the file is gone by then, it is put
back inside the writing unit, which no purge can enter.
"""

import errno
import logging
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from photoalbum.accounts.models import Member
from photoalbum.albums import actions, entries
from photoalbum.albums import live as album_live
from photoalbum.albums.models import Album
from photoalbum.core import crash
from photoalbum.core.db import db
from photoalbum.core.errors import AlbumError, NoSpace
from photoalbum.core.tokens import new_uid
from photoalbum.media import probe
from photoalbum.photos import captioning, dating, files, live, near_duplicates, queries, trash
from photoalbum.photos.models import READY, Original, Photo
from photoalbum.storage.base import ContentDiffers, Stored
from photoalbum.uploads import quota
from photoalbum.uploads.models import Receipt, ReceiptLine
from photoalbum.uploads.names import clean_name
from photoalbum.uploads.receive import Received

log = logging.getLogger(__name__)

NO_HARD_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV)
BROKEN_ON_THE_WAY = _l("The file did not arrive as it was sent. Please send it again.")


class NotTheSameBytes(AlbumError):
    """The disk gave back other bytes than were written: nothing of it may be acknowledged."""

    status = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    photo: Photo
    duplicate: bool
    line: ReceiptLine
    wants_processing: bool


def keep(received: Received, file_name: str) -> probe.Probe:
    """Probe the bytes and put them into place. What raises leaves nothing behind; `record` must follow."""
    try:
        found = probe.probe(received.path, file_name)
        crash.point("probed")
        _put_into_place(received, files.original_key(received.sha256, found.extension))
        crash.point("renamed")
    except BaseException:
        received.let_go()
        raise
    return found


def _put_into_place(received: Received, key: str) -> None:
    """Read the bytes back from disk unless that was done, compare, and give them their name for good."""
    storage = files.storage()
    if not received.is_read_back:
        received.forget_cached()
    try:
        stored = _adopt_twin(received, key)
    except ContentDiffers:
        # One of the two has been altered by the disk. If it is the one that was kept, this one heals it.
        if not received.is_intact():
            raise NotTheSameBytes(str(BROKEN_ON_THE_WAY)) from None
        log.error("The original %s had changed on the disk; a new upload of the same file replaced it.", key)
        storage.delete(key)
        stored = _adopt_twin(received, key)
    if stored.sha256 != received.sha256:
        storage.delete(key)
        raise NotTheSameBytes(str(BROKEN_ON_THE_WAY))


def _adopt_twin(received: Received, key: str) -> Stored:
    """Give the bytes their name for good beside the one they have, where the file system can do that."""
    twin = received.path.with_name(f"{new_uid(20)}.part")
    proved = received.sha256 if received.is_read_back else ""
    try:
        twin.hardlink_to(received.path)
    except OSError as fault:
        if fault.errno not in NO_HARD_LINKS:
            raise
        return files.storage().adopt(key, received.path, sha256=proved)
    try:
        return files.storage().adopt(key, twin, sha256=proved)
    finally:
        twin.unlink(missing_ok=True)


def require_in_place(received: Received, key: str) -> None:
    """Put the bytes back if somebody emptied the last photo of them from the trash since they were kept."""
    if files.storage().exists(key):
        return
    if not received.path.exists():
        raise NotTheSameBytes(_("This file has to be sent once more."))
    files.storage().adopt(key, received.path)


def record(
    received: Received,
    found: probe.Probe,
    *,
    file_name: str,
    owner: Member,
    album: Album | None,
    receipt: Receipt,
    file_dated_at: datetime | None = None,
    upload_id: int = 0,
) -> Outcome:
    """Write the rows for a file that is in place. The caller commits, and answers only after that.

    `file_dated_at` is the date that the person's device gives the file, as a wall clock;
    `upload_id` is the unfinished upload that brought it, whose bytes would count twice.
    """
    # The writing unit begins before the first look at a file: until it ends, nobody else deletes one.
    db.session.connection()
    try:
        require_in_place(received, files.original_key(received.sha256, found.extension))
        return _record(
            received,
            found,
            name=clean_name(file_name),
            owner=owner,
            album=album,
            receipt=receipt,
            dated=file_dated_at,
            upload_id=upload_id,
        )
    finally:
        received.let_go()


def _record(
    received: Received,
    found: probe.Probe,
    *,
    name: str,
    owner: Member,
    album: Album | None,
    receipt: Receipt,
    dated: datetime | None,
    upload_id: int,
) -> Outcome:
    photo = queries.of_owner_with_sha256(owner.id, received.sha256)
    duplicate = photo is not None
    if photo is None:
        _require_quota(owner, received, found, upload_id)
        photo = new_photo(original_of(received, found), owner, name, dated)
    elif photo.trashed_at is not None:
        actions.restore_photo(live.shown(photo))
    if album is not None:
        entries.add(album, live.shown(photo), owner.id)
    line = ReceiptLine(
        receipt_id=receipt.id,
        photo_id=photo.id,
        file_name=name,
        sha256=received.sha256,
        bytes=received.bytes,
        duplicate=duplicate,
    )
    db.session.add(line)
    db.session.flush()
    crash.point("in-transaction")
    return Outcome(photo, duplicate, line, photo.original.state != READY)


def refuse(file_name: str, sentence: str, receipt: Receipt) -> ReceiptLine:
    """Note on the receipt that a file was not taken, and why."""
    line = ReceiptLine(receipt_id=receipt.id, file_name=clean_name(file_name), refusal=sentence[:500])
    db.session.add(line)
    return line


def original_of(received: Received, found: probe.Probe) -> Original:
    """The row of these bytes, made if nobody has sent them before."""
    original = queries.original_by_sha256(received.sha256)
    if original is not None:
        return original
    original = Original(
        sha256=received.sha256,
        bytes=received.bytes,
        crc32=received.crc32,
        media_type=found.media_type,
        extension=found.extension,
        kind=found.kind,
        width=found.width or 0,
        height=found.height or 0,
    )
    db.session.add(original)
    db.session.flush()
    return original


def new_photo(original: Original, owner: Member, name: str, dated: datetime | None) -> Photo:
    """Make bytes that are kept somebody's photo."""
    photo = Photo(owner_id=owner.id, original_id=original.id, kind=original.kind, file_name=name)
    photo.original, photo.file_dated_at = original, dated
    if original.state == READY:
        dating.take_from_file(photo)
        captioning.take_from_file(photo)
    db.session.add(photo)
    db.session.flush()
    album_live.join(photo)
    if original.state == READY:
        near_duplicates.compare(photo)
    return photo


def _require_quota(owner: Member, coming: Received, found: probe.Probe, upload_id: int) -> None:
    try:
        quota.require(owner, coming.bytes, besides=upload_id)
    except NoSpace:
        # What is refused must not fill the disk. Bytes that another member has stay where they are.
        trash.drop_bytes(coming.sha256, found.extension)
        raise
