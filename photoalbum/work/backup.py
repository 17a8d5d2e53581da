"""Making a backup while the site runs: first the database as it is in one moment, then the files it names.

Originals never change, so what comes later does no harm. What is deleted for good meanwhile would leave rows
without files: then the database is copied once more. A backup grows under a name that is no backup's, and
gets its own when everything is on the disk; one that was interrupted is gone on with by the next.
"""

import hashlib
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from flask import Flask, current_app
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from photoalbum.core import crash, disk, snapshot
from photoalbum.core.clock import now
from photoalbum.core.db import db, disk_is_full
from photoalbum.photos import backups
from photoalbum.photos.backups import Backup
from photoalbum.work import backup_folder
from photoalbum.work.backup_files import Bringing, Counted
from photoalbum.work.backup_folder import DATABASE, KEY, SETTINGS, SUMS, Manifest
from photoalbum.work.bench import only_one

LOCK = "backup.lock"
# Each further look at the database has only what happened during the one before to make good.
MOST_LOOKS = 10
UNFINISHED, REMOVED = ".part", ".gone"
COUNTED = ("members", "albums", "photos", "originals")


class CannotBackUp(Exception):
    """There is no new backup; those from before are as they were. The message is for the keeper."""


class AlreadyRunning(CannotBackUp):
    """Another process is at it."""


@dataclass(frozen=True)
class Wish:
    """Where to, how many backups are to stay (0: all), and who hears of each file."""

    destination: Path
    keep: int = 0
    step: Callable[[int], None] = lambda _files: None


@dataclass(frozen=True)
class Done:
    """A backup that is whole, and what is to be said of it."""

    folder: Path
    counted: Counted
    faults: dict[str, str]
    # Photos that were deleted for good while it was being made: they are not in it.
    purged: int = 0
    removed: list[str] = field(default_factory=list)
    kept_for_faults: bool = False


def back_up(app: Flask, wish: Wish, stopping: threading.Event) -> Done:
    """Make one backup and note how it went. CannotBackUp when there is none."""
    with only_one(Path(app.config["INSTANCE"]) / LOCK) as mine, app.app_context():
        if not mine:
            raise AlreadyRunning(_("Another backup is being made in this moment."))
        started = now()
        try:
            done = _Making(wish, started, stopping).run()
        except disk.Interrupted:
            raise
        except (CannotBackUp, OSError, sqlite3.Error, SQLAlchemyError) as fault:
            sentence = _in_words(fault, wish.destination)
            _note(Backup(started_at=started, folder=str(wish.destination), failure=sentence[:500]))
            raise CannotBackUp(sentence) from fault
        counted = done.counted
        _note(
            Backup(
                started_at=started,
                folder=str(done.folder),
                files=counted.files,
                bytes=counted.bytes,
                copied_files=counted.copied_files,
                copied_bytes=counted.copied_bytes,
                faults=len(done.faults),
            )
        )
        return done


