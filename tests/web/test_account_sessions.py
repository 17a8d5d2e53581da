"""Where one is logged in, and ending it."""

import pytest
from flask import Flask

from photoalbum.accounts import sessions
from photoalbum.accounts.models import LoginSession
from photoalbum.core.db import db
from photoalbum.web.devices import device_of
from tests.cast import Person

PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/128.0.0.0 Mobile Safari/537.36"


@pytest.fixture
def phone(app: Flask, mum: Person) -> str:
    """The name of mum's session on her phone; her own browser has another."""
    with app.app_context():
        sessions.start(mum.id, user_agent=PHONE, address="192.0.2.44")
        db.session.commit()
        return next(row.uid for row in sessions.of_member(mum.id) if row.address)


def end(person: Person, which: str):
    return person.post("/account/sessions/delete", {"session": which})


def test_065_the_list_shows_device_address_and_last_use(mum: Person, phone: str):
    page = mum.get("/account/").text
    assert "Chrome on Android" in page
    assert "192.0.2.44" in page
    assert "last used" in page
    assert page.count("This device") == 1


def test_065_end_one(mum: Person, phone: str, rows):
    answer = end(mum, phone)
    assert (answer.status_code, answer.location) == (303, "/account/")
    assert phone not in [row.uid for row in rows(LoginSession)]
    assert mum.get("/account/").status_code == 200


def test_065_end_the_others(mum: Person, phone: str, rows):
    assert end(mum, "others").status_code == 303
    assert len(rows(LoginSession)) == 1
    assert mum.get("/account/").status_code == 200


def test_065_end_all(mum: Person, dad: Person, phone: str):
    answer = end(mum, "everywhere")
    assert (answer.status_code, answer.location) == (303, "/login")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert mum.get("/account/").status_code == 302
    assert dad.get("/account/").status_code == 200


def test_065_ending_this_one_logs_out(app: Flask, mum: Person, rows):
    own = rows(LoginSession)[0].uid
    assert end(mum, own).location == "/login"
    assert mum.get("/account/").status_code == 302


@pytest.mark.parametrize("which", ["", "nothing", "%", "' OR 1=1 --"])
def test_no_such_session(mum: Person, phone: str, rows, which: str):
    assert end(mum, which).status_code == 404
    assert len(rows(LoginSession)) == 2


def test_009_nobody_ends_somebody_elses(dad: Person, phone: str, rows):
    assert end(dad, phone).status_code == 404
    assert phone in [row.uid for row in rows(LoginSession)]
    assert phone not in dad.get("/account/").text


def test_054_what_a_browser_says_of_itself_is_text(app: Flask, mum: Person):
    with app.app_context():
        sessions.start(mum.id, user_agent="<script>alert(1)</script> Firefox Linux", address="<b>")
        db.session.commit()
    page = mum.get("/account/").text
    assert "<script>alert" not in page
    assert "<b>" not in page


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (PHONE, ("Chrome", "Android")),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Version/17.5 Mobile/15E148 Safari/604.1",
            ("Safari", "iPhone"),
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/128.0 Safari/537.36 Edg/128.0", ("Edge", "Windows")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:130.0) Firefox/130.0", ("Firefox", "Mac")),
        ("curl/8.5.0", ("", "")),
        ("", ("", "")),
    ],
)
def test_devices_are_named_as_their_owners_name_them(user_agent: str, device: tuple[str, str]):
    assert device_of(user_agent) == device
