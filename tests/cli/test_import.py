"""`photoalbum import`: folders become albums, nothing comes twice, what is left alone is named in words."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.albums.tree import DEEPEST
from photoalbum.cli.import_command import import_command
from photoalbum.core.db import db
from photoalbum.photos.models import Original, Photo
from photoalbum.uploads.models import Receipt

from ..cast import Person
from ..corpus import live
from ..corpus.pictures import xmp
from ..pictures import jpeg

Run = Callable[..., Result]
NOTES = xmp("<exif:DateTimeOriginal>1974-08-01T15:00:00+01:00</exif:DateTimeOriginal>")
# All of the shared media takes a minute and more; these folders ask each question once.
WHOLE = os.environ.get("PHOTOALBUM_TEST_WHOLE_IMPORT") == "yes"
PART = ("broken", "names", "exif-dates", "iptc-xmp", "takeout", "gif")


@pytest.fixture
def run(app: Flask, household: dict[str, int]) -> Run:
    site = ScriptInfo(create_app=lambda: app, set_debug_flag=False, load_dotenv_defaults=False)
    return lambda *args: CliRunner().invoke(import_command, [str(arg) for arg in args], obj=site)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Two summers, one inside the other, notes beside a photo, and a loose picture."""
    root = tmp_path / "Pictures"
    lake = root / "2019/At the lake"
    lake.mkdir(parents=True)
    (root / "loose.jpg").write_bytes(jpeg(colour="red"))
    (root / "2019/one.jpg").write_bytes(jpeg(colour="blue"))
    (lake / "two.jpg").write_bytes(jpeg(colour="green"))
    (lake / "two.jpg.xmp").write_bytes(NOTES)
    (root / "2019/letter.txt").write_text("Dear Oma, no picture this time.")
    return root


@pytest.fixture
def albums(app: Flask) -> Callable[[], dict[str, list[str]]]:
    """The way to each album, and the names of the files in it."""

    def read() -> dict[str, list[str]]:
        with app.app_context():
            found: dict[str, list[str]] = {}
            for album in db.session.scalars(select(Album).order_by(Album.id)):
                way, above = album.title, album.parent
                while above is not None:
                    way, above = f"{above.title}/{way}", above.parent
                held = select(Photo.file_name).join(AlbumEntry, AlbumEntry.photo_id == Photo.id)
                found[way] = list(db.session.scalars(held.where(AlbumEntry.album_id == album.id)))
            return found

    return read


def state(root: Path) -> dict[str, tuple[object, ...]]:
    """Everything of a tree that an import might have changed."""
    return {
        str(path): (path.lstat().st_mode, path.lstat().st_mtime_ns, path.is_file() and path.read_bytes())
        for path in root.rglob("*")
    }


def test_folders_become_albums_and_nothing_comes_twice(
    run: Run, tree: Path, albums: Callable[[], dict[str, list[str]]], rows: Callable[[type], list]
) -> None:
    before = state(tree)
    answer = run(tree)
    assert answer.exit_code == 0, answer.output
    expected = {"Pictures": ["loose.jpg"], "2019": ["one.jpg"], "2019/At the lake": ["two.jpg"]}
    assert albums() == expected
    assert "3 photos and videos taken in, 0 were here already." in answer.stdout
    assert "1 notes files" in answer.stdout
    assert "2019/letter.txt: " in answer.stdout
    assert "text" in answer.stdout.partition("letter.txt: ")[2]
    receipts = len(rows(Receipt))

    again = run(tree)
    assert "0 photos and videos taken in, 4 were here already." in again.stdout
    assert albums() == expected
    assert (len(rows(Photo)), len(rows(Receipt))) == (3, receipts)
    assert state(tree) == before


def test_it_goes_on_where_it_was(run: Run, tree: Path, app: Flask, albums: Callable[[], dict]) -> None:
    app.config["FREE_DISK_RESERVE_BYTES"] = 1 << 60
    broken = run(tree)
    assert broken.exit_code == 1
    assert "nearly full" in broken.stderr
    assert albums() == {}
    app.config["FREE_DISK_RESERVE_BYTES"] = 0
    (tree / "2019/new.jpg").write_bytes(jpeg(colour="plum"))
    assert "4 photos and videos taken in" in run(tree).stdout
    assert albums()["2019"] == ["new.jpg", "one.jpg"]


