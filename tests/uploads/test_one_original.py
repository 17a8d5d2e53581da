"""One original, several owners: who sends, who deletes, and both in the same moment."""

import io
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from photoalbum.accounts.models import Member
from photoalbum.core.db import db
from photoalbum.media.probe import Probe
from photoalbum.photos import files, trash
from photoalbum.photos.models import Original, Photo, PurgedOriginal
from photoalbum.uploads import ingest, receipts
from photoalbum.uploads.receive import Received, receive
from photoalbum.work import tidy
from photoalbum.work.verify import Wish, verify

from ..cast import Person
from ..corpus.pictures import xmp
from ..pictures import jpeg
from ..serving.commands import ROOT, environment

CONTENT = jpeg(colour="orchid", size=(310, 200))
SENDERS, PURGERS, TURNS = 3, 1, 6

# Runs in a process of its own, as a web process or a worker does.
SEND_OR_PURGE = """
import io, sys
from sqlalchemy import select
from photoalbum import create_app
from photoalbum.accounts.models import Member
from photoalbum.core.db import db
from photoalbum.photos.models import Photo
from photoalbum.settings import Settings
from photoalbum.uploads import ingest, receipts
from photoalbum.uploads.receive import receive
from photoalbum.work import tidy

role, owner_id, turns = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
content = sys.stdin.buffer.read()
with create_app(Settings.load()).app_context():
    for _ in range(turns):
        if role == "purge":
            for photo_id in db.session.scalars(select(Photo.id)).all():
                db.session.rollback()
                tidy.purge_photo(photo_id)
            db.session.rollback()
            continue
        received = receive(io.BytesIO(content))
        found = ingest.keep(received, "a.jpg")
        ingest.record(received, found, file_name="a.jpg", owner=db.session.get_one(Member, owner_id),
                      album=None, receipt=receipts.open_receipt(owner_id, None))
        db.session.commit()
        print("kept")
"""


def run(app: Flask, role: str, owner_id: int = 0, turns: int = TURNS, **more: str) -> subprocess.Popen[bytes]:
    content = Path(app.config["INSTANCE"]).parent / "a.jpg"
    content.write_bytes(CONTENT)
    with content.open("rb") as sent:
        return subprocess.Popen(
            [sys.executable, "-c", SEND_OR_PURGE, role, str(owner_id), str(turns)],
            cwd=ROOT,
            env=environment(Path(app.config["INSTANCE"]), **more),
            stdin=sent,
            stdout=subprocess.PIPE,
        )


@pytest.fixture
def kept(app: Flask) -> Callable[[], tuple[Received, Probe]]:
    return lambda: _keep(receive(io.BytesIO(CONTENT)))


def _keep(received: Received) -> tuple[Received, Probe]:
    return received, ingest.keep(received, "a.jpg")


def record(owner: Person, received: Received, found: Probe) -> Photo:
    assert owner.id is not None
    outcome = ingest.record(
        received,
        found,
        file_name="a.jpg",
        owner=db.session.get_one(Member, owner.id),
        album=None,
        receipt=receipts.open_receipt(owner.id, None),
    )
    db.session.commit()
    return outcome.photo


def purge_all() -> None:
    for photo_id in db.session.scalars(select(Photo.id)).all():
        db.session.rollback()
        tidy.purge_photo(photo_id)


def assert_clean(app: Flask) -> None:
    db.session.rollback()
    assert verify(app, Wish(), threading.Event()).faults == []


def test_080_a_purge_between_file_and_rows_loses_nothing(
    app: Flask, mum: Person, dad: Person, kept: Callable[[], tuple[Received, Probe]]
) -> None:
    with app.app_context():
        record(mum, *kept())
        received, found = kept()
        purge_all()
        path = files.storage().path(files.original_key(received.sha256, found.extension))
        assert not path.exists(), "the purge has deleted what the upload had found in place"
        record(dad, received, found)
        assert path.read_bytes() == CONTENT
        assert list(files.incoming().iterdir()) == []
        assert_clean(app)


