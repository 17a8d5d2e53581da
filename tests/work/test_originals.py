"""Processing an original: whatever kills a worker or a decoder, it ends ready or failed with a reason."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.media.facts import Facts
from photoalbum.media.faults import DecoderDied, DecoderFailed
from photoalbum.media.sandbox import Sandbox
from photoalbum.photos import processing
from photoalbum.photos.models import Original, Photo
from photoalbum.work.bench import Bench
from photoalbum.work.originals import process_original

from ..cast import Person
from ..pictures import jpeg

Make = Callable[..., str]
POISON = "poison.jpg"


class PoisonedSandbox(Sandbox):
    """A pool in which one file kills whatever touches it."""

    def __init__(self) -> None:
        super().__init__(1)
        self.tried = 0

    def run(self, task: str, *args: object, **options: object) -> object:
        if POISON in args:
            self.tried += task == "examine"
            raise DecoderDied("Preparing this picture was stopped: it used too much memory.")
        return super().run(task, *args, **options)  # type: ignore[arg-type]


@pytest.fixture
def bench(app: Flask) -> Iterator[Bench]:
    with PoisonedSandbox() as sandbox:
        yield Bench(app, sandbox)


@pytest.fixture
def original(app: Flask) -> Callable[[str], Original]:
    """The original behind a photo, as its row is now."""

    def read(uid: str) -> Original:
        with app.app_context():
            found = db.session.scalars(select(Original).join(Photo).where(Photo.uid == uid)).one()
            db.session.expunge(found)
            return found

    return read


def let_time_pass(app: Flask) -> None:
    with app.app_context():
        past = now() - timedelta(minutes=10)
        db.session.execute(update(Original).values(waits_until=past))
        db.session.execute(
            update(Original).where(Original.leased_until.is_not(None)).values(leased_until=past)
        )
        db.session.commit()


def test_097_poison_is_set_aside_after_three_attempts_and_harms_no_other(
    app: Flask, mum: Person, make_photo: Make, bench: Bench, original: Callable[[str], Original]
) -> None:
    poison = make_photo(mum, name=POISON, content=jpeg(colour="black"))
    good = make_photo(mum)
    for attempt in range(1, 5):
        let_time_pass(app)
        process_original(bench, original(poison).id)
        process_original(bench, original(good).id)
        assert original(poison).attempts == min(attempt, processing.MAX_ATTEMPTS)
    assert original(good).state == "ready"
    assert (original(poison).state, bench.sandbox.tried) == ("failed", 3)
    assert "too much memory" in mum.get(f"/photos/{poison}").text
    assert mum.get(f"/photos/{poison}/original").data == jpeg(colour="black")
    with app.app_context():
        assert list(processing.overdue()) == []


def test_096_a_killed_worker_s_job_is_done_by_the_next_once_its_lease_is_over(
    app: Flask, mum: Person, make_photo: Make, bench: Bench, original: Callable[[str], Original]
) -> None:
    uid = make_photo(mum)
    original_id = original(uid).id
    with app.app_context():
        assert processing.claim(original_id)
        db.session.commit()
    process_original(bench, original(uid).id)
    assert original(uid).state == "working", "as long as the lease lasts, it is somebody's"
    assert (original(uid).leased_until or now()) - now() <= timedelta(minutes=2)
    let_time_pass(app)
    with app.app_context():
        assert list(processing.overdue()) == [original_id]
    process_original(bench, original(uid).id)
    process_original(bench, original(uid).id)
    assert (original(uid).state, original(uid).attempts) == ("ready", 2)


def test_097_what_kills_every_worker_is_set_aside_as_well(
    app: Flask, mum: Person, make_photo: Make, bench: Bench, original: Callable[[str], Original]
) -> None:
    uid = make_photo(mum)
    for _ in range(processing.MOST_BEGINNINGS):
        with app.app_context():
            assert processing.claim(original(uid).id)
            db.session.commit()
        let_time_pass(app)
    process_original(bench, original(uid).id)
    assert (original(uid).state, original(uid).reason) == ("failed", processing.DIED_EACH_TIME)
    assert mum.get(f"/photos/{uid}/original").status_code == 200
    # Somebody who presses "try again" gets all attempts anew.
    assert mum.post(f"/photos/{uid}/processing", data={}).status_code == 303
    process_original(bench, original(uid).id)
    assert (original(uid).state, original(uid).attempts) == ("ready", 1)


def test_what_a_file_says_is_kept_though_it_cannot_be_shown(
    app: Flask, mum: Person, make_photo: Make, original: Callable[[str], Original]
) -> None:
    class Blind(Sandbox):
        def run(self, task: str, *args: object, **options: object) -> object:
            if task == "examine":
                raise DecoderFailed("This picture is damaged: nothing of it can be shown.")
            assert task == "read_facts"
            return Facts("photo", "image/jpeg", 0, 0, 1, taken_at="2019-07-14T10:00:00").to_plain()

    uid = make_photo(mum)
    with Blind(1) as sandbox:
        process_original(Bench(app, sandbox), original(uid).id)
    assert (original(uid).state, original(uid).details["taken"]["at"]) == ("failed", "2019-07-14T10:00:00")
    with app.app_context():
        photo = db.session.scalars(select(Photo).where(Photo.uid == uid)).one()
        assert str(photo.taken_at) == str(photo.sort_at) == "2019-07-14 10:00:00"
