"""Many at once, on the real database file: nothing twice, nothing lost, nobody turned away."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from photoalbum.accounts.models import Member
from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.core.clock import now
from photoalbum.core.db import BUSY_TIMEOUT_MS, assert_durable, db, start_reading, start_writing
from photoalbum.photos import files, processing
from photoalbum.photos.models import Original, Photo
from photoalbum.uploads.models import ReceiptLine, ResumableUpload
from photoalbum.uploads.quota import room_of
from photoalbum.work import tidy

from ..cast import Person
from ..pictures import jpeg
from .world import Scene, World

SECONDS = 4
PLENTY = 10**9


def at_once(tasks: Iterable[Callable[[], object]]) -> list[object]:
    """Run all of these in threads that start at the same moment."""
    waiting = list(tasks)
    together = threading.Barrier(len(waiting))

    def run(task: Callable[[], object]) -> object:
        together.wait(20)
        return task()

    with ThreadPoolExecutor(len(waiting)) as pool:
        return list(pool.map(run, waiting))


def browsers(app: Flask, world: World, names: Iterable[str]) -> list[Person]:
    people = [Person(app, world.ids[name], name) for name in names]
    assert all(person.token for person in people)
    return people


def send(person: Person, content: bytes, album: str = "") -> Callable[[], object]:
    return lambda: person.upload(("same.jpg", content), album=album)


def test_080_eight_copies_at_once_are_one_photo(app: Flask, world: World) -> None:
    content = jpeg(colour="navy", size=(301, 200))
    answers = at_once(send(person, content) for person in browsers(app, world, ["mum"] * 8))
    assert {answer.status_code for answer in answers} == {303}
    with app.app_context():
        originals = db.session.scalars(select(Original).where(Original.bytes == len(content))).all()
        assert len(originals) == 1
        photos = db.session.scalars(select(Photo).where(Photo.original_id == originals[0].id)).all()
        assert len(photos) == 1
        kept = db.session.scalars(select(ReceiptLine).where(ReceiptLine.sha256 == originals[0].sha256)).all()
        assert Counter(line.duplicate for line in kept) == {False: 1, True: 7}
        assert {line.photo_id for line in kept} == {photos[0].id}
        assert list(files.incoming().iterdir()) == []


def test_080_two_owners_have_two_photos_and_one_original(app: Flask, world: World) -> None:
    content = jpeg(colour="maroon", size=(302, 200))
    people = browsers(app, world, ["mum", "uncle"] * 4)
    assert {answer.status_code for answer in at_once(send(person, content) for person in people)} == {303}
    with app.app_context():
        original = db.session.scalars(select(Original).where(Original.bytes == len(content))).one()
        photos = db.session.scalars(select(Photo).where(Photo.original_id == original.id)).all()
        assert {photo.owner_id for photo in photos} == {world.ids["mum"], world.ids["uncle"]}
        path, (first, second) = files.path_of_original(original), (photo.id for photo in photos)
        uid, owner = photos[1].uid, photos[1].owner_id
        tidy.purge_photo(first)
    assert path.read_bytes() == content
    other = next(person for person in people if person.id == owner)
    assert other.get(f"/photos/{uid}/original").data == content
    with app.app_context():
        tidy.purge_photo(second)
        assert not path.exists()
        assert db.session.scalar(select(func.count()).where(Original.bytes == len(content))) == 0


def test_080_deleting_for_good_and_sending_again_at_once(app: Flask, world: World) -> None:
    """Every sender is told that the photo is safe, and a photo that is there in the end has its file."""
    content = jpeg(colour="indigo", size=(303, 200))
    people = browsers(app, world, ["mum", "uncle", "cousin"])

    def purge() -> None:
        with app.app_context():
            for photo_id in db.session.scalars(
                select(Photo.id).join(Original).where(Original.bytes == len(content))
            ).all():
                db.session.rollback()
                tidy.purge_photo(photo_id)

    for _ in range(6):
        answers = at_once([purge, purge, *(send(person, content) for person in people)])
        assert {answer.status_code for answer in answers if answer is not None} == {303}
        with app.app_context():
            for original in db.session.scalars(select(Original).where(Original.bytes == len(content))):
                assert files.path_of_original(original).read_bytes() == content
                assert db.session.scalar(select(func.count()).where(Photo.original_id == original.id))
            start_writing()


def test_082_a_quota_holds_for_many_uploads_at_once(app: Flask, world: World, instance: Path) -> None:
    pictures = [jpeg(size=(200 + number, 150)) for number in range(20)]
    one = len(pictures[0])
    with app.app_context():
        mum = db.session.get_one(Member, world.ids["mum"])
        # What is on its way and what guests have sent count, too.
        mum.quota_bytes = PLENTY
        coming = select(func.sum(ResumableUpload.length)).where(ResumableUpload.member_id == mum.id)
        mum.quota_bytes -= (room_of(mum) or 0) - (db.session.scalar(coming) or 0) - one * 5 - one // 2
        db.session.commit()
    before = {path for path in (instance / "media/originals").rglob("*") if path.is_file()}
    people = browsers(app, world, ["mum"] * 10)
    for half in (pictures[:10], pictures[10:]):
        at_once(send(person, content) for person, content in zip(people, half, strict=True))
    with app.app_context():
        refused = db.session.scalars(select(ReceiptLine).where(ReceiptLine.refusal != "")).all()
        assert len(refused) == 15
        # What was refused lies nowhere; what was kept already may be sent again for nothing.
        files_now = {path for path in (instance / "media/originals").rglob("*") if path.is_file()}
        assert len(files_now - before) == 20 - len(refused)
        kept = db.session.scalars(select(ReceiptLine).where(ReceiptLine.refusal == "")).all()[-1]
        name = files.path_of_original(db.session.get_one(Photo, kept.photo_id).original)
    again = people[0].upload(("again.jpg", name.read_bytes()))
    assert again.status_code == 303


def used_by(member_id: int) -> int:
    total = db.session.scalar(
        select(func.sum(Original.bytes))
        .join(Photo, Photo.original_id == Original.id)
        .filter_by(owner_id=member_id)
    )
    return int(total or 0)


def test_082_the_second_of_two_editors_is_told(mum: Person, dad: Person, world: World) -> None:
    """What the first one saved is not overwritten unseen, and the second one's words stay in the form."""
    address = f"/albums/{world.scenes['private'].slug}/edit"
    version = shown_in(mum.get(address).text, "version")
    assert shown_in(dad.get(address).text, "version") == version
    sent = {"description": "d", "audience": "private", "parent": "", "version": version}
    assert dad.post(address, data={**sent, "title": "By dad"}).status_code == 303
    late = mum.post(address, data={**sent, "title": "By mum"})
    assert late.status_code == 409
    assert "By mum" in late.text
    assert 'value="By dad"' in mum.get(address).text
    newer = {**sent, "version": shown_in(late.text, "version")}
    assert mum.post(address, data={**newer, "title": "By mum"}).status_code == 303


