"""What a link lets guests do, as its maker says it and reads it; and how often guests may try."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from photoalbum.albums.models import ShareLink
from photoalbum.core.db import db
from photoalbum.delivery.limits import limiter
from photoalbum.web.share_adding import FILES

from ..cast import Person
from ..conftest import SummerAlbum
from ..pictures import jpeg
from .guests import Guest, change_link

MakeLink = Callable[..., str]


def the_rules(app: Flask) -> dict[str, object]:
    with app.app_context():
        link = db.session.scalars(select(ShareLink)).one()
        names = ("may_add", "needs_approval", "may_comment", "most_files", "most_bytes")
        return {name: getattr(link, name) for name in names}


def test_a_link_is_made_with_what_guests_may_do(app: Flask, mum: Person, summer_album: SummerAlbum) -> None:
    sent = {
        "may_add": "y",
        "needs_approval": "y",
        "may_comment": "y",
        "most_files": "",
        "most_gigabytes": "2",
    }
    made = mum.post(f"/albums/{summer_album.slug}/links", data=sent)
    assert made.status_code == 303
    expected = {"may_add": True, "needs_approval": True, "may_comment": True, "most_files": 200}
    assert the_rules(app) == {**expected, "most_bytes": 2 * 10**9}
    assert "add photos, which wait for you, comment and give hearts" in mum.get("/links/").text
    for page in (f"/albums/{summer_album.slug}/audience", f"/photos/{summer_album.photo}/audience"):
        assert "may add photos, may comment" in mum.get(page).text

    changed = mum.post(made.location, data={"may_add": "y", "most_files": "7", "most_gigabytes": "5"})
    assert changed.status_code == 303
    assert the_rules(app) == {
        "may_add": True,
        "needs_approval": False,
        "may_comment": False,
        "most_files": 7,
        "most_bytes": 5 * 10**9,
    }
    page = mum.get(made.location).text
    assert 'name="most_files"' in page
    assert 'value="7"' in page
    listed = mum.get(f"/albums/{summer_album.slug}/sharing").text
    assert "add photos ·" in listed
    assert "which wait for you" not in listed


@pytest.mark.parametrize("bad", [{"most_files": "0"}, {"most_files": "x"}, {"most_gigabytes": "-1"}])
def test_numbers_that_make_no_sense_are_refused(
    app: Flask, mum: Person, summer_album: SummerAlbum, bad: dict[str, str]
) -> None:
    answer = mum.post(f"/albums/{summer_album.slug}/links", data={"may_add": "y", **bad})
    assert answer.status_code == 422
    with app.app_context():
        assert db.session.scalars(select(ShareLink)).all() == []


def test_when_rules_change_whoever_had_the_password_gives_it_again(
    app: Flask, mum: Person, summer_album: SummerAlbum, make_link: MakeLink
) -> None:
    link = make_link(summer_album.slug, password="seven swans", may_add=True)
    guest = Guest(app, link)
    guest.post(f"{link}unlock", data={"password": "seven swans"})
    assert guest.say_name("Grandma").status_code == 303
    assert guest.get(f"{link}add").status_code == 200
    with app.app_context():
        uid = db.session.scalars(select(ShareLink.uid)).one()
    assert mum.post(f"/links/{uid}", data={"may_add": "y", "may_comment": "y"}).status_code == 303
    assert guest.get(f"{link}add").location == link
    assert guest.add(("a.jpg", jpeg())).status_code == 404
    guest.post(f"{link}unlock", data={"password": "seven swans"})
    assert "Grandma" in guest.get(f"{link}add").text, "and is still who they were"


def test_a_view_limit_counts_guests_as_it_counts_everybody(
    app: Flask, summer_album: SummerAlbum, make_link: MakeLink
) -> None:
    link = make_link(summer_album.slug, view_limit=1, may_add=True)
    first, second = Guest(app, link), Guest(app, link)
    assert first.get(f"{link}add").location == link, "by way of the door"
    assert first.get(link).status_code == 200
    assert first.say_name("Grandma").status_code == 303
    assert first.get(f"{link}add").status_code == 200
    assert second.get(f"{link}add").location == link
    assert second.get(link).status_code == 404
    assert second.say_name("Aunt").status_code == 404


def test_names_files_and_words_have_rates(app: Flask, summer_album: SummerAlbum, make_link: MakeLink) -> None:
    link = make_link(summer_album.slug, may_add=True, may_comment=True)
    with app.app_context():
        limiter.reset()
    guest = Guest(app, link)
    statuses = [guest.say_name(f"Grandma {number}").status_code for number in range(31)]
    assert statuses == [303] * 30 + [429]
    photo = f"{link}photos/{summer_album.photo}"
    said = [guest.post(f"{photo}/comments/", data={"words": str(n)}).status_code for n in range(31)]
    assert said == [303] * 30 + [429]
    given = [guest.post(f"{photo}/heart").status_code for _ in range(121)]
    assert given == [303] * 120 + [429]
    with app.test_request_context(f"{link}add", environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        uid = db.session.scalars(select(ShareLink.uid)).one()
        for _ in range(1000):
            FILES.count(uid, "127.0.0.1")
    over = guest.add(("a.jpg", jpeg()))
    assert over.status_code == 429
    assert "Retry-After" in over.headers


def test_adding_through_a_link_with_albums_below_goes_into_its_own_album(
    app: Flask, mum: Person, summer_album: SummerAlbum, make_album: Callable[..., str], make_link: MakeLink
) -> None:
    link = make_link(summer_album.slug, may_add=True, needs_approval=False, with_albums_below=True)
    child = mum.post("/albums/", data={"title": "Beach", "audience": "private", "parent": summer_album.slug})
    assert child.status_code == 303
    guest = Guest(app, link, "Grandma")
    guest.add_and_read(("a.jpg", jpeg(size=(77, 60))))
    assert mum.get(f"/albums/{summer_album.slug}/").text.count("tile__link") == 3
    assert mum.get(child.location).text.count("tile__link") == 0


def test_the_page_says_how_much_is_left_and_no_more(
    app: Flask, summer_album: SummerAlbum, make_link: MakeLink
) -> None:
    link = make_link(summer_album.slug, may_add=True)
    change_link(app, most_files=1)
    guest = Guest(app, link, "Grandma")
    page = guest.get(f"{link}add").text
    assert "1 more file can be added by this link" in page
    assert summer_album.slug not in page, "the album's address at home is nobody's business"
    guest.add_and_read(("a.jpg", jpeg(size=(77, 60))))
    assert "0 more files can be added" in guest.get(f"{link}add").text
