"""The keeper's page about work in the background."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.jobs.queue import Priority, queue
from photoalbum.photos import processing, workload
from photoalbum.photos.films import Film
from photoalbum.photos.models import Original, Photo
from tests.cast import Person

PAGE = "/admin/jobs/"
REASON = "Preparing this file took too long, so it was stopped."


@pytest.fixture
def fail(app: Flask) -> Callable[..., None]:
    def give_up(uid: str, **values: object) -> None:
        values = {"state": "failed", "reason": REASON, "attempts": 3, **values}
        with app.app_context():
            original = select(Photo.original_id).where(Photo.uid == uid).scalar_subquery()
            db.session.execute(update(Original).where(Original.id == original).values(**values))
            db.session.commit()

    return give_up


def state_of(app: Flask, uid: str) -> tuple[str, int]:
    with app.app_context():
        original = db.session.scalars(select(Original).join(Photo).where(Photo.uid == uid)).one()
        return original.state, original.attempts


def enqueued(app: Flask) -> list[tuple[object, ...]]:
    with app.app_context():
        return [task.args for task in queue().huey.pending()]


def test_for_others_there_is_nothing_here(app: Flask, mum: Person, visitor: Person, make_photo, fail):
    uid = make_photo(mum)
    fail(uid)
    assert mum.get(PAGE).status_code == 404
    assert visitor.get(PAGE).status_code == 302
    for address in (f"{PAGE}retries", f"{PAGE}{uid}/retries"):
        assert mum.post(address).status_code == 404
        assert visitor.post(address).status_code == 401
    assert state_of(app, uid) == ("failed", 3)


def test_it_says_how_much_there_is_and_how_fast_it_goes(
    app: Flask, keeper: Person, mum: Person, make_photo, process
):
    for _ in range(3):
        make_photo(mum)
    process()
    make_photo(mum)
    page = keeper.get(PAGE).text
    assert "3 done in the last minute, 3 in the last hour." in page
    assert "About a minute to go." in page
    assert "Nothing. All is well." in page
    with app.app_context():
        done = update(Original).where(Original.state == "ready")
        db.session.execute(done.values(finished_at=now() - timedelta(minutes=30)))
        db.session.commit()
        assert workload.pace(30) == workload.Pace(0, 3, 600)
        assert workload.pace(0).minutes_left is None
    assert "0 done in the last minute, 3 in the last hour." in keeper.get(PAGE).text


def test_failures_say_what_whose_and_why(keeper: Person, mum: Person, make_photo, fail):
    fail(make_photo(mum, name="Opa <1962>.jpg"))
    page = keeper.get(PAGE).text
    assert "Opa &lt;1962&gt;.jpg" in page
    for words in ("Mum", REASON, "3 attempts"):
        assert words in page


def test_try_again_for_one(app: Flask, keeper: Person, mum: Person, make_photo, fail):
    one, other = make_photo(mum), make_photo(mum)
    fail(one)
    fail(other)
    assert keeper.post(f"{PAGE}{one}/retries").location == PAGE
    assert (state_of(app, one), state_of(app, other)) == (("waiting", 0), ("failed", 3))
    assert processing.JOB in [job[0] for job in enqueued(app)]
    for uid in (one, "nothing"):
        assert keeper.post(f"{PAGE}{uid}/retries").status_code == 404


def test_097_try_again_for_all_makes_them_ready(
    app: Flask, keeper: Person, mum: Person, make_photo, process, fail
):
    uids = [make_photo(mum) for _ in range(3)]
    process()
    for uid in uids[:2]:
        fail(uid)
    assert keeper.post(f"{PAGE}retries").status_code == 303
    assert [state_of(app, uid)[0] for uid in uids] == ["waiting", "waiting", "ready"]
    process()
    assert {state_of(app, uid)[0] for uid in uids} == {"ready"}
    assert keeper.post(f"{PAGE}retries").status_code == 303  # Nothing left to do is no fault.


def test_films_in_work_and_failed(app: Flask, keeper: Person, mum: Person, make_photo):
    uid = make_photo(mum, name="Clip.mov")
    with app.app_context():
        original_id = db.session.scalars(select(Photo.original_id)).one()
        db.session.add(Film(original_id=original_id, part="web", heavy=True, state="working", percent=40))
        db.session.add(
            Film(original_id=original_id, part="preview", state="failed", reason=REASON, attempts=3)
        )
        db.session.commit()
    page = keeper.get(PAGE).text
    assert "40 %" in page
    assert REASON in page
    assert keeper.post(f"{PAGE}{uid}/retries").status_code == 303
    with app.app_context():
        assert set(db.session.scalars(select(Film.state))) == {"working", "waiting"}


def test_pictures_of_an_older_recipe_are_counted(
    app: Flask, keeper: Person, mum: Person, make_photo, process
):
    make_photo(mum)
    process()
    assert "older version" not in keeper.get(PAGE).text
    with app.app_context():
        db.session.execute(update(Original).values(recipe_version=99))
        db.session.commit()
    assert "1 picture was made by an older version" in keeper.get(PAGE).text


def test_the_page_costs_the_same_for_many(keeper: Person, mum: Person, make_photo, fail, query_count):
    fail(make_photo(mum))
    keeper.get(PAGE)
    with query_count() as few:
        keeper.get(PAGE)
    for _ in range(5):
        fail(make_photo(mum))
    with query_count() as many:
        assert keeper.get(PAGE).status_code == 200
    assert few.total == many.total <= 16


def test_fresh_photos_go_before_wishes_videos_and_rebuilds(app: Flask, mum: Person, make_photo):
    make_photo(mum)
    with app.app_context():
        photo = db.session.scalars(select(Original.id)).one()
        for priority in sorted(Priority):
            queue().enqueue("something", str(priority), priority=priority)
        processing.ask_for([photo])
        order = [task.args for task in queue().huey.pending()]
        assert [str(args[1]) for args in order] == ["40", str(photo), "30", "20", "10"]
        db.session.execute(update(Original).values(kind="video"))
        db.session.commit()
        processing.ask_for([photo])
        assert [task.priority for task in queue().huey.pending()][-2:] == [Priority.VIDEO, Priority.REBUILD]


def test_a_hint_is_given_once_in_a_while(app: Flask):
    with app.app_context():
        for _ in range(3):
            queue().enqueue_once("make", 1, "thumb2x.webp")
        queue().enqueue_once("make", 2, "thumb2x.webp")
        assert queue().waiting() == 2
