"""The second step of a login: nothing is open before it, and each code opens once."""

import pytest
from flask import Flask

from photoalbum.accounts import members, password_links
from photoalbum.accounts.models import LoginSession, Member
from photoalbum.accounts.sign_ins import SignIn
from photoalbum.core.db import db
from photoalbum.web import half_open
from photoalbum.web.second_step import WRONG_APP_CODES
from tests.cast import PASSWORD, Person

from .steps import COOKIE, Phone, give_app, give_code, give_codes, give_password, is_in

ELSEWHERE = "198.51.100.7"


@pytest.fixture
def phone(app: Flask, mum: Person) -> Phone:
    return give_app(app, mum)


@pytest.fixture
def half(phone: Phone, visitor: Person) -> Person:
    """A browser in which mum's password was given."""
    assert give_password(visitor).location == "/login/second-step"
    return visitor


def test_password_then_code(phone: Phone, visitor: Person, rows):
    assert give_password(visitor, next="/photos/").location == "/login/second-step"
    page = visitor.get("/login/second-step")
    assert page.status_code == 200
    assert "one of your recovery codes" in page.text
    answer = give_code(visitor, phone.code)
    assert (answer.status_code, answer.location) == (303, "/photos/")
    assert is_in(visitor)
    assert [(row.outcome, row.way) for row in rows(SignIn)] == [("in", "password and app")]
    assert visitor.get("/login/second-step").location == "/login"


def test_a_half_open_login_is_no_session(half: Person, mum: Person, rows):
    assert [row.member_id for row in rows(LoginSession)] == [mum.id]  # her other browser's
    assert half.client.get_cookie(COOKIE) is None
    assert half.get("/account/").status_code == 302
    assert half.get("/photos/").status_code == 302
    for address in ("/account/authenticator/new", "/account/recovery-codes", "/account/confirm"):
        assert half.post(address, {"password": PASSWORD}).status_code == 401


def test_062_an_earlier_session_of_the_browser_ends_at_the_password(app: Flask, phone: Phone, dad: Person):
    give_password(dad)
    assert not is_in(dad)
    dad.id = None
    assert give_code(dad, phone.code).status_code == 303
    assert "mum@example.org" in dad.get("/account/").text


def test_an_ended_sessions_cookie_does_not_stand_in_the_way(phone: Phone, visitor: Person):
    visitor.client.set_cookie(COOKIE, "a-session-that-ended")
    give_password(visitor)
    visitor.get("/login/second-step")
    assert give_code(visitor, phone.code).status_code == 303
    assert is_in(visitor)


def test_wrong_codes(half: Person):
    for code in ("", "000000", "12345", "abcd-efgh-jkmn", "x" * 41, "' OR 1=1 --"):
        assert give_code(half, code).status_code == 422, code
    assert not is_in(half)


def test_each_code_opens_once(app: Flask, phone: Phone, half: Person):
    code = phone.code
    assert give_code(half, code).status_code == 303
    other = Person(app)
    give_password(other)
    assert give_code(other, code).status_code == 422
    assert not is_in(other)


def test_a_recovery_code_opens_once(app: Flask, mum: Person, half: Person, rows):
    codes = give_codes(app, mum)
    assert give_code(half, codes[3].upper()).status_code == 303
    assert "You have 9 left" in half.get("/account/").text
    assert rows(SignIn)[-1].way == "password and recovery code"
    other = Person(app)
    give_password(other)
    assert give_code(other, codes[3]).status_code == 422


def test_the_code_of_somebody_else_opens_nothing(app: Flask, half: Person, dad: Person):
    give_app(app, dad)
    codes = give_codes(app, dad)
    assert give_code(half, Phone(app, dad.id).code).status_code == 422
    assert give_code(half, codes[0]).status_code == 422


def test_without_a_password_there_is_no_second_step(phone: Phone, visitor: Person):
    assert visitor.get("/login/second-step").location == "/login"
    answer = give_code(visitor, phone.code)
    assert (answer.status_code, answer.location) == (303, "/login")
    assert not is_in(visitor)


def test_it_is_bound_to_the_browser(app: Flask, phone: Phone, half: Person, visitor: Person):
    other = Person(app)
    assert give_code(other, phone.code).location == "/login"
    assert not is_in(other)


def test_it_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch, phone: Phone, visitor: Person):
    monkeypatch.setattr(half_open, "SECONDS", -1)
    give_password(visitor)
    assert give_code(visitor, phone.code).location == "/login"
    assert not is_in(visitor)


@pytest.mark.parametrize("what", ["password", "disabled"])
def test_006_007_it_ends_with_the_password_and_the_member(app: Flask, phone: Phone, half: Person, what: str):
    with app.app_context():
        member = db.session.get_one(Member, phone.member_id)
        if what == "password":
            members.change_password(member, member.password_hash)
        else:
            members.disable(member)
        db.session.commit()
    assert give_code(half, phone.code).location == "/login"
    assert not is_in(half)


def test_051_the_code_needs_the_token(half: Person, phone: Phone):
    assert half.client.post("/login/second-step", data={"code": phone.code}).status_code == 400
    assert not is_in(half)


def test_058_ten_wrong_codes_then_wait_even_with_a_right_one(app: Flask, phone: Phone, half: Person, rows):
    assert [give_code(half, "000000").status_code for _ in range(11)] == [422] * 10 + [429]
    assert give_code(half, phone.code).status_code == 429
    assert [row.way for row in rows(SignIn)] == ["second step"] * 10
    assert give_code(half, phone.code, ELSEWHERE).status_code == 303


def test_058_six_digits_are_not_guessed_from_many_networks(
    app: Flask, phone: Phone, half: Person, mum: Person
):
    codes = give_codes(app, mum)
    tries = int(WRONG_APP_CODES.rate.split()[0])
    for number in range(tries):
        assert give_code(half, "000000", f"198.51.{number}.1").status_code == 422
    assert give_code(half, phone.code, "198.51.200.1").status_code == 429
    # The owner is not locked out by that.
    assert give_code(half, codes[0], "198.51.200.1").status_code == 303


def test_003_a_wrong_password_does_not_tell_of_a_second_step(app: Flask, phone: Phone, household):
    pages = []
    for email in ("mum@example.org", "dad@example.org"):
        answer = Person(app).post("/login", {"email": email, "password": "wrong wrong wrong"})
        assert answer.status_code == 422
        pages.append("Second step" in answer.text)
    assert pages == [False, False]


def test_a_password_link_leaves_the_second_step(app: Flask, phone: Phone, visitor: Person):
    with app.app_context():
        link = password_links.make(db.session.get_one(Member, phone.member_id), None)
        token = password_links.token(link, app.config["SECRET_KEY"])
        db.session.commit()
    new = "three wet geese at noon"
    assert visitor.post(f"/password/{token}", {"password": new}).location == "/login"
    visitor._token = None
    assert (
        visitor.post("/login", {"email": "mum@example.org", "password": new}).location == "/login/second-step"
    )
    assert not is_in(visitor)


def test_the_record_of_logins(app: Flask, household, rows):
    for email, password in (
        ("mum@example.org", PASSWORD),
        ("mum@example.org", "wrong wrong"),
        ("who@example.org", "x"),
    ):
        Person(app).post("/login", {"email": email, "password": password})
    seen = [(row.member_id, row.outcome, row.way, row.address) for row in rows(SignIn)]
    assert seen == [
        (household["mum"], "in", "password", "127.0.0.1"),
        (household["mum"], "refused", "password", "127.0.0.1"),
        (None, "refused", "password", "127.0.0.1"),
    ]