def test_080_an_upload_between_rows_and_bytes_of_a_purge_keeps_the_bytes(
    app: Flask, mum: Person, dad: Person, kept: Callable[[], tuple[Received, Probe]]
) -> None:
    with app.app_context():
        photo = record(mum, *kept())
        sha256, extension = photo.original.sha256, photo.original.extension
        trash.purge(photo)
        db.session.commit()
        record(dad, *kept())
        assert not trash.drop_bytes(sha256, extension)
        db.session.commit()
        assert db.session.scalars(select(PurgedOriginal)).all() == []
        assert_clean(app)


def test_080_where_files_cannot_have_two_names_the_sender_is_asked_again(
    app: Flask, mum: Person, dad: Person, kept: Callable[[], tuple[Received, Probe]], tmp_path: Path
) -> None:
    with app.app_context():
        record(mum, *kept())
        received, found = kept()
        received.path.unlink()
        purge_all()
        with pytest.raises(ingest.NotTheSameBytes, match="once more"):
            record(dad, replace(received), found)
        db.session.rollback()
        assert_clean(app)


def test_080_many_processes_send_and_purge_at_once(app: Flask, household: dict[str, int]) -> None:
    owners = [household[name] for name in ("mum", "dad", "uncle")]
    processes = [run(app, "send", owners[number % 3]) for number in range(SENDERS)]
    processes += [run(app, "purge") for _ in range(PURGERS)]
    answers = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    assert [answer.count(b"kept") for answer in answers] == [TURNS] * SENDERS + [0] * PURGERS
    with app.app_context():
        for original in db.session.scalars(select(Original)):
            assert files.path_of_original(original).read_bytes() == CONTENT
        assert list(files.incoming().iterdir()) == []
        db.session.rollback()
        assert_clean(app)


@pytest.mark.crash
def test_081_a_purge_that_was_killed_midway_is_finished(
    app: Flask, mum: Person, kept: Callable[[], tuple[Received, Probe]]
) -> None:
    with app.app_context():
        path = files.path_of_original(record(mum, *kept()).original)
        db.session.rollback()
        killed = run(app, "purge", turns=1, ALBUM_CRASH_AT="purged")
        killed.communicate(timeout=60)
        assert killed.returncode == -signal.SIGKILL
        assert db.session.scalars(select(Photo)).all() == []
        db.session.rollback()
        assert path.exists()
        assert_clean(app)
        tidy.finish_purges()
        assert not path.exists()
        assert_clean(app)


def test_081_ones_notes_go_with_ones_photo(app: Flask, mum: Person, dad: Person, process: Callable) -> None:
    for number, person in enumerate((mum, dad)):
        notes = xmp(f"<exif:DateTimeOriginal>19{number + 50}-08-01T15:00:00</exif:DateTimeOriginal>")
        assert person.upload(("a.jpg", CONTENT), ("a.jpg.xmp", notes)).status_code == 303
    process()
    with app.app_context():
        photo = db.session.scalars(select(Photo).where(Photo.owner_id == mum.id)).one()
        own = files.notes_key(photo.original.sha256, photo.notes["sha256"])
        photo_id = photo.id
        db.session.rollback()
        tidy.purge_photo(photo_id)
        left = list(files.storage().list("originals/"))
        assert own not in left
        assert len([key for key in left if key.endswith(".xmp")]) == 1
        assert_clean(app)


def test_080_nobody_learns_that_somebody_else_has_it(mum: Person, dad: Person) -> None:
    first = mum.get(mum.upload(("a.jpg", CONTENT)).location).text
    second = dad.get(dad.upload(("a.jpg", CONTENT)).location).text
    assert "Stored and re-read." in first
    assert "Stored and re-read." in second
    assert "kept once" not in second
