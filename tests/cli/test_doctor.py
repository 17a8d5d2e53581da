"""`photoalbum doctor`: each planted fault is named with what to do about it, and nothing is changed."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import update

from photoalbum.cli.doctor import doctor
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.media import versions
from photoalbum.photos.backups import Backup
from photoalbum.photos.models import Original
from photoalbum.photos.verifications import Verification

from ..cast import Person
from ..conftest import SECRET_KEY
from ..pictures import jpeg

Look = Callable[[], Result]
Plant = Callable[["House"], str]


class House:
    def __init__(self, app: Flask, instance: Path) -> None:
        self.app, self.instance, self.media = app, instance, instance / "media"

    def original(self) -> Path:
        path = min((self.media / "originals").rglob("*.jpg"))
        path.chmod(0o444)
        return path

    def change(self, statement: object) -> None:
        with self.app.app_context():
            db.session.execute(statement)  # type: ignore[call-overload]
            db.session.commit()

    def add(self, row: object) -> None:
        with self.app.app_context():
            db.session.add(row)
            db.session.commit()


@pytest.fixture
def house(
    app: Flask,
    instance: Path,
    mum: Person,
    make_photo: Callable[..., str],
    process: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> House:
    """A site in good order: two photos, a worker at work, a backup and a verification of today."""
    for name in [name for name in os.environ if name.startswith("PHOTOALBUM_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PHOTOALBUM_INSTANCE", str(instance))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        make_photo(mum)
    process()
    (instance / "secret_key").write_text(SECRET_KEY)
    (instance / "secret_key").chmod(0o600)
    (instance / "worker.heartbeat").touch()
    house = House(app, instance)
    house.add(Backup(started_at=now(), folder="/mnt/disk/20261125-031100"))
    house.add(Verification(finished_at=now()))
    return house


@pytest.fixture
def look() -> Look:
    return lambda: CliRunner().invoke(doctor, [])


def missing(house: House) -> str:
    house.original().unlink()
    return "missing: original"


def truncated(house: House) -> str:
    path = house.original()
    path.chmod(0o644)
    os.truncate(path, 100)
    path.chmod(0o444)
    return "cut: original"


def orphan(house: House) -> str:
    stray = house.media / "originals/ab/cd/abcd.jpg"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(jpeg())
    stray.chmod(0o444)
    return "orphan: originals/ab/cd/abcd.jpg"


def no_thumbnail(house: House) -> str:
    next((house.media / "derivatives").rglob("thumb.webp")).unlink()
    return "picture: original"


def stale_pictures(house: House) -> str:
    for folder in sorted((house.media / "derivatives").rglob("v*")):
        folder.rename(folder.with_name("v99"))
    house.change(update(Original).values(recipe_version=99))
    return "Do: photoalbum derivatives rebuild"


def stuck_job(house: House) -> str:
    late = {"state": "working", "leased_until": now() - timedelta(hours=1)}
    house.change(update(Original).where(Original.id == 1).values(late))
    return "stuck: original 1"


def nobody_works(house: House) -> str:
    (house.instance / "worker.heartbeat").unlink()
    house.change(update(Original).values(state="waiting"))
    return "no worker is there. Start the site: photoalbum serve"


def open_key(house: House) -> str:
    (house.instance / "secret_key").chmod(0o644)
    return f"chmod 600 {house.instance / 'secret_key'}"


def writable_original(house: House) -> str:
    house.original().chmod(0o644)
    return "-type f -exec chmod 444 {} +"


def nearly_full(house: House) -> str:
    (house.instance / "settings.toml").write_text('free_disk_reserve_bytes = "900000 TB"\n')
    return "less than the reserve"


def misspelt(house: House) -> str:
    (house.instance / "settings.toml").write_text("trash_dys = 3\n")
    return "did you mean trash_days?"


def broken_database(house: House) -> str:
    with house.app.app_context():
        db.engine.dispose()
    with (house.instance / "photoalbum.sqlite3").open("r+b") as file:
        file.seek(7 * 4096)
        file.write(b"\xff" * 4096)
    return "Stop the site and restore the last backup."


def no_database(house: House) -> str:
    with house.app.app_context():
        db.engine.dispose()
    for path in house.instance.glob("photoalbum.sqlite3-*"):
        path.unlink()
    (house.instance / "photoalbum.sqlite3").write_bytes(
        b"no database at all, but longer than a header is " * 99
    )
    return "file is not a database"


def wrong_clock(house: House) -> str:
    house.change(update(Original).values(created_at=now() + timedelta(days=3)))
    return "Set the clock of this machine."


def failed_backup(house: House) -> str:
    house.add(Backup(started_at=now(), folder="/mnt/disk", failure="The disk of /mnt/disk is full."))
    return "The last one failed. The disk of /mnt/disk is full."


def old_backup(house: House) -> str:
    house.change(update(Backup).values(started_at=now() - timedelta(days=40)))
    return "The last good one was made 40 days ago. Do: photoalbum backup"


def late_backup(house: House) -> str:
    (house.instance / "settings.toml").write_text('backup_folder = "/mnt/disk"\n')
    house.change(update(Backup).values(started_at=now() - timedelta(days=3)))
    return "The last good one was made 3 days ago."


def faulty_verification(house: House) -> str:
    house.add(Verification(finished_at=now(), faults=2))
    return "2 things were not right within the last hour. Do: photoalbum verify"


def no_verification_lately(house: House) -> str:
    house.change(update(Verification).values(started_at=now() - timedelta(days=20)))
    return "The last one was 20 days ago. Do: photoalbum verify"


PLANTS = (
    missing, truncated, orphan, no_thumbnail, stale_pictures, stuck_job, nobody_works, open_key,
    writable_original, nearly_full, misspelt, broken_database, no_database, wrong_clock, failed_backup,
    old_backup, late_backup, faulty_verification, no_verification_lately,
)  # fmt: skip


def originals(house: House) -> dict[Path, tuple[int, int, int]]:
    found = {path: path.stat() for path in (house.media / "originals").rglob("*.*")}
    return {path: (its.st_mode, its.st_size, its.st_mtime_ns) for path, its in found.items()}


def in_one_line(done: Result) -> str:
    return " ".join(done.stdout.split())


def test_a_site_in_good_order(house: House, look: Look) -> None:
    done = look()
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "All is well."), done.output
    said = in_one_line(done)
    for words in (
        "well settings", "well permissions", "well disk", "well database photoalbum.sqlite3",
        "well decoders pillow", "well clock", "well worker", "well backup", "well verification",
        "well files 2 originals are there",
    ):  # fmt: skip
        assert words in said
    assert "WRONG" not in said


@pytest.mark.parametrize("plant", PLANTS)
def test_074_each_planted_fault_is_named_with_what_to_do(house: House, look: Look, plant: Plant) -> None:
    expected = plant(house)
    before = originals(house)
    done = look()
    assert done.exit_code == 1, done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert expected in in_one_line(done)
    assert "WRONG" in done.stdout
    assert originals(house) == before


def test_a_stopped_site_and_no_backup_are_worth_a_note(house: House, look: Look) -> None:
    house.change(db.delete(Backup))
    house.change(db.delete(Verification))
    stale = time.time() - 3600
    os.utime(house.instance / "worker.heartbeat", (stale, stale))
    done = look()
    assert done.exit_code == 0, done.output
    said = in_one_line(done)
    assert "note worker None is running." in said
    assert "note backup There is none yet. Do: photoalbum backup FOLDER" in said
    assert "note verification" in said


def test_no_site_yet(tmp_path: Path, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PHOTOALBUM_INSTANCE", str(tmp_path / "instance"))
    done = look()
    assert (done.exit_code, "There is no site" in done.stdout) == (0, True)
    assert not (tmp_path / "instance").exists()


def test_of_decoders_the_old_and_the_missing_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(found.version and not found.is_too_old for found in versions.of_decoders())
    monkeypatch.setattr(versions, "FLOORS", {"pillow": "99.1", "no-such-package": "1"})
    pillow, none, *_ = versions.of_decoders()
    assert pillow.is_too_old
    assert (none.version, none.is_too_old) == (None, False)
