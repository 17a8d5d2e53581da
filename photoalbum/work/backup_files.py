"""Bringing originals and notes files into a backup: by a hard link to the backup before, or as a copy."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from flask_babel import gettext as _
from sqlalchemy import select

from photoalbum.core import disk, snapshot
from photoalbum.core.db import db
from photoalbum.photos import files
from photoalbum.photos.models import Original
from photoalbum.storage.base import StorageError
from photoalbum.work import backup_folder
from photoalbum.work.backup_folder import DAMAGED, DATABASE, MANIFEST, MEDIA, SUMS
from photoalbum.work.verify_files import Expected


@dataclass
class Counted:
    files: int = 0
    bytes: int = 0
    copied_files: int = 0
    copied_bytes: int = 0


class Bringing:
    """What one backup takes in. Each file is whole and has its own bytes before it gets its name."""

    def __init__(self, part: Path, before: Path | None, go_on: Callable[[int], bool]) -> None:
        self.part, self.go_on = part, go_on
        self.before = before / MEDIA if before else None
        self.faults: dict[str, str] = {}
        self.counted = Counted()

    def bring_all(self, step: Callable[[int], None]) -> int:
        """All files that the copied database names. How many were deleted for good since it was copied."""
        self.faults, gone = {}, 0
        shutil.rmtree(self.part / DAMAGED, ignore_errors=True)
        for expected in originals_in(self.part / DATABASE):
            if not self.go_on(0):
                raise disk.Interrupted
            try:
                self._bring_original(expected)
            except (OSError, StorageError) as fault:
                if not is_of_source(fault, self.part):
                    raise
                if is_purged(expected):
                    gone += 1
                else:
                    self.faults[expected.key] = reason(fault)
            step(1)
        return gone

    def list_all(self, sums: Path) -> Counted:
        """Write the list of everything in the backup, and take out what its database does not know."""
        with (
            closing(snapshot.opened(self.part / DATABASE, at_rest=True)) as connection,
            sums.open("w", encoding="utf-8") as lines,
        ):
            for path in backup_folder.files_in(self.part):
                key = path.relative_to(self.part).as_posix()
                if key in (SUMS, MANIFEST):
                    continue
                digest = self._digest_of(path, key, connection)
                if digest is None:
                    path.unlink()
                    continue
                lines.write(f"{digest}  {key}\n")
                self.counted.files += 1
                self.counted.bytes += path.stat().st_size
        return self.counted

    def _bring_original(self, expected: Expected) -> None:
        source = files.storage().path(expected.key)
        self._bring(source, expected.key, expected.bytes, expected.sha256)
        for notes in source.parent.glob(f"{expected.sha256}.*.xmp"):
            key = f"{expected.key.rpartition('/')[0]}/{notes.name}"
            # Notes go with the photo that they are of, in this moment too.
            with suppress(FileNotFoundError):
                self._bring(notes, key, notes.stat().st_size, notes.name.split(".")[1])

    def _bring(self, source: Path, key: str, size: int, digest: str) -> None:
        """One file, unless it is there. Of its bytes' SHA-256 as much is compared as its name tells."""
        target, aside = self.part / MEDIA / key, self.part / DAMAGED / source.name
        if has_size(target, size) or self._link(key, target, size):
            return
        if not disk.copy(source, target, wanted=digest, otherwise=aside, go_on=self.go_on):
            # Better a damaged photo than none; but it is never taken for the photo itself.
            self.faults[key] = _("Its bytes are not those that were uploaded. It lies in “damaged”.")
        self.counted.copied_files += 1
        self.counted.copied_bytes += size

    def _link(self, key: str, target: Path, size: int) -> bool:
        earlier = self.before / key if self.before else None
        if earlier is None or not has_size(earlier, size):
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.hardlink_to(earlier)
        except OSError:
            # This file system has no links, or no more of them: another copy does as well.
            return False
        return True

    def _digest_of(self, path: Path, key: str, connection: sqlite3.Connection) -> str | None:
        """What stands in the list for a file; None when it does not belong here."""
        if disk.is_temporary(path):
            return None
        if key.startswith(f"{DAMAGED}/") or not key.startswith(f"{MEDIA}/"):
            return disk.digest_of(path)
        sha256, _dot, ending = path.name.partition(".")
        row = connection.execute("SELECT extension FROM originals WHERE sha256 = ?", (sha256,)).fetchone()
        if row is None:
            return None
        # An original's bytes were compared with its name when they were copied.
        return sha256 if ending == row[0] else disk.digest_of(path)


def originals_in(database: Path) -> Iterator[Expected]:
    """The originals of a database at rest."""
    with closing(snapshot.opened(database, at_rest=True)) as connection:
        for row in connection.execute("SELECT id, sha256, bytes, extension FROM originals ORDER BY sha256"):
            yield Expected(*row)


def has_size(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except (FileNotFoundError, NotADirectoryError):
        return False


def is_of_source(fault: Exception, part: Path) -> bool:
    """Whether the fault lies with one original, and not with the disk that is written to."""
    name = getattr(fault, "filename", None)
    return isinstance(fault, StorageError) or (name is not None and not Path(name).is_relative_to(part))


def is_purged(expected: Expected) -> bool:
    there = db.session.scalar(select(Original.id).where(Original.sha256 == expected.sha256))
    db.session.rollback()
    return there is None


def reason(fault: Exception) -> str:
    if isinstance(fault, FileNotFoundError):
        return _("The file is not there.")
    why = getattr(fault, "strerror", None) or str(fault)
    return _("The disk does not give the file back (%(why)s).", why=why)
