"""Links for a new password: an hour, once, and only the newest."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from photoalbum.accounts import members, password_links
from photoalbum.accounts.models import Member, PasswordLink
from photoalbum.core import tokens
from photoalbum.core.clock import now
from photoalbum.core.db import db

KEY = "a key of some length for the tests of this file"


@pytest.fixture
def mum(app: Flask, household: dict[str, int]):
    with app.app_context():
        yield db.session.get_one(Member, household["mum"])


def test_005_works_once(mum: Member):
    link = password_links.make(mum, None)
    token = password_links.token(link, KEY)
    assert password_links.find_by_token(token, KEY) is link
    assert password_links.claim(link.id)
    assert not password_links.claim(link.id)
    assert password_links.find_by_token(token, KEY) is None


def test_005_at_most_an_hour(mum: Member):
    link = password_links.make(mum, None)
    token = password_links.token(link, KEY)
    assert link.expires_at <= now() + timedelta(minutes=60)
    link.expires_at = now() - timedelta(seconds=1)
    db.session.flush()
    assert password_links.find_by_token(token, KEY) is None
    assert not password_links.claim(link.id)


def test_005_a_newer_one_ends_the_older(mum: Member, household: dict[str, int]):
    dads = password_links.make(db.session.get_one(Member, household["dad"]), None)
    older = password_links.make(mum, None)
    newer = password_links.make(mum, None)
    assert password_links.find(older.uid) is None
    assert not password_links.claim(older.id)
    assert password_links.find(newer.uid)
    assert password_links.find(dads.uid)


def test_005_the_database_holds_no_two_open_ones(mum: Member):
    password_links.make(mum, None)
    db.session.add(PasswordLink(member_id=mum.id, expires_at=now()))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_005_a_password_change_ends_it(mum: Member):
    link = password_links.make(mum, None)
    members.change_password(mum, "new")
    assert not password_links.claim(link.id)


def test_a_disabled_member_gets_no_password(mum: Member):
    link = password_links.make(mum, None)
    mum.disabled_at = now()
    db.session.flush()
    assert password_links.find(link.uid) is None


def test_005_a_token_is_nothing_but_what_we_made(mum: Member):
    link = password_links.make(mum, None)
    token = password_links.token(link, KEY)
    mac = token.partition(".")[2]
    assert len(mac) * 6 >= 128
    assert mac not in str(vars(link))
    for wrong in ("", link.uid, token[:-1], token + "x", tokens.seal(KEY, "invitation", link.uid, 1)):
        assert password_links.find_by_token(wrong, KEY) is None
