"""Each fault that can be planted is found and named by its id; what is clean stays clean; runs go on."""

import io
import os
import shutil
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from photoalbum.albums.models import Album
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.photos import files, verifications
from photoalbum.photos.models import Original, Photo, PurgedOriginal
from photoalbum.photos.verifications import Kind, Verification
from photoalbum.uploads import ingest
from photoalbum.uploads.receive import receive
from photoalbum.work import tidy, weekly
from photoalbum.work.bench import Bench, only_one
from photoalbum.work.repair import repair
from photoalbum.work.verify import LOCK, AlreadyRunning, Pace, Result, Wish, verify

from ..cast import Person
from ..pictures import jpeg
from .ageing import folder_of, original_of

Work = Callable[[], None]
Plant = Callable[["House"], tuple[Kind, str]]
HOUR = 3600


class House:
    """Three photos in an album, processed, and what a verification says of them."""

    def __init__(self, app: Flask, mum: Person, slug: str, uids: list[str]) -> None:
        self.app, self.mum, self.slug, self.uids = app, mum, slug, uids
        self.media = Path(app.config["MEDIA_ROOT"])

    def verify(self, **wish: object) -> Result:
        return verify(self.app, Wish(**wish), threading.Event())  # type: ignore[arg-type]

    def faults(self, **wish: object) -> list[tuple[Kind, str]]:
        return [(fault.kind, fault.about) for fault in self.verify(**wish).faults]

    def original(self, number: int = 0) -> Original:
        with self.app.app_context():
            original = original_of(self.uids[number])
            db.session.expunge_all()
            return original

    def path(self, number: int = 0) -> Path:
        with self.app.app_context():
            path = files.path_of_original(self.original(number))
        path.chmod(0o644)
        return path

    def originals(self) -> set[str]:
        found = (self.media / "originals").rglob("*")
        return {path.name for path in found if path.is_file() and not path.name.startswith(".")}

    def about(self, number: int = 0) -> str:
        original = self.original(number)
        return f"original {original.id} {files.original_key(original.sha256, original.extension)}"

    def change(self, statement: object) -> None:
        with self.app.app_context():
            db.session.execute(statement)  # type: ignore[call-overload]
            db.session.commit()


@pytest.fixture
def house(
    app: Flask,
    mum: Person,
    make_album: Callable[..., str],
    make_photo: Callable[..., str],
    process: Work,
) -> House:
    slug = make_album(mum)
    uids = [make_photo(mum, slug) for _ in range(3)]
    process()
    return House(app, mum, slug, uids)


def missing(house: House) -> tuple[Kind, str]:
    house.path().unlink()
    return Kind.MISSING, house.about()


def cut(house: House) -> tuple[Kind, str]:
    os.truncate(house.path(1), 200)
    return Kind.CUT, house.about(1)


def one_bit(house: House) -> tuple[Kind, str]:
    content = bytearray(house.path(2).read_bytes())
    content[300] ^= 1
    house.path(2).write_bytes(content)
    return Kind.ALTERED, house.about(2)


def longer(house: House) -> tuple[Kind, str]:
    with house.path().open("ab") as file:
        file.write(b"more")
    return Kind.ALTERED, house.about()


def orphan(house: House) -> tuple[Kind, str]:
    stray = house.media / "originals/ab/cd/abcd.jpg"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(jpeg(colour="gold"))
    return Kind.ORPHAN, "originals/ab/cd/abcd.jpg"


def crooked_orphan(house: House) -> tuple[Kind, str]:
    (house.media / "originals/holiday (1).jpg").write_bytes(b"x")
    return Kind.ORPHAN, "originals/holiday (1).jpg"


def no_thumbnail(house: House) -> tuple[Kind, str]:
    (folder_of(house.app, house.uids[1]) / "thumb.webp").unlink()
    return Kind.PICTURE, f"original {house.original(1).id}"


def pictures_of_nothing(house: House) -> tuple[Kind, str]:
    key = f"derivatives/00/11/{'0011' + 60 * '0'}"
    (house.media / key / "v1").mkdir(parents=True)
    (house.media / key / "v1/thumb.webp").write_bytes(b"x")
    return Kind.LEFTOVER, key


