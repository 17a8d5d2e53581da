"""Guests add photos by a link: with a name, within bounds, and to nobody's sight before they are accepted."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from photoalbum.accounts.models import Member
from photoalbum.albums.models import AlbumEntry
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.photos import queries
from photoalbum.photos.guests import Guest as GuestRow
from photoalbum.photos.models import Original, Photo
from photoalbum.uploads.models import Receipt

from ..cast import Person
from ..conftest import SummerAlbum, sha256
from ..pictures import jpeg, png
from .guests import Guest, change_link, states, waiting_of

MakeLink = Callable[..., str]
PICTURE = jpeg(size=(300, 200), colour="teal")


@pytest.fixture
def link(summer_album: SummerAlbum, make_link: MakeLink) -> str:
    return make_link(summer_album.slug, may_add=True, may_download=True)


@pytest.fixture
def open_link(summer_album: SummerAlbum, make_link: MakeLink) -> str:
    """By which photos come into the album at once."""
    return make_link(summer_album.slug, may_add=True, needs_approval=False, may_download=True)


def test_a_guest_gives_a_name_once_and_gets_a_receipt(app: Flask, link: str) -> None:
    grandma = Guest(app, link)
    asked = grandma.get(f"{link}add")
    assert (asked.status_code, asked.location) == (303, f"{link}name?next={link}add")
    assert "Who are you?" in grandma.get(asked.location).text
    assert grandma.post(f"{link}name", data={"name": " "}).status_code == 422
    assert grandma.post(f"{link}name", data={"name": "G" * 81}).status_code == 422
    went = grandma.post(f"{link}name", data={"name": "Grandma  Anna", "next": f"{link}add"})
    assert (went.status_code, went.location) == (303, f"{link}add")
    assert "You add them as Grandma Anna" in grandma.get(f"{link}add").text

    receipt = grandma.add_and_read(("Seebad.jpg", PICTURE), ("notes.txt", b"hello"))
    assert "1 photo or video is safe. 1 file was refused." in receipt
    assert sha256(PICTURE) in receipt
    assert "Stored and re-read." in receipt
    assert grandma.say_name("Anna").status_code == 303
    with app.app_context():
        assert [guest.name for guest in db.session.scalars(select(GuestRow))] == ["Anna"]
    sums = grandma.get(f"{link}receipts/{uid_of_receipt(app)}.txt")
    assert f"{sha256(PICTURE)}  Seebad.jpg" in sums.text
    assert "notes.txt" in sums.text


def test_elsewhere_a_wish_for_the_next_page_is_not_heard(app: Flask, link: str) -> None:
    grandma = Guest(app, link)
    for wish in ("/albums/", "//evil.example/", f"/s/x{link[3:]}", "/s/../login"):
        assert grandma.post(f"{link}name", data={"name": "Anna", "next": wish}).location == link


def test_what_waits_is_shown_nowhere_but_to_whom_it_waits_for(
    app: Flask,
    link: str,
    mum: Person,
    dad: Person,
    keeper: Person,
    visitor: Person,
    summer_album: SummerAlbum,
    process: Callable[[], None],
) -> None:
    grandma = Guest(app, link, "Grandma")
    before = {person.name: everything(person, summer_album) for person in (mum, dad)}
    shown = visitor.get(link).text
    grandma.add_and_read(("Pending picture.jpg", PICTURE))
    process()
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Photo)) == 2
        assert db.session.scalar(select(func.count()).select_from(AlbumEntry)) == 2
    for person in (mum, dad):
        after = everything(person, summer_album)
        assert after.keys() == before[person.name].keys()
        for address, text in after.items():
            assert "Pending" not in text, address
            assert text.count('class="tile ') == before[person.name][address].count('class="tile ')
    assert visitor.get(link).text.count("tile__link") == shown.count("tile__link")
    assert "2 photos" in visitor.get(link).text

    (one,) = waiting_of(mum)
    assert "Grandma" in mum.get("/links/waiting/").text
    assert mum.get(f"{one}/thumb.webp").status_code == 200
    assert mum.get(f"{one}/large.jpg").status_code == 200
    assert mum.get(f"{one}/original").status_code == 404
    for other in (dad, keeper, visitor, grandma):
        assert other.get(f"{one}/thumb.webp").status_code in (302, 404)
        assert other.post(f"{one}/accept").status_code in (401, 404)
        assert other.post(f"{one}/refuse").status_code in (401, 404)
    assert waiting_of(dad) == waiting_of(keeper) == []
    # Its host is told, and nobody else.
    words = "1 photo or video from guests waits"
    album = f"/albums/{summer_album.slug}/"
    assert words in mum.get(album).text
    assert words in mum.get("/links/").text
    assert words not in dad.get(album).text
    # The host's own receipts are theirs alone, and so are the guest's.
    assert "Pending" not in mum.get("/uploads/receipts/").text
    assert mum.get(f"/uploads/receipts/{uid_of_receipt(app)}").status_code == 404


def test_accepted_it_is_the_hosts_photo_in_the_album(
    app: Flask, link: str, mum: Person, uncle: Person, summer_album: SummerAlbum, process: Callable[[], None]
) -> None:
    grandma = Guest(app, link, "Grandma")
    grandma.add_and_read(("One.jpg", PICTURE), ("Two.png", png()), ("Three.jpg", jpeg(size=(90, 91))))
    process()
    one, two, three = waiting_of(mum)
    assert mum.post(f"{one}/accept").status_code == 303
    assert mum.post(f"{one}/accept").status_code == 404, "it was decided"
    assert mum.post(f"{two}/refuse").status_code == 303
    assert mum.post("/links/waiting/accept", data={"upload": [three.rsplit("/", 1)[1], "z" * 12]}).location
    assert states(app) == ["accepted", "refused", "accepted"]
    assert waiting_of(mum) == []
    with app.app_context():
        photos = db.session.scalars(select(Photo).where(Photo.file_name.in_(["One.jpg", "Three.jpg"]))).all()
        assert {photo.owner_id for photo in photos} == {mum.id}
        assert {photo.taken_at.year for photo in photos if photo.taken_at} == {2019}
        assert len(photos) == 2
    assert uncle.get(f"/albums/{summer_album.slug}/").text.count("tile__link") == 4
    listed = grandma.get(f"{link}mine").text
    assert listed.count("Safe, and among the photos.") == 2
    assert "It was not taken into the album." in listed
    assert grandma.get(link).text.count("tile__link") == 4


def test_refused_bytes_go_unless_somebody_else_has_them(
    app: Flask, instance: Path, link: str, mum: Person, dad: Person, make_photo: Callable[..., str]
) -> None:
    make_photo(dad, content=PICTURE)
    alone = jpeg(size=(301, 200), colour="pink")
    grandma, aunt = Guest(app, link, "Grandma"), Guest(app, link, "Aunt")
    grandma.add_and_read(("Shared.jpg", PICTURE), ("Alone.jpg", alone))
    aunt.add_and_read(("Alone too.jpg", alone))
    originals = {path.stem for path in (instance / "media/originals").rglob("*.jpg")}
    assert {sha256(PICTURE), sha256(alone)} <= originals
    shared, first, second = waiting_of(mum)
    for one in (shared, first):
        assert mum.post(f"{one}/refuse").status_code == 303
    assert {path.stem for path in (instance / "media/originals").rglob("*.jpg")} == originals
    mum.post(f"{second}/refuse")
    left = {path.stem for path in (instance / "media/originals").rglob("*.jpg")}
    assert originals - left == {sha256(alone)}
    with app.app_context():
        assert db.session.scalar(select(Original).where(Original.sha256 == sha256(alone))) is None


def test_without_approval_it_is_there_at_once(
    app: Flask, open_link: str, mum: Person, uncle: Person, summer_album: SummerAlbum
) -> None:
    grandma = Guest(app, open_link, "Grandma")
    grandma.add_and_read(("One.jpg", PICTURE))
    assert states(app) == ["accepted"]
    assert waiting_of(mum) == []
    assert uncle.get(f"/albums/{summer_album.slug}/").text.count("tile__link") == 3
    again = grandma.add_and_read(("One.jpg", PICTURE))
    assert "You had sent this file before; it is kept once." in again
    assert states(app) == ["accepted"]


def test_a_photo_that_the_host_has_elsewhere_waits_for_the_host(
    app: Flask, open_link: str, mum: Person, make_photo: Callable[..., str], summer_album: SummerAlbum
) -> None:
    """Nobody widens another's photo: not even somebody who has the same bytes."""
    make_photo(mum, content=PICTURE, name="Mine.jpg")
    grandma = Guest(app, open_link, "Grandma")
    receipt = grandma.add_and_read(("Theirs.jpg", PICTURE))
    assert "Stored and re-read." in receipt
    assert states(app) == ["pending"]
    assert grandma.get(open_link).text.count("tile__link") == 2
    assert "You have this one already." in mum.get("/links/waiting/").text
    (one,) = waiting_of(mum)
    mum.post(f"{one}/accept")
    assert grandma.get(open_link).text.count("tile__link") == 3
    # Her place in the album is undone by who made it; the photo was the host's before.
    (back,) = grandma.ways_back()
    assert grandma.post(back).status_code == 303
    assert grandma.get(open_link).text.count("tile__link") == 2
    with app.app_context():
        mine = db.session.scalars(select(Photo).where(Photo.file_name == "Mine.jpg")).one()
        assert mine.trashed_at is None