def shown_in(page: str, name: str) -> str:
    part = page.partition(f'name="{name}"')[2].partition(">")[0]
    return part.partition('value="')[2].partition('"')[0]


@dataclass
class Crowd:
    """People who do everything at once until the time is over, and what came of it."""

    scene: Scene
    end: float
    statuses: Counter[int] = field(default_factory=Counter)
    renames: Counter[int] = field(default_factory=Counter)
    claims: list[tuple[int, int]] = field(default_factory=list)

    def live(self, person: Person, number: int) -> None:
        dice = random.Random(number)
        acts = (self.love, self.unlove, self.rename, self.send, self.take_out, self.look)
        while time.monotonic() < self.end:
            self.statuses[dice.choice(acts)(person, dice).status_code] += 1

    def love(self, person: Person, _dice: random.Random) -> TestResponse:
        return person.post(f"/photos/{self.scene.photo}/favourite")

    def unlove(self, person: Person, _dice: random.Random) -> TestResponse:
        return person.post(f"/photos/{self.scene.photo}/favourite/delete")

    def rename(self, person: Person, dice: random.Random) -> TestResponse:
        sent = {"title": f"{person.name} {dice.random()}", "audience": "private", "parent": ""}
        answer = person.post(f"/albums/{self.scene.slug}/edit", data=sent)
        self.renames[answer.status_code] += 1
        return answer

    def send(self, person: Person, dice: random.Random) -> TestResponse:
        content = jpeg(size=(100 + dice.randrange(40), 90))
        return person.upload(("x.jpg", content), album=self.scene.slug)

    def take_out(self, person: Person, _dice: random.Random) -> TestResponse:
        return person.post(f"/albums/{self.scene.slug}/entries/{self.scene.photo_of_cousin}/delete")

    def look(self, person: Person, _dice: random.Random) -> TestResponse:
        return person.get(f"/albums/{self.scene.slug}/")

    def work(self, app: Flask) -> None:
        """Claim jobs as workers do, and give each back at once."""
        with app.app_context():
            while time.monotonic() < self.end:
                waiting = db.session.scalars(select(Original.id)).all()
                db.session.rollback()
                for original_id in waiting:
                    self.claim(original_id)

    def claim(self, original_id: int) -> None:
        mine = processing.claim(original_id)
        if mine:
            attempts = db.session.scalars(select(Original.attempts).where(Original.id == original_id)).one()
            self.claims.append((original_id, attempts))
        db.session.commit()
        if mine:
            again = {"state": "waiting", "waits_until": now() - timedelta(seconds=1)}
            db.session.execute(update(Original).where(Original.id == original_id).values(again))
            db.session.commit()


