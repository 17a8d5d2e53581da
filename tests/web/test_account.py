"""One's own account: the password, and being asked for it again."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from photoalbum.accounts.models import LoginSession, Member
from photoalbum.core.clock import now
from photoalbum.core.db import db
from tests.cast import PASSWORD, Person

NEW = "three wet geese at noon"


def change(person: Person, current: str = PASSWORD, password: str = NEW, **fields: str):
    return person.post("/account/password", {"current": current, "password": password, **fields})


def can_log_in(app: Flask, password: str, email: str = "mum@example.org") -> bool:
    return Person(app).post("/login", {"email": email, "password": password}).status_code == 303


def test_the_page_shows_whose_account_it_is(mum: Person):
    page = mum.get("/account/")
    assert page.status_code == 200
    assert "mum@example.org" in page.text
    assert "dad@example.org" not in page.text


def test_006_a_new_password(app: Flask, mum: Person, rows):
    before = mum.client.get_cookie("photoalbum").value
    other_browser = Person(app, mum.id)
    answer = change(mum)
    assert (answer.status_code, answer.location) == (303, "/account/")

    assert mum.get("/account/").status_code == 200
    assert mum.client.get_cookie("photoalbum").value != before
    assert other_browser.get("/account/").status_code == 302
    assert [row.member_id for row in rows(LoginSession)] == [mum.id]
    assert not can_log_in(app, PASSWORD)
    assert can_log_in(app, NEW)


def test_006_the_current_password_is_needed(app: Flask, mum: Person):
    for wrong in ("", "wrong wrong wrong", PASSWORD + " "):
        assert change(mum, current=wrong).status_code == 422
    assert can_log_in(app, PASSWORD)


@pytest.mark.parametrize("password", ["", "short", "123456789012345", "mum@example.org", "passwordpassword"])
def test_weak_ones_are_refused(app: Flask, mum: Person, password: str):
    answer = change(mum, password=password)
    assert answer.status_code == 422
    assert PASSWORD not in answer.text
    assert can_log_in(app, PASSWORD)


def test_006_a_borrowed_phone_cannot_guess_for_long(app: Flask, mum: Person):
    assert [change(mum, current="wrong wrong wrong").status_code for _ in range(11)] == [422] * 10 + [429]
    limited = change(mum)
    assert limited.status_code == 429
    assert int(limited.headers["Retry-After"]) > 0
    assert can_log_in(app, PASSWORD)


def test_013_nothing_else_can_be_changed_with_it(app: Flask, mum: Person, household: dict[str, int], rows):
    extra = {
        "member_id": str(household["dad"]),
        "role": "keeper",
        "quota_bytes": "9",
        "email": "new@example.org",
    }
    assert change(mum, **extra).status_code == 303
    assert can_log_in(app, PASSWORD, "dad@example.org")
    row = next(member for member in rows(Member) if member.id == mum.id)
    assert (row.role, row.quota_bytes, row.email) == ("member", None, "mum@example.org")


def test_051_a_new_password_needs_the_token(app: Flask, mum: Person, dad: Person):
    data = {"current": PASSWORD, "password": NEW}
    assert mum.client.post("/account/password", data=data).status_code == 400
    assert mum.client.post("/account/password", data={**data, "csrf_token": dad.token}).status_code == 400
    assert can_log_in(app, PASSWORD)


@pytest.fixture
def mum_of_an_hour_ago(app: Flask, mum: Person) -> Person:
    with app.app_context():
        db.session.execute(update(LoginSession).values(confirmed_at=now() - timedelta(hours=1)))
        db.session.commit()
    return mum


def test_018_the_password_can_be_entered_again(mum_of_an_hour_ago: Person, rows):
    assert "once more" in mum_of_an_hour_ago.get("/account/confirm?next=/admin/").text
    answer = mum_of_an_hour_ago.post("/account/confirm", {"password": PASSWORD, "next": "/admin/"})
    assert (answer.status_code, answer.location) == (303, "/admin/")
    assert now() - rows(LoginSession)[0].confirmed_at < timedelta(minutes=1)


@pytest.mark.parametrize("wish", ["", "//evil.example", "https://evil.example"])
def test_004_a_bad_wish_leads_to_the_account(mum_of_an_hour_ago: Person, wish: str):
    answer = mum_of_an_hour_ago.post("/account/confirm", {"password": PASSWORD, "next": wish})
    assert answer.location == "/account/"


def test_018_a_wrong_password_confirms_nothing(mum_of_an_hour_ago: Person, rows):
    for _ in range(10):
        answer = mum_of_an_hour_ago.post("/account/confirm", {"password": "wrong wrong wrong"})
        assert answer.status_code == 422
    assert mum_of_an_hour_ago.post("/account/confirm", {"password": PASSWORD}).status_code == 429
    assert now() - rows(LoginSession)[0].confirmed_at > timedelta(minutes=30)
