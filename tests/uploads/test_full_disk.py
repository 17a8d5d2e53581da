"""A disk without room: nothing is lost, everybody is told, and it is as before when there is room again."""

import contextlib
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from photoalbum.cli.import_command import import_command
from photoalbum.core import ballast
from photoalbum.core.db import db
from photoalbum.photos import files
from photoalbum.photos.models import Original, Photo
from photoalbum.serving.process import use_temporary_folder
from photoalbum.work import tidy

from ..cast import Person
from ..pictures import jpeg
from ..tus_client import Tus, digest

MIB = 1 << 20
pytestmark = [
    pytest.mark.slow,
    # What a temporary file could not write is tried once more when it is thrown away.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def instance(tmp_path: Path, empty_database: Path) -> Iterator[Path]:
    """The instance folder on a disk of 48 MiB, with room kept for when it is full."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here: that takes root and the right to mount")
    try:
        shutil.copy(empty_database, disk / "photoalbum.sqlite3")
        assert ballast.put(disk, 8 * MIB)
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.fixture(autouse=True)
def own_temporary_folder(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", os.environ.get("TMPDIR", ""))
    monkeypatch.setattr("tempfile.tempdir", None)
    use_temporary_folder(instance / "media")


@pytest.fixture
def fill(instance: Path) -> Callable[..., None]:
    """Fill the disk but for so many bytes; the ballast stays where it is until somebody needs it."""

    def fill(but: int = 0) -> None:
        filler = instance / "filler"
        filler.unlink(missing_ok=True)
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while (room := shutil.disk_usage(instance).free - but) > 0:
                file.write(bytes(min(room, MIB)))
        assert shutil.disk_usage(instance).free <= max(but, 4096)

    return fill


def picture(size: int, colour: str = "teal") -> bytes:
    """A JPEG of about so many bytes: what comes behind its end is kept as well."""
    return jpeg(colour=colour) + os.urandom(size)


def send(person: Person, content: bytes, **headers: str) -> TestResponse:
    """Through the plain form, with a body made in memory: the disk is the site's own to fill."""
    file = FileStorage(io.BytesIO(content), filename="a.jpg", name="files", content_type="image/jpeg")
    boundary, body = encode_multipart({"csrf_token": person.token, "album": "", "files": file})
    kind = f"multipart/form-data; boundary={boundary}"
    return person.client.post("/uploads/new", data=body, content_type=kind, headers=headers)


def assert_whole(app: Flask, photos: int) -> None:
    """So many photos; each row has its file, and nothing is left in between."""
    with app.app_context():
        originals = list(db.session.scalars(select(Original)))
        assert [files.path_of_original(each).stat().st_size for each in originals] == [
            each.bytes for each in originals
        ]
        assert db.session.scalar(select(func.count()).select_from(Photo)) == photos
        assert list(files.incoming().iterdir()) == []
        db.session.rollback()


def test_076_a_full_disk_refuses_reads_deletes_and_recovers(
    app: Flask, mum: Person, instance: Path, fill: Callable[..., None], make_photo: Callable[..., str]
) -> None:
    content = picture(MIB)
    uid = make_photo(mum, content=content)
    other = make_photo(mum, content=picture(MIB, "gold"))
    assert mum.token
    app.config["FREE_DISK_RESERVE_BYTES"] = 4 * MIB
    fill()
    answer = send(mum, picture(5 * MIB))
    assert answer.status_code == 507
    assert "full" in answer.text
    assert_whole(app, 2)

    assert mum.get(f"/photos/{uid}/original").data == content
    assert mum.get("/photos/").status_code == 200
    assert mum.post(f"/photos/{uid}/delete").status_code == 303
    assert mum.get(f"/photos/{uid}").status_code == 404
    with app.app_context():
        photo_id, original = db.session.execute(
            select(Photo.id, Original).join(Original).where(Photo.uid == uid)
        ).one()
        path = files.path_of_original(original)
        db.session.rollback()
        tidy.purge_photo(photo_id)
    assert not path.exists()
    assert_whole(app, 1)

    (instance / "filler").unlink()
    assert send(mum, picture(2 * MIB)).status_code == 303
    assert mum.get(f"/photos/{other}/original").status_code == 200
    assert_whole(app, 2)
    assert ballast.put(instance, 8 * MIB)


def test_076_programs_are_told_in_json(app: Flask, mum: Person, fill: Callable[..., None]) -> None:
    assert mum.token
    fill()
    answer = send(mum, picture(12 * MIB), Accept="application/json")
    assert (answer.status_code, answer.content_type) == (507, "application/problem+json")
    assert answer.json["status"] == 507


@pytest.mark.parametrize("round_", range(2))
def test_076_full_at_any_step_there_is_a_photo_or_a_refusal(
    app: Flask, mum: Person, instance: Path, fill: Callable[..., None], round_: int
) -> None:
    """With a little more room each time, the disk is full at another step of the same upload."""
    assert mum.token
    kept = 0
    (instance / ballast.FILE_NAME).unlink()
    for room in range(0, 5 * MIB // 2, MIB // 8):
        fill(but=room + round_ * 4096)
        answer = send(mum, picture(MIB))
        assert answer.status_code in (303, 507)
        (instance / "filler").unlink()
        kept += answer.status_code == 303
        assert_whole(app, kept)
    assert kept


def test_076_an_upload_in_pieces_waits_for_room(
    app: Flask, mum: Person, instance: Path, fill: Callable[..., None]
) -> None:
    """Full at another place each time: what was acknowledged stays, and with room it comes to its end."""
    tus, content, piece = Tus(mum), picture(3 * MIB), MIB
    for room in (0, MIB // 2, 2 * MIB, 3 * MIB + 4096):
        content += b"x"
        address = tus.begin(len(content), filename="a.jpg")
        (instance / ballast.FILE_NAME).unlink(missing_ok=True)
        fill(but=room)
        at, refused = 0, False
        while at < len(content) and not refused:
            answer = tus.patch(address, at, content[at : at + piece])
            refused = answer.status_code == 507
            assert refused or answer.status_code == 204
            at = at if refused else int(answer.headers["Upload-Offset"])
        assert refused
        assert answer.content_type == "application/problem+json"
        assert mum.get("/photos/").status_code == 200
        (instance / "filler").unlink()
        asked = tus.head(address).headers
        if "Photoalbum-Sha256" not in asked:
            assert int(asked["Upload-Offset"]) == at
            for start in range(at, len(content), piece):
                asked = tus.patch(address, start, content[start : start + piece]).headers
        assert asked["Photoalbum-Sha256"] == digest(content)
    assert_whole(app, 4)


def test_076_an_import_stops_and_goes_on(
    app: Flask, keeper: Person, tmp_path: Path, instance: Path, fill: Callable[..., None]
) -> None:
    root = tmp_path / "old disk"
    root.mkdir()
    for number in range(6):
        (root / f"{number}.jpg").write_bytes(picture(MIB))
    site = ScriptInfo(create_app=lambda: app, set_debug_flag=False, load_dotenv_defaults=False)
    (instance / ballast.FILE_NAME).unlink()
    fill(but=4 * MIB)
    broken = CliRunner().invoke(import_command, [str(root)], obj=site)
    assert broken.exit_code == 1, broken.output
    assert "full" in broken.stderr
    with app.app_context():
        taken_in = db.session.scalar(select(func.count()).select_from(Photo))
    assert taken_in in range(1, 6)
    assert_whole(app, taken_in)
    (instance / "filler").unlink()
    assert CliRunner().invoke(import_command, [str(root)], obj=site).exit_code == 0
    assert_whole(app, 6)


def test_077_what_is_on_its_way_lies_on_the_media_volume(instance: Path, tmp_path: Path) -> None:
    assert os.environ["TMPDIR"] == str(instance / "media/tmp")
    assert (instance / "media/tmp").stat().st_dev == (instance / "media/originals").parent.stat().st_dev
    assert (instance / "media/tmp").stat().st_dev != tmp_path.stat().st_dev
