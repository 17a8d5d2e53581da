"""Joining by invitation."""

import pytest
from flask import Flask

from photoalbum.accounts import invitations
from photoalbum.accounts.models import Invitation, LoginSession, Member
from photoalbum.core.db import db
from tests.cast import Person

ANSWERS = {"name": "Clara", "email": "clara@example.org", "password": "three wet geese at noon"}


@pytest.fixture
def invitation(app: Flask, household: dict[str, int]) -> str:
    """The address of an open invitation for Aunt Clara."""
    with app.app_context():
        keeper = db.session.get_one(Member, household["keeper"])
        made = invitations.make(keeper, "Aunt Clara")
        db.session.commit()
        return f"/join/{invitations.token(made, app.config['SECRET_KEY'])}"


def clara(rows) -> Member | None:
    return next((member for member in rows(Member) if member.email == "clara@example.org"), None)


def test_001_joining_makes_a_member_and_logs_them_in(visitor: Person, invitation: str, rows):
    page = visitor.get(invitation)
    assert page.status_code == 200
    assert 'value="Aunt Clara"' in page.text
    answer = visitor.post(invitation, ANSWERS)
    assert (answer.status_code, answer.location) == (303, "/")
    assert clara(rows).role == "member"
    assert visitor.get("/account/").status_code == 200
    assert visitor.get("/admin/").status_code == 404


def test_001_the_invitation_works_once(app: Flask, visitor: Person, invitation: str, rows):
    assert visitor.post(invitation, ANSWERS).status_code == 303
    second = Person(app)
    assert second.get(invitation).status_code == 404
    assert second.post(invitation, {**ANSWERS, "email": "x@example.org"}).status_code == 404
    assert [row.used_by_id for row in rows(Invitation)] == [clara(rows).id]


def test_001_the_role_is_the_servers(visitor: Person, invitation: str, rows):
    more = {"role": "keeper", "is_admin": "1", "quota_bytes": "0", "disabled_at": "", "id": "99", "uid": "me"}
    assert visitor.post(invitation, {**ANSWERS, **more}).status_code == 303
    joined = clara(rows)
    assert (joined.role, joined.quota_bytes) == ("member", None)
    assert (joined.id, joined.uid) != (99, "me")


def test_an_address_that_is_taken(visitor: Person, invitation: str):
    answer = visitor.post(invitation, {**ANSWERS, "email": "Mum@example.org"})
    assert answer.status_code == 422
    assert "this e-mail address already" in answer.text
    assert visitor.post(invitation, ANSWERS).status_code == 303


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("email", "clara"), ("password", "short"), ("password", "clara example 1")],
)
def test_what_is_not_right_is_said_and_uses_nothing_up(
    visitor: Person, invitation: str, field: str, value: str
):
    answer = visitor.post(invitation, {**ANSWERS, field: value})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "three wet geese" not in answer.text
    assert visitor.post(invitation, ANSWERS).status_code == 303


@pytest.mark.parametrize("token", ["x", "x.y", "a" * 12 + "." + "b" * 32, "..%2f..", "%00", "ü.ü"])
def test_no_such_invitation(visitor: Person, household: dict[str, int], token: str):
    assert visitor.get(f"/join/{token}").status_code == 404
    assert visitor.post(f"/join/{token}", ANSWERS).status_code == 404


def test_051_joining_needs_the_token(app: Flask, visitor: Person, mum: Person, invitation: str, rows):
    visitor.get(invitation)
    assert visitor.client.post(invitation, data=ANSWERS).status_code == 400
    assert visitor.client.post(invitation, data={**ANSWERS, "csrf_token": mum.token}).status_code == 400
    assert clara(rows) is None


def test_050_looking_at_an_invitation_does_not_use_it(visitor: Person, invitation: str, rows):
    visitor.get(invitation)
    visitor.head(invitation)
    assert rows(Invitation)[0].used_at is None
    assert rows(LoginSession) == []


def test_066_another_secret_key_ends_invitations(app: Flask, visitor: Person, invitation: str):
    app.config["SECRET_KEY"] = "another key that is long enough for a site"
    assert visitor.get(invitation).status_code == 404
