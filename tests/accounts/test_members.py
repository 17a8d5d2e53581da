"""Members: adding them, keeping them out, and changing their passwords."""

import pytest
from flask import Flask

from photoalbum.accounts import members, password_links, sessions
from photoalbum.accounts.models import Member
from photoalbum.core.db import db
from photoalbum.core.errors import Conflict, Rejected


@pytest.fixture(autouse=True)
def _family(app: Flask, household: dict[str, int]):
    with app.app_context():
        yield


def find(name: str) -> Member:
    return members.find_by_email(f"{name}@example.org") or pytest.fail(f"no {name}")


def add(name: str = "Berta", email: str = "berta@example.org") -> Member:
    return members.add(name=name, email=email, password_hash="x")


def test_a_new_member_has_no_power(app: Flask):
    member = add(" Berta \t Maria\n", " Berta@Example.ORG ")
    assert (member.name, member.email) == ("Berta Maria", "berta@example.org")
    assert not member.is_keeper
    assert member.password_changed_at


def test_one_account_for_one_address(app: Flask):
    with pytest.raises(Conflict):
        add(email="MUM@example.org")
    assert add().id, "the refused one must not spoil the transaction"


@pytest.mark.parametrize(
    "email", ["", "berta", "berta@", "@home", "be rta@home", "a@b@c", "x" * 250 + "@home"]
)
def test_what_is_no_address_is_refused(email: str):
    with pytest.raises(Rejected):
        add(email=email)


@pytest.mark.parametrize("name", ["", "  ", "\x00\x07", "\u202e"])
def test_a_name_of_nothing_is_refused(name: str):
    with pytest.raises(Rejected):
        add(name=name)


def test_names_cannot_disguise_what_stands_beside_them():
    assert members.clean_name("Eve\u202egpj.exe\u2066\x1b[31m") == "Evegpj.exe[31m"
    assert members.clean_name("Zoë 👩‍👩‍👧 <b>") == "Zoë 👩‍👩‍👧 <b>"


def test_012_the_last_keeper_stays():
    with pytest.raises(Conflict):
        members.disable(find("keeper"))
    assert find("keeper").disabled_at is None

    find("dad").role = "keeper"
    db.session.flush()
    members.disable(find("keeper"))
    with pytest.raises(Conflict):
        members.disable(find("dad"))


def test_a_disabled_keeper_does_not_count():
    find("dad").role = "keeper"
    db.session.flush()
    members.disable(find("dad"))
    with pytest.raises(Conflict):
        members.disable(find("keeper"))


def test_keeping_out_ends_sessions_and_password_links():
    mum = find("mum")
    secret = sessions.start(mum.id)
    link = password_links.make(mum, find("keeper"))
    members.disable(mum)
    assert sessions.of_member(mum.id) == []
    assert password_links.find(link.uid) is None
    first = mum.disabled_at
    members.disable(mum)
    assert mum.disabled_at == first

    members.enable(mum)
    assert mum.disabled_at is None
    assert sessions.find(secret) is None
    assert password_links.find(link.uid) is None


def test_006_a_new_password_ends_sessions_and_links():
    mum = find("mum")
    sessions.start(mum.id)
    kept = sessions.start(mum.id)
    dads = sessions.start(find("dad").id)
    login, _ = sessions.find(kept) or pytest.fail("not found")
    link = password_links.make(mum, None)
    before = mum.password_changed_at
    members.change_password(mum, "new", keep=login.id)
    assert [row.id for row in sessions.of_member(mum.id)] == [login.id]
    assert sessions.find(dads)
    assert password_links.find(link.uid) is None
    assert mum.password_changed_at > before
