"""Nothing but the named files of the named photos ever leaves the disk."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from photoalbum.core.db import db
from photoalbum.photos import files
from photoalbum.photos.models import Original, Photo

from ..cast import Person
from .asking import raw
from .world import World

WALKS = [
    "..",
    "../..",
    "..%2f..%2fphotoalbum.sqlite3",
    "%2e%2e%2f%2e%2e%2fphotoalbum.sqlite3",
    "%252e%252e%252fphotoalbum.sqlite3",
    "..%5c..%5cphotoalbum.sqlite3",
    "..\\..\\photoalbum.sqlite3",
    "....//....//photoalbum.sqlite3",
    "%c0%ae%c0%ae%c0%afphotoalbum.sqlite3",
    "..%00/photoalbum.sqlite3",
    "thumb.webp%00.jpg",
    "thumb.webp/../../../../photoalbum.sqlite3",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "file:///etc/passwd",
    "//etc/passwd",
    "C:\\windows\\win.ini",
    ".git/config",
    ".env",
    "secret-key",
    "THUMB.WEBP",
    "thumb.webp ",
    "*",
]
PLACES = ["photoalbum.sqlite3", "photoalbum.sqlite3-wal", "queue.sqlite3", "secret-key", "secret_key"]
PLACES += ["setup-code", "settings.toml", ".env", ".git/HEAD", "worker.heartbeat", "backups/", "migrate.lock"]


def file_routes(world: World) -> Iterator[str]:
    scene = world.scenes["private"]
    yield "/static/-/{}"
    yield "/static/{}"
    yield "/photos/{}/original"
    yield "/photos/{}/video"
    yield f"/photos/{scene.photo}/d/1/{{}}"
    yield f"/photos/{scene.photo}/{{}}"
    yield f"/s/{scene.open_link}/photos/{scene.photo}/d/1/{{}}"
    yield f"/s/{scene.open_link}/photos/{{}}/video"
    yield f"/s/{scene.open_link}/{{}}"


def test_034_no_walk_leads_out(mum: Person, world: World) -> None:
    for route in file_routes(world):
        for walk in WALKS:
            answer = raw(mum, "GET", route.format(walk))
            # 308 tidies doubled slashes; where that leads is tried as well.
            if answer.status_code == 308:
                answer = mum.get(answer.location)
            assert answer.status_code == 404, route.format(walk)
            assert b"SQLite format" not in answer.data


def test_034_private_files_have_no_address(mum: Person, keeper: Person, instance: Path) -> None:
    for who in (mum, keeper):
        for place in PLACES:
            for start in ("/", "/media/", "/static/", "/static/-/", "/instance/", "/photos/", "/originals/"):
                assert raw(who, "GET", f"{start}{place}").status_code == 404
    original = next((instance / "media/originals").rglob("*.jpg"))
    inside = original.relative_to(instance / "media").as_posix()
    for start in ("/", "/media/", "/static/-/"):
        assert mum.get(f"{start}{inside}").status_code == 404


@pytest.mark.parametrize("what", ["original", "d/1/large.jpg"])
def test_034_a_link_inside_media_that_points_out_is_not_followed(
    app: Flask, mum: Person, instance: Path, tmp_path: Path, make_photo: Callable[..., str], what: str
) -> None:
    """Somebody who can write into the media folder cannot make the site give away other files."""
    uid = make_photo(mum, name="linked.jpg")
    with app.app_context():
        db.session.execute(update(Original).values(state="ready"))
        db.session.commit()
        photo = db.session.scalars(select(Photo).where(Photo.uid == uid)).one()
        original, derivative = (
            files.path_of_original(photo.original),
            files.storage().path(files.derivative_key(photo.original.sha256, "large.jpg")),
        )
    secret = tmp_path / "secret.txt"
    secret.write_text("nobody may read this")
    path = original if what == "original" else derivative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(secret)
    answer = mum.get(f"/photos/{uid}/{what}")
    assert answer.status_code == 404
    assert b"nobody may read" not in answer.data


def test_034_a_file_that_is_gone_is_not_found(mum: Person, instance: Path, world: World) -> None:
    for path in (instance / "media").rglob("*.*"):
        if path.is_file():
            path.unlink()
    uid = world.scenes["private"].photo
    for part in ("original", "d/1/thumb.webp", "d/1/thumb2x.webp", "d/1/large.jpg"):
        assert mum.get(f"/photos/{uid}/{part}").status_code == 404
