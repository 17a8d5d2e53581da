"""Guests comment and give hearts under a link that lets them, by the name that they gave."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from photoalbum.core.db import db
from photoalbum.photos.guests import GuestHeart
from photoalbum.photos.models import Comment

from ..cast import Person
from ..conftest import SummerAlbum
from .guests import Guest, change_link

MakeLink = Callable[..., str]
DELETE = re.compile(r'action="([^"]+/comments/\w+/delete)"')


@pytest.fixture
def link(summer_album: SummerAlbum, make_link: MakeLink) -> str:
    return make_link(summer_album.slug, may_comment=True)


def say(person: Person, photo: str, words: str, **more: str) -> None:
    answer = person.post(f"{photo}/comments/", data={"words": words, **more})
    assert answer.status_code == 303, answer.text


def test_a_name_comes_with_the_first_comment(app: Flask, link: str, summer_album: SummerAlbum) -> None:
    guest = Guest(app, link)
    photo = f"{link}photos/{summer_album.photo}"
    assert 'name="name"' in guest.get(photo).text
    for sent in ({"words": "Lovely!"}, {"words": "", "name": "Anna"}, {"words": "x" * 2001, "name": "Anna"}):
        answer = guest.post(f"{photo}/comments/", data=sent)
        assert answer.status_code == 422, sent
        assert 'id="name"' in answer.text
    answer = guest.post(f"{photo}/comments/", data={"words": "Lovely!", "name": "Anna", "next": photo})
    assert (answer.status_code, answer.location) == (303, f"{photo}#comments")
    page = guest.get(photo).text
    assert 'name="name"' not in page
    assert "Lovely!" in page
    assert "you · " in page
    fragment = guest.get(f"{photo}?fragment=1").text
    assert "Lovely!" in fragment
    assert f'name="next" value="{photo}"' in fragment


def test_members_see_it_with_the_name_and_its_owner_deletes_it(
    app: Flask, link: str, mum: Person, uncle: Person, summer_album: SummerAlbum
) -> None:
    guest = Guest(app, link, "Grandma <b>")
    say(guest, f"{link}photos/{summer_album.photo}", "Lovely <i>!")
    page = uncle.get(f"/photos/{summer_album.photo}").text
    assert "Grandma &lt;b&gt;" in page
    assert "by a link" in page
    assert "Lovely &lt;i&gt;!" in page
    assert DELETE.findall(page) == []
    told = uncle.get(f"/api/v1/media/{summer_album.photo}/comments/").json
    assert [(said["name"], said["author"]) for said in told] == [("Grandma <b>", None)]
    (delete,) = DELETE.findall(mum.get(f"/photos/{summer_album.photo}").text)
    assert uncle.post(delete).status_code == 403
    assert uncle.post(delete.replace("/delete", "/edit"), data={"words": "x"}).status_code == 403
    assert mum.post(delete.replace("/delete", "/edit"), data={"words": "x"}).status_code == 403
    assert mum.post(delete).status_code == 303
    assert "Lovely" not in guest.get(f"{link}photos/{summer_album.photo}").text


def test_guests_see_each_other_and_their_host_and_nobody_else(
    app: Flask, link: str, mum: Person, uncle: Person, summer_album: SummerAlbum, make_link: MakeLink
) -> None:
    other_link = make_link(summer_album.slug, may_comment=True)
    grandma, aunt, choir = Guest(app, link, "Grandma"), Guest(app, link, "Aunt"), Guest(app, other_link, "C")
    photo = f"photos/{summer_album.photo}"
    say(grandma, f"{link}{photo}", "From grandma.")
    say(choir, f"{other_link}{photo}", "From the choir.")
    say(mum, f"/{photo}", "From mum.")
    say(uncle, f"/{photo}", "From uncle.")
    seen = aunt.get(f"{link}{photo}").text
    assert [words in seen for words in ("From grandma.", "From mum.", "From the choir.", "From uncle.")] == [
        True,
        True,
        False,
        False,
    ]
    assert DELETE.findall(seen) == []
    (delete,) = DELETE.findall(grandma.get(f"{link}{photo}").text)
    assert aunt.post(delete).status_code == 404
    assert choir.post(delete.replace(link, other_link)).status_code == 404
    assert Person(app).post(delete).status_code == 303, "asked for a name, and no more"
    assert grandma.post(delete).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Comment)) == 3


def test_hearts_of_guests_count_once_each(
    app: Flask, link: str, mum: Person, summer_album: SummerAlbum
) -> None:
    photo = f"photos/{summer_album.photo}"
    unknown = Guest(app, link)
    asked = unknown.post(f"{link}{photo}/heart", data={"next": f"{link}{photo}"})
    assert (asked.status_code, asked.location) == (303, f"{link}name?next={link}{photo}")
    assert f'href="{link}name?next={link}{photo}"' in unknown.get(f"{link}{photo}").text
    grandma, aunt = Guest(app, link, "Grandma"), Guest(app, link, "Aunt")
    for guest in (grandma, grandma, aunt):
        assert guest.post(f"{link}{photo}/heart").location == f"{link}{photo}"
    mum.post(f"/{photo}/favourite")
    for page in (mum.get(f"/{photo}"), grandma.get(f"{link}{photo}")):
        assert re.search(r'class="heart__count"[^>]*>3<', page.text)
    assert 'aria-pressed="true"' in grandma.get(f"{link}{photo}").text
    assert 'aria-pressed="false"' in Guest(app, link, "Third").get(f"{link}{photo}").text
    assert "3 hearts" in mum.get(f"/albums/{summer_album.slug}/").text
    assert mum.get(f"/api/v1/media/{summer_album.photo}").json["favorites"] == 3
    for _ in range(2):
        assert aunt.post(f"{link}{photo}/heart/delete").status_code == 303
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(GuestHeart)) == 1


def test_a_link_without_the_rule_shows_and_takes_no_words(
    app: Flask, mum: Person, summer_album: SummerAlbum, make_link: MakeLink
) -> None:
    link = make_link(summer_album.slug, may_add=True)
    guest = Guest(app, link, "Grandma")
    photo = f"photos/{summer_album.photo}"
    say(mum, f"/{photo}", "From mum.")
    page = guest.get(f"{link}{photo}").text
    assert "From mum." not in page
    assert 'class="heart' not in page
    assert "name?next" not in page
    for path in ("comments/", "comments/zzzzzzzzzzzz/delete", "heart", "heart/delete"):
        sent = guest.post(f"{link}{photo}/{path}", data={"words": "Hello"})
        assert sent.status_code == 404, path


def test_only_photos_of_the_link_are_spoken_of(
    app: Flask, link: str, mum: Person, make_photo: Callable[..., str], summer_album: SummerAlbum
) -> None:
    guest = Guest(app, link, "Grandma")
    hidden = make_photo(mum)
    for path in ("comments/", "heart", "heart/delete"):
        assert guest.post(f"{link}photos/{hidden}/{path}", data={"words": "Hello"}).status_code == 404
    photo = f"{link}photos/{summer_album.photo}"
    say(guest, photo, "Before.")
    (delete,) = DELETE.findall(guest.get(photo).text)
    change_link(app, may_comment=False)
    assert guest.post(delete).status_code == 404
    assert guest.client.post(f"{photo}/comments/", data={"words": "x"}).status_code == 400, "no CSRF token"


def test_picked_photos_can_be_spoken_of_and_not_added_to(
    app: Flask, mum: Person, summer_album: SummerAlbum
) -> None:
    sent = {"photo": [summer_album.photo], "sure": "1", "may_comment": "y", "may_add": "y"}
    shown = mum.post("/selection/link", data=sent)
    page = mum.get(shown.location).text
    assert "They may comment and give hearts" in page
    assert "They may add photos" not in page
    link = re.findall(r"http://[^\s\"<]+(/s/[\w.\-]+/)", page)[0]
    guest = Guest(app, link, "Grandma")
    say(guest, f"{link}photos/{summer_album.photo}", "Lovely!")
    assert "Lovely!" in guest.get(f"{link}photos/{summer_album.photo}").text
    assert guest.get(f"{link}add").status_code == 404


def test_ones_own_heart_is_filled_whenever_the_page_is_loaded(
    app: Flask, link: str, mum: Person, summer_album: SummerAlbum, make_link: MakeLink, process: Callable
) -> None:
    process()
    other_link = make_link(summer_album.slug, may_comment=True)
    grandma, aunt, choir = Guest(app, link, "Grandma"), Guest(app, link, "Aunt"), Guest(app, other_link, "C")
    photo = f"photos/{summer_album.photo}"
    grandma.post(f"{link}{photo}/heart")
    assert grandma.get(link).text.count("#heart-filled") == 1
    assert grandma.get(f"{link}?fragment=1").text.count("#heart-filled") == 1
    for address in (f"{link}{photo}", f"{link}{photo}?fragment=1"):
        assert 'aria-pressed="true"' in grandma.get(address).text
    for person, here in ((aunt, link), (choir, other_link), (Person(app), link)):
        page = person.get(here).text
        assert ("data-hearts" in page, "#heart-filled" in page) == (True, False)
        assert 'aria-pressed="true"' not in person.get(f"{here}{photo}").text
    assert "no-store" in grandma.get(link).headers["Cache-Control"]
    picked = mum.post("/selection/link", {"photo": [summer_album.photo], "sure": "1", "may_comment": "y"})
    its_link = re.findall(r"http://[^\s\"<]+(/s/[\w.\-]+/)", mum.get(picked.location).text)[0]
    guest = Guest(app, its_link, "Grandma")
    assert "#heart-filled" not in guest.get(its_link).text
    guest.post(f"{its_link}{photo}/heart")
    assert "#heart-filled" in guest.get(its_link).text


def test_ones_own_heart_costs_one_statement_and_only_guests(
    app: Flask, link: str, summer_album: SummerAlbum, query_count: Callable
) -> None:
    def statements(person: Person) -> int:
        person.get(link)
        with query_count() as seen:
            person.get(link)
        return int(seen.total)

    known, unknown = Guest(app, link, "Grandma"), Person(app)
    assert statements(known) == statements(unknown) + 1
    change_link(app, may_comment=False)
    assert statements(known) == statements(unknown)
