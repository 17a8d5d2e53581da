"""Comparing rows with bytes: everything that the database says is there is there, and nothing else.

The files of all originals are read again and hashed, slowly and in the order of their ids, so that a run can
be interrupted and go on. What is quick to look at (rows, names, temporary files) is looked at in one go when
the last file was read. No unit of work is open while a file is read, so the site goes on meanwhile.
"""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from flask import Flask
from sqlalchemy import func, select

from photoalbum.core import disk
from photoalbum.core.db import db, reading
from photoalbum.photos import verifications
from photoalbum.photos.models import Original
from photoalbum.photos.verifications import Kind, Verification
from photoalbum.work import verify_files, verify_pictures, verify_rows
from photoalbum.work.bench import only_one
from photoalbum.work.findings import Found

LOCK = "verify.lock"
AT_A_TIME = 200
SAVE_SECONDS = 5.0


class AlreadyRunning(Exception):
    """Another process is at it."""


@dataclass(frozen=True)
class Wish:
    """How a run is to go about it. `seconds` and `bytes_per_second` without a value mean: no bound."""

    quick: bool = False
    anew: bool = False
    bytes_per_second: int = 0
    seconds: float | None = None
    step: Callable[[int], None] = lambda _files: None


class Line(NamedTuple):
    """One fault as the report says it."""

    kind: Kind
    about: str
    sentence: str


@dataclass(frozen=True)
class Result:
    """What a run came to: its number, whether it got to the end, and every fault it knows of."""

    run_id: int
    finished: bool
    went_on: bool
    files: int
    bytes: int
    faults: list[Line]


@dataclass
class Pace:
    """Reads no faster than it may, and knows when time is up or the process is to stop."""

    wish: Wish
    stopping: threading.Event
    _began: float = field(default_factory=time.monotonic)
    _read: int = 0

    def over(self) -> bool:
        passed = time.monotonic() - self._began
        return self.stopping.is_set() or (self.wish.seconds is not None and passed >= self.wish.seconds)

    def read(self, size: int) -> bool:
        """Wait until so much more may have been read; False when it is time to stop."""
        self._read += size
        if self.wish.bytes_per_second:
            ahead = self._read / self.wish.bytes_per_second - (time.monotonic() - self._began)
            if ahead > 0:
                self.stopping.wait(ahead if self.wish.seconds is None else min(ahead, self.wish.seconds))
        return not self.over()


def how_many() -> int:
    """How many files have to be looked at."""
    with reading():
        return db.session.scalar(select(func.count()).select_from(Original)) or 0


def verify(app: Flask, wish: Wish, stopping: threading.Event) -> Result:
    """Make one run, or go on with the one that was interrupted. AlreadyRunning if somebody else is at it."""
    with only_one(Path(app.config["INSTANCE"]) / LOCK) as mine:
        if not mine:
            raise AlreadyRunning
        with app.app_context():
            run = verifications.begin_or_go_on(quick=wish.quick, anew=wish.anew)
            went_on, run_id = run.reached > 0, run.id
            db.session.commit()
            finished = _read_all(run_id, wish, Pace(wish, stopping))
            if finished:
                _look_at_the_rest(run_id)
            return _result(run_id, finished=finished, went_on=went_on)


def _read_all(run_id: int, wish: Wish, pace: Pace) -> bool:
    """Compare every original with its row. Progress is saved every few seconds; False when time is up."""
    progress = _Progress(run_id)
    try:
        for original in _originals(progress.reached):
            if pace.over():
                return False
            progress.count(original, verify_files.fault_of(original, None if wish.quick else pace.read))
            wish.step(1)
    except disk.Interrupted:
        return False
    finally:
        progress.save()
    return True


class _Progress:
    """How far a run is, kept in memory and now and then in its row."""

    def __init__(self, run_id: int) -> None:
        self.run_id = run_id
        run = db.session.get_one(Verification, run_id)
        self.reached, self._files, self._bytes = run.reached, run.files, run.bytes
        db.session.rollback()
        self._saved = time.monotonic()

    def count(self, original: verify_files.Expected, fault: Found | None) -> None:
        self.reached = original.id
        self._files += 1
        self._bytes += original.bytes
        if fault is not None:
            self.save(fault)
        elif time.monotonic() - self._saved >= SAVE_SECONDS:
            self.save()

    def save(self, fault: Found | None = None) -> None:
        run = db.session.get_one(Verification, self.run_id)
        run.reached, run.files, run.bytes = self.reached, self._files, self._bytes
        # What was deleted for good in this moment is no fault.
        if fault is not None and fault.still_holds():
            verifications.note(run, fault.kind, fault.about, fault.sentence)
        db.session.commit()
        self._saved = time.monotonic()


def _originals(last: int) -> Iterator[verify_files.Expected]:
    while True:
        with reading():
            rows = db.session.execute(
                select(Original.id, Original.sha256, Original.bytes, Original.extension)
                .where(Original.id > last)
                .order_by(Original.id)
                .limit(AT_A_TIME)
            ).all()
        if not rows:
            return
        for row in rows:
            yield verify_files.Expected(*row)
        last = rows[-1].id


def _look_at_the_rest(run_id: int) -> None:
    """All that is quick to look at, and the end of the run."""
    for look in (
        verify_rows.broken_tables,
        verify_files.orphans,
        verify_pictures.missing_pictures,
        verify_pictures.leftovers,
        verify_files.temporary_files,
        verify_rows.wrong_counts,
        verify_rows.stuck_jobs,
    ):
        for found in look():
            db.session.rollback()
            run = db.session.get_one(Verification, run_id)
            verifications.note(run, found.kind, found.about, found.sentence)
            db.session.commit()
    db.session.rollback()
    verifications.finish(db.session.get_one(Verification, run_id))
    db.session.commit()


def _result(run_id: int, *, finished: bool, went_on: bool) -> Result:
    run = db.session.get_one(Verification, run_id)
    faults = [Line(Kind(each.kind), each.about, each.sentence) for each in verifications.faults_of(run)]
    result = Result(run_id, finished, went_on, run.files, run.bytes, faults)
    db.session.rollback()
    return result
