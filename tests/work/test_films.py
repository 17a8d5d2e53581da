"""Making films: one at a time, told how far, stopped by a word, and never lost with a worker."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from flask import Flask
from sqlalchemy import select, update

from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.media.playback import FILM_VERSION
from photoalbum.photos import files, films
from photoalbum.photos.films import Claim, Film
from photoalbum.photos.models import Original, Photo
from photoalbum.work import tidy
from photoalbum.work.bench import only_one
from photoalbum.worker import Worker

from ..cast import Person
from ..corpus.films import film, moving


@pytest.fixture
def worker(app: Flask) -> Iterator[Worker]:
    worker = Worker(app, threads=1)
    worker.studio.tick_seconds = 0.3
    yield worker
    worker.sandbox.close()


@pytest.fixture
def take_in(app: Flask, worker: Worker, mum: Person, make_photo: Callable[..., str]) -> Callable[[Path], int]:
    """Upload a film and prepare its stills; its films wait."""

    def take(path: Path) -> int:
        uid = make_photo(mum, content=path.read_bytes(), name=path.name)
        with app.app_context():
            original_id = db.session.scalars(select(Photo.original_id).where(Photo.uid == uid)).one()
        worker.process_original(original_id)
        return original_id

    return take


@pytest.fixture
def old_film(tmp_path: Path) -> Path:
    return moving(tmp_path / "old.avi", "mpeg4", {})


@pytest.fixture
def long_film(tmp_path: Path) -> Path:
    """Long enough to be caught in the middle."""
    return film(tmp_path / "long.avi", seconds=60, size=(960, 540), codec="mpeg4", options={})


def states(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {each.part: each.state for each in db.session.scalars(select(Film))}


def made_files(app: Flask) -> set[str]:
    return {each.name for each in Path(app.config["MEDIA_ROOT"]).glob("derivatives/*/*/*/films*/*")}


def scratch(app: Flask) -> list[Path]:
    return list((Path(app.config["MEDIA_ROOT"]) / "tmp").iterdir())


def claimed(app: Flask, *, heavy: bool) -> Claim:
    claim = films.claim_next(heavy=heavy)
    db.session.commit()
    assert claim is not None
    return claim


def test_an_old_film_is_made_ready_with_its_preview(
    app: Flask, worker: Worker, take_in: Callable[[Path], int], old_film: Path
) -> None:
    take_in(old_film)
    assert states(app) == {"web": "waiting", "preview": "waiting"}
    worker.studio.ask()
    assert states(app) == {"web": "ready", "preview": "ready"}
    assert made_files(app) == {"web.mp4", "preview.mp4"}
    assert scratch(app) == []


def test_a_film_that_plays_as_it_is_gets_a_preview_only(
    app: Flask, worker: Worker, take_in: Callable[[Path], int], tmp_path: Path
) -> None:
    take_in(film(tmp_path / "new.mp4", options={"movflags": "faststart"}))
    worker.studio.ask()
    assert states(app) == {"preview": "ready"}


def test_lost_and_outdated_films_are_made_anew_when_a_worker_starts(
    app: Flask, worker: Worker, take_in: Callable[[Path], int], old_film: Path
) -> None:
    take_in(old_film)
    worker.studio.ask()
    (folder,) = Path(app.config["MEDIA_ROOT"]).glob("derivatives/*/*/*/films*")
    older = folder.with_name(f"films{FILM_VERSION + 1}")
    folder.rename(older)
    (older / "web.mp4").unlink()
    tidy.start_lost_films_again(worker.bench)
    assert states(app) == {"web": "waiting", "preview": "waiting"}
    worker.studio.ask()
    assert states(app) == {"web": "ready", "preview": "ready"}
    assert {path.name for path in folder.iterdir()} == {"web.mp4", "preview.mp4"}
    assert not older.exists()


def test_only_one_worker_makes_films(
    app: Flask, worker: Worker, take_in: Callable[[Path], int], old_film: Path
) -> None:
    take_in(old_film)
    with only_one(Path(app.config["INSTANCE"]) / "films-heavy.lock") as mine:
        assert mine
        worker.studio.ask()
        # What is light does not wait for what is heavy.
        assert states(app) == {"web": "waiting", "preview": "ready"}
    worker.studio.ask()
    assert states(app)["web"] == "ready"


def test_a_film_is_stopped_in_the_middle(
    app: Flask, worker: Worker, take_in: Callable[[Path], int], long_film: Path
) -> None:
    take_in(long_film)
    maker = threading.Thread(target=worker.studio.make_all, kwargs={"heavy": True})
    maker.start()
    wait_until(lambda: states(app)["web"] == "working")
    with app.app_context():
        films.stop(db.session.scalars(select(Film).where(Film.part == "web")).one())
        db.session.commit()
    maker.join(60)
    assert not maker.is_alive()
    assert states(app)["web"] == "stopped"
    assert made_files(app) == set()
    assert scratch(app) == []


def test_a_stopping_worker_hands_its_film_back(
    app: Flask, worker: Worker, take_in: Callable[[Path], int], long_film: Path
) -> None:
    take_in(long_film)
    worker.studio.start()
    wait_until(lambda: states(app)["web"] == "working")
    worker.bench.stopping.set()
    worker.studio.close(60)
    with app.app_context():
        film = db.session.scalars(select(Film).where(Film.part == "web")).one()
        assert (film.state, film.attempts, film.leased_until) == ("waiting", 0, None)
    assert scratch(app) == []


def test_how_far_it_is_stands_in_the_row(
    app: Flask, worker: Worker, take_in: Callable[[Path], int], old_film: Path, tmp_path: Path
) -> None:
    take_in(old_film)
    with app.app_context():
        claim = claimed(app, heavy=True)
    # As both makers write it: see film_progress.
    (tmp_path / "progress").write_text("out_time_us=800000\n")
    assert worker.studio._still_wanted(claim, tmp_path)
    with app.app_context():
        film = db.session.scalars(select(Film).where(Film.part == "web")).one()
        assert film.percent == 40
        films.stop(film)
        db.session.commit()
    assert not worker.studio._still_wanted(claim, tmp_path)


def test_096_after_kill_9_in_the_middle_the_film_is_made_once(
    app: Flask, instance: Path, worker: Worker, take_in: Callable[[Path], int], long_film: Path
) -> None:
    take_in(long_film)
    environment = {**os.environ, "PHOTOALBUM_INSTANCE": str(instance)}
    command = [sys.executable, "-m", "photoalbum.cli", "worker", "--threads", "1"]
    killed = subprocess.Popen(command, env=environment, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: states(app)["web"] == "working" and len(scratch(app)) > 0, seconds=40)
        # The work file is there a moment before the program that will fill it.
        wait_until(lambda: psutil.Process(killed.pid).children(recursive=True) != [])
        children = psutil.Process(killed.pid).children(recursive=True)
    finally:
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    psutil.wait_procs(children, timeout=30)
    assert not [child for child in children if child.is_running() and child.status() != "zombie"]
    assert states(app)["web"] == "working"

    worker.studio.ask()
    assert states(app)["web"] == "working", "the lease still runs"
    let_leases_run_out(app)
    tidy.sweep(worker.bench)
    worker.studio.ask()
    assert states(app)["web"] == "ready"
    assert made_files(app) == {"web.mp4", "preview.mp4"}
    assert scratch(app) == []


def test_096_who_lost_a_film_cannot_finish_it(
    app: Flask, take_in: Callable[[Path], int], old_film: Path
) -> None:
    take_in(old_film)
    with app.app_context():
        slow = claimed(app, heavy=True)
        assert films.claim_next(heavy=True) is None
        db.session.rollback()
        assert films.note_progress(slow, 40)
        db.session.commit()
    let_leases_run_out(app)
    with app.app_context():
        quick = claimed(app, heavy=True)
        assert not films.note_progress(slow, 50)
        assert films.finish(slow, "web.mp4") is None
        assert films.finish(quick, "web.mp4") is not None
        db.session.rollback()


def test_097_three_attempts_then_a_reason_and_try_again(
    app: Flask, take_in: Callable[[Path], int], old_film: Path
) -> None:
    take_in(old_film)
    with app.app_context():
        for attempt in (1, 2, 3):
            db.session.execute(update(Film).values(waits_until=now()))
            films.try_later(claimed(app, heavy=True), f"It died, {attempt}.")
            db.session.commit()
        film = db.session.scalars(select(Film).where(Film.part == "web")).one()
        assert (film.state, film.reason, film.attempts) == ("failed", "It died, 3.", 3)
        films.start_again(film)
        db.session.commit()
        assert (film.state, film.reason, film.attempts) == ("waiting", "", 0)


def test_097_a_film_that_kills_its_maker_harms_no_other(
    app: Flask, worker: Worker, take_in: Callable[[Path], int], old_film: Path, tmp_path: Path
) -> None:
    broken = take_in(old_film)
    take_in(moving(tmp_path / "other.avi", "mpeg4", {}, pictures=25))
    with app.app_context():
        path = files.path_of_original(db.session.get_one(Original, broken))
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:300])
    worker.studio.ask()
    with app.app_context():
        found = dict(db.session.execute(select(Film.original_id, Film.state).where(Film.part == "web")).all())
        reason = db.session.scalars(select(Film.reason).where(Film.original_id == broken)).first()
    assert sorted(found.values()) == ["failed", "ready"]
    assert found[broken] == "failed"
    assert reason


def test_videos_from_before_are_found_by_the_sweep(
    app: Flask, worker: Worker, take_in: Callable[[Path], int], old_film: Path
) -> None:
    take_in(old_film)
    with app.app_context():
        db.session.query(Film).delete()
        db.session.commit()
    tidy.sweep(worker.bench)
    assert states(app) == {"web": "waiting", "preview": "waiting"}


def test_nothing_is_left_of_a_photo_that_goes_for_good(
    app: Flask, worker: Worker, take_in: Callable[[Path], int], old_film: Path
) -> None:
    original_id = take_in(old_film)
    worker.studio.ask()
    with app.app_context():
        photo_id = db.session.scalars(select(Photo.id).where(Photo.original_id == original_id)).one()
        tidy.purge_photo(photo_id)
    assert states(app) == {}
    assert made_files(app) == set()


def let_leases_run_out(app: Flask) -> None:
    with app.app_context():
        db.session.execute(update(Film).values(leased_until=now() - timedelta(seconds=1)))
        db.session.commit()


def wait_until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)
