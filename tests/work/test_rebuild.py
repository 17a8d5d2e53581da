"""A change of the recipe: what is there is shown until the new is made, and each is made once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.jobs.queue import queue
from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.photos import derivatives
from photoalbum.photos.models import Original
from photoalbum.work.rebuild import Outcome, Scope, every, remake
from photoalbum.worker import Worker
from tests.cast import Person

from .ageing import OTHER, age, folder_of, original_of

Process = Callable[[], None]


@pytest.fixture
def worker(app: Flask):
    worker = Worker(app, threads=1)
    yield worker
    worker.sandbox.close()


@pytest.fixture
def photo(mum: Person, make_photo: Callable[..., str], process: Process) -> str:
    uid = make_photo(mum)
    process()
    return uid


def picture(who: Person, uid: str, name: str = "thumb.webp", version: int = RECIPE_VERSION):
    return who.get(f"/photos/{uid}/d/{version}/{name}")


def waiting_jobs(app: Flask) -> list[tuple[object, ...]]:
    with app.app_context():
        return [task.args for task in queue().huey.pending()]


def test_pictures_of_an_older_recipe_are_shown_until_the_new_are_made(
    app: Flask, mum: Person, photo: str, process: Process
):
    new = picture(mum, photo)
    assert "immutable" in new.headers["Cache-Control"]
    other = age(app, photo)
    old = picture(mum, photo)
    assert old.status_code == 200
    assert old.headers["Cache-Control"] == "private, no-cache"
    assert old.headers["ETag"] != new.headers["ETag"]
    assert picture(mum, photo, "thumb2x.webp").data == old.data

    process()
    made = picture(mum, photo)
    assert (made.status_code, made.headers["ETag"]) == (200, new.headers["ETag"])
    assert "immutable" in made.headers["Cache-Control"]
    assert not other.exists()
    with app.app_context():
        original = original_of(photo)
        assert (original.recipe_version, original.state, original.leased_until) == (
            RECIPE_VERSION,
            "ready",
            None,
        )


def test_many_looks_ask_for_one_job(app: Flask, mum: Person, photo: str):
    age(app, photo)
    for name in ("thumb.webp", "middle.jpg", "thumb.webp", "thumb2x.webp"):
        assert picture(mum, photo, name).status_code == 200
    assert [job[0] for job in waiting_jobs(app)] == [derivatives.REMAKE]


@pytest.mark.parametrize("version", [0, RECIPE_VERSION + 1, OTHER])
def test_a_version_that_never_was_has_no_address(mum: Person, photo: str, version: int):
    assert picture(mum, photo, version=version).status_code == 404


def test_what_people_say_and_the_file_says_stays(app: Flask, worker: Worker, photo: str):
    age(app, photo)
    with app.app_context():
        original = original_of(photo)
        original.details = {**original.details, "title": "as it was"}
        original.placeholder = ""
        original_id = original.id
        db.session.commit()
    assert remake(worker.bench, original_id) is Outcome.MADE
    with app.app_context():
        original = original_of(photo)
        assert original.details["title"] == "as it was"
        assert original.placeholder


def test_missing_pictures_come_back_when_somebody_looks(
    app: Flask, mum: Person, photo: str, process: Process
):
    (folder_of(app, photo) / "large.jpg").unlink()
    assert picture(mum, photo, "large.jpg").status_code == 404
    process()
    assert picture(mum, photo, "large.jpg").status_code == 200


def test_somebody_else_at_it_is_left_alone(app: Flask, worker: Worker, photo: str):
    age(app, photo)
    with app.app_context():
        original_id = original_of(photo).id
        db.session.execute(update(Original).values(leased_until=now() + timedelta(minutes=1)))
        db.session.commit()
    assert remake(worker.bench, original_id) is Outcome.BUSY
    with app.app_context():
        # A lease that ran out is of somebody who died.
        db.session.execute(update(Original).values(leased_until=now() - timedelta(seconds=1)))
        db.session.commit()
    assert remake(worker.bench, original_id) is Outcome.MADE
    assert remake(worker.bench, original_id) is Outcome.IN_ORDER


def test_what_cannot_be_made_anew_keeps_its_older_pictures_and_is_left_for_a_day(
    app: Flask, mum: Person, worker: Worker, photo: str, instance
):
    other = age(app, photo)
    stored = next((instance / "media/originals").rglob("*.jpg"))
    stored.chmod(0o644)
    stored.write_bytes(b"gone bad on the disk")
    with app.app_context():
        original_id = original_of(photo).id
    assert remake(worker.bench, original_id) is Outcome.FAILED
    assert remake(worker.bench, original_id) is Outcome.BUSY
    assert remake(worker.bench, original_id, Scope()) is Outcome.FAILED  # The command asks all the same.
    assert other.exists()
    assert picture(mum, photo).status_code == 200


def test_a_stopped_worker_hands_back(app: Flask, worker: Worker, photo: str):
    age(app, photo)
    with app.app_context():
        original_id = original_of(photo).id
    worker.bench.stopping.set()
    worker.sandbox.close()
    assert remake(worker.bench, original_id) is Outcome.FAILED
    with app.app_context():
        original = original_of(photo)
        assert original.leased_until is None
        assert original.waits_until <= now()


def test_only_ready_ones_of_the_scope_are_looked_at(
    app: Flask, mum: Person, worker: Worker, make_photo, process
):
    first, second = make_photo(mum), make_photo(mum)
    process()
    make_photo(mum)
    age(app, first)
    with app.app_context():
        ids = [original_of(first).id, original_of(second).id]
    assert list(every(worker.bench, Scope(missing=False))) == [ids[0]]
    assert list(every(worker.bench, Scope())) == ids[::-1]
    assert list(every(worker.bench, Scope(made_before=now()))) == ids[::-1]
    assert list(every(worker.bench, Scope(made_before=now() - timedelta(hours=1)))) == []
