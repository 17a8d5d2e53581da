"""Looking a whole site over: each thing in one line, and for what is wrong what to do about it."""

import os
import shutil
import stat
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select

from photoalbum.core import snapshot
from photoalbum.core.clock import now
from photoalbum.core.db import db, reading
from photoalbum.media import versions
from photoalbum.photos import backups, processing, verifications, workload
from photoalbum.photos.models import Original
from photoalbum.settings import Settings, secret_key
from photoalbum.settings.sources import PREFIX

HEARTBEAT = "worker.heartbeat"
HEARTBEAT_SECONDS = 60
A_LITTLE = timedelta(minutes=5)
# A schedule is kept late when the machine sleeps at night; two turns without a backup are no accident.
LATE = 2
OLD_BACKUP = timedelta(days=30)
OLD_VERIFICATION = timedelta(days=15)
MOST_NAMED = 5


class State(StrEnum):
    WELL = "well"
    NOTE = "note"
    WRONG = "WRONG"


class Finding(NamedTuple):
    """One line of the report. What is wrong says what to do."""

    subject: str
    state: State
    sentence: str


def well(subject: str, sentence: str) -> Finding:
    return Finding(subject, State.WELL, sentence)


def note(subject: str, sentence: str) -> Finding:
    return Finding(subject, State.NOTE, sentence)


def wrong(subject: str, sentence: str) -> Finding:
    return Finding(subject, State.WRONG, sentence)


def settings(values: Settings) -> Iterator[Finding]:
    if values.debug and values.is_on_lan:
        yield wrong("settings", f"{PREFIX}DEBUG is on, and other machines reach the site. Take it out.")
    chosen = [name for name in values.origins if name != "secret_key"]
    yield well("settings", f"{len(chosen)} are set, the rest is by default. `photoalbum settings` shows all.")


def permissions(values: Settings) -> Iterator[Finding]:
    """The key is secret, folders take files, and no program can write to an original by mistake."""
    sound = True
    key = values.instance / secret_key.FILE_NAME
    if key.exists() and key.stat().st_mode & 0o077:
        sound = False
        yield wrong("permissions", f"Others on this machine can read the key. Do: chmod 600 {key}")
    media = values.media_root
    for folder in (values.instance, media, *(media / name for name in ("originals", "incoming", "tmp"))):
        if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
            sound = False
            yield wrong(
                "permissions",
                f"Nothing can be written to {folder}. Give it to the site's user: chown -R USER {folder}",
            )
    if loose := [path for path in _files_below(media / "originals") if _is_writable(path)]:
        sound = False
        yield wrong(
            "permissions",
            f"{len(loose)} originals can be written to, like {loose[0].name}."
            f" Do: find {media / 'originals'} -type f -exec chmod 444 {{}} +",
        )
    if sound:
        yield well("permissions", "The key is secret, folders can be written to, originals cannot.")


def disk(values: Settings) -> Iterator[Finding]:
    volumes = {folder.stat().st_dev: folder for folder in (values.instance, values.media_root)}
    for folder in volumes.values():
        usage = shutil.disk_usage(folder)
        said = f"{usage.free / 1e9:,.1f} of {usage.total / 1e9:,.1f} GB are free for {folder}"
        if usage.free < values.free_disk_reserve_bytes:
            yield wrong("disk", f"{said}: less than the reserve, so uploads are refused. Make room.")
        elif usage.free < 2 * values.free_disk_reserve_bytes:
            yield note("disk", f"{said}: soon uploads will be refused.")
        else:
            yield well("disk", f"{said}.")


def database(path: Path, *, is_newest: bool) -> Iterator[Finding]:
    if faults := snapshot.faults_of(path, at_rest=False):
        for fault in faults[:MOST_NAMED]:
            yield wrong("database", f"{fault}. Stop the site and restore the last backup.")
        return
    yield well("database", f"{path.name} ({path.stat().st_size / 1e6:,.1f} MB) is sound.")
    if not is_newest:
        yield note("database", "It is of an older version, and is brought to today's at the next start.")


def decoders() -> Iterator[Finding]:
    for found in versions.of_decoders():
        if found.version is None:
            yield wrong("decoders", f"{found.name} is missing. Install photoalbum again.")
        elif found.is_too_old:
            yield wrong(
                "decoders",
                f"{found.name} is {found.version}, and before {found.floor} it has known holes. Update it.",
            )
        else:
            yield well("decoders", f"{found.name} {found.version}.")


