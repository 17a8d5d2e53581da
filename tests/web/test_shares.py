"""Share links: what a visitor sees, and what stops them."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from photoalbum.albums.models import ShareLink
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.sharing import links
from photoalbum.web import share_door

from ..cast import Person
from ..conftest import SummerAlbum


def media_of(link: str, uid: str) -> list[str]:
    return [
        f"{link}photos/{uid}",
        *(f"{link}photos/{uid}/d/1/{n}" for n in ("thumb.webp", "middle.jpg", "large.jpg")),
    ]


def test_a_visitor_sees_the_album_and_its_pictures(
    visitor: Person, summer_album: SummerAlbum, make_link: Callable[..., str], process: Callable[[], None]
) -> None:
    process()
    link = make_link(summer_album.slug)
    page = visitor.get(link)
    assert page.status_code == 200
    assert "Summer 2019" in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    for address in media_of(link, summer_album.photo):
        assert visitor.get(address).status_code == 200
    answer = visitor.get(media_of(link, summer_album.photo)[1])
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = visitor.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_link_s_entity_tags_say_nothing_of_the_original(
    app: Flask,
    mum: Person,
    visitor: Person,
    summer_album: SummerAlbum,
    make_link: Callable[..., str],
    process: Callable[[], None],
) -> None:
    process()
    digest = hashlib.sha256(mum.get(f"/photos/{summer_album.photo}/original").data).hexdigest()
    links_made = [make_link(summer_album.slug) for _ in range(2)]
    tags = [visitor.get(media_of(link, summer_album.photo)[1]).headers["ETag"] for link in links_made]
    assert all(digest[at : at + 8] not in tag for tag in tags for at in range(0, 64, 8))
    # Nor can two links be compared.
    assert tags[0] != tags[1]


def test_mum_makes_copies_and_revokes_a_link(
    app: Flask, mum: Person, visitor: Person, summer_album: SummerAlbum, process: Callable[[], None]
) -> None:
    process()
    answer = mum.post(
        f"/albums/{summer_album.slug}/links", data={"label": "Oma", "password": "", "expires_on": ""}
    )
    assert answer.status_code == 303
    page = mum.get(answer.location).text
    with app.app_context():
        made = db.session.scalars(select(ShareLink)).one()
        link, uid = f"/s/{links.token_of(made, app.config['SECRET_KEY'])}/", made.uid
    assert link in page
    addresses = [link, *media_of(link, summer_album.photo)]
    tags = [visitor.get(address).headers.get("ETag", "") for address in addresses]
    assert mum.post(f"/links/{uid}/delete").status_code == 303
    # 017 and 044: at the next request, also with a warm cache and for a part of the file.
    for address, tag in zip(addresses, tags, strict=True):
        assert visitor.get(address, headers={"If-None-Match": tag}).status_code == 404
        assert visitor.get(address, headers={"Range": "bytes=0-9"}).status_code == 404


def test_011_only_the_owner_makes_and_ends_links(
    app: Flask,
    dad: Person,
    cousin: Person,
    uncle: Person,
    stranger: Person,
    visitor: Person,
    summer_album: SummerAlbum,
) -> None:
    address = f"/albums/{summer_album.slug}/links"
    for who, status in ((dad, 403), (cousin, 403), (uncle, 403), (stranger, 404), (visitor, 401)):
        assert who.post(address, data={"label": ""}).status_code == status
    with app.app_context():
        assert db.session.scalars(select(ShareLink)).all() == []


def test_039_the_database_holds_nothing_that_opens_a_link(
    app: Flask, summer_album: SummerAlbum, make_link: Callable[..., str], instance: Path
) -> None:
    tokens = [make_link(summer_album.slug).split("/")[2] for _ in range(20)]
    assert len(set(tokens)) == 20
    stored = b"".join(path.read_bytes() for path in instance.glob("photoalbum.sqlite3*"))
    for token in tokens:
        uid, mac = token.split(".")
        assert uid.encode() in stored
        assert mac.encode() not in stored


def test_041_a_locked_link_says_nothing_of_what_is_behind(
    visitor: Person, summer_album: SummerAlbum, make_link: Callable[..., str], process: Callable[[], None]
) -> None:
    process()
    link = make_link(summer_album.slug, password="open sesame")
    page = visitor.get(link)
    assert page.status_code == 401
    for word in ("Summer", "2 photos", "thumb", "og:image", "Mum"):
        assert word not in page.text
    assert visitor.get(f"{link}photos/{summer_album.photo}").status_code == 401
    for address in media_of(link, summer_album.photo)[1:]:
        assert visitor.get(address).status_code == 404


def test_040_unlocking_holds_for_this_link_and_this_browser(
    app: Flask, visitor: Person, summer_album: SummerAlbum, make_link: Callable[..., str]
) -> None:
    first = make_link(summer_album.slug, password="open sesame")
    second = make_link(summer_album.slug, password="open sesame")
    wrong = visitor.post(f"{first}unlock", data={"password": "open says me"})
    assert wrong.status_code == 401
    assert "not the password" in wrong.text
    assert visitor.post(f"{first}unlock", data={"password": "open sesame"}).status_code == 303
    assert visitor.get(first).status_code == 200
    assert visitor.get(second).status_code == 401
    assert Person(app).get(first).status_code == 401


def test_040_unlocking_lasts_a_day(
    app: Flask, visitor: Person, summer_album: SummerAlbum, make_link: Callable[..., str]
) -> None:
    link = make_link(summer_album.slug, password="open sesame")
    visitor.post(f"{link}unlock", data={"password": "open sesame"})
    with app.app_context():
        made = db.session.scalars(select(ShareLink)).one()
        assert made.password_hash
        assert made.password_hash.startswith("$argon2id$")
        uid = made.uid
    with visitor.client.session_transaction() as session:
        rules, until = session[share_door.UNLOCKED][uid]
        assert now() < datetime.fromisoformat(until) <= now() + timedelta(hours=24)
        session[share_door.UNLOCKED] = {uid: [rules, now().isoformat()]}
    assert visitor.get(link).status_code == 401


def test_046_a_new_password_ends_what_was_unlocked(
    app: Flask, mum: Person, visitor: Person, summer_album: SummerAlbum, make_link: Callable[..., str]
) -> None:
    link = make_link(summer_album.slug, password="open sesame")
    visitor.post(f"{link}unlock", data={"password": "open sesame"})
    assert visitor.get(link).status_code == 200
    with app.app_context():
        uid = db.session.scalars(select(ShareLink)).one().uid
    data = {"label": "", "password": "another one", "expires_on": ""}
    assert mum.post(f"/links/{uid}", data=data).status_code == 303
    assert visitor.get(link).status_code == 401


def test_042_guessing_is_stopped_also_for_the_right_password(
    visitor: Person, summer_album: SummerAlbum, make_link: Callable[..., str]
) -> None:
    link = make_link(summer_album.slug, password="open sesame")
    other = make_link(summer_album.slug, password="open sesame")
    for _ in range(10):
        assert visitor.post(f"{link}unlock", data={"password": "no"}).status_code == 401
    stopped = visitor.post(f"{link}unlock", data={"password": "open sesame"})
    assert stopped.status_code == 429
    assert int(stopped.headers["Retry-After"]) > 0
    assert visitor.post(f"{other}unlock", data={"password": "open sesame"}).status_code == 303


def test_042_unknown_tokens_are_counted(visitor: Person) -> None:
    statuses = [visitor.get(f"/s/{'x' * 22}.{'y' * 32}/").status_code for _ in range(61)]
    assert statuses == [404] * 60 + [429]


def test_043_an_expired_link_is_gone(
    app: Flask,
    visitor: Person,
    summer_album: SummerAlbum,
    make_link: Callable[..., str],
    process: Callable[[], None],
) -> None:
    process()
    link = make_link(summer_album.slug, expires_at=now() + timedelta(hours=1))
    assert visitor.get(link).status_code == 200
    with app.app_context():
        db.session.scalars(select(ShareLink)).one().expires_at = now() - timedelta(seconds=1)
        db.session.commit()
    unknown = visitor.get(f"/s/{'x' * 22}.{'y' * 32}/")
    for address in [link, *media_of(link, summer_album.photo)]:
        assert visitor.get(address).status_code == unknown.status_code == 404


def test_045_a_link_shows_its_own_album_only(
    visitor: Person,
    mum: Person,
    summer_album: SummerAlbum,
    make_link: Callable[..., str],
    make_photo: Callable[..., str],
    process: Callable[[], None],
) -> None:
    elsewhere = make_photo(mum)
    process()
    link = make_link(summer_album.slug)
    for address in media_of(link, elsewhere):
        assert visitor.get(address).status_code == 404
    # Outside its prefix the link opens nothing.
    assert visitor.get(f"/photos/{summer_album.photo}/d/1/thumb.webp").status_code == 404
    assert visitor.get(f"/albums/{summer_album.slug}/").status_code == 302
    mum.post(f"/albums/{summer_album.slug}/entries/{summer_album.photo}/delete")
    for address in media_of(link, summer_album.photo):
        assert visitor.get(address).status_code == 404


def test_047_a_visitor_learns_no_names_places_or_devices(
    visitor: Person,
    mum: Person,
    summer_album: SummerAlbum,
    make_link: Callable[..., str],
    make_photo: Callable[..., str],
    process: Callable[[], None],
) -> None:
    uid = make_photo(mum, summer_album.slug, name="secret-name.jpg", where=(54.4858, -0.6206))
    process()
    link = make_link(summer_album.slug)
    text = visitor.get(link).text + visitor.get(f"{link}photos/{uid}").text
    for marker in ("secret-name", "54.48", "Testcam", "mum@example.org", "IMG_0001"):
        assert marker not in text
    for address in media_of(link, uid)[1:]:
        body = visitor.get(address).data
        for marker in (b"Exif", b"Testcam", b"GPS", b"http://ns.adobe.com"):
            assert marker not in body
    assert visitor.get(f"{link}photos/{uid}/original").status_code == 404


@pytest.mark.parametrize("token", ["x", "..", "a.b", "%00", "x" * 5000, "1" * 22 + "." + "é" * 32])
def test_tokens_of_a_wrong_shape_are_just_unknown(visitor: Person, token: str) -> None:
    assert visitor.get(f"/s/{token}/").status_code in (404, 308)
