"""Choosing a new password by a keeper's link."""

import pytest
from flask import Flask

from photoalbum.accounts import password_links, sessions
from photoalbum.accounts.models import LoginSession, Member
from photoalbum.core.clock import now
from photoalbum.core.db import db
from tests.cast import PASSWORD, Person

NEW = "three wet geese at noon"


@pytest.fixture
def link(app: Flask, household: dict[str, int]) -> str:
    """The address of a password link for mum."""
    with app.app_context():
        made = password_links.make(db.session.get_one(Member, household["mum"]), None)
        db.session.commit()
        return f"/password/{password_links.token(made, app.config['SECRET_KEY'])}"


def log_in(app: Flask, password: str) -> int:
    return Person(app).post("/login", {"email": "mum@example.org", "password": password}).status_code


def test_005_the_link_gives_a_new_password(app: Flask, visitor: Person, link: str):
    assert "Mum" in visitor.get(link).text
    answer = visitor.post(link, {"password": NEW})
    assert (answer.status_code, answer.location) == (303, "/login")
    assert "new password is in place" in visitor.get("/login").text
    assert log_in(app, PASSWORD) == 422
    assert log_in(app, NEW) == 303


def test_005_the_link_works_once(visitor: Person, link: str):
    assert visitor.post(link, {"password": NEW}).status_code == 303
    visitor._token = None
    assert visitor.get(link).status_code == 404
    assert visitor.post(link, {"password": NEW + "!"}).status_code == 404


def test_005_opening_it_does_not_use_it_up(visitor: Person, link: str):
    for _ in range(3):
        assert visitor.get(link).status_code == 200
    assert visitor.post(link, {"password": NEW}).status_code == 303


def test_005_a_new_password_ends_all_sessions(
    app: Flask, visitor: Person, mum: Person, dad: Person, link: str
):
    visitor.post(link, {"password": NEW})
    assert mum.get("/account/").status_code == 302
    assert dad.get("/account/").status_code == 200


@pytest.mark.parametrize("password", ["", "short", "123456789012345", "mum@example.org", "passwordpassword"])
def test_weak_ones_are_refused_and_the_link_stays(visitor: Person, link: str, password: str):
    assert visitor.post(link, {"password": password}).status_code == 422
    assert visitor.post(link, {"password": NEW}).status_code == 303


def test_007_a_disabled_members_link_opens_nothing(app: Flask, visitor: Person, household, link: str):
    with app.app_context():
        db.session.get_one(Member, household["mum"]).disabled_at = now()
        db.session.commit()
    assert visitor.get(link).status_code == 404
    assert visitor.post(link, {"password": NEW}).status_code == 404


@pytest.mark.parametrize("token", ["x", "x.y", "a" * 12 + "." + "b" * 32, "%00"])
def test_no_such_link(visitor: Person, household: dict[str, int], token: str):
    assert visitor.get(f"/password/{token}").status_code == 404
    assert visitor.post(f"/password/{token}", {"password": NEW}).status_code == 404


def test_051_a_new_password_needs_the_token(visitor: Person, mum: Person, link: str):
    visitor.get(link)
    assert visitor.client.post(link, data={"password": NEW}).status_code == 400
    assert visitor.client.post(link, data={"password": NEW, "csrf_token": mum.token}).status_code == 400
    assert visitor.get(link).status_code == 200


def test_whoever_was_logged_in_there_is_logged_out(app: Flask, dad: Person, link: str, rows):
    """A family computer: dad's session must not stay behind mum's new password."""
    with app.app_context():
        sessions.start(dad.id)
        db.session.commit()
    answer = dad.post(link, {"password": NEW})
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert dad.get("/account/").status_code == 302
    assert len(rows(LoginSession)) == 1
