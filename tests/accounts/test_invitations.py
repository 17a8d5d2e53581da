"""Invitations: single use, for a week at most, and never for more than a member's role."""

import threading
from datetime import timedelta

import pytest
from flask import Flask

from photoalbum.accounts import invitations, members
from photoalbum.accounts.models import Invitation, Member
from photoalbum.core import tokens
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.core.errors import Conflict, Missing

KEY = "a key of some length for the tests of this file"


@pytest.fixture
def keeper(app: Flask, household: dict[str, int]):
    with app.app_context():
        yield db.session.get_one(Member, household["keeper"])


def accept(invitation_id: int, name: str = "Clara") -> Member:
    return invitations.accept(invitation_id, name=name, email=f"{name}@example.org", password_hash="x")


def test_001_used_once(keeper: Member):
    invitation = invitations.make(keeper, " Aunt  Clara ")
    token = invitations.token(invitation, KEY)
    assert invitation.name == "Aunt Clara"
    assert invitations.find_by_token(token, KEY) is invitation
    clara = accept(invitation.id)
    assert clara.role == "member"
    db.session.expire_all()
    assert invitation.used_by_id == clara.id
    assert invitations.find_by_token(token, KEY) is None
    assert invitations.find(invitation.uid) is None
    with pytest.raises(Missing):
        accept(invitation.id, "Someone")


def test_001_never_longer_than_a_week(keeper: Member):
    week = now() + timedelta(days=7)
    assert abs(invitations.make(keeper, "A").expires_at - week) < timedelta(seconds=10)
    assert invitations.make(keeper, "B", life=timedelta(days=400)).expires_at <= now() + timedelta(days=7)
    day = invitations.make(keeper, "C", life=timedelta(days=1))
    assert abs(day.expires_at - now() - timedelta(days=1)) < timedelta(seconds=10)


def test_001_too_old(keeper: Member):
    invitation = invitations.make(keeper, "Clara")
    token = invitations.token(invitation, KEY)
    invitation.expires_at = now() - timedelta(seconds=1)
    db.session.flush()
    assert invitations.find_by_token(token, KEY) is None
    assert invitations.waiting() == []
    with pytest.raises(Missing):
        accept(invitation.id)


def test_taken_back(keeper: Member):
    invitation = invitations.make(keeper, "Clara")
    token = invitations.token(invitation, KEY)
    assert invitations.waiting() == [invitation]
    assert invitations.revoke(invitation.uid)
    assert not invitations.revoke(invitation.uid)
    assert invitations.find_by_token(token, KEY) is None
    with pytest.raises(Missing):
        accept(invitation.id)


def test_a_token_is_nothing_but_what_we_made(keeper: Member):
    invitation = invitations.make(keeper, "Clara")
    token = invitations.token(invitation, KEY)
    for wrong in (
        "",
        invitation.uid,
        f"{invitation.uid}.",
        token[:-1],
        token + "x",
        tokens.seal(KEY, "password", invitation.uid, 1),
        tokens.seal("another key", "invitation", invitation.uid, 1),
        tokens.seal(KEY, "invitation", tokens.new_uid(), 1),
    ):
        assert invitations.find_by_token(wrong, KEY) is None


def test_an_address_that_is_taken_leaves_the_invitation_open(keeper: Member):
    invitation_id = invitations.make(keeper, "Clara").id
    db.session.commit()
    with pytest.raises(Conflict):
        accept(invitation_id, "mum")
    db.session.rollback()
    assert accept(invitation_id).id


def test_001_of_six_at_once_one_gets_in(app: Flask, keeper: Member):
    invitation_id = invitations.make(keeper, "Clara").id
    db.session.commit()
    outcomes: list[str] = []
    start = threading.Barrier(6)

    def run(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                accept(invitation_id, f"guest{number}")
                db.session.commit()
                outcomes.append("in")
            except Missing:
                outcomes.append("out")

    threads = [threading.Thread(target=run, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in"] + ["out"] * 5
    db.session.rollback()
    assert len([member for member in members.everyone() if member.name.startswith("guest")]) == 1
    assert db.session.get_one(Invitation, invitation_id).used_by_id