def test_the_link_has_bounds_and_says_so(app: Flask, link: str, instance: Path) -> None:
    change_link(app, most_files=2, most_bytes=10**6)
    grandma, aunt = Guest(app, link, "Grandma"), Guest(app, link, "Aunt")
    grandma.add_and_read(("One.jpg", PICTURE))
    assert "1 more file can be added" in aunt.get(f"{link}add").text
    aunt.add_and_read(("Two.jpg", jpeg(size=(81, 80))))
    kept = sorted((instance / "media/originals").rglob("*.jpg"))
    over = grandma.add(("Three.jpg", jpeg(size=(82, 80))))
    assert over.status_code == 422
    assert "By this link 2 files can be added, and they are there." in over.text
    change_link(app, most_files=9, most_bytes=len(PICTURE) + 1000)
    over = grandma.add(("Four.jpg", jpeg(size=(400, 380), quality=100)))
    assert over.status_code == 413
    assert "no file of this size can be added any more" in over.text
    assert sorted((instance / "media/originals").rglob("*.jpg")) == kept
    # What is taken back makes room again.
    change_link(app, most_files=2, most_bytes=10**6)
    grandma.post(grandma.ways_back()[0])
    grandma.add_and_read(("Three.jpg", jpeg(size=(82, 80))))


