"""What is drawn once and kept looks as if it were drawn each time, and belongs to nobody else."""

import re

import pytest
from flask import Flask, url_for
from flask_wtf.csrf import generate_csrf

from photoalbum.web.drawn import drawn, words
from tests.cast import Person

KEEPERS_PLACE = 'href="/admin/"'


def token(page: str) -> str:
    found = re.search(r'action="/logout">\s*<input type="hidden" name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def test_everybody_gets_their_own_token(mum: Person, uncle: Person) -> None:
    pages = [person.get("/photos/").text for person in (mum, uncle, mum)]
    assert token(pages[0]) != token(pages[1])
    assert uncle.post("/logout", data={"csrf_token": token(pages[1])}).status_code == 303
    assert mum.post("/logout", data={"csrf_token": token(pages[2])}).status_code == 303


def test_everybody_sees_their_own_name_and_places(mum: Person, keeper: Person) -> None:
    for _again in range(2):
        assert KEEPERS_PLACE not in mum.get("/photos/").text
        assert KEEPERS_PLACE in keeper.get("/photos/").text


def test_a_passer_by_gets_no_cookie_from_what_is_kept(visitor: Person) -> None:
    assert "Set-Cookie" not in visitor.get("/").headers


def test_a_name_is_escaped_once(app: Flask) -> None:
    with app.test_request_context():
        for _again in range(2):
            menu = drawn("_ui/nav.html", "account_menu", "<b> & {csrf_token}", False)
            assert "&lt;b&gt; &amp; {csrf_token}" in menu
            assert generate_csrf() in menu


def test_sentences_escape_what_is_put_into_them(app: Flask) -> None:
    with app.test_request_context():
        assert words("Menu of %(name)s", name="<b>") == "Menu of &lt;b&gt;"
        assert words("100%% sure") == "100% sure"


@pytest.mark.parametrize("root", ["", "/album"])
def test_addresses_are_remembered_with_all_that_is_in_them(app: Flask, root: str) -> None:
    with app.test_request_context(base_url=f"http://localhost{root}/"):
        for _again in range(2):
            assert url_for("albums.show", slug="a") == f"{root}/albums/a/"
            assert url_for("albums.show", slug="b", after=None) == f"{root}/albums/b/"
            assert url_for("albums.show", slug="b", after="x y") == f"{root}/albums/b/?after=x+y"
            assert url_for("albums.show", slug="a", after=1).endswith("after=1")
            assert url_for("albums.show", slug="a", after=True).endswith("after=True")
            assert url_for("albums.show", slug="a", _external=True) == f"http://localhost{root}/albums/a/"
