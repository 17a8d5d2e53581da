"""Login sessions as rows: how long they last, and how they end."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from photoalbum.accounts import sessions
from photoalbum.accounts.models import LoginSession, Member
from photoalbum.core.clock import now
from photoalbum.core.db import db


@pytest.fixture
def mums_id(app: Flask, household: dict[str, int]):
    with app.app_context():
        yield household["mum"]


def start(member_id: int, **fields: datetime) -> str:
    secret = sessions.start(member_id, user_agent="Browser", address="192.0.2.1")
    db.session.flush()
    if fields:
        uid = sessions.of_member(member_id)[0].uid
        change(LoginSession.uid == uid, **fields)
    return secret


def change(which: Any, **fields: datetime) -> None:
    db.session.execute(update(LoginSession).where(which).values(**fields))


def test_the_secret_finds_its_session_and_is_not_in_the_database(mums_id: int):
    secret = start(mums_id)
    db.session.commit()
    found = sessions.find(secret)
    assert found is not None
    assert found[1].id == mums_id
    row = db.session.get_one(LoginSession, found[0].id)
    assert secret not in str(vars(row))
    assert sessions.find(secret + "x") is None
    assert sessions.find("") is None


def test_finding_costs_one_statement(mums_id: int, query_count: Any):
    secret = start(mums_id)
    db.session.commit()
    with query_count() as cost:
        found = sessions.find(secret)
        assert found is not None
        assert (found[1].name, found[0].is_due) == ("Mum", False)
    assert cost.total == 1


@pytest.mark.parametrize(
    ("idle", "age", "works"),
    [
        (timedelta(days=13, hours=23), timedelta(days=20), True),
        (timedelta(days=14, minutes=1), timedelta(days=20), False),
        (timedelta(0), timedelta(days=89, hours=23), True),
        (timedelta(0), timedelta(days=90, minutes=1), False),
    ],
)
def test_064_idle_and_absolute_end(mums_id: int, idle: timedelta, age: timedelta, works: bool):
    secret = start(mums_id, last_used_at=now() - idle, created_at=now() - age)
    assert (sessions.find(secret) is not None) == works
    assert (sessions.of_member(mums_id) != []) == works
    assert sessions.forget_expired() == (0 if works else 1)


def test_007_a_disabled_members_session_is_not_found(mums_id: int):
    secret = start(mums_id)
    db.session.get_one(Member, mums_id).disabled_at = now()
    assert sessions.find(secret) is None


def test_use_is_noted_at_most_once_an_hour(mums_id: int):
    secret = start(mums_id, last_used_at=now() - timedelta(minutes=59))
    login, _ = sessions.find(secret) or pytest.fail("not found")
    assert not login.is_due
    sessions.touch(login.id, user_agent="Other", address="192.0.2.2")
    assert db.session.get_one(LoginSession, login.id).address == "192.0.2.1"

    change(LoginSession.id == login.id, last_used_at=now() - timedelta(hours=1))
    login, _ = sessions.find(secret) or pytest.fail("not found")
    assert login.is_due
    sessions.touch(login.id, user_agent="x" * 500, address="192.0.2.2")
    row = db.session.get_one(LoginSession, login.id)
    assert (row.address, row.user_agent) == ("192.0.2.2", "x" * 200)
    assert now() - row.last_used_at < timedelta(seconds=10)


def test_065_end_one_others_all(mums_id: int, household: dict[str, int]):
    dads = start(household["dad"])
    first, second, third = start(mums_id), start(mums_id), start(mums_id)
    one, _ = sessions.find(first) or pytest.fail("not found")
    dads_login, _ = sessions.find(dads) or pytest.fail("not found")

    assert not sessions.end(mums_id, dads_login.uid)
    assert sessions.end(mums_id, one.uid)
    assert not sessions.end(mums_id, one.uid)
    assert sessions.find(first) is None

    two, _ = sessions.find(second) or pytest.fail("not found")
    assert sessions.end_all(mums_id, but=two.id) == 1
    assert sessions.find(second)
    assert sessions.find(third) is None
    assert sessions.end_all(mums_id) == 1
    assert sessions.find(dads)


def test_confirmed_for_a_quarter_of_an_hour(mums_id: int):
    secret = start(mums_id, confirmed_at=now() - timedelta(minutes=14))
    login, _ = sessions.find(secret) or pytest.fail("not found")
    assert login.is_confirmed
    change(LoginSession.id == login.id, confirmed_at=now() - timedelta(minutes=16))
    login, _ = sessions.find(secret) or pytest.fail("not found")
    assert not login.is_confirmed
    sessions.confirm(login.id)
    login, _ = sessions.find(secret) or pytest.fail("not found")
    assert login.is_confirmed