def part(house: House) -> tuple[Kind, str]:
    return Kind.TEMPORARY, _aged(house.media / "incoming/forgotten.part")


def half_a_write(house: House) -> tuple[Kind, str]:
    return Kind.TEMPORARY, _aged(house.path().with_name(".incoming-0011"), house.media)


def scratch(house: House) -> tuple[Kind, str]:
    return Kind.TEMPORARY, _aged(house.media / "tmp/job-1")


def _aged(path: Path, media: Path | None = None) -> str:
    path.write_bytes(b"x")
    os.utime(path, (time.time() - 9 * HOUR,) * 2)
    return str(path.relative_to(media or path.parents[1]))


def wrong_count(house: House) -> tuple[Kind, str]:
    house.change(update(Album).values(photo_count=7))
    with house.app.app_context():
        return Kind.COUNT, f"album {db.session.scalar(select(Album.id))} {house.slug}"


def left_by_a_worker(house: House) -> tuple[Kind, str]:
    late = {"state": "working", "leased_until": now() - timedelta(hours=1)}
    house.change(update(Original).where(Original.id == house.original().id).values(late))
    return Kind.STUCK, f"original {house.original().id}"


def never_taken(house: House) -> tuple[Kind, str]:
    house.change(update(Original).values(finished_at=now() - timedelta(hours=3)))
    late = {"state": "waiting", "waits_until": now() - timedelta(hours=2)}
    house.change(update(Original).where(Original.id == house.original().id).values(late))
    return Kind.STUCK, f"original {house.original().id}"


def loose_row(house: House) -> tuple[Kind, str]:
    with house.app.app_context():
        raw = db.engine.raw_connection()
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("INSERT INTO favourites VALUES (1, 9999, '2020-01-01')")
        raw.execute("PRAGMA foreign_keys=ON")
        (number,) = raw.execute("SELECT rowid FROM favourites").fetchone()
        raw.close()
    return Kind.DATABASE, f"favourites {number}"


PLANTS = (
    missing, cut, one_bit, longer, orphan, crooked_orphan, no_thumbnail, pictures_of_nothing, part,
    half_a_write, scratch, wrong_count, left_by_a_worker, never_taken, loose_row,
)  # fmt: skip
BY_READING_ONLY = (one_bit,)
MENDED = (
    no_thumbnail, pictures_of_nothing, part, half_a_write, scratch, wrong_count, left_by_a_worker,
    never_taken,
)  # fmt: skip


def test_074_a_clean_library_has_no_fault(house: House) -> None:
    result = house.verify()
    assert (result.finished, result.files, result.faults) == (True, 3, [])
    assert result.bytes == sum(house.path(number).stat().st_size for number in range(3))


@pytest.mark.parametrize("plant", PLANTS)
def test_074_each_planted_fault_is_found_by_its_id_and_mended_if_it_can_be(
    house: House, plant: Plant, process: Work
) -> None:
    expected = plant(house)
    before = house.originals()
    assert house.faults(quick=True) == ([] if plant in BY_READING_ONLY else [expected])
    result = house.verify()
    assert [(fault.kind, fault.about) for fault in result.faults] == [expected]
    with house.app.app_context():
        mended = repair(result.run_id, None)
    assert house.originals() == before, "no original is deleted"
    process()
    if plant in MENDED:
        assert (mended, house.faults()) == (1, [])
    else:
        assert (mended, house.faults()) == (0, [expected])


def test_074_the_report_says_whose_photo_it_is(house: House) -> None:
    missing(house)
    (fault,) = house.verify().faults
    assert "“IMG_0001.jpg” of Mum" in fault.sentence
    assert house.uids[0] in fault.sentence


