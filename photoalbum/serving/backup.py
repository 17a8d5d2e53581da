"""Backups from the command line: made, compared with their lists, and restored."""

import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from photoalbum import migrate
from photoalbum.core.db import db
from photoalbum.migrate import NewerDatabase
from photoalbum.photos.verifications import Kind
from photoalbum.serving import migrated, start
from photoalbum.serving.start import CannotStart
from photoalbum.serving.verify import NICENESS
from photoalbum.settings import BadSetting, Settings
from photoalbum.work import backup as work
from photoalbum.work import backup_folder, restore
from photoalbum.work.backup import CannotBackUp, Done, Wish
from photoalbum.work.backup_check import check
from photoalbum.work.backup_folder import Manifest, NotABackup
from photoalbum.work.restore import CannotRestore, Places
from photoalbum.work.verify import Line, Pace
from photoalbum.work.verify import Wish as Reading

Step = Callable[[int], None]

__all__ = ["CannotBackUp", "CannotRestore", "Done", "NewerDatabase", "NotABackup", "Restored"]


@dataclass(frozen=True)
class Restored:
    """What a restore came to."""

    places: Places
    manifest: Manifest
    files: int
    bytes: int
    left_out: list[str]
    # Another key is set in the environment: with it the backup's sessions and links are worth nothing.
    has_other_key: bool


def make(app: Flask, destination: str | None, keep: int | None, step: Step) -> Done:
    """One backup, as it is asked for, else as it is set."""
    folder = destination or app.config["BACKUP_FOLDER"]
    if not folder:
        raise CannotBackUp("Say where to: photoalbum backup FOLDER, or set PHOTOALBUM_BACKUP_FOLDER.")
    wanted = int(app.config["BACKUP_KEEP"]) if destination is None else 0
    os.nice(NICENESS)
    wish = Wish(Path(folder), wanted if keep is None else keep, step)
    return work.back_up(app, wish, threading.Event())


def manifest_of(backup: Path) -> Manifest:
    return backup_folder.read(backup)


def compare(backup: Path, manifest: Manifest, *, quick: bool, rate: int, step: Step) -> list[Line]:
    """Every fault of a backup."""
    os.nice(NICENESS)
    pace = Pace(Reading(bytes_per_second=rate), threading.Event())
    return list(check(backup, manifest, go_on=None if quick else pace.read, step=step))


def put_back(backup: Path, step: Step, *, anyway: bool) -> Restored:
    """Restore into the instance that the settings name. CannotRestore before anything is touched."""
    manifest = backup_folder.read(backup)
    migrate.refuse_newer(manifest.schema)
    to = _places(backup)
    restore.require_empty(backup, manifest, to)
    # What a person laid beside it does no harm, and what was wrong with the site is no fault of the backup.
    looked = [
        each for each in check(backup, manifest, go_on=None) if each.kind in (Kind.MISSING, Kind.DATABASE)
    ]
    if looked and not anyway:
        wrong = "\n".join(f"{fault.kind}: {fault.about}: {fault.sentence}" for fault in looked[:20])
        raise CannotRestore(
            f"{wrong}\nThis backup is not whole, and nothing was restored. Take another one, or restore what"
            " there is with --anyway."
        )
    restore.require_space(manifest, to)
    done = restore.put_back(backup, manifest, to, step)
    values = start.settings()
    app = migrated.application(values)
    with app.app_context():
        restore.finished(to)
        db.engine.dispose()
    has_other_key = values.secret_key != (to.instance / backup_folder.KEY).read_text("ascii").strip()
    return Restored(to, manifest, done.files, done.bytes, done.left_out, has_other_key)


def _places(backup: Path) -> Places:
    """Where the site will look for its parts once the backup's own settings count."""
    instance = start.settings(make_key=False).instance
    # A backup is laid out like an instance folder, and is read as one for what its settings say.
    there = _settings_of({**os.environ, "PHOTOALBUM_INSTANCE": str(backup.absolute())})
    media = there.media_root
    if media.is_relative_to(there.instance):
        media = instance / media.relative_to(there.instance)
    elif not (media.parent.is_dir() or media.is_dir()):
        raise CannotRestore(
            f"{media}, where this backup's settings keep the photos, cannot be made here. Name another folder"
            " with PHOTOALBUM_MEDIA_ROOT."
        )
    database = there.database_url.removeprefix("sqlite:///")
    return Places(instance, media, Path(database) if database else instance / backup_folder.DATABASE)


def _settings_of(environ: Mapping[str, str]) -> Settings:
    try:
        return Settings.load(environ, make_key=False)
    except BadSetting as fault:
        raise CannotStart(str(fault)) from None
