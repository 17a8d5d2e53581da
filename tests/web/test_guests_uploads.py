"""Guests send files in pieces: the same tus as members, under the address of their link."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.core.tokens import new_uid
from photoalbum.photos.models import Original, Photo
from photoalbum.uploads import parts
from photoalbum.uploads.models import ResumableUpload
from photoalbum.uploads.resumable import LARGEST_CHUNK
from photoalbum.uploads.sweep import sweep_uploads
from photoalbum.web import share_door
from photoalbum.web.body_limits import allowance

from ..cast import Person
from ..conftest import SummerAlbum
from ..pictures import jpeg
from ..tus_client import Tus, digest, post_json
from .guests import Guest, change_link, states, waiting_of

PICTURE = jpeg(size=(600, 400), quality=95)


@pytest.fixture
def link(summer_album: SummerAlbum, make_link: Callable[..., str]) -> str:
    return make_link(summer_album.slug, may_add=True)


@pytest.fixture
def grandma(app: Flask, link: str) -> Guest:
    return Guest(app, link, "Grandma")


@pytest.fixture
def tus(grandma: Guest) -> Tus:
    return Tus(grandma, f"{grandma.link}uploads/")


def test_a_file_in_pieces_waits_for_the_host(
    app: Flask, tus: Tus, grandma: Guest, mum: Person, link: str
) -> None:
    receipt = tus.drop(album="whatever", new_album="ignored")
    address = tus.begin(len(PICTURE), filename="Seebad ü.jpg", sha256=digest(PICTURE), receipt=receipt)
    assert address.startswith(f"{link}uploads/")
    half = len(PICTURE) // 2
    assert tus.patch(address, 0, PICTURE[:half]).headers["Upload-Offset"] == str(half)
    assert tus.head(address).headers["Upload-Offset"] == str(half)
    assert tus.patch(address, 1, PICTURE[1:]).status_code == 409
    last = tus.patch(address, half, PICTURE[half:])
    assert (last.status_code, last.headers["Photoalbum-Outcome"]) == (204, "safe")
    assert last.headers["Photoalbum-Sha256"] == digest(PICTURE)
    assert states(app) == ["pending"]
    (line,) = tus.lines(receipt)
    assert (line["state"], line["href"], line["thumb"]) == ("ready", None, None)
    page = grandma.get(f"{link}receipts/{receipt}").text
    assert "Safe: checksum matches the file on your device." in page
    assert len(waiting_of(mum)) == 1
    assert tus.lines(receipt) == tus.lines(receipt)
    with app.app_context():
        assert len(db.session.scalars(select(Photo)).all()) == 2


def test_what_has_been_sent_need_not_be_sent_again(
    app: Flask, tus: Tus, grandma: Guest, link: str, mum: Person, make_photo: Callable[..., str]
) -> None:
    of_mum = jpeg(size=(99, 98))
    make_photo(mum, content=of_mum)
    tus.send(PICTURE, filename="a.jpg")
    asked = {"files": [{"sha256": digest(content)} for content in (PICTURE, of_mum)]}
    known = post_json(grandma, f"{tus.root}known", asked)
    assert known.json == {"known": [digest(PICTURE)]}
    receipt = tus.drop()
    entered = post_json(
        grandma, f"{tus.root}drops/{receipt}/known", {"sha256": digest(PICTURE), "file_name": "b.jpg"}
    )
    assert (entered.status_code, entered.json["duplicate"]) == (200, True)
    for content in (of_mum, b"never sent"):
        sent = {"sha256": digest(content), "file_name": "b.jpg"}
        assert post_json(grandma, f"{tus.root}drops/{receipt}/known", sent).status_code == 404
    aunt = Guest(app, link, "Aunt")
    assert post_json(aunt, f"{tus.root}known", asked).json == {"known": []}
    assert states(app) == ["pending"]


def test_uploads_of_others_are_not_there(app: Flask, tus: Tus, link: str, mum: Person) -> None:
    address, receipt = tus.begin(1000, filename="a.jpg"), tus.drop()
    aunt = Tus(Guest(app, link, "Aunt"), tus.root)
    host = Tus(mum, "/uploads/")
    own = host.begin(1000, filename="own.jpg").rsplit("/", 1)[1]
    for other, at in (
        (aunt, address),
        (host, address.replace(tus.root, "/uploads/")),
        (tus, f"{link}uploads/{own}"),
    ):
        assert other.head(at).status_code == 404
        assert other.patch(at, 0, b"x").status_code == 404
        assert other.ask("DELETE", at).status_code == 404
    assert aunt.announce(10, filename="a.jpg", receipt=receipt).status_code == 404
    assert aunt.person.get(f"{tus.root}drops/{receipt}/state").status_code == 404
    assert mum.get(f"/uploads/drops/{receipt}/state").status_code == 404
    assert tus.ask("DELETE", address).status_code == 204


def test_a_name_comes_first_and_a_link_that_allows_it(
    app: Flask, link: str, summer_album: SummerAlbum, make_link: Callable[..., str]
) -> None:
    nameless = Tus(Guest(app, link), f"{link}uploads/")
    assert nameless.announce(100, filename="a.jpg").status_code == 401
    assert post_json(nameless.person, f"{link}uploads/drops", {}).status_code == 401
    assert post_json(nameless.person, f"{link}uploads/known", {"files": []}).status_code == 401
    other = make_link(summer_album.slug, may_comment=True)
    guest = Guest(app, other, "Grandma")
    for root in (f"{other}uploads/", f"/s/{new_uid(22)}.{'A' * 32}/uploads/"):
        at = Tus(guest, root)
        refused = at.announce(100, filename="a.jpg")
        assert (refused.status_code, refused.mimetype) == (404, "application/problem+json")
        for method in ("HEAD", "PATCH", "DELETE"):
            assert at.ask(method, f"{root}{'z' * 22}").status_code in (400, 404, 415)
        assert post_json(guest, f"{root}drops", {}).status_code == 404


@pytest.mark.parametrize("change", [{"may_add": False}, {"revoked_at": now()}, {"expires_at": now()}])
def test_an_upload_ends_with_its_link(app: Flask, tus: Tus, change: dict[str, object]) -> None:
    address = tus.begin(len(PICTURE), filename="a.jpg")
    tus.patch(address, 0, PICTURE[:1000])
    change_link(app, **change)
    assert tus.head(address).status_code == 404
    assert tus.patch(address, 1000, PICTURE[1000:]).status_code == 404
    assert states(app) == []


def whole_but_not_finished(app: Flask, tus: Tus) -> str:
    """An upload as a process leaves it that is killed behind the last piece."""
    address = tus.begin(len(PICTURE), filename="a.jpg")
    tus.patch(address, 0, PICTURE[:-1])
    with app.app_context():
        upload = db.session.scalars(select(ResumableUpload)).one()
        with parts.path_of(upload.uid).open("ab") as part:
            part.write(PICTURE[-1:])
        upload.offset = upload.length
        db.session.commit()
    return address


def test_what_was_whole_when_the_link_ended_is_refused_by_the_sweep(app: Flask, tus: Tus) -> None:
    whole_but_not_finished(app, tus)
    change_link(app, revoked_at=now())
    with app.app_context():
        sweep_uploads(0)
        assert db.session.scalars(select(ResumableUpload)).all() == []
        assert db.session.scalar(select(Original).where(Original.sha256 == digest(PICTURE))) is None
    assert states(app) == []


def test_the_sweep_ends_what_was_whole(app: Flask, tus: Tus) -> None:
    address = whole_but_not_finished(app, tus)
    with app.app_context():
        sweep_uploads(0)
    assert states(app) == ["pending"]
    assert tus.head(address).headers["Photoalbum-Outcome"] == "stored"


def test_bounds_hold_for_what_is_on_its_way(app: Flask, tus: Tus, link: str, mum: Person) -> None:
    change_link(app, most_files=2, most_bytes=5000)
    receipt = tus.drop()
    tus.begin(4000, filename="a.jpg", receipt=receipt)
    over = tus.announce(1001, filename="b.jpg", receipt=receipt)
    assert (over.status_code, over.json["detail"]) == (
        413,
        "By this link no file of this size can be added any more.",
    )
    tus.begin(900, filename="c.jpg", receipt=receipt)
    aunt = Tus(Guest(app, link, "Aunt"), tus.root)
    full = aunt.announce(1, filename="d.jpg")
    assert full.status_code == 422
    assert "2 files can be added" in full.json["detail"]
    assert [line["file_name"] for line in tus.lines(receipt)] == ["b.jpg"]
    # Of its host's own uploads this is none.
    app.config["MAX_OPEN_UPLOADS"] = 1
    Tus(mum).begin(1000, filename="own.jpg")
    with app.app_context():
        db.session.execute(update(ResumableUpload).values(expires_at=now() - timedelta(days=1)))
        db.session.commit()
        sweep_uploads(0)
    tus.begin(900, filename="e.jpg")


def test_029_large_bodies_are_for_guests_with_a_name_alone(app: Flask, grandma: Guest, link: str) -> None:
    app.config["MAX_FORM_BYTES"] = 1 << 40
    asked = allowance(app)
    with app.test_request_context():
        cookie = grandma.client.get_cookie(share_door.cookie_name())
        stranger = Guest(app, link)
        stranger.get(link)
    good = f"{cookie.key}={cookie.value}"

    def allowed(method: str, path: str, cookies: str = good) -> int:
        return asked(method, path, {"COOKIE": cookies})

    one = f"{link}uploads/{new_uid(22)}"
    assert allowed("POST", f"{link}add") == 1 << 40
    assert allowed("POST", f"{link}uploads/") == LARGEST_CHUNK
    assert allowed("PATCH", one) == allowed("POST", one) == LARGEST_CHUNK
    for method, path in (
        ("GET", f"{link}add"),
        ("PATCH", f"{link}add"),
        ("POST", f"{link}name"),
        ("POST", f"{link}uploads/drops"),
        ("POST", f"/s/{new_uid(22)}.{'A' * 32}/add"),
        ("POST", "/s/x/add"),
    ):
        assert allowed(method, path) == 0, path
    for cookies in ("", "photoalbum-guest=", "photoalbum-guest=guessed", good[:-2], "\x00;;="):
        assert allowed("PATCH", one, cookies) == 0
    change_link(app, may_add=False)
    assert allowed("PATCH", one) == allowed("POST", f"{link}add") == 0