def test_074_an_orphan_is_adopted_for_the_one_who_is_named(
    house: House, dad: Person, process: Work, make_photo: Callable[..., str]
) -> None:
    uid = make_photo(house.mum, content=jpeg(colour="gold"), name="Gold.jpg")
    with house.app.app_context():
        photo = db.session.scalars(select(Photo).where(Photo.uid == uid)).one()
        db.session.delete(photo)
        db.session.execute(text("DELETE FROM originals WHERE id = :id"), {"id": photo.original_id})
        db.session.commit()
    result = house.verify()
    assert [fault.kind for fault in result.faults] == [Kind.ORPHAN]
    with house.app.app_context():
        assert repair(result.run_id, dad.id) == 1
    process()
    assert house.faults() == []
    assert "Gold.jpg" in dad.get("/photos/").text


def test_074_a_run_that_was_interrupted_goes_on(house: House) -> None:
    one_bit(house)
    read: list[int] = []
    first = house.verify(step=read.append, seconds=0.0)
    assert (first.finished, first.files) == (False, 0)

    stopping = threading.Event()
    wish = Wish(step=lambda _files: stopping.set())
    second = verify(house.app, wish, stopping)
    assert (second.finished, second.files, second.faults) == (False, 1, [])
    third = house.verify(step=read.append)
    assert (third.run_id, third.finished, third.went_on) == (first.run_id, True, True)
    assert (third.files, len(read)) == (3, 2)
    assert [fault.kind for fault in third.faults] == [Kind.ALTERED]
    assert house.verify().run_id != first.run_id


def test_074_it_can_begin_anew(house: House) -> None:
    first = house.verify(seconds=0.0)
    again = house.verify(anew=True)
    assert again.run_id != first.run_id
    with house.app.app_context():
        assert db.session.get_one(Verification, first.run_id).finished_at is not None


def test_074_it_reads_no_faster_than_it_may() -> None:
    waited: list[float] = []

    class Clock(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            waited.append(timeout or 0.0)
            return False

    pace = Pace(Wish(bytes_per_second=1000), Clock())
    assert pace.read(500)
    assert pace.read(3500)
    assert [round(seconds) for seconds in waited] in ([0, 4], [1, 4])


def test_074_only_one_at_a_time(house: House) -> None:
    with only_one(house.app.config["INSTANCE"] / LOCK), pytest.raises(AlreadyRunning):
        house.verify()


def test_074_an_upload_and_a_purge_in_this_moment_are_no_faults(house: House) -> None:
    """A file that is in place before its row is, and one that is about to be deleted after its row."""
    with house.app.app_context():
        received = receive(io.BytesIO(jpeg(colour="teal")))
        found = ingest.keep(received, "teal.jpg")
        assert house.faults() == []
        received.let_go()
        assert [kind for kind, _about in house.faults()] == [Kind.ORPHAN]
        db.session.add(PurgedOriginal(sha256=received.sha256, extension=found.extension))
        db.session.commit()
        assert house.faults() == []
        tidy.finish_purges()
        assert not files.storage().exists(files.original_key(received.sha256, found.extension))


def test_the_weekly_job_runs_when_it_is_due(house: House) -> None:
    bench = Bench(house.app, None)  # type: ignore[arg-type]

    def runs() -> int:
        if thread := weekly.verify_if_due(bench):
            thread.join(60)
        with house.app.app_context():
            return len(verifications.latest())

    house.app.config["VERIFY_WEEKLY"] = False
    assert runs() == 0
    house.app.config["VERIFY_WEEKLY"] = True
    assert runs() == 1
    assert runs() == 1
    house.change(update(Verification).values(started_at=now() - timedelta(days=8)))
    assert runs() == 2
    house.change(update(Verification).values(finished_at=None))
    assert runs() == 2
    with house.app.app_context():
        assert all(run.finished_at for run in verifications.latest()[:1])


def test_079_verifying_and_repairing_leave_originals_as_they_are(house: House) -> None:
    def state() -> dict[str, tuple[bytes, int, int]]:
        found = (house.media / "originals").rglob("*.*")
        return {
            path.name: (path.read_bytes(), path.stat().st_mode, path.stat().st_mtime_ns) for path in found
        }

    shutil.rmtree(house.media / "derivatives")
    before = state()
    result = house.verify()
    assert len(result.faults) == 3
    with house.app.app_context():
        repair(result.run_id, None)
    assert state() == before
