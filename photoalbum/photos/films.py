"""What is made of a video besides its stills: the copy that every browser plays, and the preview in grids.

Each is a row, and the row is the truth, as with originals: waiting -> working (under a lease) -> ready,
failed with a reason, or stopped by a person. `run` counts who took it: whoever has an older number has
lost it, even if it wakes up again and finds its lease renewed by another.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, exists, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photoalbum.core.clock import now
from photoalbum.core.db import Model, db
from photoalbum.jobs import queue
from photoalbum.media.playback import AS_IT_IS, COPIED, ENCODED, FILM_VERSION, PREVIEW
from photoalbum.photos import files
from photoalbum.photos.models import FAILED, READY, WAITING, WORKING, Original, Photo
from photoalbum.photos.processing import LEASE, MAX_ATTEMPTS, MOST_BEGINNINGS

JOB = "make_films"
LOST = "start_lost_films_again"
STOPPED = "stopped"
WEB_COPY, PREVIEWED = "web", "preview"
TYPES = {"mp4": "video/mp4", "webm": "video/webm"}
NAMES = frozenset({"web.mp4", "web.webm", PREVIEW})


class Film(Model):
    """One film to be made of an original, or made."""

    __tablename__ = "films"

    id: Mapped[int] = mapped_column(primary_key=True)
    original_id: Mapped[int] = mapped_column(ForeignKey("originals.id", ondelete="CASCADE"))
    part: Mapped[str] = mapped_column(String(10))
    # Whether pictures are encoded anew, which may take hours. What is light need not wait for it.
    heavy: Mapped[bool] = mapped_column(default=False)
    # What it is called under the original's derivatives; none for a preview of what hardly moves.
    file_name: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    percent: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(500), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    run: Mapped[int] = mapped_column(default=0)
    waits_until: Mapped[datetime] = mapped_column(default=now)
    leased_until: Mapped[datetime | None]

    original: Mapped[Original] = relationship()

    __table_args__ = (UniqueConstraint("original_id", "part"), Index(None, "state", "waits_until"))


@dataclass(frozen=True)
class Claim:
    """A film that this worker has taken, as plain values that outlive the session."""

    film_id: int
    run: int
    part: str
    source: Path
    media_type: str
    bytes: int
    duration: float | None
    starts_at: float
    sha256: str


def plan(original: Original) -> None:
    """Note what is to be made of a video. What was noted before stays as it is."""
    if original.kind != "video" or original.state != READY:
        return
    noted = set(db.session.scalars(select(Film.part).where(Film.original_id == original.id)))
    if PREVIEWED not in noted:
        db.session.add(Film(original_id=original.id, part=PREVIEWED))
    if WEB_COPY not in noted and _way(original) != AS_IT_IS:
        db.session.add(Film(original_id=original.id, part=WEB_COPY, heavy=_way(original) == ENCODED))


def want_web_copy(original: Original) -> None:
    """Note that somebody would like a copy: of a video that members play as it is, or one that has gone."""
    film = web_copy(original)
    if film is not None and film.state == READY:
        start_again(film)
    elif film is None and original.kind == "video" and original.state == READY:
        db.session.add(Film(original_id=original.id, part=WEB_COPY, heavy=_way(original) == ENCODED))


def ask_for_all() -> None:
    """Hint to the workers that films wait. To be called after the commit that noted them."""
    queue.enqueue(JOB, priority=queue.Priority.VIDEO)


def web_copy(original: Original) -> Film | None:
    return db.session.scalar(select(Film).where(Film.original_id == original.id, Film.part == WEB_COPY))


def is_there(film: Film | None) -> bool:
    """Whether it is made, and the file is where it belongs."""
    return film is not None and film.state == READY and path_of(film.original, film.file_name).exists()


def has_preview() -> ColumnElement[bool]:
    """Whether the photo of the surrounding SELECT has a preview that moves."""
    made = (Film.part == PREVIEWED) & (Film.state == READY) & (Film.file_name != "")
    return exists().where(Film.original_id == Photo.original_id, made).correlate(Photo)


def key_of(sha256: str, name: str) -> str:
    """Apart from the stills' versions: a new recipe for pictures must not make all films again."""
    return f"{files.derivative_folder(sha256)}/films{FILM_VERSION}/{name}"


def path_of(original: Original, name: str) -> Path:
    return files.storage().path(key_of(original.sha256, name))


def claim_next(*, heavy: bool) -> Claim | None:
    """Take the next film of its kind: copies before previews, and then the one that waits longest."""
    moment = now()
    due = or_(
        (Film.state == WAITING) & (Film.waits_until <= moment),
        (Film.state == WORKING) & (Film.leased_until < moment),
    )
    chosen = select(Film.id).where(Film.heavy == heavy, due)
    film_id = db.session.scalar(chosen.order_by(Film.part.desc(), Film.waits_until, Film.id).limit(1))
    if film_id is None:
        return None
    taken = update(Film).where(Film.id == film_id, due)
    db.session.execute(
        taken.values(
            state=WORKING,
            attempts=Film.attempts + 1,
            run=Film.run + 1,
            percent=0,
            leased_until=moment + LEASE,
        )
    )
    film = db.session.get_one(Film, film_id)
    original, video = film.original, _video(film.original)
    return Claim(
        film.id,
        film.run,
        film.part,
        files.path_of_original(original),
        original.media_type,
        original.bytes,
        original.duration,
        float(video.get("still_at") or 0.0),
        original.sha256,
    )


