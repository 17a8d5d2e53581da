"""Making pictures anew: after a change of the recipe, or when files have gone missing.

What is there goes on being shown. The new pictures are made beside it, one writing unit names them, and
only then the older ones go; so a kill at any moment costs nothing but the work on one original.
"""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from sqlalchemy import ColumnElement, func, or_, select

from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.media.facts import Facts
from photoalbum.media.faults import MediaFault
from photoalbum.media.limits import budget_for
from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.photos import derivatives, edits, files, processing
from photoalbum.photos.models import READY, Original
from photoalbum.work.bench import Bench, work_folder
from photoalbum.work.originals import row_values

log = logging.getLogger(__name__)

# A file that cannot be prepared anew keeps its older pictures, and is left alone for a day.
AFTER_A_FAULT = timedelta(days=1)
AT_A_TIME = 500
PICTURES = ("width", "height", "damaged", "placeholder", "tint", "dhash", "recipe_version")


class Outcome(Enum):
    IN_ORDER = auto()
    MADE = auto()
    FAILED = auto()
    BUSY = auto()  # Somebody else is at it, or has just deleted it.


@dataclass(frozen=True)
class Scope:
    """Which originals are to be made anew: of an older recipe, with missing files, or last made before."""

    outdated: bool = True
    missing: bool = True
    made_before: datetime | None = None

    def wants(self, original: Original) -> bool:
        if self.made_before is not None:
            return original.finished_at is None or original.finished_at < self.made_before
        if self.outdated and derivatives.is_outdated(original):
            return True
        return self.missing and derivatives.is_missing(original)

    def condition(self) -> ColumnElement[bool]:
        """What the database can say of it: whether a file is missing is seen only by looking."""
        ready = Original.state == READY
        if self.made_before is not None:
            never = Original.finished_at.is_(None)
            return ready & or_(never, Original.finished_at < self.made_before)
        return ready if self.missing else ready & (Original.recipe_version != RECIPE_VERSION)


def remake(bench: Bench, original_id: int, scope: Scope | None = None) -> Outcome:
    """Make one original's pictures anew if need be.

    Without a scope a hint is followed: whatever is outdated or missing, but nothing that failed not long ago.
    """
    with bench.app.app_context():
        original = db.session.get(Original, original_id)
        if original is None or original.state != READY or not (scope or Scope()).wants(original):
            db.session.rollback()
            return Outcome.IN_ORDER
        if not processing.claim_remake(original_id, at_once=scope is not None):
            db.session.rollback()
            return Outcome.BUSY
        db.session.commit()
        source, media_type, sha256 = files.path_of_original(original), original.media_type, original.sha256
        budget = budget_for(media_type, original.width * original.height)
        db.session.rollback()
        with bench.lease(original_id), work_folder() as folder:
            try:
                words = (str(source), media_type, "", str(folder))
                facts = Facts.from_plain(bench.sandbox.run("examine", *words, budget=budget))
            except MediaFault as fault:
                _leave(bench, original_id, fault)
                return Outcome.FAILED
            for made in facts.files.values():
                files.keep_derivative(files.derivative_key(sha256, made.file_name), folder / made.file_name)
        _finish(original_id, facts)
        derivatives.drop_older(sha256)
        return Outcome.MADE


def remake_all(bench: Bench, scope: Scope, threads: int, step: Callable[[Outcome], None]) -> None:
    """Make everything of a scope anew. Stopped midway, it goes on where it was when it is started again."""
    at_work: set[Future[Outcome]] = set()

    def gather(most: int) -> None:
        nonlocal at_work
        while len(at_work) > most:
            done, at_work = wait(at_work, return_when=FIRST_COMPLETED)
            for each in done:
                step(each.result())

    with ThreadPoolExecutor(threads) as hands:
        try:
            for original_id in every(bench, scope):
                at_work.add(hands.submit(remake, bench, original_id, scope))
                gather(2 * threads)
            gather(0)
        except BaseException:
            bench.stopping.set()
            bench.sandbox.close()
            hands.shutdown(cancel_futures=True)
            raise


def how_many(scope: Scope) -> int:
    """How many originals have to be looked at."""
    return db.session.scalar(select(func.count()).select_from(Original).where(scope.condition())) or 0


def every(bench: Bench, scope: Scope) -> Iterator[int]:
    """The originals to look at, newest first: what was added last is looked at most."""
    last: int | None = None
    while True:
        with bench.app.app_context():
            wanted = select(Original.id).where(scope.condition()).order_by(Original.id.desc())
            if last is not None:
                wanted = wanted.where(Original.id < last)
            ids = db.session.scalars(wanted.limit(AT_A_TIME)).all()
            db.session.rollback()
        if not ids:
            return
        yield from ids
        last = ids[-1]


def _finish(original_id: int, facts: Facts) -> None:
    """Only what follows from the pictures: what the file says of itself, and people say, stays as it is."""
    original = db.session.get(Original, original_id)
    if original is not None:
        values = row_values(facts)
        for name in PICTURES:
            setattr(original, name, values[name])
        original.leased_until, original.finished_at = None, now()
    edited = edits.make_anew(original_id)
    db.session.commit()
    for photo_id in edited:
        edits.ask_for(photo_id)


def _leave(bench: Bench, original_id: int, fault: MediaFault) -> None:
    original = db.session.get(Original, original_id)
    if original is not None:
        original.leased_until = None
        if not bench.stopping.is_set():
            log.warning("The pictures of original %s could not be made anew: %s", original_id, fault.sentence)
            original.waits_until = now() + AFTER_A_FAULT
    db.session.commit()