def test_the_hosts_share_of_the_disk_counts(app: Flask, link: str, mum: Person, household: dict) -> None:
    grandma = Guest(app, link, "Grandma")
    with app.app_context():
        before = queries.bytes_of(mum.id or 0)
        db.session.get_one(Member, mum.id).quota_bytes = before + len(PICTURE) + 10
        db.session.commit()
    grandma.add_and_read(("One.jpg", PICTURE))
    with app.app_context():
        assert queries.bytes_of(mum.id or 0) == before + len(PICTURE)
    full = grandma.add(("Two.jpg", jpeg(size=(82, 80))))
    assert full.status_code == 507
    assert "There is no room for more here. Please tell whoever gave you the link." in full.text
    assert "keeper can give you more" not in full.text


def test_bad_input_is_refused_in_words(app: Flask, link: str) -> None:
    grandma = Guest(app, link, "Grandma")
    none = grandma.post(f"{link}add", data={}, content_type="multipart/form-data")
    assert none.status_code == 422
    assert "Choose at least one photo or video." in none.text
    bad = grandma.add(("a.jpg", b"<html>"))
    assert bad.status_code == 415
    assert grandma.add(("a.jpg", b"")).status_code == 422
    assert grandma.add(("a.xmp", b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')).status_code == 415
    assert states(app) == []
    forged = grandma.client.post(f"{link}add", data={"files": (io.BytesIO(PICTURE), "a.jpg")})
    assert forged.status_code == 400, "no CSRF token"


def test_a_link_without_the_rule_takes_nothing(
    app: Flask, summer_album: SummerAlbum, make_link: MakeLink, household: dict
) -> None:
    link = make_link(summer_album.slug, may_comment=True)
    guest = Guest(app, link, "Grandma")
    assert "Add photos" not in guest.get(link).text
    for path in ("add", "mine", "receipts/zzzzzzzzzzzz", "receipts/zzzzzzzzzzzz.txt"):
        assert guest.get(f"{link}{path}").status_code == 404, path
    assert guest.add(("a.jpg", PICTURE)).status_code == 404
    assert guest.post(f"{link}mine/zzzzzzzzzzzz/delete").status_code == 404
    plain = make_link(summer_album.slug)
    assert guest.get(f"{plain}name").status_code == 404
    assert guest.post(f"{plain}name", data={"name": "Anna"}).status_code == 404


@pytest.mark.parametrize("end", ["revoked_at", "expires_at"])
def test_when_the_link_ends_everything_ends_and_what_was_accepted_stays(
    app: Flask, link: str, mum: Person, uncle: Person, summer_album: SummerAlbum, end: str
) -> None:
    grandma = Guest(app, link, "Grandma")
    grandma.add_and_read(("One.jpg", PICTURE), ("Two.jpg", jpeg(size=(83, 80))))
    first, _second = waiting_of(mum)
    mum.post(f"{first}/accept")
    way_back = grandma.ways_back()[0]
    change_link(app, **{end: now() - timedelta(seconds=1)})
    for path in ("add", "mine", "name", ""):
        assert grandma.get(f"{link}{path}").status_code == 404, path
    assert grandma.add(("a.jpg", PICTURE)).status_code == 404
    assert grandma.post(way_back).status_code == 404
    assert uncle.get(f"/albums/{summer_album.slug}/").text.count("tile__link") == 3
    # What came before is still to be decided.
    (second,) = waiting_of(mum)
    assert mum.post(f"{second}/accept").status_code == 303
    assert uncle.get(f"/albums/{summer_album.slug}/").text.count("tile__link") == 4


def test_behind_a_password_there_is_nothing_without_it(
    app: Flask, summer_album: SummerAlbum, make_link: MakeLink
) -> None:
    link = make_link(summer_album.slug, may_add=True, may_comment=True, password="seven swans")
    guest = Guest(app, link)
    for path in ("add", "mine", "name"):
        asked = guest.get(f"{link}{path}")
        assert (asked.status_code, asked.location) == (303, link), path
    assert guest.say_name("Grandma").status_code == 404
    assert guest.add(("a.jpg", PICTURE)).status_code == 404
    guest.post(f"{link}unlock", data={"password": "seven swans"})
    assert guest.say_name("Grandma").status_code == 303
    guest.add_and_read(("a.jpg", PICTURE))


def test_guests_know_nothing_of_each_other(app: Flask, link: str, mum: Person) -> None:
    grandma, aunt = Guest(app, link, "Grandma"), Guest(app, link, "Aunt")
    grandma.add_and_read(("One.jpg", PICTURE))
    (way_back,) = grandma.ways_back()
    assert aunt.ways_back() == []
    assert aunt.post(way_back).status_code == 404
    assert aunt.get(f"{link}receipts/{uid_of_receipt(app)}").status_code == 404
    # The same bytes from somebody else: no answer tells that they are here.
    assert "Stored and re-read." in aunt.add_and_read(("One.jpg", PICTURE))
    # One of two who sent it takes it back: the other's stays.
    for one in waiting_of(mum):
        mum.post(f"{one}/accept")
    assert states(app) == ["accepted", "accepted"]
    grandma.post(way_back)
    assert aunt.get(link).text.count("tile__link") == 3
    aunt.post(aunt.ways_back()[0])
    assert aunt.get(link).text.count("tile__link") == 2
    with app.app_context():
        photo = db.session.scalars(select(Photo).where(Photo.file_name == "One.jpg")).one()
        assert photo.trashed_at is not None, "in its owner's trash, where it can be fetched for thirty days"


def test_what_its_host_sent_as_well_stays_when_a_guest_takes_it_back(
    app: Flask, open_link: str, mum: Person
) -> None:
    grandma = Guest(app, open_link, "Grandma")
    grandma.add_and_read(("One.jpg", PICTURE))
    assert mum.upload(("Mine.jpg", PICTURE)).status_code == 303
    grandma.post(grandma.ways_back()[0])
    assert grandma.get(open_link).text.count("tile__link") == 2
    with app.app_context():
        photo = db.session.scalars(select(Photo).where(Photo.file_name == "One.jpg")).one()
        assert photo.trashed_at is None


def everything(person: Person, album: SummerAlbum) -> dict[str, str]:
    """What somebody sees of the site, page by page."""
    addresses = (
        "/",
        f"/albums/{album.slug}/",
        f"/albums/{album.slug}/order",
        f"/photos/{album.photo}",
        "/photos/",
        "/timeline/",
        "/search?q=pending",
        "/photos/look-alikes/",
        "/favourites/",
        "/trash/",
        "/uploads/receipts/",
        "/api/v1/albums/",
        "/api/v1/media/",
    )
    found = {address: person.get(address) for address in addresses}
    assert {address for address, answer in found.items() if answer.status_code != 200} == set()
    return {address: answer.text for address, answer in found.items()}


def uid_of_receipt(app: Flask) -> str:
    """The newest receipt of any guest."""
    with app.app_context():
        by_guests = select(Receipt.uid).where(Receipt.guest_id.is_not(None)).order_by(Receipt.id.desc())
        return str(db.session.scalars(by_guests.limit(1)).one())
