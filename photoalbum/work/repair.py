"""Mending what a verification found, as far as nothing can be lost by it: no original is deleted here."""

import logging
import shutil
from collections.abc import Callable

from sqlalchemy import select

from photoalbum.accounts.models import Member
from photoalbum.albums import tally
from photoalbum.albums.models import Album
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.core.errors import AlbumError
from photoalbum.photos import derivatives, files, films, processing
from photoalbum.photos.models import Original
from photoalbum.photos.verifications import Kind, Verification, VerificationFault, faults_of
from photoalbum.uploads import ingest, receipts
from photoalbum.uploads.models import ReceiptLine
from photoalbum.uploads.receive import receive
from photoalbum.uploads.sweep import sweep_parts, sweep_scratch
from photoalbum.work.verify_files import stale_writes
from photoalbum.work.verify_pictures import missing_films

log = logging.getLogger(__name__)


def repair(run_id: int, owner_id: int | None) -> int:
    """Mend what can be mended; how much that was. Orphans become photos of `owner_id`. Commits as it goes."""
    ways: dict[Kind, Callable[[str], bool]] = {
        Kind.ORPHAN: lambda about: owner_id is not None and _adopt(about, owner_id),
        Kind.PICTURE: _ask_for_pictures,
        Kind.LEFTOVER: _remove_leftover,
        Kind.TEMPORARY: _tidy_up,
        Kind.COUNT: _count_anew,
        Kind.STUCK: _start_again,
    }
    faults = faults_of(db.session.get_one(Verification, run_id))
    wanted = [(fault.id, fault.kind, fault.about) for fault in faults if fault.repaired_at is None]
    db.session.rollback()
    mended = 0
    for fault_id, kind, about in wanted:
        way = ways.get(Kind(kind))
        if way is None or not way(about):
            db.session.rollback()
            continue
        db.session.get_one(VerificationFault, fault_id).repaired_at = now()
        db.session.commit()
        mended += 1
    return mended


def _adopt(key: str, owner_id: int) -> bool:
    """Take an orphan in by the door that all files take: it is read, hashed and probed like an upload."""
    path = files.storage().root / key
    db.session.rollback()
    try:
        with path.open("rb") as source:
            received = receive(source)
        found = ingest.keep(received, path.name)
        line = select(ReceiptLine.file_name).where(ReceiptLine.sha256 == received.sha256)
        name = db.session.scalar(line.order_by(ReceiptLine.id.desc()).limit(1)) or path.name
        outcome = ingest.record(
            received,
            found,
            file_name=name,
            owner=db.session.get_one(Member, owner_id),
            album=None,
            receipt=receipts.open_receipt(owner_id, None),
        )
        original = outcome.photo.original
        # What lies there under another name than its content has stays an orphan, and is reported again.
        is_it = files.original_key(original.sha256, original.extension) == key
        original_id = original.id
        db.session.commit()
    except (AlbumError, OSError) as fault:
        log.warning("%s could not be taken in: %s", key, fault)
        return False
    processing.ask_for([original_id])
    return is_it


def _ask_for_pictures(about: str) -> bool:
    original = db.session.get(Original, _number(about))
    if original is None:
        return True
    missing = missing_films(original)
    for film in missing:
        films.start_again(film)
    original_id = original.id
    db.session.commit()
    derivatives.ask_to_remake(original_id)
    if missing:
        films.ask_for_all()
    return True


def _remove_leftover(key: str) -> bool:
    # Asked and removed inside one writing unit: no upload of the same bytes can begin in between.
    folder = files.storage().root / key
    if db.session.scalar(select(Original.id).where(Original.sha256 == folder.name)) is None:
        shutil.rmtree(folder, ignore_errors=True)
    return True


def _tidy_up(about: str) -> bool:
    sweep_parts()
    sweep_scratch()
    for path in stale_writes():
        path.unlink(missing_ok=True)
    return not (files.storage().root / about).exists()


def _count_anew(about: str) -> bool:
    if db.session.get(Album, _number(about)) is not None:
        tally.refresh([_number(about)])
    return True


def _start_again(about: str) -> bool:
    if about.startswith("film "):
        films.ask_for_all()
    else:
        processing.ask_for([_number(about)])
    return True


def _number(about: str) -> int:
    """The id in "original 12" and "album 3 summer-…"."""
    return int(about.split()[1])
