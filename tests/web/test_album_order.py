"""The order of an album: by date, newest first, by hand; and its cover."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from photoalbum.albums import order as ordering
from photoalbum.albums.models import UNPLACED, Album, AlbumEntry
from photoalbum.core.db import db
from photoalbum.photos.models import Photo

from ..cast import Person
from ..conftest import SummerAlbum

Fill = Callable[[str, int], None]


@pytest.fixture
def ten(app: Flask, mum: Person, make_album: Callable[..., str], many_photos: Fill) -> str:
    """An album of mum's with ten photos, 0.jpg to 9.jpg, a minute apart."""
    slug = make_album(mum, "Ten")
    many_photos(slug, 10)
    return slug


def names(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {photo.uid: photo.file_name.partition(".")[0] for photo in db.session.scalars(select(Photo))}


def seen(app: Flask, who: Person, address: str) -> str:
    """The photos of a page and of all that follow it, one letter each, in their order."""
    known, found = names(app), []
    while address:
        page = who.get(address).text
        found += [known[uid] for uid in re.findall(r'tile__link" href="[^"]*/photos/(\w+)"', page)]
        more = re.search(r'rel="next" href="([^"]+)"', page)
        address = more.group(1).replace("&amp;", "&") if more else ""
    return "".join(found)


def uid_of(app: Flask, name: str) -> str:
    return next(uid for uid, found in names(app).items() if found == name)


def place(app: Flask, who: Person, slug: str, name: str, **wish: str) -> None:
    photo = uid_of(app, name)
    wish = {key: uid_of(app, value) if key in ("before", "behind") else value for key, value in wish.items()}
    assert who.post(f"/albums/{slug}/entries/{photo}/place", data=wish).status_code == 303


def test_three_orders_and_every_page_of_them(app: Flask, mum: Person, ten: str) -> None:
    app.config["PHOTOS_PER_PAGE"] = 3
    address = f"/albums/{ten}/"
    assert seen(app, mum, address) == "0123456789"
    assert mum.post(f"{address}order", data={"order": "newest"}).status_code == 303
    assert seen(app, mum, address) == "9876543210"
    mum.post(f"{address}order", data={"order": "hand"})
    assert seen(app, mum, address) == "0123456789"
    place(app, mum, ten, "7", before="1")
    place(app, mum, ten, "0", to="10")
    assert seen(app, mum, address) == "7123456890"
    mum.post(f"{address}order", data={"order": "date"})
    assert seen(app, mum, address) == "0123456789"
    mum.post(f"{address}order", data={"order": "hand"})
    assert seen(app, mum, address) == "7123456890", "an order by hand is not lost"


@pytest.mark.parametrize(
    ("name", "wish", "expected"),
    [
        ("3", {"way": "earlier"}, "0132456789"),
        ("3", {"way": "later"}, "0124356789"),
        ("0", {"way": "earlier"}, "0123456789"),
        ("9", {"way": "later"}, "0123456789"),
        ("9", {"to": "1"}, "9012345678"),
        ("0", {"to": "5"}, "1234056789"),
        ("4", {"to": "999999999"}, "0123567894"),
        ("2", {"before": "8"}, "0134567289"),
        ("8", {"behind": "0"}, "0812345679"),
        ("5", {"before": "5"}, "0123456789"),
    ],
)
def test_each_way_to_another_place(
    app: Flask, mum: Person, ten: str, name: str, wish: dict[str, str], expected: str
) -> None:
    place(app, mum, ten, name, **wish)
    assert seen(app, mum, f"/albums/{ten}/") == expected


def test_moving_starts_from_what_was_seen(app: Flask, mum: Person, ten: str) -> None:
    mum.post(f"/albums/{ten}/order", data={"order": "newest"})
    place(app, mum, ten, "0", to="1")
    assert seen(app, mum, f"/albums/{ten}/") == "0987654321"


def test_room_between_two_never_runs_out(app: Flask, mum: Person, ten: str) -> None:
    """Moves into the same gap halve it each time, until all are numbered anew."""
    for _round in range(12):
        place(app, mum, ten, "5", behind="0")
        place(app, mum, ten, "6", behind="0")
    assert seen(app, mum, f"/albums/{ten}/") == "0651234789"


def test_what_comes_later_stands_at_the_end(
    app: Flask, mum: Person, ten: str, make_photo: Callable[..., str]
) -> None:
    place(app, mum, ten, "9", to="1")
    new = make_photo(mum, ten, name="N.jpg")
    assert seen(app, mum, f"/albums/{ten}/") == "9012345678N"
    with app.app_context():
        entry = db.session.scalars(select(AlbumEntry).join(Photo).where(Photo.uid == new)).one()
        assert entry.position == UNPLACED
    place(app, mum, ten, "N", way="earlier")
    assert seen(app, mum, f"/albums/{ten}/") == "901234567N8"


def test_neighbours_and_links_keep_the_order(
    app: Flask, mum: Person, visitor: Person, ten: str, make_link: Callable[..., str]
) -> None:
    place(app, mum, ten, "9", to="3")
    assert seen(app, visitor, make_link(ten)) == "0192345678"
    page = mum.get(f"/albums/{ten}/photos/{uid_of(app, '9')}").text
    before, behind = (re.search(rf'rel="{rel}"\s+href="[^"]*/(\w+)"', page) for rel in ("prev", "next"))
    assert before
    assert behind
    assert (names(app)[before.group(1)], names(app)[behind.group(1)]) == ("1", "2")


def test_an_order_by_hand_has_no_days(mum: Person, app: Flask, ten: str) -> None:
    assert "day__heading" in mum.get(f"/albums/{ten}/").text
    place(app, mum, ten, "9", to="3")
    assert "day__heading" not in mum.get(f"/albums/{ten}/").text


def test_who_may(
    app: Flask, dad: Person, uncle: Person, cousin: Person, stranger: Person, summer_album: SummerAlbum
) -> None:
    slug, photo = summer_album.slug, summer_album.photo
    for who, status in ((uncle, 403), (cousin, 403), (stranger, 404)):
        assert who.get(f"/albums/{slug}/order").status_code == status
        assert who.post(f"/albums/{slug}/order", data={"order": "hand"}).status_code == status
        assert who.post(f"/albums/{slug}/entries/{photo}/place", data={"to": "1"}).status_code == status
    assert dad.post(f"/albums/{slug}/entries/{photo}/place", data={"to": "2"}).status_code == 303
    assert "Order and cover" in dad.get(f"/albums/{slug}/").text
    assert "Order and cover" not in uncle.get(f"/albums/{slug}/").text


def test_bad_input(
    mum: Person, dad: Person, summer_album: SummerAlbum, make_photo: Callable[..., str]
) -> None:
    address = f"/albums/{summer_album.slug}/entries/{summer_album.photo}/place"
    assert mum.post(f"/albums/{summer_album.slug}/order", data={"order": "upside-down"}).status_code == 422
    for wish in ({}, {"to": "0"}, {"to": "-1"}, {"to": "x"}, {"to": "9" * 40}, {"way": "up"}):
        assert mum.post(address, data=wish).status_code == 422, wish
    elsewhere = make_photo(mum)
    assert mum.post(address, data={"before": elsewhere}).status_code == 404
    assert mum.post(address.replace(summer_album.photo, elsewhere), data={"to": "1"}).status_code == 404


def test_the_cover_is_chosen_beside_the_order(app: Flask, dad: Person, summer_album: SummerAlbum) -> None:
    address = f"/albums/{summer_album.slug}/order"
    assert "order__cover" not in dad.get(address).text
    form = {"photo": summer_album.photo, "next": address}
    answer = dad.post(f"/albums/{summer_album.slug}/cover", data=form)
    assert answer.headers["Location"] == address
    assert "order__cover" in dad.get(address).text


@pytest.mark.parametrize("order", ["newest", "hand"])
def test_a_page_costs_the_same_for_10_and_for_3000(
    app: Flask,
    mum: Person,
    ten: str,
    make_album: Callable[..., str],
    many_photos: Fill,
    query_count: Callable[..., object],
    order: str,
) -> None:
    large = make_album(mum, "Large")
    many_photos(large, 3000)
    with app.app_context():
        db.session.execute(update(Album).values(order=order))
        db.session.execute(update(AlbumEntry).values(position=AlbumEntry.photo_id % 1000))
        db.session.commit()
    mum.get("/")
    totals = []
    for slug in (ten, large):
        with query_count() as counted:  # type: ignore[attr-defined]
            assert mum.get(f"/albums/{slug}/").status_code == 200
        totals.append(counted.total)
    assert totals[0] == totals[1] <= 12


@pytest.mark.parametrize("order", ["date", "newest", "hand"])
def test_a_page_in_the_middle_is_found_by_an_index(app: Flask, ten: str, order: str) -> None:
    middle = uid_of(app, "5")
    with app.app_context():
        album = db.session.scalars(select(Album).where(Album.slug == ten)).one()
        album.order = order
        place = ordering.place_of(album, middle)
        assert place
        wanted = (
            select(AlbumEntry.photo_id)
            .where(AlbumEntry.album_id == album.id, ordering.of(album).behind(place))
            .order_by(*ordering.of(album).sorted())
        )
        text = str(wanted.compile(db.engine, compile_kwargs={"literal_binds": True}))
        plan = " ".join(
            row[3] for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {text}")
        )
        assert "SEARCH" in plan
        assert "TEMP B-TREE" not in plan
        column = "position" if order == "hand" else "sort_at"
        assert re.search(rf"album_id=\? AND \({column},", plan) or re.search(
            rf"album_id=\? AND {column}", plan
        ), plan
