"""One whole file that a program sends: received, kept, recorded and committed, as the upload form does it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy.exc import DBAPIError

from photoalbum.accounts.models import Member
from photoalbum.albums.models import Album
from photoalbum.core import crash
from photoalbum.core.db import db
from photoalbum.core.errors import AlbumError, UnreadableMedia
from photoalbum.media import probe
from photoalbum.photos import processing
from photoalbum.uploads import ingest, offered, receipts
from photoalbum.uploads.models import Receipt
from photoalbum.uploads.receive import Received, as_told, receive


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file, as plain values: units of work in between forget rows."""

    photo_uid: str
    duplicate: bool
    receipt_uid: str


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


def take_in(
    source: BinaryIO, file_name: str, *, member_id: int, album_id: int | None, expected: Expected
) -> Taken:
    """Keep a file and commit. A refusal stands on the receipt as well, and is raised."""
    receipt = receipts.open_receipt(member_id, album_id)
    receipt_id, receipt_uid = receipt.id, receipt.uid
    # Others write while this one is received.
    db.session.commit()
    with refusals_on(receipt_id, file_name):
        received = receive(source)
        try:
            expected.check(received, file_name)
        except BaseException:
            received.let_go()
            raise
        found = ingest.keep(received, file_name)
        outcome = ingest.record(
            received,
            found,
            file_name=file_name,
            owner=db.session.get_one(Member, member_id),
            album=db.session.get(Album, album_id) if album_id else None,
            receipt=db.session.get_one(Receipt, receipt_id),
        )
        taken = Taken(outcome.photo.uid, outcome.duplicate, receipt_uid)
        original_id = outcome.photo.original_id if outcome.wants_processing else None
        db.session.commit()
    crash.point("committed")
    if original_id is not None:
        processing.ask_for([original_id])
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