def test_notes_beside_a_photo_count(run: Run, tree: Path, rows: Callable[[type], list[Photo]]) -> None:
    run(tree)
    (photo,) = [photo for photo in rows(Photo) if photo.file_name == "two.jpg"]
    assert photo.taken_at is not None
    assert photo.taken_at.year == 1974
    (tree / "2019/alone.xmp").write_bytes(NOTES)
    (tree / "2019/one.xmp").write_bytes(b"no notes at all")
    answer = run(tree)
    assert "no photo of its name lies beside it" in answer.stdout
    assert "one.xmp: This is named like a notes file" in answer.stdout


def test_a_dry_run_changes_nothing(run: Run, tree: Path, app: Flask, instance: Path) -> None:
    answer = run(tree, "--dry-run")
    assert "3 photos and videos would be taken in" in answer.stdout
    assert "letter.txt: " in answer.stdout
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Photo)) == 0
        assert db.session.scalar(select(func.count()).select_from(Album)) == 0
    assert [path for path in (instance / "media").rglob("*") if path.is_file()] == []


def test_one_album_around_everything(run: Run, tree: Path, albums: Callable[[], dict]) -> None:
    run(tree, "--album", "From the old disk")
    assert albums() == {
        "From the old disk": ["loose.jpg"],
        "From the old disk/2019": ["one.jpg"],
        "From the old disk/2019/At the lake": ["two.jpg"],
    }