def clock(values: Settings) -> Iterator[Finding]:
    """Whether this machine's clock runs with the one that wrote the rows, and with the one of the disk."""
    with reading():
        newest = db.session.scalar(select(func.max(Original.created_at)))
    today = f"{now():%d %B %Y, %H:%M} UTC"
    if newest is not None and newest > now() + A_LITTLE:
        told = f"It is {today} here, and the last photo came on {newest:%d %B %Y, %H:%M}."
        yield wrong("clock", f"{told} Set the clock of this machine.")
        return
    probe = values.media_root / "tmp" / f"clock-{os.getpid()}"
    try:
        probe.write_bytes(b"")
        apart = abs(probe.stat().st_mtime - time.time())
    except OSError:
        return
    finally:
        probe.unlink(missing_ok=True)
    if apart > A_LITTLE.total_seconds():
        yield wrong(
            "clock",
            f"The clock of the disk with the photos differs by {apart:.0f} seconds. Set both by the network.",
        )
    else:
        yield well("clock", f"It is {today}.")


def worker(values: Settings) -> Iterator[Finding]:
    heartbeat = values.instance / HEARTBEAT
    age = time.time() - heartbeat.stat().st_mtime if heartbeat.is_file() else None
    with reading():
        waiting = processing.counts().get("waiting", 0)
        outdated = workload.outdated()
    if age is not None and age < HEARTBEAT_SECONDS:
        yield well("worker", f"It is at work; {waiting} photos wait for it.")
    elif waiting:
        yield wrong(
            "worker", f"{waiting} photos wait, and no worker is there. Start the site: photoalbum serve"
        )
    else:
        yield note("worker", "None is running. Is the site stopped? photoalbum serve starts both.")
    if outdated:
        yield wrong(
            "pictures",
            f"{outdated} photos have pictures of another version. Do: photoalbum derivatives rebuild",
        )


def last_backup(values: Settings) -> Iterator[Finding]:
    with reading():
        good, tries = backups.last_good(), backups.latest(1)
        made = good.started_at if good else None
        failure = tries[0].failure if tries else ""
        faults = tries[0].faults if tries else 0
    if failure:
        yield wrong("backup", f"The last one failed. {failure}")
    elif faults:
        yield wrong("backup", f"In the last one {faults} originals were not right. Do: photoalbum verify")
    period = backups.PERIODS.get(values.backup_every) if values.backup_folder else None
    bound = period * LATE if period else OLD_BACKUP
    if made is None:
        say = wrong if period else note
        yield say("backup", "There is none yet. Do: photoalbum backup FOLDER, to a folder on another disk.")
    elif made < now() - bound:
        yield wrong("backup", f"The last good one was made {_ago(made)}. Do: photoalbum backup")
    else:
        yield well("backup", f"The last good one was made {_ago(made)}.")
    if values.backup_folder and _on_one_disk(Path(values.backup_folder), values.media_root):
        yield note("backup", "Backups are on the disk of the photos: when it dies, both are gone.")


def last_verification(values: Settings) -> Iterator[Finding]:
    with reading():
        runs = [run for run in verifications.latest(100) if not run.quick and run.finished_at]
        last = (runs[0].started_at, runs[0].faults) if runs else None
    if last is None:
        yield note("verification", "The photos were not read again yet. Do: photoalbum verify")
    elif last[1]:
        yield wrong("verification", f"{last[1]} things were not right {_ago(last[0])}. Do: photoalbum verify")
    elif last[0] < now() - OLD_VERIFICATION:
        say = wrong if values.verify_weekly else note
        yield say("verification", f"The last one was {_ago(last[0])}. Do: photoalbum verify")
    else:
        yield well("verification", f"All photos were read and found right {_ago(last[0])}.")


def _ago(moment: datetime) -> str:
    hours = (now() - moment).total_seconds() / 3600
    if hours < 1:
        return "within the last hour"
    if hours < 48:
        return f"{hours:.0f} hours ago"
    return f"{hours / 24:.0f} days ago"


def _on_one_disk(one: Path, other: Path) -> bool:
    return one.is_dir() and other.is_dir() and one.stat().st_dev == other.stat().st_dev


def _files_below(folder: Path) -> Iterator[Path]:
    for above, _below, names in os.walk(folder):
        yield from (Path(above, name) for name in names)


def _is_writable(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    except FileNotFoundError:
        return False