class _Making:
    def __init__(self, wish: Wish, started: datetime, stopping: threading.Event) -> None:
        self.wish, self.started, self.stopping = wish, started, stopping
        self.instance = Path(current_app.config["INSTANCE"])
        self.site = site_name(current_app.config["SECRET_KEY"])

    def run(self) -> Done:
        destination = self._usable()
        earlier = backup_folder.all_in(destination, self.site)
        part = self._begin(destination)
        bringing = Bringing(part, earlier[-1] if earlier else None, self._go_on)
        purged = self._bring_all(part, bringing)
        self._bring_settings(part)
        crash.point("backup files brought")
        counted = bringing.list_all(part / SUMS)
        crash.point("backup listed")
        disk.sync_volume(part)
        backup_folder.write(part, self._manifest(part, counted, bringing.faults))
        disk.sync_folder(part)
        crash.point("backup written")
        folder = part.rename(destination / part.name[1:].removesuffix(f"-{self.site}{UNFINISHED}"))
        disk.sync_folder(destination)
        if self.wish.keep and bringing.faults:
            return Done(folder, counted, bringing.faults, purged, kept_for_faults=True)
        return Done(
            folder, counted, bringing.faults, purged, _drop_oldest([*earlier, folder], self.wish.keep)
        )

    def _go_on(self, _read: int = 0) -> bool:
        return not self.stopping.is_set()

    def _usable(self) -> Path:
        destination = self.wish.destination.absolute()
        if destination.resolve().is_relative_to(Path(current_app.config["MEDIA_ROOT"]).resolve()):
            raise CannotBackUp(
                _("%(folder)s lies among the photos themselves. Choose another disk.", folder=destination)
            )
        if not destination.is_dir():
            raise CannotBackUp(
                _(
                    "The folder %(folder)s is not there. If it is on a disk of its own, is it plugged in?"
                    " Else make it first.",
                    folder=destination,
                )
            )
        return destination

    def _begin(self, destination: Path) -> Path:
        """The folder to work in. What an interrupted backup of this site has copied is gone on with."""
        moment, ending = self.started, f"-{self.site}{UNFINISHED}"
        while (destination / f"{moment:%Y%m%d-%H%M%S}").exists():
            moment += timedelta(seconds=1)
        part = destination / f".{moment:%Y%m%d-%H%M%S}{ending}"
        left = sorted(destination.glob(f".*{ending}"))
        if left and left[-1] != part:
            left[-1].rename(part)
        part.mkdir(mode=0o700, exist_ok=True)
        for useless in left[:-1]:
            shutil.rmtree(useless, ignore_errors=True)
        return part

    def _bring_all(self, part: Path, bringing: Bringing) -> int:
        """The database and every file it names; how many originals were deleted for good in between."""
        purged = 0
        for _look in range(MOST_LOOKS):
            source = db.engine.url.database
            if db.engine.dialect.name != "sqlite" or not source:
                raise CannotBackUp(_("Only a site whose database is a SQLite file can be backed up so."))
            (part / DATABASE).unlink(missing_ok=True)
            snapshot.take(Path(source), part / DATABASE)
            crash.point("backup database copied")
            if gone := bringing.bring_all(self.wish.step):
                purged += gone
                continue
            if wrong := snapshot.faults_of(part / DATABASE, at_rest=True):
                raise CannotBackUp(
                    _("The database is damaged (%(what)s). Restore an earlier backup.", what=wrong[0])
                )
            return purged
        raise CannotBackUp(_("So much is being deleted that no backup can be made. Try again later."))

    def _bring_settings(self, part: Path) -> None:
        disk.write(part / KEY, f"{current_app.config['SECRET_KEY']}\n".encode())
        for name in SETTINGS:
            (part / name).unlink(missing_ok=True)
            with suppress(FileNotFoundError):
                disk.copy(self.instance / name, part / name, mode=0o600)

    def _manifest(self, part: Path, counted: Counted, faults: dict[str, str]) -> Manifest:
        with closing(snapshot.opened(part / DATABASE, at_rest=True)) as connection:
            counts = {
                table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  Our own words.
                for table in COUNTED
            }
            (schema,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return Manifest(
            program=version("photoalbum"),
            schema=schema,
            site=self.site,
            started_at=self.started.isoformat(timespec="seconds"),
            finished_at=now().isoformat(timespec="seconds"),
            counts=counts,
            files=counted.files,
            bytes=counted.bytes,
            sums_sha256=disk.digest_of(part / SUMS),
            faults=faults,
        )


def site_name(secret_key: str) -> str:
    """By what the backups of this site are known; says nothing of the key."""
    return hashlib.sha256(b"photoalbum backup " + secret_key.encode()).hexdigest()[:16]


def _drop_oldest(finished: list[Path], keep: int) -> list[str]:
    """Remove all but the newest, each under a name first that is no backup's. Gives the names."""
    destination = finished[-1].parent
    for left in destination.glob(f".*{REMOVED}"):
        shutil.rmtree(left, ignore_errors=True)
    dropped = finished[:-keep] if keep else []
    for folder in dropped:
        shutil.rmtree(folder.rename(folder.with_name(f".{folder.name}{REMOVED}")))
    return [folder.name for folder in dropped]


def _note(row: Backup) -> None:
    db.session.rollback()
    backups.note(row)
    db.session.commit()


def _in_words(fault: Exception, destination: Path) -> str:
    if isinstance(fault, CannotBackUp):
        return str(fault)
    if disk_is_full(fault):
        return _(
            "The disk of %(folder)s is full. Earlier backups are as they were, and what was copied now"
            " need not be copied again.",
            folder=destination,
        )
    if isinstance(fault, OSError):
        where, why = fault.filename or destination, fault.strerror or str(fault)
        return _("%(file)s cannot be written or read: %(why)s.", file=os.fspath(where), why=why)
    return _("The database could not be copied: %(why)s.", why=getattr(fault, "orig", None) or fault)
