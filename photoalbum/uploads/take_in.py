"""Whole files, one or more in a request: each received, kept, recorded and committed by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy.exc import DBAPIError

from photoalbum.accounts.models import Member
from photoalbum.albums import actions
from photoalbum.albums.models import Album
from photoalbum.core import crash
from photoalbum.core.db import db
from photoalbum.core.errors import AlbumError, UnreadableMedia
from photoalbum.media import probe
from photoalbum.uploads import ingest, offered, receipts, sidecars
from photoalbum.uploads.models import Receipt
from photoalbum.uploads.receive import Received, as_told, receive


@dataclass(slots=True)
class Drop:
    """Where files go: by number, because the units of work in between forget the rows.

    An album that is named anew is made with the first file that is kept: a drop of which nothing is kept
    leaves none.
    """

    member_id: int
    album_id: int | None
    new_album: str
    receipt_id: int
    receipt_uid: str

    def album(self) -> Album | None:
        """The album of the drop, in the unit that writes the first row for it."""
        if self.new_album and self.album_id is None:
            album = actions.create(self.member_id, actions.Wish(self.new_album))
            db.session.get_one(Receipt, self.receipt_id).album_id = album.id
            return album
        return db.session.get(Album, self.album_id) if self.album_id else None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file, and the original if a worker has work with it."""

    photo_uid: str
    duplicate: bool
    original_id: int | None


@dataclass(frozen=True, slots=True)
class Expected:
    """What the sender says the file is; nothing where they do not say."""

    kind: str = ""
    media_type: str = ""
    sentence: str = ""

    def check(self, received: Received, file_name: str) -> None:
        if not (self.kind or self.media_type):
            return
        found = probe.probe(received.path, file_name)
        if self.kind not in ("", found.kind) or self.media_type not in ("", found.media_type):
            raise UnreadableMedia(self.sentence)


def open_drop(member_id: int, album_id: int | None, new_album: str = "") -> Drop:
    """Open the receipt, in a unit of its own: hashing must not hold up others."""
    receipt = receipts.open_receipt(member_id, album_id)
    drop = Drop(member_id, album_id, new_album, receipt.id, receipt.uid)
    db.session.commit()
    return drop


def take_in(source: BinaryIO, file_name: str, drop: Drop, expected: Expected) -> Taken:
    """Keep a file and commit. A refusal stands on the receipt as well, and is raised."""
    with refusals_on(drop.receipt_id, file_name):
        received = receive(source)
        try:
            expected.check(received, file_name)
        except BaseException:
            received.let_go()
            raise
        taken = _keep(received, file_name, drop)
    crash.point("committed")
    return taken


def take_in_with_notes(source: BinaryIO, file_name: str, drop: Drop) -> Taken | None:
    """The same where notes files (XMP) may be among the files; of one of these there is nothing to tell."""
    taken = None
    with refusals_on(drop.receipt_id, file_name):
        received = receive(source)
        if sidecars.is_one(received, file_name):
            sidecars.take_in(received, file_name, db.session.get_one(Receipt, drop.receipt_id))
            db.session.commit()
        else:
            taken = _keep(received, file_name, drop)
    crash.point("committed")
    return taken


def _keep(received: Received, file_name: str, drop: Drop) -> Taken:
    found = ingest.keep(received, file_name)
    album = drop.album()
    outcome = ingest.record(
        received,
        found,
        file_name=file_name,
        owner=db.session.get_one(Member, drop.member_id),
        album=album,
        receipt=db.session.get_one(Receipt, drop.receipt_id),
    )
    original_id = outcome.photo.original_id if outcome.wants_processing else None
    taken = Taken(outcome.photo.uid, outcome.duplicate, original_id)
    album_id = album.id if album else None
    db.session.commit()
    drop.album_id = album_id
    return taken


def take_in_from_guest(source: BinaryIO, file_name: str, receipt_id: int) -> int | None:
    """The same for one file of a guest's form. Gives the original's id if a worker has work with it."""
    with refusals_on(receipt_id, file_name):
        received = receive(source)
        found = ingest.keep(received, file_name)
        receipt = db.session.get_one(Receipt, receipt_id)
        original_id = offered.record(received, found, file_name=file_name, receipt=receipt).original_id
        db.session.commit()
    crash.point("committed")
    return original_id


@contextmanager
def refusals_on(receipt_id: int, file_name: str) -> Iterator[None]:
    """Write down on the receipt why the file inside was not taken, commit, and raise it as an AlbumError."""
    try:
        yield
    except (AlbumError, OSError, DBAPIError) as fault:
        db.session.rollback()
        told = as_told(fault)
        ingest.refuse(file_name, told.sentence, db.session.get_one(Receipt, receipt_id))
        db.session.commit()
        raise told from fault
