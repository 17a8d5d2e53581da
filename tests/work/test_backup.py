"""Backups: whole or not there, sharing what they have in common, and never a row without its file."""

import os
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.core.disk import Interrupted
from photoalbum.photos import backups
from photoalbum.photos.backups import Backup
from photoalbum.photos.models import Photo
from photoalbum.work import backup_folder, scheduled_backup, tidy
from photoalbum.work.backup import LOCK, AlreadyRunning, CannotBackUp, Wish, back_up
from photoalbum.work.backup_files import originals_in
from photoalbum.work.bench import Bench, only_one

from ..cast import Person
from .backups import House, faults, files_of

Make = Callable[..., str]


@pytest.fixture
def house(app: Flask, mum: Person, make_album: Make, make_photo: Make, tmp_path: Path) -> House:
    slug = make_album(mum)
    (tmp_path / "disk").mkdir()
    return House(app, [make_photo(mum, slug) for _ in range(3)], tmp_path / "disk")


def rows(house: House) -> list[Backup]:
    with house.app.app_context():
        found = list(backups.latest())
        db.session.expunge_all()
        db.session.rollback()
        return found


def test_075_it_holds_everything_that_a_site_is(house: House, instance: Path) -> None:
    notes = house.add_notes()
    (instance / "settings.toml").write_text("trash_days = 40\n")
    (instance / ".env").write_text("PHOTOALBUM_PORT=8001\n")
    done = house.back_up()
    media = [f"media/{key}" for key in (notes, house.key(0), house.key(1), house.key(2))]
    assert sorted(files_of(done.folder)) == sorted(
        [".env", "photoalbum.sqlite3", "secret_key", "settings.toml", *media]
    )
    for key in media:
        assert (done.folder / key).read_bytes() == (house.media / key.removeprefix("media/")).read_bytes()
    assert (done.folder / "secret_key").read_text().strip() == house.app.config["SECRET_KEY"]
    assert (done.folder / "secret_key").stat().st_mode & 0o777 == 0o600
    assert done.folder.stat().st_mode & 0o777 == 0o700
    manifest = backup_folder.read(done.folder)
    assert manifest.counts == {"members": 6, "albums": 1, "photos": 3, "originals": 3}
    assert (manifest.files, manifest.faults, faults(done.folder)) == (8, {}, [])


def test_075_what_is_the_same_is_kept_once(house: House, make_photo: Make, mum: Person) -> None:
    first = house.back_up()
    make_photo(mum)
    second = house.back_up()
    third = house.back_up()
    assert [each.counted.copied_files for each in (first, second, third)] == [3, 1, 0]
    assert [each.counted.files for each in (first, second, third)] == [5, 6, 6]
    same = f"media/{house.key()}"
    assert (first.folder / same).samefile(third.folder / same)
    assert not (first.folder / same).samefile(house.path()), "a copy, not the original itself"
    assert [(row.files, row.copied_files, row.is_good) for row in rows(house)] == [
        (6, 0, True),
        (6, 1, True),
        (5, 3, True),
    ]