def test_083_eight_people_and_two_workers(app: Flask, world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Some seconds of everything at once: no lock error, no job claimed twice, no count lost."""
    people = browsers(app, world, ["mum", "dad", "uncle", "cousin"] * 2)
    scene = world.scenes["private"]
    with app.app_context():
        db.session.execute(update(Original).values(state="waiting", attempts=0, waits_until=now()))
        before = db.session.scalars(select(Album.version).where(Album.slug == scene.slug)).one()
        db.session.commit()
    crowd = Crowd(scene, time.monotonic() + SECONDS)
    lives = [partial(crowd.live, person, number) for number, person in enumerate(people)]
    at_once([*lives, partial(crowd.work, app), partial(crowd.work, app)])

    assert set(crowd.statuses) <= {200, 303, 403, 404}, crowd.statuses
    assert sum(crowd.statuses.values()) > 50
    assert "locked" not in caplog.text
    assert len(crowd.claims) == len(set(crowd.claims)) > 20
    with app.app_context():
        assert db.session.scalar(select(func.sum(Original.attempts))) == len(crowd.claims)
        album = db.session.scalars(select(Album).where(Album.slug == scene.slug)).one()
        assert album.version == before + crowd.renames[303]
        shown = select(func.count()).select_from(AlbumEntry).join(Photo)
        shown = shown.where(AlbumEntry.album_id == album.id, Photo.trashed_at.is_(None))
        assert album.photo_count + album.video_count == db.session.scalar(shown)


def test_083_every_new_connection_keeps_its_promises(app: Flask) -> None:
    assert BUSY_TIMEOUT_MS >= 10_000

    def look() -> None:
        with app.app_context(), db.engine.connect() as connection:
            assert_durable(connection)

    at_once([look] * 12)
    with app.app_context():
        db.engine.dispose()
    at_once([look] * 3)


def test_083_a_page_cannot_write_by_mistake(app: Flask, world: World) -> None:
    with app.app_context():
        start_reading()
        try:
            with pytest.raises(Exception, match="readonly"):
                db.session.execute(update(Member).values(name="x"))
        finally:
            db.session.rollback()
            start_writing()
