"""The plain upload form and its receipt."""

import hashlib
import re
import struct
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.core import presence
from photoalbum.core.db import db
from photoalbum.photos.models import Original, Photo

from ..cast import Person
from ..conftest import SummerAlbum
from ..pictures import jpeg, png


def png_that_claims(width: int, height: int) -> bytes:
    """A small PNG whose header promises very many pixels."""
    header = struct.pack(">II", width, height) + b"\x08\x02\x00\x00\x00"
    chunk = b"IHDR" + header
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
        + png()[33:]
    )


def counts(app: Flask) -> tuple[int, int]:
    with app.app_context():
        return tuple(db.session.scalar(select(func.count()).select_from(m)) for m in (Original, Photo))  # type: ignore[return-value]


def test_several_files_come_in_and_the_receipt_proves_it(
    app: Flask, mum: Person, make_album: Callable[..., str]
) -> None:
    slug = make_album(mum)
    one, two = jpeg(), png()
    answer = mum.upload(("One.jpg", one), ("Zwei ü.png", two), album=slug)
    assert answer.status_code == 303
    receipt = mum.get(answer.location).text
    for name, content in (("One.jpg", one), ("Zwei ü.png", two)):
        assert name in receipt
        assert hashlib.sha256(content).hexdigest() in receipt
    assert "matches the file on your device" not in receipt
    assert counts(app) == (2, 2)


def test_the_original_comes_back_byte_for_byte(mum: Person) -> None:
    content = jpeg(where=(54.48, -0.61))
    mum.upload(("Oma & Opa.jpg", content))
    (uid,) = set(re.findall(r'href="/photos/(\w{12})"', mum.get("/photos/").text))
    answer = mum.get(f"/photos/{uid}/original")
    assert answer.data == content
    assert answer.headers["Content-Disposition"].endswith("filename*=UTF-8''Oma%20%26%20Opa.jpg")


def test_sent_twice_is_kept_once_and_said_so(app: Flask, mum: Person, make_album: Callable[..., str]) -> None:
    slug, content = make_album(mum), jpeg()
    mum.upload(("a.jpg", content))
    answer = mum.upload(("b.jpg", content), album=slug)
    assert "had sent this file before" in mum.get(answer.location).text
    assert counts(app) == (1, 1)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(AlbumEntry)) == 1


def test_two_owners_share_one_original_and_learn_nothing_of_each_other(
    app: Flask, mum: Person, dad: Person
) -> None:
    content = jpeg()
    mum.upload(("a.jpg", content))
    answer = dad.upload(("a.jpg", content))
    receipt = dad.get(answer.location).text
    assert "before" not in receipt
    assert counts(app) == (1, 2)


@pytest.mark.parametrize(
    ("name", "content", "words", "status"),
    [
        ("letter.jpg", b"Dear Oma, how are you?", "text", 415),
        ("page.jpg", b"<!doctype html><html><script>alert(1)</script>", "HTML", 415),
        ("drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG", 415),
        ("scan.jpg", b"%PDF-1.7\n%", "PDF", 415),
        ("nothing.jpg", b"", "empty", 422),
        ("bomb.png", png_that_claims(30_000, 30_000), "pixels", 422),
    ],
)
def test_020_what_is_no_picture_is_refused_in_words(
    app: Flask, mum: Person, instance: Path, name: str, content: bytes, words: str, status: int
) -> None:
    answer = mum.upload((name, content))
    assert answer.status_code == status
    assert words in answer.text
    assert words in mum.get(answer.headers["Content-Location"]).text
    assert counts(app) == (0, 0)
    assert [path for path in (instance / "media").rglob("*") if path.is_file()] == []


def test_one_refused_file_does_not_keep_the_others_out(app: Flask, mum: Person) -> None:
    answer = mum.upload(("a.jpg", jpeg()), ("b.jpg", b"no picture"), ("c.png", png()))
    assert answer.status_code == 303
    assert counts(app) == (2, 2)