def test_075_a_disk_without_links_gets_copies(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError("as memory sticks answer")

    first = house.back_up()
    monkeypatch.setattr(Path, "hardlink_to", no_links)
    second = house.back_up()
    assert (second.counted.copied_files, faults(second.folder)) == (3, [])
    same = f"media/{house.key()}"
    assert not (first.folder / same).samefile(second.folder / same)


def test_075_the_oldest_go_once_a_new_one_is_whole(house: House) -> None:
    foreign = house.destination / "20200101-000000"
    foreign.mkdir()
    (foreign / "manifest.json").write_text('{"site": "another"}')
    names = [house.back_up().folder.name for _ in range(3)]
    done = house.back_up(keep=2)
    assert done.removed == names[:2]
    assert house.finished() == [foreign.name, names[2], done.folder.name]
    assert faults(done.folder) == []


def test_075_none_goes_while_something_is_not_right(house: House) -> None:
    first = house.back_up()
    house.destination.rename(house.destination.with_name("other"))
    house.destination.mkdir()
    house.path(1).unlink()
    content = bytearray(house.path(2).read_bytes())
    content[300] ^= 1
    house.path(2).write_bytes(content)
    house.back_up()
    done = house.back_up(keep=1)
    assert set(done.faults) == {house.key(1), house.key(2)}
    assert (done.kept_for_faults, len(house.finished())) == (True, 2)
    # What had been altered is there, but not in the place of the photo.
    name = house.key(2).rpartition("/")[2]
    assert (done.folder / "damaged" / name).read_bytes() == content
    assert not (done.folder / "media" / house.key(2)).exists()
    assert sorted(faults(done.folder)) == sorted(("altered", key) for key in done.faults)
    assert [row.faults for row in rows(house)] == [2, 2, 0]
    assert faults(first.folder.parent.with_name("other") / first.folder.name) == []


def test_075_an_earlier_backup_has_what_is_broken_now(house: House) -> None:
    house.back_up()
    house.path(1).unlink()
    done = house.back_up()
    assert (done.faults, faults(done.folder)) == ({}, [])
    assert (done.folder / "media" / house.key(1)).is_file()


def test_075_what_is_deleted_for_good_meanwhile_leaves_no_row_behind(house: House) -> None:
    """The last original by its name goes while the first is copied, and one that was copied goes as well."""
    keys = sorted(house.key(number) for number in range(3))
    numbers = {house.key(number): number for number in range(3)}
    asked: list[int] = []

    def purge(_files: int) -> None:
        asked.append(1)
        if len(asked) == 1:
            for key in (keys[0], keys[2]):
                uid = house.uids[numbers[key]]
                tidy.purge_photo(db.session.scalars(select(Photo.id).where(Photo.uid == uid)).one())

    done = house.back_up(step=purge)
    assert (done.purged, done.faults, faults(done.folder)) == (1, {}, [])
    assert [key for key in files_of(done.folder) if key.startswith("media/")] == [f"media/{keys[1]}"]
    assert [each.key for each in originals_in(done.folder / "photoalbum.sqlite3")] == [keys[1]]
    assert not (done.folder / "media" / keys[0]).exists()


def test_075_one_that_was_interrupted_is_no_backup_and_is_gone_on_with(house: House) -> None:
    stopping = threading.Event()
    with pytest.raises(Interrupted):
        back_up(house.app, Wish(house.destination, step=lambda _files: stopping.set()), stopping)
    assert (house.finished(), rows(house)) == ([], [])
    done = house.back_up()
    assert (done.counted.copied_files, faults(done.folder)) == (2, [])
    assert [path.name for path in house.destination.iterdir()] == [done.folder.name]


def test_075_why_there_is_none_is_said_and_noted(house: House, tmp_path: Path) -> None:
    house.destination.rmdir()
    with pytest.raises(CannotBackUp, match="is it plugged in"):
        house.back_up()
    house.destination = house.media / "originals"
    with pytest.raises(CannotBackUp, match="among the photos"):
        house.back_up()
    house.destination = tmp_path
    with only_one(house.app.config["INSTANCE"] / LOCK), pytest.raises(AlreadyRunning):
        house.back_up()
    assert ["among" in row.failure for row in rows(house)] == [True, False]
    with house.app.app_context():
        assert backups.last_good() is None


def test_the_schedule(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "setpriority", lambda *_: None)
    bench = Bench(house.app, None)  # type: ignore[arg-type]

    def made(**settings: object) -> int:
        house.app.config.update(settings)
        if thread := scheduled_backup.back_up_if_due(bench):
            thread.join(60)
            assert not thread.is_alive()
        return len(rows(house))

    def age(length: timedelta) -> None:
        with house.app.app_context():
            db.session.execute(update(Backup).values(started_at=now() - length))
            db.session.commit()

    assert made() == 0
    assert made(BACKUP_FOLDER=str(house.destination), BACKUP_EVERY="never") == 0
    assert made(BACKUP_EVERY="daily", BACKUP_KEEP=1) == 1
    assert made() == 1
    age(timedelta(hours=23))
    assert made() == 1
    age(timedelta(hours=24))
    assert made() == 2
    assert len(house.finished()) == 1
    age(timedelta(hours=25))
    assert made(BACKUP_FOLDER="/nowhere/at/all") == 3
    # What failed is tried again at the next look at the clock.
    assert made(BACKUP_FOLDER=str(house.destination)) == 4
    assert [bool(row.failure) for row in rows(house)] == [False, True, False, False]
