"""Setting up and removing one's authenticator app and recovery codes."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from photoalbum.accounts.authenticator import AuthenticatorApp
from photoalbum.accounts.models import LoginSession
from photoalbum.accounts.recovery_codes import RecoveryCode
from photoalbum.accounts.sign_ins import SignIn
from photoalbum.core.clock import now
from photoalbum.core.db import db
from tests.cast import PASSWORD, Person

from .steps import CODES, Phone, give_app, give_code, give_codes, give_password, is_in

CHANGES = [
    "/account/authenticator/new",
    "/account/authenticator/confirm",
    "/account/authenticator/delete",
    "/account/recovery-codes",
]


@pytest.fixture
def other_browser(app: Flask, mum: Person) -> Person:
    return Person(app, mum.id)


def long_ago(app: Flask) -> None:
    with app.app_context():
        db.session.execute(update(LoginSession).values(confirmed_at=now() - timedelta(hours=1)))
        db.session.commit()


def test_setting_up_an_app(app: Flask, mum: Person, other_browser: Person, visitor: Person, rows):
    assert mum.post("/account/authenticator/new").location == "/account/authenticator"
    page = mum.get("/account/authenticator")
    assert "data:image/svg+xml" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert give_password(visitor).location == "/"  # not asked for before the first code

    codes = CODES.findall(mum.post("/account/authenticator/confirm", {"code": Phone(app, mum.id).code}).text)
    assert len(set(codes)) == 10
    assert is_in(mum)
    assert not is_in(other_browser)
    assert [row.way for row in rows(SignIn)][-1:] == ["app added"]
    assert mum.get("/account/authenticator").location == "/account/"  # shown once
    assert not [code for code in codes if code in mum.get("/account/").text]

    stranger = Person(app)
    assert give_password(stranger).location == "/login/second-step"
    assert give_code(stranger, codes[0]).status_code == 303


def test_the_code_of_the_set_up_does_not_open_the_login(app: Flask, mum: Person, visitor: Person):
    mum.post("/account/authenticator/new")
    code = Phone(app, mum.id).code
    mum.post("/account/authenticator/confirm", {"code": code})
    give_password(visitor)
    assert give_code(visitor, code).status_code == 422


def test_a_wrong_first_code_sets_nothing_up(mum: Person, visitor: Person):
    mum.post("/account/authenticator/new")
    for code in ("", "000000", "abc"):
        answer = mum.post("/account/authenticator/confirm", {"code": code})
        assert answer.status_code == 422, code
        assert "data:image/svg+xml" in answer.text
    assert give_password(visitor).location == "/"


def test_058_first_codes_are_not_guessed_either(app: Flask, mum: Person):
    mum.post("/account/authenticator/new")
    tries = [mum.post("/account/authenticator/confirm", {"code": "000000"}).status_code for _ in range(11)]
    assert tries == [422] * 10 + [429]


def test_removing_the_app(app: Flask, mum: Person, other_browser: Person, visitor: Person, rows):
    give_app(app, mum)
    give_codes(app, mum)
    assert mum.post("/account/authenticator/delete").status_code == 303
    assert (rows(AuthenticatorApp), rows(RecoveryCode)) == ([], [])
    assert is_in(mum)
    assert not is_in(other_browser)
    assert rows(SignIn)[-1].way == "app removed"
    assert give_password(visitor).location == "/"


def test_recovery_codes_can_be_made_anew(app: Flask, mum: Person, visitor: Person, rows):
    assert mum.post("/account/recovery-codes").status_code == 404
    give_app(app, mum)
    old = give_codes(app, mum)
    assert "10 left" in mum.get("/account/").text
    new = CODES.findall(mum.post("/account/recovery-codes").text)
    assert len(new) == 10
    assert rows(SignIn)[-1].way == "recovery codes made"
    give_password(visitor)
    assert give_code(visitor, old[0]).status_code == 422
    assert give_code(visitor, new[0]).status_code == 303


def test_018_a_borrowed_phone_changes_nothing(app: Flask, mum: Person, rows):
    give_app(app, mum)
    before = rows(AuthenticatorApp)[0].id
    long_ago(app)
    for address in CHANGES:
        assert mum.post(address, {"code": "1"}).location == "/account/confirm?next=/account/"
        assert address not in mum.get("/account/").text
    assert [row.id for row in rows(AuthenticatorApp)] == [before]
    assert "enter your password once more" in mum.get("/account/").text


def test_018_entering_the_password_again_takes_a_code_as_well(app: Flask, mum: Person, rows):
    phone = give_app(app, mum)
    long_ago(app)
    assert "one of your recovery codes" in mum.get("/account/confirm").text
    assert mum.post("/account/confirm", {"password": PASSWORD}).status_code == 422
    assert mum.post("/account/confirm", {"password": PASSWORD, "code": "000000"}).status_code == 422
    assert mum.post("/account/confirm", {"password": "wrong wrong", "code": phone.code}).status_code == 422
    assert now() - rows(LoginSession)[0].confirmed_at > timedelta(minutes=30)
    assert mum.post("/account/confirm", {"password": PASSWORD, "code": phone.code}).status_code == 303
    assert now() - rows(LoginSession)[0].confirmed_at < timedelta(minutes=1)


def test_009_another_members_app_stays(app: Flask, mum: Person, dad: Person, rows):
    give_app(app, mum)
    assert dad.post("/account/authenticator/delete").status_code == 404
    assert len(rows(AuthenticatorApp)) == 1
