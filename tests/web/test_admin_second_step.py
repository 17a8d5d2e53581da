"""A keeper helps somebody who lost the phone, and does so by a word of their own."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from photoalbum.accounts.authenticator import AuthenticatorApp
from photoalbum.accounts.models import LoginSession
from photoalbum.accounts.recovery_codes import RecoveryCode
from photoalbum.accounts.sign_ins import SignIn
from photoalbum.core.clock import now
from photoalbum.core.db import db
from tests.cast import Person

from .steps import give_app, give_codes, give_password, is_in

REMOVE = "Also remove the second step"


def link_for(keeper: Person, member: Person) -> str:
    return keeper.post(f"/admin/members/{member.uid}/password-link").location


def test_a_link_alone_removes_nothing_and_the_page_says_so(
    app: Flask, keeper: Person, mum: Person, dad: Person, rows
):
    give_app(app, mum)
    page = keeper.get(link_for(keeper, mum)).text
    assert "still asked for" in page
    assert REMOVE in page
    assert len(rows(AuthenticatorApp)) == 1
    assert REMOVE not in keeper.get(link_for(keeper, dad)).text


def test_removing_it_as_well(app: Flask, keeper: Person, mum: Person, visitor: Person, rows):
    give_app(app, mum)
    give_codes(app, mum)
    link = link_for(keeper, mum)
    assert keeper.post(f"{link}/second-factor/delete").location == link
    assert (rows(AuthenticatorApp), rows(RecoveryCode)) == ([], [])
    assert not is_in(mum)
    assert (rows(SignIn)[-1].member_id, rows(SignIn)[-1].way) == (mum.id, "second step removed by a keeper")
    assert give_password(visitor).location == "/"


def test_018_only_a_keeper_who_entered_the_password_lately(
    app: Flask, keeper: Person, mum: Person, dad: Person, rows
):
    give_app(app, mum)
    link = link_for(keeper, mum)
    assert dad.post(f"{link}/second-factor/delete").status_code == 404
    assert keeper.post("/admin/password-links/x/second-factor/delete").status_code == 404
    with app.app_context():
        db.session.execute(update(LoginSession).values(confirmed_at=now() - timedelta(hours=1)))
        db.session.commit()
    assert keeper.post(f"{link}/second-factor/delete").location == f"/account/confirm?next={link}"
    assert len(rows(AuthenticatorApp)) == 1
