"""Putting a backup back where nothing is yet. Nothing is overwritten, and the database comes last.

A restore that was interrupted is gone on with: its mark in the instance folder names the backup, and what is
in place already is compared instead of copied.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import delete

from photoalbum.core import disk, snapshot
from photoalbum.core.db import db
from photoalbum.photos import workload
from photoalbum.uploads.models import ResumableUpload
from photoalbum.work import backup_folder
from photoalbum.work.backup_folder import DAMAGED, DATABASE, KEY, MEDIA, SETTINGS, Manifest

BEGUN = "restore-begun"
# What an instance or media folder may hold that is of no site: notes of ours, and what a disk brings along.
NOTHING = frozenset({"README.md", ".gitkeep", "lost+found"})
_SECRET, _READ_ONLY = 0o600, 0o444


class CannotRestore(Exception):
    """Nothing was overwritten. The message is for the keeper."""


@dataclass(frozen=True)
class Places:
    """Where the parts of a site go."""

    instance: Path
    media: Path
    database: Path


@dataclass
class Restored:
    files: int = 0
    bytes: int = 0
    # Files whose bytes in the backup are not those that were backed up: by their path, left out.
    left_out: list[str] = field(default_factory=list)


def require_empty(backup: Path, manifest: Manifest, to: Places) -> None:
    """Raise CannotRestore if anything is there that is not of this same restore."""
    mark = to.instance / BEGUN
    try:
        if mark.read_text("utf-8") == manifest.sums_sha256:
            return
    except (FileNotFoundError, NotADirectoryError):
        pass
    for folder in dict.fromkeys((to.instance, to.media)):
        if found := sorted(_held_by(folder)):
            raise CannotRestore(
                f"{folder} is not empty: {', '.join(found[:5])}. A backup goes into an empty folder,"
                f" so that nothing is overwritten. Move what is there away, or name another folder with"
                f" PHOTOALBUM_INSTANCE (for the photos alone PHOTOALBUM_MEDIA_ROOT)."
            )
    if to.database.exists():
        raise CannotRestore(f"{to.database} is there already. Nothing is overwritten: move it away.")
    if any(folder.resolve().is_relative_to(backup.resolve()) for folder in (to.instance, to.media)):
        raise CannotRestore(f"{to.instance} lies inside the backup. Choose a folder elsewhere.")


def require_space(manifest: Manifest, to: Places) -> None:
    above = next(folder for folder in (to.media, *to.media.parents) if folder.is_dir())
    free = shutil.disk_usage(above).free
    if free < manifest.bytes:
        raise CannotRestore(
            f"{above} has {free / 1e9:,.1f} GB free, and this backup takes {manifest.bytes / 1e9:,.1f} GB."
        )


def put_back(backup: Path, manifest: Manifest, to: Places, step: Callable[[int], None]) -> Restored:
    """Copy everything, each file hashed on the way. The caller has asked whether there is room for it."""
    to.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    to.media.mkdir(parents=True, exist_ok=True)
    disk.write(to.instance / BEGUN, manifest.sums_sha256.encode())
    done = Restored()
    for digest, key, target in _in_order(backup, to):
        source = backup / key
        mode = _READ_ONLY if key.startswith(f"{MEDIA}/") else _SECRET
        if _put(source, target, digest, mode):
            done.files += 1
            done.bytes += target.stat().st_size
        else:
            done.left_out.append(key)
        step(1)
    if DATABASE in done.left_out or KEY in done.left_out or not to.database.is_file():
        raise CannotRestore("The database or the key in this backup is damaged. Use another backup.")
    if wrong := snapshot.faults_of(to.database, at_rest=True):
        raise CannotRestore(f"The database in this backup is damaged ({wrong[0]}). Use another backup.")
    for folder in {to.instance, to.media, to.database.parent}:
        disk.sync_volume(folder)
    return done


def finished(to: Places) -> None:
    """What the old place had and this one has not is made anew, or sent anew. Commits."""
    workload.prepare_all_anew()
    # Unfinished uploads were on their way to the old place: whoever sends them begins again.
    db.session.execute(delete(ResumableUpload).where(ResumableUpload.line_id.is_(None)))
    db.session.commit()
    (to.instance / BEGUN).unlink(missing_ok=True)
    disk.sync_folder(to.instance)


def _in_order(backup: Path, to: Places) -> Iterator[tuple[str, str, Path]]:
    """Digest, path in the backup and place of every file. Without a database there is no site: it is last."""
    last = None
    for digest, key in backup_folder.listed(backup):
        head, _slash, rest = key.partition("/")
        if key == DATABASE:
            last = (digest, key, to.database)
        elif key == KEY or key in SETTINGS:
            yield digest, key, to.instance / key
        elif head == MEDIA:
            yield digest, key, to.media / rest
        elif head != DAMAGED:
            raise CannotRestore(f"{key} in this backup is nothing that photoalbum knows.")
    if last is not None:
        yield last


def _put(source: Path, target: Path, digest: str, mode: int) -> bool:
    if target.exists():
        # Of this restore, before it was interrupted: only then is the folder not empty.
        return disk.digest_of(target) == digest
    try:
        return disk.copy(source, target, wanted=digest, mode=mode)
    except OSError as fault:
        if fault.filename is not None and Path(fault.filename) == source:
            return False
        raise


def _held_by(folder: Path) -> Iterator[str]:
    if folder.is_dir():
        yield from (path.name for path in folder.iterdir() if path.name not in NOTHING)
    elif folder.exists():
        yield folder.name
