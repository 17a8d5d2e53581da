"""What may be taken along by a link: clean copies, as edited, or originals where its maker says so."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select, update

from photoalbum.albums.models import ShareLink
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.photos.models import Photo

from ..cast import Person
from ..conftest import SummerAlbum

MARKERS = (b"Exif", b"Testcam", b"GPS", b"ns.adobe.com", b"secret-name")


@pytest.fixture
def placed(mum: Person, summer_album: SummerAlbum, make_photo: Callable[..., str]) -> str:
    return make_photo(mum, summer_album.slug, name="secret-name.jpg", where=(54.4858, -0.6206))


def zip_of(visitor: Person, link: str, process: Callable[[], None]) -> dict[str, bytes]:
    assert visitor.get(f"{link}download.zip").location == f"{link}download"
    process()
    answer = visitor.get(f"{link}download.zip")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_047_what_is_taken_along_is_clean_and_has_neutral_names(
    app: Flask,
    visitor: Person,
    summer_album: SummerAlbum,
    placed: str,
    make_link: Callable[..., str],
    process: Callable[[], None],
) -> None:
    process()
    link = make_link(summer_album.slug, may_download=True)
    answer = visitor.get(f"{link}photos/{placed}/file")
    assert answer.status_code == 200
    assert "photo-00" in answer.headers["Content-Disposition"]
    files = zip_of(visitor, link, process)
    assert set(files) == {"photo-001.jpg", "photo-002.jpg", "photo-003.jpg", "SHA256SUMS"}
    for body in (answer.data, *files.values()):
        assert not any(marker in body for marker in MARKERS)
    # A part of it, as a browser asks that goes on after a break.
    whole = visitor.get(f"{link}download.zip")
    part = visitor.get(
        f"{link}download.zip", headers={"Range": "bytes=100-199", "If-Range": whole.headers["ETag"]}
    )
    assert (part.status_code, part.data) == (206, whole.data[100:200])
    with app.app_context():
        assert db.session.scalars(select(ShareLink)).one().downloads == 3


def test_originals_leave_only_where_the_link_keeps_metadata(
    mum: Person,
    visitor: Person,
    summer_album: SummerAlbum,
    placed: str,
    make_link: Callable[..., str],
    process: Callable[[], None],
) -> None:
    process()
    original = mum.get(f"/photos/{placed}/original").data
    link = make_link(summer_album.slug, may_download=True, keep_metadata=True)
    answer = visitor.get(f"{link}photos/{placed}/file")
    assert answer.data == original
    assert "secret-name.jpg" in answer.headers["Content-Disposition"]
    archive = visitor.get(f"{link}download.zip")
    with zipfile.ZipFile(io.BytesIO(archive.data)) as found:
        assert found.read("Summer 2019/secret-name.jpg") == original


@pytest.mark.parametrize("keep", [False, True])
def test_an_edited_photo_leaves_as_edited_in_its_full_size(
    app: Flask,
    mum: Person,
    visitor: Person,
    summer_album: SummerAlbum,
    make_link: Callable[..., str],
    process: Callable[[], None],
    keep: bool,
) -> None:
    process()
    uid = summer_album.photo
    with app.app_context():
        version = db.session.scalars(select(Photo.version).where(Photo.uid == uid)).one()
    cut = {"turns": "1", "left": "50", "version": str(version)}
    assert mum.post(f"/photos/{uid}/edits/", data=cut).status_code == 303
    process()
    link = make_link(summer_album.slug, may_download=True, keep_metadata=keep)
    waiting = visitor.get(f"{link}photos/{uid}/file")
    assert "being prepared" in waiting.text
    process()
    answer = visitor.get(f"{link}photos/{uid}/file")
    assert answer.mimetype == "image/jpeg"
    with Image.open(io.BytesIO(answer.data)) as picture:
        # 121 by 80, on its side, and the left half of that cut off.
        assert (picture.height, picture.width) == (121, 40)
        assert not picture.getexif()
    visitor.get(f"{link}download.zip")
    process()
    with zipfile.ZipFile(io.BytesIO(visitor.get(f"{link}download.zip").data)) as found:
        assert answer.data in [found.read(name) for name in found.namelist()]


def test_without_the_rule_nothing_can_be_taken_along(
    visitor: Person, summer_album: SummerAlbum, make_link: Callable[..., str], process: Callable[[], None]
) -> None:
    process()
    link = make_link(summer_album.slug)
    for address in ("download", "download.zip", f"photos/{summer_album.photo}/file"):
        assert visitor.get(link + address).status_code == 404
    assert "Download all" not in visitor.get(link).text
    locked = make_link(summer_album.slug, password="open sesame", may_download=True)
    for address in ("download", "download.zip", f"photos/{summer_album.photo}/file"):
        assert visitor.get(locked + address).status_code == 404


@pytest.mark.parametrize(
    "end", [{"expires_at": now() - timedelta(seconds=1)}, {"revoked_at": now(), "version": 2}]
)
def test_043_044_a_zip_that_was_begun_ends_with_its_link(
    app: Flask,
    visitor: Person,
    summer_album: SummerAlbum,
    make_link: Callable[..., str],
    process: Callable[[], None],
    end: dict[str, object],
) -> None:
    process()
    link = make_link(summer_album.slug, may_download=True)
    zip_of(visitor, link, process)
    whole = visitor.get(f"{link}download.zip")
    resumed = {"Range": "bytes=100-", "If-Range": whole.headers["ETag"]}
    assert visitor.get(f"{link}download.zip", headers=resumed).status_code == 206
    with app.app_context():
        db.session.execute(update(ShareLink).values(**end))
        db.session.commit()
    known = {"If-None-Match": whole.headers["ETag"]}
    for headers in ({}, resumed, known):
        for address in ("download", "download.zip", f"photos/{summer_album.photo}/file"):
            assert visitor.get(link + address, headers=headers).status_code == 404


def test_the_page_says_how_many_are_still_being_prepared(
    visitor: Person, summer_album: SummerAlbum, make_link: Callable[..., str], process: Callable[[], None]
) -> None:
    process()
    link = make_link(summer_album.slug, may_download=True)
    assert "2 of 2 photos are being prepared" in visitor.get(f"{link}download").text
    fragment = visitor.get(f"{link}download?fragment=1").text
    assert 'data-waiting="2"' in fragment
    assert "<html" not in fragment
    process()
    ready = visitor.get(f"{link}download").text
    assert "All 2 photos are ready" in ready
    assert f'{link}download.zip"' in ready
