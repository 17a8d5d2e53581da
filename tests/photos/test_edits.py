"""An edited photo is shown as edited everywhere, and its file is never changed."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from photoalbum.core.db import db
from photoalbum.media.editing import Edits
from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.photos import edits, files
from photoalbum.photos.models import Photo
from photoalbum.work.tidy import purge_photo

from ..cast import Person
from ..pictures import jpeg

LEFT_HALF = {"turns": "0", "angle": "0", "right": "50", "version": "1"}
Process = Callable[[], None]


def photo_of(uid: str) -> Photo:
    return db.session.scalars(select(Photo).where(Photo.uid == uid)).one()


def picture(person: Person, address: str) -> Image.Image:
    answer = person.get(address)
    assert answer.status_code == 200, address
    return Image.open(io.BytesIO(answer.data))


def sources(page: str, uid: str) -> set[str]:
    """The addresses of a photo's thumbnails on a page."""
    return {
        part
        for part in page.replace('"', " ").split()
        if f"/photos/{uid}/d/" in part and "thumb.webp" in part
    }


def edit(person: Person, uid: str, **wish: str) -> None:
    assert person.post(f"/photos/{uid}/edits/", data={**LEFT_HALF, **wish}).status_code == 303


@pytest.fixture
def wide(
    mum: Person, make_album: Callable[..., str], make_photo: Callable[..., str], process: Process
) -> tuple[str, str]:
    """A public album of mum's, and a photo in it, 400 by 200."""
    slug = make_album(mum, audience="public")
    uid = make_photo(mum, slug, size=(400, 200))
    process()
    return slug, uid


def test_grids_covers_pages_and_links_follow(
    app: Flask,
    mum: Person,
    visitor: Person,
    wide: tuple[str, str],
    make_link: Callable[..., str],
    process: Process,
) -> None:
    slug, uid = wide
    link = make_link(slug)
    pages = {mum: ("/", f"/albums/{slug}/", "/photos/"), visitor: ("/", f"/albums/{slug}/", link)}
    before = {
        src for who, found in pages.items() for page in found for src in sources(who.get(page).text, uid)
    }
    edit(mum, uid)
    for address in before:
        assert visitor.get(address).status_code == 404, "the whole was shown while the part was being made"
    assert "Being prepared" in visitor.get(link).text
    process()
    for who, found in pages.items():
        for page in found:
            shown = sources(who.get(page).text, uid)
            assert shown, page
            assert not shown & before, page
            for address in shown:
                assert picture(who, address).size == (200, 200), address
    assert picture(mum, f"/photos/{uid}/d/1/large.jpg").size == (200, 200)
    assert 'width="200"' in mum.get(f"/photos/{uid}").text


def test_only_the_current_address_may_be_remembered(
    mum: Person, wide: tuple[str, str], process: Process
) -> None:
    _slug, uid = wide
    plain = f"/photos/{uid}/d/{RECIPE_VERSION}/thumb.webp"
    assert "immutable" in mum.get(plain).headers["Cache-Control"]
    edit(mum, uid)
    process()
    assert mum.get(plain).headers["Cache-Control"] == "private, no-cache"
    (current,) = sources(mum.get("/photos/").text, uid) - {plain}
    assert "immutable" in mum.get(current).headers["Cache-Control"]
    assert mum.get(plain).headers["ETag"] == mum.get(current).headers["ETag"]
    assert mum.post(f"/photos/{uid}/edits/delete").status_code == 303
    assert mum.get(current).headers["Cache-Control"] == "private, no-cache"
    assert picture(mum, current).size == (400, 200)


def test_who_is_no_member_never_gets_the_original(
    mum: Person, visitor: Person, wide: tuple[str, str], make_link: Callable[..., str], process: Process
) -> None:
    slug, uid = wide
    link = make_link(slug)
    original = f"/photos/{uid}/original"
    assert visitor.get(original).status_code == 200
    edit(mum, uid)
    process()
    assert visitor.get(original).status_code == 404
    assert original not in visitor.get(f"/albums/{slug}/photos/{uid}").text
    for name in ("thumb.webp", "thumb2x.webp", "middle.jpg", "large.jpg"):
        for address in (f"{link}photos/{uid}/d/1/{name}", f"{link}photos/{uid}/d/1/{name}?e=0123456789ab"):
            assert picture(visitor, address).size == (200, 200)
    assert visitor.get(f"/photos/{uid}/edits/unedited.jpg").status_code == 302
    assert mum.get(original).status_code == 200


