"""`photoalbum export`: everything leaves as plain files, and an import of them gives the same again."""

import errno
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select

from photoalbum import create_app
from photoalbum.accounts.models import KEEPER, Member
from photoalbum.albums import entries
from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.cli.export import export
from photoalbum.cli.import_command import import_command
from photoalbum.core.db import db
from photoalbum.photos import captioning, dating, favourites, files, tags
from photoalbum.photos.models import Favourite, Original, Photo
from photoalbum.worker import Worker

from ..cast import Person
from ..conftest import SummerAlbum, make_settings
from ..corpus import live

Run = Callable[..., Result]
# Photos with and without dates, captions, keywords and notes files of other programs.
PARTS = {"iptc-xmp": "*", "exif-dates": "*exif.jpg", "names": "*é*", "gps": "alt*"}


@pytest.fixture
def site(app: Flask, household: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> ScriptInfo:
    # What this process becomes nicer by, it never gets back.
    monkeypatch.setattr(os, "nice", lambda _by: 0)
    return ScriptInfo(create_app=lambda: app, set_debug_flag=False, load_dotenv_defaults=False)


@pytest.fixture
def run(site: ScriptInfo) -> Run:
    return lambda *args: CliRunner().invoke(export, [str(arg) for arg in args], obj=site)


@pytest.fixture
def take_in(site: ScriptInfo) -> Run:
    return lambda *args: CliRunner().invoke(import_command, [str(arg) for arg in args], obj=site)


def tree(root: Path) -> dict[str, bytes]:
    """Every file of an export but its list."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith(".") and path.name != "SHA256SUMS"
    }


def photos_in(root: Path) -> list[str]:
    return [name for name in tree(root) if not name.endswith((".xmp", ".json"))]


def checked(root: Path) -> int:
    """How many files `sha256sum` finds as they should be; nothing else is there."""
    told = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=root, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert {line.removesuffix(": OK") for line in told.stdout.splitlines()} == set(tree(root))
    return len(told.stdout.splitlines())


def add_to(app: Flask, slug: str, uid: str) -> None:
    with app.app_context():
        album = db.session.scalars(select(Album).where(Album.slug == slug)).one()
        entries.add_all(album, [photo_of(uid)], None)
        db.session.commit()


def photo_of(uid: str) -> Photo:
    return db.session.scalars(select(Photo).where(Photo.uid == uid)).one()


def path_of(app: Flask, uid: str) -> Path:
    """The original of a photo, which a test may break."""
    with app.app_context():
        path = files.path_of_original(photo_of(uid).original)
        db.session.rollback()
    path.chmod(0o644)
    return path


def test_091_a_folder_per_member_and_album(
    run: Run, app: Flask, tmp_path: Path, mum: Person, make_album: Callable, make_photo: Callable
) -> None:
    above = make_album(mum, "2019: the year")
    with app.app_context():
        parent = db.session.scalars(select(Album).where(Album.slug == above)).one()
    lake, boats = make_album(mum, "At the lake", parent=parent), make_album(mum, "Boats")
    one, two = make_photo(mum, lake, name="con.jpg"), make_photo(mum, lake, name="con.jpg")
    make_photo(mum, name="loose?.jpg")
    mum.post(f"/photos/{make_photo(mum, name='thrown away.jpg')}/delete")
    add_to(app, boats, one)
    root = tmp_path / "out"
    answer = run(root)
    assert answer.exit_code == 0, answer.output
    assert photos_in(root) == [
        "Mum/2019_ the year/At the lake/_con (2).jpg",
        "Mum/2019_ the year/At the lake/_con.jpg",
        "Mum/Boats/_con.jpg",
        "Mum/No album/loose_.jpg",
    ]
    linked, original = root / "Mum/Boats/_con.jpg", path_of(app, one)
    assert linked.samefile(root / "Mum/2019_ the year/At the lake/_con.jpg")
    assert not linked.samefile(original)
    assert linked.read_bytes() == original.read_bytes()
    assert checked(root) == 5
    told = json.loads((root / "albums.json").read_text())
    albums = {album["title"]: album["photos"] for album in told["albums"]}
    assert albums["At the lake"] == [
        "Mum/2019_ the year/At the lake/_con.jpg",
        "Mum/2019_ the year/At the lake/_con (2).jpg",
    ]
    assert albums["Boats"] == ["Mum/Boats/_con.jpg"]
    assert {photo["id"] for photo in told["photos"]} >= {one, two}


def test_091_each_has_their_own_photos(
    run: Run, tmp_path: Path, summer_album: SummerAlbum, household: dict[str, int]
) -> None:
    assert run(tmp_path / "all").exit_code == 0
    names = photos_in(tmp_path / "all")
    assert [name.rpartition("/")[0] for name in names] == ["Cousin/Summer 2019", "Mum/Summer 2019"]
    (album,) = json.loads((tmp_path / "all/albums.json").read_text())["albums"]
    assert sorted(album["photos"]) == names
    assert {"member": "Dad", "role": "editor"} in album["shared_with"]
    for number, name in enumerate(("cousin@example.org", "cousin")):
        assert run(tmp_path / f"one {number}", "--member", name).exit_code == 0
        assert photos_in(tmp_path / f"one {number}") == names[:1]
        checked(tmp_path / f"one {number}")
    answer = run(tmp_path / "nobody", "--member", "Granny")
    assert answer.exit_code == 1
    assert "Nobody here is called Granny" in answer.stderr
    assert not (tmp_path / "nobody").exists()


@pytest.fixture
def fresh(tmp_path: Path, empty_database: Path) -> Iterator[Flask]:
    """Another site, which has never seen any of it, and nobody in it but its keeper."""
    (tmp_path / "fresh").mkdir()
    shutil.copy(empty_database, tmp_path / "fresh/photoalbum.sqlite3")
    app = create_app(make_settings(tmp_path / "fresh"))
    with app.app_context():
        db.session.add(Member(name="Oma", email="oma@example.org", password_hash="", role=KEEPER))
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


def said_in(app: Flask) -> dict[str, tuple[object, ...]]:
    """What a site says of its photos, by their bytes."""
    with app.app_context():
        hearts = select(Favourite.photo_id).join(Photo, Photo.id == Favourite.photo_id)
        loved = set(db.session.scalars(hearts.where(Favourite.member_id == Photo.owner_id)))
        albums = select(AlbumEntry.photo_id, Album.title).join(Album, Album.id == AlbumEntry.album_id)
        titles = {(photo_id, title) for photo_id, title in db.session.execute(albums)}
        return {
            photo.original.sha256: (
                photo.caption,
                photo.caption_source,
                photo.alt_text,
                photo.taken_at,
                photo.taken_offset,
                photo.taken_source,
                list(tags.of(photo.id)),
                photo.id in loved,
                sorted(title for photo_id, title in titles if photo_id == photo.id),
                {name: photo.details.get(name) for name in ("gps", "title", "people")},
            )
            for photo in db.session.scalars(select(Photo))
        }


def speak(photo: Photo, number: int) -> None:
    """What people do to photos, something else to each."""
    if number % 5 != 4:
        captioning.say(photo, ("", " Tea & <cake>\r\n\x0bat Oma's ", "Photo", "日本の写真 🌻")[number % 5])
    if number % 3 == 0:
        photo.alt_text = "A table, “laid” for 7"
        favourites.give(photo.owner_id, photo)
    if number % 4 == 1:
        # A day that no camera is believed.
        dating.say(photo, (datetime(1970, 1, 1, 11, 5), datetime(1912, 6, 3, 12))[number % 8 > 4])
    if number % 4 == 2:
        photo.taken_at = photo.taken_at or datetime(2001, 2, 3)
        dating.say(photo, photo.taken_at)
        photo.taken_offset = -210
    if number % 2:
        tags.put(photo, ["Lake", "the Bœuf & co", f"n{number}"])


def test_091_an_import_of_it_gives_the_same(
    run: Run,
    take_in: Run,
    app: Flask,
    tmp_path: Path,
    shared_media: Path,
    process: Callable[[], None],
    fresh: Flask,
) -> None:
    for part, pattern in PARTS.items():
        (tmp_path / "in" / part).mkdir(parents=True)
        for path in (shared_media / part).glob(pattern):
            shutil.copy(path, tmp_path / "in" / part)
    take_in(tmp_path / "in", "--owner", "mum@example.org")
    process()
    with app.app_context():
        photos = db.session.scalars(select(Photo).order_by(Photo.id)).all()
        for number, photo in enumerate(photos):
            speak(photo, number)
        for entry in db.session.scalars(select(AlbumEntry).limit(3)):
            db.session.delete(entry)
        db.session.commit()
    assert len(photos) > 20
    answer = run(tmp_path / "out")
    assert answer.exit_code == 0, answer.output
    checked(tmp_path / "out")

    there = ScriptInfo(create_app=lambda: fresh, set_debug_flag=False, load_dotenv_defaults=False)
    answer = CliRunner().invoke(import_command, [str(tmp_path / "out/Mum")], obj=there)
    assert answer.exit_code == 0, answer.output
    worker = Worker(fresh, threads=1)
    with fresh.app_context():
        waiting = db.session.scalars(select(Original.id)).all()
    for original_id in waiting:
        worker.process_original(original_id)
    worker.sandbox.close()
    before, after = said_in(app), said_in(fresh)
    assert set(after) == set(before)
    for sha256, (caption, *rest) in before.items():
        # XML knows one kind of line end, and no control characters.
        plain = str(caption).replace("\r\n", "\n").replace("\x0b", " ").strip()
        assert after[sha256] == (plain, *rest)
    again = CliRunner().invoke(import_command, [str(tmp_path / "out/Mum")], obj=there)
    assert "0 photos and videos taken in" in again.stdout
    assert said_in(fresh) == after


def test_the_halves_of_a_live_photo_stay_together(
    run: Run, tmp_path: Path, take_in: Run, process: Callable[[], None], keeper: Person
) -> None:
    (tmp_path / "Zoo").mkdir()
    (tmp_path / "Zoo/IMG_1.HEIC").write_bytes(live.still())
    (tmp_path / "Zoo/IMG_1.MOV").write_bytes(live.moving_half(tmp_path / "half.mov"))
    take_in(tmp_path / "Zoo")
    process()
    run(tmp_path / "out")
    assert photos_in(tmp_path / "out") == ["Keeper/Zoo/IMG_1.HEIC", "Keeper/Zoo/IMG_1.MOV"]


def test_it_goes_on_where_it_was(
    run: Run, app: Flask, tmp_path: Path, mum: Person, make_photo: Callable, make_album: Callable
) -> None:
    first = [make_photo(mum, name=f"{number}.jpg") for number in range(4)]
    add_to(app, make_album(mum, "One"), first[0])
    add_to(app, make_album(mum, "Two"), first[0])
    root = tmp_path / "out"
    assert "4 photos and videos" in run(root).stdout
    before = {name: (root / name).stat().st_mtime_ns for name in tree(root)}
    # One was never copied, one is cut, one altered and as long as before; a crash left half a file.
    (root / "Mum/No album/1.jpg").unlink()
    (root / "Mum/No album/2.jpg").write_bytes(b"half")
    altered = root / "Mum/No album/3.jpg"
    altered.write_bytes(bytes(altered.stat().st_size))
    (root / "Mum/.copying-0000").write_bytes(b"half")
    (root / "Mum/Two/0.jpg").unlink()
    answer = run(root)
    assert answer.exit_code == 0, answer.output
    assert "3 copied now" in answer.stdout
    checked(root)
    assert {name: (root / name).stat().st_mtime_ns for name in tree(root)}.keys() == before.keys()
    assert (root / "Mum/Two/0.jpg").samefile(root / "Mum/One/0.jpg")
    assert "0 copied now" in run(root).stdout
    (root / "Mum/a letter.txt").write_text("Dear Mum")
    assert "1 more are there" in run(root).stdout
    assert (root / "Mum/a letter.txt").read_text() == "Dear Mum"


def test_091_what_is_missing_or_altered_is_named(
    run: Run, app: Flask, tmp_path: Path, mum: Person, make_photo: Callable
) -> None:
    lost, bent, _whole = (make_photo(mum, name=f"{name}.jpg") for name in ("lost", "bent", "whole"))
    path_of(app, lost).unlink()
    path = path_of(app, bent)
    path.write_bytes(b"\0" + path.read_bytes()[1:])
    root = tmp_path / "out"
    answer = run(root)
    assert answer.exit_code == 1
    assert "Mum/No album/lost.jpg: The file is not there." in answer.stdout
    assert "Mum/No album/bent.jpg: Its bytes are not those that were uploaded" in answer.stdout
    assert "2 originals are not right" in answer.stdout
    assert photos_in(root) == [f"Damaged/{path.name}", "Mum/No album/whole.jpg"]
    assert (root / f"Damaged/{path.name}").read_bytes() == path.read_bytes()
    checked(root)
    told = json.loads((root / "albums.json").read_text())["photos"]
    assert {photo["id"]: photo["files"] for photo in told}[lost] == []


def test_where_it_does_not_go(
    run: Run, app: Flask, tmp_path: Path, mum: Person, make_photo: Callable
) -> None:
    make_photo(mum)
    (tmp_path / "full").mkdir()
    (tmp_path / "full/letter.txt").write_text("mine")
    for place, words in (
        (tmp_path / "full", "is not empty: letter.txt"),
        (tmp_path / "no disk/out", "is it plugged in"),
        (Path(app.config["MEDIA_ROOT"]) / "out", "among the photos themselves"),
    ):
        answer = run(place)
        assert answer.exit_code == 1
        assert words in answer.stderr
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]
    assert run(tmp_path / "mine", "--member", "mum").exit_code == 0
    assert "or of other people" in run(tmp_path / "mine").stderr


def test_a_disk_without_room_or_links(
    run: Run,
    app: Flask,
    tmp_path: Path,
    mum: Person,
    make_photo: Callable,
    make_album: Callable,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    uid = make_photo(mum, name="a.jpg")
    for title in ("One", "Two"):
        add_to(app, make_album(mum, title), uid)
    with app.app_context():
        original = db.session.scalars(select(Original)).one()
        size, original.bytes = original.bytes, 1 << 60
        db.session.commit()
    answer = run(tmp_path / "out")
    assert answer.exit_code == 1
    assert "GB free, and this export takes" in answer.stderr
    assert photos_in(tmp_path / "out") == []
    with app.app_context():
        db.session.scalars(select(Original)).one().bytes = size
        db.session.commit()

    def refuse(_path: Path, _target: Path) -> None:
        raise PermissionError(errno.EPERM, "what memory sticks say")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert run(tmp_path / "out").exit_code == 0
    one, two = (tmp_path / "out" / name for name in photos_in(tmp_path / "out"))
    assert not one.samefile(two)
    assert one.read_bytes() == two.read_bytes()
    checked(tmp_path / "out")
    assert "0 copied now" in run(tmp_path / "out").stdout