def test_030_links_hidden_files_and_pipes_are_left_alone(run: Run, tree: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.jpg").write_bytes(jpeg(colour="black"))
    (tree / "out.jpg").symlink_to(outside / "secret.jpg")
    (tree / "etc.jpg").symlink_to("/etc/hostname")
    (tree / "folder out").symlink_to(outside)
    (tree / "loop").symlink_to(tree)
    (tree / "nowhere.jpg").symlink_to(tree / "gone.jpg")
    (tree / "also loose.jpg").symlink_to("loose.jpg")
    (tree / ".hidden.jpg").write_bytes(jpeg(colour="white"))
    (tree / ".trash").mkdir()
    (tree / ".trash/thrown away.jpg").write_bytes(jpeg(colour="grey"))
    (tree / "Thumbs.db").write_bytes(b"x")
    os.mkfifo(tree / "pipe.jpg")
    report = tmp_path / "report.txt"
    answer = run(tree, "--report", report)
    assert answer.exit_code == 0, answer.output
    # The link to a file of the same tree is that file, which is kept once.
    assert "3 photos and videos taken in, 1 were here already." in answer.stdout
    told = dict(line.split(": ", 1) for line in report.read_text().splitlines())
    assert told.pop("2019/letter.txt")
    assert told == {
        "out.jpg": "A link that leads out of the folder. It is not followed.",
        "etc.jpg": "A link that leads out of the folder. It is not followed.",
        "folder out": "A link that leads out of the folder. It is not followed.",
        "loop": "A link to another folder of the same tree. It is not followed.",
        "nowhere.jpg": "A link that leads nowhere.",
        ".hidden.jpg": "Hidden, or not made by a person.",
        ".trash": "Hidden, or not made by a person.",
        "Thumbs.db": "Hidden, or not made by a person.",
        "pipe.jpg": "No ordinary file.",
    }


def test_names_that_are_not_utf_8(run: Run, tmp_path: Path, albums: Callable[[], dict]) -> None:
    city = tmp_path / "old" / os.fsdecode(b"M\xfcnchen")
    city.mkdir(parents=True)
    (tmp_path / "old/two\nlines").mkdir()
    (tmp_path / "old/two\nlines/a.jpg").write_bytes(jpeg(colour="navy"))
    (city / os.fsdecode(b"Gr\xf6\xdfe.jpg")).write_bytes(jpeg())
    (city / os.fsdecode(b"\xff\xfe.txt")).write_bytes(b"no picture")
    report = tmp_path / "report.txt"
    answer = run(tmp_path / "old", "--report", report)
    assert answer.exit_code == 0, answer.output
    assert albums() == {"München": ["Größe.jpg"], "twolines": ["a.jpg"]}
    assert b"M\xfcnchen/\xff\xfe.txt: " in report.read_bytes()


def test_folders_deeper_than_albums_end_in_the_deepest(
    run: Run, tmp_path: Path, albums: Callable[[], dict]
) -> None:
    bottom = tmp_path.joinpath("old", *(str(level) for level in range(1, DEEPEST + 4)))
    bottom.mkdir(parents=True)
    (bottom / "a.jpg").write_bytes(jpeg())
    answer = run(tmp_path / "old")
    assert answer.exit_code == 0, answer.output
    way = "/".join(str(level) for level in range(1, DEEPEST + 1))
    assert albums()[way] == ["a.jpg"]
    assert len(albums()) == DEEPEST


def test_whose_photos_they_become(run: Run, tree: Path, app: Flask, dad: Person, keeper: Person) -> None:
    assert run(tree, "--owner", "nobody@example.org").exit_code == 1
    run(tree, "--owner", "dad@example.org")
    with app.app_context():
        assert set(db.session.scalars(select(Photo.owner_id))) == {dad.id}
    run(tree)
    with app.app_context():
        assert set(db.session.scalars(select(Photo.owner_id))) == {dad.id, keeper.id}
        assert db.session.scalar(select(func.count()).select_from(Original)) == 3


def test_the_date_of_the_file_is_the_last_word(
    run: Run, tmp_path: Path, process: Callable[[], None], rows: Callable[[type], list[Photo]], keeper: Person
) -> None:
    root = tmp_path / "dates"
    root.mkdir()
    names = ("plain.jpg", "IMG_20240803_194210.jpg", "exif.jpg", "unset clock.jpg")
    for number, name in enumerate(names):
        taken = "2019-07-14 10:00:00" if name == "exif.jpg" else None
        (root / name).write_bytes(jpeg(taken=taken, size=(120, 80 + number)))
        os.utime(root / name, (0, 0) if name == "unset clock.jpg" else (1_000_000_000, 1_000_000_000))
    run(root)
    process()
    found = {
        photo.file_name: (photo.taken_at and photo.taken_at.year, photo.taken_source) for photo in rows(Photo)
    }
    assert found["plain.jpg"] == (2001, "file-date")
    assert found["IMG_20240803_194210.jpg"] == (2024, "file-name")
    assert found["exif.jpg"][0] == 2019
    assert found["unset clock.jpg"] == (None, "")
    uid = next(photo.uid for photo in rows(Photo) if photo.file_name == "plain.jpg")
    assert "from the date of the file" in keeper.get(f"/photos/{uid}").text


def test_the_halves_of_a_live_photo_join(
    run: Run, tmp_path: Path, process: Callable[[], None], rows: Callable[[type], list[Photo]]
) -> None:
    root = tmp_path / "Zoo"
    root.mkdir()
    (root / "IMG_1.HEIC").write_bytes(live.still())
    (root / "IMG_1.MOV").write_bytes(live.moving_half(tmp_path / "half.mov"))
    run(root)
    process()
    photos = {photo.kind: photo for photo in rows(Photo)}
    assert photos["video"].companion_of_id == photos["photo"].id
    assert [entry.photo_id for entry in rows(AlbumEntry)] == [photos["photo"].id]


def test_what_lies_in_the_trash_stays_there(
    run: Run, tree: Path, keeper: Person, rows: Callable[[type], list[Photo]]
) -> None:
    run(tree)
    uid = next(photo.uid for photo in rows(Photo) if photo.file_name == "one.jpg")
    keeper.post(f"/photos/{uid}/delete")
    assert "one.jpg: You have moved this one to the trash" in run(tree).stdout
    assert keeper.get(f"/photos/{uid}").status_code == 404


def test_030_absolute_and_missing_folders_are_told(run: Run, tmp_path: Path) -> None:
    assert run(tmp_path / "not there").exit_code == 2
    (tmp_path / "a file").write_bytes(b"x")
    assert run(tmp_path / "a file").exit_code == 2


@pytest.mark.slow
def test_the_shared_media_twice(
    run: Run, tmp_path: Path, shared_media: Path, app: Flask, keeper: Person
) -> None:
    """Everything acceptable is there once; each refused file is named with a sentence."""
    root = shared_media
    if not WHOLE:
        root = tmp_path / "part"
        for name in PART:
            shutil.copytree(shared_media / name, root / name)
    report = tmp_path / "report.txt"
    first = run(root, "--report", report)
    assert first.exit_code == 0, first.output
    told = dict(line.split(": ", 1) for line in report.read_text(errors="surrogateescape").splitlines())
    with app.app_context():
        photos = list(db.session.scalars(select(Original.sha256).join(Photo)))
    assert len(photos) == len(set(photos))
    files = [path for path in root.rglob("*") if path.is_file()]
    assert len(files) > (250 if WHOLE else 50)
    for path, reason in told.items():
        assert len(reason.split()) >= 3, (path, reason)
    for entry in json.loads((shared_media / "EXPECTED-dev.json").read_text())["entries"]:
        if entry["verdict"] == "must_accept" and (root / entry["path"]).exists():
            assert entry["path"] not in told
            assert entry["sha256"] in photos
    again = run(root)
    assert "0 photos and videos taken in" in again.stdout
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Photo)) == len(photos)