def test_the_file_is_never_changed_and_undo_brings_all_back(
    app: Flask, mum: Person, wide: tuple[str, str], process: Process
) -> None:
    _slug, uid = wide
    before = hashlib.sha256(mum.get(f"/photos/{uid}/original").data).hexdigest()
    page = mum.get("/photos/").text
    edit(mum, uid, angle="3", turns="1")
    process()
    assert hashlib.sha256(mum.get(f"/photos/{uid}/original").data).hexdigest() == before
    assert mum.post(f"/photos/{uid}/edits/delete").status_code == 303
    assert sources(mum.get("/photos/").text, uid) == sources(page, uid)
    assert picture(mum, f"/photos/{uid}/d/1/large.jpg").size == (400, 200)


def test_two_owners_of_one_original_have_each_their_own(
    app: Flask, mum: Person, dad: Person, make_photo: Callable[..., str], process: Process
) -> None:
    content = jpeg(size=(300, 100))
    mums, dads = make_photo(mum, content=content), make_photo(dad, content=content)
    process()
    edit(mum, mums)
    process()
    assert picture(mum, f"/photos/{mums}/d/1/large.jpg").size == (150, 100)
    assert picture(dad, f"/photos/{dads}/d/1/large.jpg").size == (300, 100)
    edit(dad, dads, turns="1", right="0")
    process()
    assert picture(mum, f"/photos/{mums}/d/1/large.jpg").size == (150, 100)
    assert picture(dad, f"/photos/{dads}/d/1/large.jpg").size == (100, 300)


def folders(app: Flask, uid: str) -> set[str]:
    with app.app_context():
        sha256 = photo_of(uid).original.sha256
        root: Path = files.storage().root / files.derivative_folder(sha256)
        return {folder.name for folder in root.glob("v*/edit-*")}


def test_081_pictures_of_earlier_wishes_go(
    app: Flask, mum: Person, dad: Person, make_photo: Callable[..., str], process: Process
) -> None:
    content = jpeg(size=(300, 100))
    mums, dads = make_photo(mum, content=content), make_photo(dad, content=content)
    process()
    edit(mum, mums)
    process()
    first = folders(app, mums)
    edit(mum, mums, right="40", version="2")
    edit(dad, dads, right="30")
    process()
    both = folders(app, mums)
    assert len(both) == 2
    assert not both & first
    with app.app_context():
        purge_photo(photo_of(mums).id)
    assert len(folders(app, dads)) == 1
    assert picture(dad, f"/photos/{dads}/d/1/large.jpg").size == (210, 100)


def test_a_lost_job_is_asked_for_again(
    app: Flask, mum: Person, wide: tuple[str, str], process: Process
) -> None:
    _slug, uid = wide
    edit(mum, uid)
    with app.app_context():
        assert edits.unmade() == [photo_of(uid).id]
    process()
    with app.app_context():
        assert edits.unmade() == []


def test_what_cannot_be_made_says_so_and_can_be_undone(
    app: Flask, mum: Person, wide: tuple[str, str]
) -> None:
    _slug, uid = wide
    edit(mum, uid)
    with app.app_context():
        photo_of(uid).edit_attempts = edits.MOST_ATTEMPTS
        db.session.commit()
    page = mum.get(f"/photos/{uid}").text
    assert "This change could not be made." in page
    assert "Try again" in page
    assert mum.post(f"/photos/{uid}/edits/delete").status_code == 303
    assert picture(mum, f"/photos/{uid}/d/1/large.jpg").size == (400, 200)


def test_the_same_wish_has_the_same_name() -> None:
    assert edits.key_of(Edits(turns=1)) == edits.key_of(Edits(turns=1))
    assert edits.key_of(Edits(turns=1)) != edits.key_of(Edits(turns=3))
