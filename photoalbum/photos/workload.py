"""What the workers have before them and behind them, for whoever looks after the site."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select, update

from photoalbum.accounts.models import Member
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.photos import films, processing
from photoalbum.photos.films import Film
from photoalbum.photos.models import FAILED, READY, WAITING, WORKING, Original, Photo

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Pace:
    """How many originals were done lately, and about how long the rest will take."""

    last_minute: int
    last_hour: int
    minutes_left: int | None


def pace(waiting: int) -> Pace:
    minute, hour = (_finished_within(timedelta(minutes=length)) for length in (1, 60))
    # An upload that began a minute ago says more by its last minute than by its hour.
    speed = max(minute, hour / 60)
    return Pace(minute, hour, max(1, round(waiting / speed)) if waiting and speed else None)


def film_counts() -> dict[str, int]:
    """How many films are in each state; those that nobody wants any more are left out."""
    by_state = select(Film.state, func.count()).where(Film.state != films.STOPPED).group_by(Film.state)
    return {state: number for state, number in db.session.execute(by_state).all()}  # noqa: C416  Rows are no pairs.


def outdated() -> int:
    """How many originals still have the pictures of another recipe."""
    # As ranges, which an index answers: 0 stands for no pictures at all.
    others = or_(
        Original.recipe_version.between(1, RECIPE_VERSION - 1), Original.recipe_version > RECIPE_VERSION
    )
    return db.session.scalar(select(func.count()).select_from(Original).where(others)) or 0


def failures() -> Sequence[Any]:
    """Originals and films that were given up, the last first."""
    return [
        *_rows(Original.state == FAILED, Original.id.desc(), Original),
        *_rows(Film.state == FAILED, Film.id.desc(), Film),
    ]


def at_work() -> Sequence[Any]:
    """Originals and films that a worker has in hand; films say how far they are."""
    return [
        *_rows(Original.state == WORKING, Original.id, Original),
        *_rows(Film.state == WORKING, Film.id, Film),
    ]


def start_again(photo: Photo) -> bool:
    """Try anew whatever failed of a photo; False when nothing did."""
    original = photo.original
    failed = original.state == FAILED
    if failed:
        processing.start_again(original)
    for film in db.session.scalars(select(Film).where(Film.original_id == original.id, Film.state == FAILED)):
        films.start_again(film)
        failed = True
    return failed


def start_all_again() -> Sequence[int]:
    """Try anew whatever failed. The first of them, for a hint; the sweep asks for the others."""
    ids = db.session.scalars(select(Original.id).where(Original.state == FAILED).limit(500)).all()
    again = {"state": WAITING, "reason": "", "attempts": 0, "waits_until": now(), "leased_until": None}
    db.session.execute(update(Original).where(Original.state == FAILED).values(**again))
    db.session.execute(update(Film).where(Film.state == FAILED).values(**again, percent=0))
    return ids


def prepare_all_anew() -> None:
    """Let workers make all pictures and films again: the originals have come to a place that has none."""
    again = {"state": WAITING, "waits_until": now(), "leased_until": None}
    for thing in (Original, Film):
        db.session.execute(update(thing).where(thing.state.in_((READY, WORKING))).values(again))
    db.session.execute(update(Original).values(recipe_version=0))
    db.session.execute(update(Photo).where(Photo.edit_key != "").values(edit_made="", edit_attempts=0))


def _finished_within(length: timedelta) -> int:
    lately = Original.finished_at > now() - length
    return db.session.scalar(select(func.count()).select_from(Original).where(lately)) or 0


def _rows(which: ColumnElement[bool], order: Any, thing: type[Original] | type[Film]) -> Sequence[Any]:
    """One row for each photo that hangs from what was asked for."""
    is_film = thing is Film
    wanted: Any = (
        select(
            Photo.uid,
            Photo.file_name,
            Photo.kind,
            Member.name.label("owner"),
            thing.reason,
            thing.attempts,
            (Film.part if is_film else literal("")).label("part"),
            (Film.percent if is_film else literal(None)).label("percent"),
        )
        .select_from(Original)
        .join(Photo, Photo.original_id == Original.id)
        .join(Member, Member.id == Photo.owner_id)
    )
    if is_film:
        wanted = wanted.join(Film, Film.original_id == Original.id)
    return db.session.execute(wanted.where(which).order_by(order, Photo.id).limit(MOST_SHOWN)).all()
