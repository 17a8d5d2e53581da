"""Whatever is killed while a hundred photos are prepared: all become ready, and none is made twice."""

import hashlib
import io
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from flask import Flask
from sqlalchemy import or_, select, update

from photoalbum import create_app
from photoalbum.accounts.models import Member
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.photos import processing
from photoalbum.photos.models import READY, WAITING, WORKING, Original
from photoalbum.uploads import ingest, receipts
from photoalbum.uploads.receive import receive

from ..conftest import make_settings
from ..pictures import jpeg
from ..serving.commands import Site, eventually, served
from .conftest import House

PHOTOS = 100
PICTURES = {"thumb.webp", "middle.jpg", "large.jpg"}
# Generous, for it is the whole work of a hundred photos on a busy machine.
LONG = 120.0

pytestmark = pytest.mark.crash


@pytest.fixture
def app(house: House) -> Iterator[Flask]:
    """The house as seen from outside, to put photos in and to look at the rows."""
    app = create_app(make_settings(house.instance))
    yield app
    with app.app_context():
        db.engine.dispose()


def take_in(app: Flask) -> None:
    with app.app_context():
        member = db.session.scalars(select(Member)).one()
        for number in range(PHOTOS):
            received = receive(io.BytesIO(jpeg(size=(600 + number, 400))))
            name = f"IMG_{number:04}.jpg"
            found = ingest.keep(received, name)
            receipt = receipts.open_receipt(member.id, None)
            ingest.record(received, found, file_name=name, owner=member, album=None, receipt=receipt)
        db.session.commit()
        processing.ask_for(db.session.scalars(select(Original.id)).all())


def count(app: Flask, state: str) -> int:
    with app.app_context():
        found = processing.counts().get(state, 0)
        db.session.rollback()
        return found


def let_leases_end(app: Flask) -> None:
    """As if the dead had been dead for a while: what they held may be taken again."""
    with app.app_context():
        past = now() - timedelta(minutes=10)
        held = or_(Original.state == WORKING, (Original.state == WAITING) & (Original.attempts > 0))
        db.session.execute(update(Original).where(held).values(leased_until=past, waits_until=past))
        db.session.commit()


def processes(site: Site, words: str) -> list[psutil.Process]:
    found = []
    for child in psutil.Process(site.process.pid).children(recursive=True):
        try:
            if any(words in word for word in child.cmdline()):
                found.append(child)
        except psutil.Error:
            continue
    return found


def kill(victims: list[psutil.Process]) -> None:
    assert victims
    for victim in victims:
        try:
            victim.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            continue


def pictures(house: House) -> dict[Path, tuple[int, int]]:
    """Each derivative by its path, and by what tells that it is still the same file."""
    made = (house.instance / "media/derivatives").rglob("*.*")
    return {path: (stat.st_ino, stat.st_mtime_ns) for path in made for stat in (path.stat(),)}


def originals(house: House) -> dict[str, tuple[str, int]]:
    """The tree of originals by the bytes and the rights of each file."""
    found = {}
    for path in sorted((house.instance / "media/originals").rglob("*.*")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        found[str(path)] = (digest, path.stat().st_mode & 0o777)
    return found


def ready_folders(app: Flask, house: House) -> set[Path]:
    with app.app_context():
        digests = db.session.scalars(select(Original.sha256).where(Original.state == READY)).all()
        db.session.rollback()
    root = house.instance / "media/derivatives"
    return {root / digest[:2] / digest[2:4] / digest for digest in digests}


def test_096_whatever_is_killed_all_photos_are_ready_and_each_picture_is_made_once(
    house: House, app: Flask
) -> None:
    take_in(app)
    before = originals(house)
    assert {rights for _, rights in before.values()} == {0o444}

    with served(house.folder, "--workers", "1", PHOTOALBUM_DECODERS="2") as site:
        eventually(lambda: count(app, READY) >= 10, LONG)
        kill(processes(site, "sandbox_child")[:1])
        eventually(lambda: count(app, READY) >= 30, LONG)
        kill(site.children("work"))
        assert site.get("/healthz") == 200, "the web goes on while the worker is dead"
        let_leases_end(app)
        eventually(lambda: count(app, READY) >= 50, LONG)
        family = psutil.Process(site.process.pid)
        kill([family, *family.children(recursive=True)])
        site.process.wait(30)
    made, done = pictures(house), ready_folders(app, house)

    let_leases_end(app)
    with served(house.folder, "--workers", "1"):
        eventually(lambda: count(app, READY) == PHOTOS, LONG)

    after = pictures(house)
    for folder in ready_folders(app, house):
        assert {path.name for path in folder.rglob("*.*")} == PICTURES
        assert [part.name for part in folder.iterdir()] == [f"v{RECIPE_VERSION}"]
    assert len(after) == len(PICTURES) * PHOTOS
    # What was ready when everything died has not been touched again.
    assert done
    assert all(after[path] == made[path] for path in made if path.parent.parent in done)
    with app.app_context():
        attempts = db.session.scalars(select(Original.attempts)).all()
        db.session.rollback()
    # Nothing was begun again but what was in work when somebody died, three times, or when we ended the
    # leases of a worker that had come back already: at most two at once.
    assert sum(attempts) <= PHOTOS + 4 * 2
    assert originals(house) == before
