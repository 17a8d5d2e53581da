"""What happens to an original after it was received. Its row is the truth about what is still to do.

waiting -> working (under a lease that a heartbeat renews) -> ready, or failed with a reason. A lease
that ran out means that the worker died: the row may then be claimed again, so a lost or a repeated job
harms nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update

from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.jobs import queue
from photoalbum.photos import captioning, dating
from photoalbum.photos.models import FAILED, READY, WAITING, WORKING, Original, Photo

LEASE = timedelta(seconds=90)
MAX_ATTEMPTS = 3
# A worker that dies over a file says nothing. It may be the file's fault, or that of three power cuts.
MOST_BEGINNINGS = 10
DIED_EACH_TIME = "The program was stopped each time it prepared this file, so the file was set aside."
JOB = "process_original"


def ask_for(original_ids: Iterable[int]) -> None:
    """Hint to the workers that these originals wait, videos last. To be called after the commit."""
    ids = list(original_ids)
    kinds = select(Original.id).where(Original.id.in_(ids), Original.kind == "video")
    videos = set(db.session.scalars(kinds)) if ids else set()
    db.session.rollback()
    for original_id in ids:
        priority = queue.Priority.VIDEO if original_id in videos else queue.Priority.UPLOAD
        queue.enqueue(JOB, original_id, priority=priority)


def claim(original_id: int) -> bool:
    """Take one original for this worker. One row changed: it is ours; none: somebody else's, or done."""
    moment = now()
    claimed = db.session.execute(
        update(Original)
        .where(
            Original.id == original_id,
            or_(
                (Original.state == WAITING) & (Original.waits_until <= moment),
                (Original.state == WORKING) & (Original.leased_until < moment),
            ),
        )
        .values(state=WORKING, attempts=Original.attempts + 1, leased_until=moment + LEASE)
    )
    return _rows(claimed) == 1


def claim_remake(original_id: int, *, at_once: bool) -> bool:
    """Take one that is ready, to make its pictures anew. It stays ready: its old ones go on being shown.

    `at_once` says that an earlier fault is no reason to wait.
    """
    moment = now()
    free = or_(Original.leased_until.is_(None), Original.leased_until < moment)
    claim = update(Original).where(Original.id == original_id, Original.state == READY, free)
    if not at_once:
        claim = claim.where(Original.waits_until <= moment)
    return _rows(db.session.execute(claim.values(leased_until=moment + LEASE))) == 1


def renew_lease(original_id: int) -> bool:
    """Say that this worker is still alive and at it."""
    renewed = db.session.execute(
        update(Original)
        .where(Original.id == original_id, Original.leased_until.is_not(None))
        .values(leased_until=now() + LEASE)
    )
    return _rows(renewed) == 1


def finish(original: Original, facts: dict[str, Any]) -> None:
    """Write down what a worker found, on the original and on every photo made of it."""
    for name, value in facts.items():
        setattr(original, name, value)
    original.state, original.reason, original.leased_until = READY, "", None
    original.finished_at = now()
    for photo in db.session.scalars(select(Photo).where(Photo.original_id == original.id)):
        photo.kind = original.kind
        _take_from_file(photo)


def keep_details(original: Original, details: dict[str, Any]) -> None:
    """Write down what a file says of itself though no picture of it could be made."""
    original.details = details
    for photo in db.session.scalars(select(Photo).where(Photo.original_id == original.id)):
        _take_from_file(photo)


def _take_from_file(photo: Photo) -> None:
    dating.take_from_file(photo)
    captioning.take_from_file(photo)


def give_up(original: Original, reason: str) -> None:
    """The bytes stay safe and can be downloaded; only a picture of them cannot be made."""
    original.state, original.reason, original.leased_until = FAILED, reason[:500], None
    original.finished_at = now()


def is_hopeless(original: Original) -> bool:
    """Whether it has been begun so often, and never ended, that it must be what ends the workers."""
    return original.attempts > MOST_BEGINNINGS


def try_later(original: Original, reason: str) -> None:
    """Wait a little longer after each attempt, and set the original aside after the third."""
    if original.attempts >= MAX_ATTEMPTS:
        give_up(original, reason)
        return
    original.state, original.reason, original.leased_until = WAITING, reason[:500], None
    original.waits_until = now() + timedelta(seconds=10 * 4**original.attempts)


def hand_back(original: Original) -> None:
    """The worker is asked to stop: the next one starts at once, and this attempt does not count."""
    original.state, original.leased_until = WAITING, None
    original.attempts = max(0, original.attempts - 1)
    original.waits_until = now()


def start_again(original: Original) -> None:
    """Forget earlier attempts: a person pressed "try again", or a derivative has gone missing."""
    original.state, original.reason, original.attempts = WAITING, "", 0
    original.waits_until, original.leased_until = now(), None


def overdue(limit: int = 500) -> Sequence[int]:
    """Originals that a worker should have taken by now: the sweep asks for them again."""
    moment = now()
    return db.session.scalars(
        select(Original.id)
        .where(
            or_(
                (Original.state == WAITING) & (Original.waits_until <= moment - timedelta(seconds=20)),
                (Original.state == WORKING) & (Original.leased_until < moment),
            )
        )
        .order_by(Original.id)
        .limit(limit)
    ).all()


def oldest_wait_seconds() -> float:
    """For how long the oldest original has been waiting for a worker."""
    since: datetime | None = db.session.scalar(
        select(func.min(Original.waits_until)).where(Original.state == WAITING)
    )
    return max(0.0, (now() - since).total_seconds()) if since else 0.0


def counts() -> dict[str, int]:
    """How many originals are in each state."""
    by_state = select(Original.state, func.count()).group_by(Original.state)
    return {state: number for state, number in db.session.execute(by_state).all()}  # noqa: C416  Rows are no pairs.


def _rows(result: Any) -> int:
    return int(result.rowcount)
