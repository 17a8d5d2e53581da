"""The authenticator app: which codes count, and how often."""

from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import update

from photoalbum.accounts import authenticator
from photoalbum.accounts.authenticator import AuthenticatorApp, step_at
from photoalbum.accounts.models import Member
from photoalbum.core.clock import now
from photoalbum.core.db import db

KEY = "a key for tests"


@pytest.fixture
def mum_herself(app: Flask, household: dict[str, int]) -> Iterator[Member]:
    with app.app_context():
        yield db.session.get_one(Member, household["mum"])


def secret_of(app: AuthenticatorApp, member: Member) -> str:
    secret = authenticator.secret_of(app, member, KEY)
    assert secret
    return secret


def set_up(member: Member) -> str:
    app = authenticator.begin(member, KEY)
    secret = secret_of(app, member)
    db.session.flush()
    db.session.execute(update(AuthenticatorApp).values(confirmed_at=now()))
    db.session.expire_all()
    return secret


def test_the_clock_may_be_one_step_off(mum_herself: Member):
    moment, totp = now(), pyotp.TOTP(set_up(mum_herself))
    for off, right in ((-2, False), (2, False), (1000, False), (-1, True), (0, True), (1, True)):
        code = totp.generate_otp(step_at(moment) + off)
        assert authenticator.accepts(mum_herself, code, KEY, at=moment) is right, off


def test_each_code_counts_once_and_no_older_one_after_it(mum_herself: Member):
    moment, totp = now(), pyotp.TOTP(set_up(mum_herself))
    before, code, after = (totp.generate_otp(step_at(moment) + off) for off in (-1, 0, 1))
    assert authenticator.accepts(mum_herself, code, KEY, at=moment)
    assert not authenticator.accepts(mum_herself, code, KEY, at=moment)
    assert not authenticator.accepts(mum_herself, before, KEY, at=moment)
    assert authenticator.accepts(mum_herself, after, KEY, at=moment)


def test_what_is_no_code_is_none(mum_herself: Member):
    set_up(mum_herself)
    for code in ("", "abcdef", "１２３４５６", "12345", "1234567"):
        assert not authenticator.accepts(mum_herself, code, KEY), code


def test_the_database_alone_does_not_tell_the_secret(mum_herself: Member):
    secret = set_up(mum_herself)
    app = authenticator.in_use(mum_herself.id)
    assert app is not None
    assert secret not in str(vars(app))
    assert authenticator.secret_of(app, mum_herself, "another key") is None
    assert not authenticator.accepts(mum_herself, pyotp.TOTP(secret).now(), "another key")


def test_an_app_that_was_not_confirmed_opens_nothing(mum_herself: Member):
    app = authenticator.begin(mum_herself, KEY)
    db.session.flush()
    assert not authenticator.accepts(mum_herself, pyotp.TOTP(secret_of(app, mum_herself)).now(), KEY)
    app.created_at = now() - timedelta(hours=1)
    db.session.flush()
    assert authenticator.begun(mum_herself.id) is None


def test_a_new_app_takes_the_place_of_the_old_one_when_it_is_confirmed(mum_herself: Member):
    old = set_up(mum_herself)
    new = authenticator.begin(mum_herself, KEY)
    db.session.flush()
    secret, moment = secret_of(new, mum_herself), now()
    assert authenticator.accepts(mum_herself, pyotp.TOTP(old).generate_otp(step_at(moment)), KEY, at=moment)
    assert not authenticator.confirm(new, mum_herself, "000000x", KEY)
    assert authenticator.confirm(new, mum_herself, pyotp.TOTP(secret).now(), KEY)
    later = moment + timedelta(minutes=5)
    codes = [pyotp.TOTP(each).generate_otp(step_at(later)) for each in (old, secret)]
    assert [authenticator.accepts(mum_herself, code, KEY, at=later) for code in codes] == [False, True]
