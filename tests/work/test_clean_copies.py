"""Clean copies as workers make them: of every kind of file, once, and with a reason if none can be made."""

import io
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from photoalbum.core.db import db
from photoalbum.photos import clean_copies, files
from photoalbum.photos.clean_copies import CleanCopy
from photoalbum.photos.models import Original, Photo
from photoalbum.work import bench, tidy
from photoalbum.work import clean_copies as making
from photoalbum.worker import Worker

from ..cast import Person
from ..corpus.films import moving
from ..pictures import jpeg

Make = Callable[..., str]
SECRET = b"47.123456 Musterstrasse"


@pytest.fixture
def copy_of(app: Flask, process: Callable[[], None]) -> Callable[[str], tuple[CleanCopy, bytes]]:
    """Ask for a photo's clean copy, let a worker make it, and read it."""

    def ask(uid: str) -> tuple[CleanCopy, bytes]:
        process()
        with app.app_context():
            original = original_of(uid)
            clean_copies.find_or_tell(original)
        process()
        with app.app_context():
            original = original_of(uid)
            copy = clean_copies.find(original)
            assert copy is not None
            with clean_copies.opener(copy, original)() as source:
                content = source.read()
            assert (copy.bytes, copy.sha256) == (len(content), sha256(content).hexdigest())
            db.session.expunge(copy)
            return copy, content

    return ask


def original_of(uid: str) -> Original:
    return db.session.scalars(select(Original).join(Photo).where(Photo.uid == uid)).one()


def test_a_jpeg_is_told_without_a_worker(app: Flask, mum: Person, make_photo: Make) -> None:
    content = jpeg(size=(80, 60)) + SECRET
    uid = make_photo(mum, content=content)
    with app.app_context():
        copy = clean_copies.find_or_tell(original_of(uid))
        assert copy is not None
        assert copy.pieces is not None
        assert copy.file_key == ""
        with clean_copies.opener(copy, copy.original)() as source:
            assert SECRET not in source.read()


def test_a_tiff_leaves_as_a_jpeg_of_all_its_pixels(mum: Person, make_photo: Make, copy_of: Callable) -> None:
    target = io.BytesIO()
    tags = {270: SECRET.decode()}
    Image.effect_mandelbrot((2600, 1900), (-2, -1.5, 1, 1.5), 20).save(target, "TIFF", tiffinfo=tags)
    copy, content = copy_of(make_photo(mum, content=target.getvalue(), name="scan.tif"))
    assert (copy.media_type, copy.extension, copy.pieces) == ("image/jpeg", "jpg", None)
    assert SECRET not in content
    with Image.open(io.BytesIO(content)) as image:
        assert image.size == (2600, 1900)
        assert not image.getexif()


def test_a_video_leaves_with_pictures_and_sound_and_nothing_else(
    mum: Person, make_photo: Make, copy_of: Callable, tmp_path: Path
) -> None:
    film = moving(tmp_path / "film.avi", "mpeg4", {"comment": SECRET.decode()}, pictures=25)
    copy, content = copy_of(make_photo(mum, content=film.read_bytes(), name="film.avi"))
    assert copy.media_type.startswith("video/")
    assert SECRET not in content


def test_what_cannot_be_read_ends_with_a_reason(
    app: Flask, mum: Person, make_photo: Make, process: Callable[[], None]
) -> None:
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(target, "TIFF")
    uid = make_photo(mum, content=target.getvalue(), name="scan.tif")
    with app.app_context():
        path = files.path_of_original(original_of(uid))
        path.chmod(0o600)
        path.write_bytes(b"II*\0" + bytes(40))
        clean_copies.want([(original_of(uid).id, "")])
    process()
    with app.app_context():
        copy = db.session.scalars(select(CleanCopy)).one()
        assert (copy.state, copy.attempts) == ("failed", 1)
        assert copy.reason
        assert clean_copies.count_unmade([(copy.original_id, "")]) == 0


def test_a_copy_whose_file_went_is_made_again(
    app: Flask, mum: Person, make_photo: Make, copy_of: Callable
) -> None:
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(target, "TIFF")
    uid = make_photo(mum, content=target.getvalue(), name="scan.tif")
    copy, content = copy_of(uid)
    with app.app_context():
        files.storage().delete(copy.file_key)
        assert clean_copies.find(original_of(uid)) is None
        assert clean_copies.count_unmade([(copy.original_id, "")]) == 1
    assert copy_of(uid)[1] == content


def test_only_one_worker_makes_copies(app: Flask, mum: Person, make_photo: Make) -> None:
    uid = make_photo(mum)
    worker = Worker(app, threads=1)
    with app.app_context():
        clean_copies.want([(original_of(uid).id, "")])
        with bench.only_one(files.scratch() / "clean-copies.lock") as mine:
            assert mine
            making.make_all(worker.bench)
            assert clean_copies.are_waiting()
        db.session.rollback()
    making.make_all(worker.bench)
    with app.app_context():
        assert not clean_copies.are_waiting()
    worker.sandbox.close()


def test_nothing_is_left_of_it_when_the_photo_goes(
    app: Flask, mum: Person, make_photo: Make, copy_of: Callable
) -> None:
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(target, "TIFF")
    uid = make_photo(mum, content=target.getvalue(), name="scan.tif")
    copy_of(uid)
    with app.app_context():
        tidy.purge_photo(db.session.scalars(select(Photo.id).where(Photo.uid == uid)).one())
        assert db.session.scalars(select(CleanCopy)).all() == []
        assert list(files.storage().list("derivatives/")) == []