def is_hopeless(claim: Claim) -> bool:
    """Whether it has been begun so often, and never ended, that it must be what ends the workers."""
    return db.session.get_one(Film, claim.film_id).attempts > MOST_BEGINNINGS


def note_progress(claim: Claim, percent: int) -> bool:
    """Say that this worker is still at it. False: it no longer is its affair."""
    changed = update(Film).where(*_mine(claim)).values(percent=percent, leased_until=now() + LEASE)
    return _rows(db.session.execute(changed)) == 1


def finish(claim: Claim, file_name: str) -> str | None:
    """Note that the film is made. Gives the key under which its file belongs, None when nobody wants it."""
    changed = update(Film).where(*_mine(claim))
    done = changed.values(state=READY, file_name=file_name, percent=100, reason="", leased_until=None)
    if _rows(db.session.execute(done)) != 1:
        return None
    return key_of(claim.sha256, file_name)


def give_up(claim: Claim, reason: str) -> None:
    changed = update(Film).where(*_mine(claim))
    db.session.execute(changed.values(state=FAILED, reason=reason[:500], leased_until=None))


def try_later(claim: Claim, reason: str) -> None:
    """Wait longer after each attempt, and set the film aside after the third."""
    film = db.session.scalar(select(Film).where(*_mine(claim)))
    if film is None:
        return
    if film.attempts >= MAX_ATTEMPTS:
        give_up(claim, reason)
        return
    film.state, film.reason, film.leased_until = WAITING, reason[:500], None
    film.waits_until = now() + timedelta(seconds=10 * 4**film.attempts)


def hand_back(claim: Claim) -> None:
    """The worker is asked to stop: the next one begins at once, and this attempt does not count."""
    changed = update(Film).where(*_mine(claim))
    db.session.execute(
        changed.values(state=WAITING, attempts=Film.attempts - 1, waits_until=now(), leased_until=None)
    )


def stop(film: Film) -> None:
    """A person does not want it made. Whoever is at it notices when it next says how far it is."""
    if film.state in (WAITING, WORKING):
        film.state, film.leased_until, film.percent = STOPPED, None, 0


def start_again(film: Film) -> None:
    """A person wants it after all, or it has gone missing."""
    if film.state in (FAILED, STOPPED) or (film.state == READY and not is_there(film)):
        film.state, film.reason, film.attempts, film.percent = WAITING, "", 0, 0
        film.waits_until, film.leased_until = now(), None


def start_lost_again() -> int:
    """Films whose file is not where it belongs: of an older FILM_VERSION, or lost. How many there are."""
    made = select(Film.id, Film.file_name, Original.sha256).join(Original)
    lost = [
        film_id
        for film_id, name, sha256 in db.session.execute(made.where(Film.state == READY, Film.file_name != ""))
        if not files.storage().path(key_of(sha256, name)).exists()
    ]
    for film_id in lost:
        start_again(db.session.get_one(Film, film_id))
    return len(lost)


def drop_older(sha256: str, name: str) -> None:
    """Remove what an older FILM_VERSION made under this name. After the commit that says it is made anew."""
    folder = files.storage().root / files.derivative_folder(sha256)
    for old in folder.glob(f"films*/{name}"):
        if old.parent.name != f"films{FILM_VERSION}":
            old.unlink(missing_ok=True)
            with suppress(OSError):
                old.parent.rmdir()


def overdue() -> bool:
    """Whether films wait that a worker should have taken by now."""
    moment = now()
    late = or_(
        (Film.state == WAITING) & (Film.waits_until <= moment - timedelta(seconds=20)),
        (Film.state == WORKING) & (Film.leased_until < moment),
    )
    return bool(db.session.scalar(select(exists().where(late))))


def unplanned(limit: int = 200) -> Sequence[Original]:
    """Videos that were prepared before anybody thought of films, or whose worker died just then."""
    noted = exists().where(Film.original_id == Original.id, Film.part == PREVIEWED)
    videos = select(Original).where(Original.kind == "video", Original.state == READY, ~noted)
    return db.session.scalars(videos.limit(limit)).all()


def _way(original: Original) -> str:
    """How the video comes to browsers; originals that were read before that was noted are asked anew."""
    told = _video(original).get("way")
    if told in (AS_IT_IS, COPIED, ENCODED):
        return str(told)
    return COPIED if original.plays_in_browsers else ENCODED


def _video(original: Original) -> dict[str, Any]:
    found = (original.details.get("file") or {}).get("video")
    return found if isinstance(found, dict) else {}


def _mine(claim: Claim) -> Iterable[ColumnElement[bool]]:
    return (Film.id == claim.film_id, Film.run == claim.run, Film.state == WORKING)


def _rows(result: Any) -> int:
    return int(result.rowcount)