HOSTILE = [
    "../../x.jpg",
    "C:\\x\\y.jpg",
    "a\0b.jpg",
    "x" * 300 + ".jpg",
    "photo\u202egpj.exe",
    "-rf",
    ".htaccess",
    "CON",
    "<img src=x onerror=alert(1)>.jpg",
    "Cafe\u0301.jpg",
    "\U0001f600 a/b.jpg",
    "..",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_021_hostile_names_are_only_names(app: Flask, mum: Person, instance: Path, name: str) -> None:
    before = {path for path in instance.parent.rglob("*") if "media" not in path.parts}
    content = jpeg()
    answer = mum.upload((name, content))
    assert answer.status_code == 303
    assert "<img src=x" not in mum.get(answer.location).text
    with app.app_context():
        photo = db.session.scalars(select(Photo)).one()
        digest, uid = photo.original.sha256, photo.uid
        assert len(photo.file_name) <= 255
        assert not set(photo.file_name) & set("/\\\0\r\n\u202e")
    download = mum.get(f"/photos/{uid}/original")
    assert download.data == content
    assert "\n" not in download.headers["Content-Disposition"]
    stored = [path for path in (instance / "media/originals").rglob("*") if path.is_file()]
    assert [path.name for path in stored] == [f"{digest}.jpg"]
    after = {path for path in instance.parent.rglob("*") if "media" not in path.parts}
    assert {path.name for path in after - before} <= {
        "photoalbum.sqlite3-wal",
        "photoalbum.sqlite3-shm",
        "queue.sqlite3",
        "queue.sqlite3-wal",
        "queue.sqlite3-shm",
        presence.FILE,
    }


def test_022_a_cut_file_is_kept_shown_as_far_as_it_goes_and_called_damaged(
    mum: Person, process: Callable[[], None]
) -> None:
    content = jpeg(size=(800, 600), quality=95)
    cut = content[: len(content) * 6 // 10]
    answer = mum.upload(("cut.jpg", cut))
    assert answer.status_code == 303
    process()
    (uid,) = set(re.findall(r'href="/photos/(\w{12})"', mum.get("/photos/").text))
    assert "The file is damaged" in mum.get(f"/photos/{uid}").text
    assert mum.get(f"/photos/{uid}/d/1/thumb.webp").status_code == 200
    assert mum.get(f"/photos/{uid}/original").data == cut


def test_a_contributor_adds_and_a_viewer_may_not(
    cousin: Person, uncle: Person, stranger: Person, summer_album: SummerAlbum
) -> None:
    assert cousin.upload(("c.jpg", jpeg(colour="red")), album=summer_album.slug).status_code == 303
    assert uncle.upload(("u.jpg", jpeg(colour="blue")), album=summer_album.slug).status_code == 403
    assert stranger.upload(("s.jpg", jpeg(colour="gold")), album=summer_album.slug).status_code == 404


def test_a_new_album_can_be_named_on_the_way(mum: Person) -> None:
    answer = mum.upload(("a.jpg", jpeg()), new_album="Ostsee")
    assert "Ostsee" in mum.get(answer.location).text


def test_nothing_chosen_is_said(mum: Person) -> None:
    answer = mum.post("/uploads/new", data={"album": ""})
    assert answer.status_code == 422
    assert "Choose at least one" in answer.text


def test_receipts_are_ones_own(mum: Person, dad: Person, visitor: Person) -> None:
    address = mum.upload(("a.jpg", jpeg())).location
    assert mum.get(address).status_code == 200
    assert dad.get(address).status_code == 404
    assert visitor.get(address).status_code == 302
    assert address in mum.get("/uploads/receipts/").text


def test_029_a_file_over_the_limit_is_refused_and_leaves_nothing(
    app: Flask, mum: Person, instance: Path
) -> None:
    app.config["MAX_FILE_BYTES"] = 1000
    answer = mum.upload(("big.jpg", jpeg(size=(400, 300))))
    assert answer.status_code == 413
    assert "larger than this site takes" in answer.text
    assert list((instance / "media/incoming").iterdir()) == []


def test_076_below_the_reserve_nothing_is_taken(app: Flask, mum: Person, instance: Path) -> None:
    app.config["FREE_DISK_RESERVE_BYTES"] = 1 << 60
    answer = mum.upload(("a.jpg", jpeg()))
    assert answer.status_code == 507
    assert "nearly full" in answer.text
    assert counts(app) == (0, 0)
    assert list((instance / "media/incoming").iterdir()) == []


def test_a_photo_in_the_trash_comes_back_when_it_is_sent_again(
    mum: Person, make_photo: Callable[..., str]
) -> None:
    content = jpeg(colour="navy")
    uid = make_photo(mum, content=content)
    mum.post(f"/photos/{uid}/delete")
    mum.upload(("again.jpg", content))
    assert mum.get(f"/photos/{uid}").status_code == 200


def test_a_drop_of_which_nothing_is_kept_leaves_no_album(app: Flask, mum: Person) -> None:
    answer = mum.upload(("letter.jpg", b"no picture at all"), new_album="Ostsee")
    assert answer.status_code == 415
    with app.app_context():
        assert db.session.scalars(select(Album)).all() == []
    answer = mum.upload(("letter.jpg", b"none either"), ("a.jpg", jpeg()), new_album="Ostsee")
    assert answer.status_code == 303
    assert "Ostsee" in mum.get(answer.location).text
    with app.app_context():
        (album,) = db.session.scalars(select(Album)).all()
        assert album.photo_count == 1


def test_a_receipt_can_be_checked_by_sha256sum(mum: Person, dad: Person, tmp_path: Path) -> None:
    one, two = jpeg(), png()
    page = mum.upload(("One.jpg", one), ("Zwei ü.png", two), ("letter.txt", b"Dear Oma")).location
    answer = mum.get(f"{page}.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "# Refused: letter.txt: " in answer.text
    assert f"# {len(one)} bytes, " in answer.text
    (tmp_path / "One.jpg").write_bytes(one)
    (tmp_path / "Zwei ü.png").write_bytes(two)
    check = ["sha256sum", "--check", "--strict", "-"]
    done = subprocess.run(check, cwd=tmp_path, input=answer.data, capture_output=True, check=False)
    assert (done.returncode, done.stdout.count(b": OK")) == (0, 2), done.stderr
    assert f'href="{page}.txt"' in mum.get(page).text
    assert dad.get(f"{page}.txt").status_code == 404
