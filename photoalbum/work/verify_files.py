"""Originals against their rows: missing, cut, altered; files that no row knows; forgotten temporary files."""

import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from flask_babel import gettext as _
from sqlalchemy import select

from photoalbum.core import disk
from photoalbum.core.db import db
from photoalbum.photos import files
from photoalbum.photos.models import Original, PurgedOriginal
from photoalbum.photos.verifications import Kind
from photoalbum.storage.base import StorageError
from photoalbum.uploads.sweep import STALE_SCRATCH_SECONDS, forgotten_parts
from photoalbum.work.findings import Found, about_original, photos_of

AT_A_TIME = 500
_NOTES = re.compile(r"[0-9a-f]{64}\.[0-9a-f]{16}\.xmp")
# What a crash left of a write to the storage is as old as this before it is called so.
STALE_WRITE_SECONDS = 3600


@dataclass(frozen=True)
class Expected:
    """What the row of an original says of its file."""

    id: int
    sha256: str
    bytes: int
    extension: str

    @property
    def key(self) -> str:
        return files.original_key(self.sha256, self.extension)


def fault_of(expected: Expected, go_on: Callable[[int], bool] | None) -> Found | None:
    """Compare one file with its row. `go_on` hears how much was read, and may end it: disk.Interrupted.

    Without it nothing is read, and the size has to do.
    """
    try:
        path = files.storage().path(expected.key)
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size != expected.bytes:
                return _of_size(expected, size)
            digest = disk.digest(file.fileno(), go_on) if go_on else expected.sha256
    except (OSError, StorageError) as fault:
        return _unreadable(expected, fault)
    if digest == expected.sha256:
        return None
    return _found(
        Kind.ALTERED,
        expected,
        _("The file is as long as it was, but its bytes are not those that were uploaded: %(photos)s."),
    )


def orphans() -> Iterator[Found]:
    """Files among the originals that no row knows. They are reported, and never removed."""
    root, keys = files.storage().root, files.storage().list("originals/")
    while some := list(islice(keys, AT_A_TIME)):
        known = _plainly_known({_digest_in(key) for key in some})
        for key in some:
            name, path = key.rpartition("/")[2], root / key
            if name in known or _is_arriving(path) or _is_known(name) or not path.is_file():
                continue
            sentence = _("No photo belongs to this file of %(size)d bytes.", size=path.stat().st_size)
            yield Found(Kind.ORPHAN, key, sentence, partial(_is_unknown, name))


def temporary_files() -> Iterator[Found]:
    """What crashes left behind. The sweep removes most of it by itself; while no worker runs, nobody does."""
    sentence = _("A temporary file that nobody works on any more.")
    stale = [
        *forgotten_parts(),
        *(path for path in files.scratch().iterdir() if _is_older(path, STALE_SCRATCH_SECONDS)),
        *stale_writes(),
    ]
    for path in stale:
        yield Found(Kind.TEMPORARY, str(path.relative_to(files.storage().root)), sentence)


def stale_writes() -> list[Path]:
    """What a crash left of files that were on their way into the storage."""
    return [path for path in files.storage().leftovers() if _is_older(path, STALE_WRITE_SECONDS)]


def _is_older(path: Path, seconds: float) -> bool:
    try:
        return path.stat().st_mtime < time.time() - seconds
    except FileNotFoundError:
        return False


def _of_size(expected: Expected, size: int) -> Found:
    if size < expected.bytes:
        sentence = _("The file has %(size)d bytes instead of %(bytes)d: its end is missing. %(photos)s.")
        return _found(Kind.CUT, expected, sentence, size)
    sentence = _("The file has %(size)d bytes instead of %(bytes)d. %(photos)s.")
    return _found(Kind.ALTERED, expected, sentence, size)


def _unreadable(expected: Expected, fault: Exception) -> Found:
    if isinstance(fault, FileNotFoundError):
        found = _found(Kind.MISSING, expected, _("The file is not there: %(photos)s."))
        return Found(found.kind, found.about, found.sentence, lambda: _is_missing(expected))
    sentence = _("The disk does not give the file back (%(fault)s): %(photos)s.")
    return _found(Kind.MISSING, expected, sentence, fault=getattr(fault, "strerror", None) or str(fault))


def _found(kind: Kind, expected: Expected, sentence: str, size: int = 0, fault: str = "") -> Found:
    told = {
        "size": size,
        "bytes": expected.bytes,
        "photos": photos_of(expected.id),
        "fault": fault,
    }
    db.session.rollback()
    return Found(
        kind,
        f"{about_original(expected.id)} {expected.key}",
        sentence % told,
        lambda: db.session.get(Original, expected.id) is not None,
    )


def _is_missing(expected: Expected) -> bool:
    return db.session.get(Original, expected.id) is not None and not files.storage().exists(expected.key)


def _is_arriving(path: Path) -> bool:
    """Whether an upload still has its own name on these bytes: it is about to write their row."""
    try:
        here = path.stat()
        return here.st_nlink > 1 and any(part.samefile(path) for part in files.incoming().glob("*.part"))
    except FileNotFoundError:
        return True


def _digest_in(key: str) -> str:
    return key.rpartition("/")[2].partition(".")[0]


def _plainly_known(digests: set[str]) -> set[str]:
    """The file names that the rows of these originals give."""
    rows = db.session.execute(
        select(Original.sha256, Original.extension).where(Original.sha256.in_(digests))
    ).all()
    db.session.rollback()
    return {f"{sha256}.{extension}" for sha256, extension in rows}


def _is_known(name: str) -> bool:
    """Whether a row names the file, asked in a unit that waits for those who are writing."""
    db.session.rollback()
    known = not _is_unknown(name)
    db.session.rollback()
    return known


def _is_unknown(name: str) -> bool:
    sha256 = _digest_in(name)
    extension = db.session.scalar(select(Original.extension).where(Original.sha256 == sha256))
    if extension is None:
        return db.session.get(PurgedOriginal, sha256) is None
    # Notes stay beside the original as long as it is there, earlier ones too.
    return name != f"{sha256}.{extension}" and not _NOTES.fullmatch(name)
