"""Proving who one is."""

import argon2
import pytest
from flask import Flask

from photoalbum.accounts import credentials, members, passwords
from photoalbum.accounts.models import Member
from photoalbum.core.clock import now
from photoalbum.core.db import db

PASSWORD = "correct horse battery staple"


@pytest.fixture
def mum(app: Flask, household: dict[str, int]):
    with app.app_context():
        yield db.session.get_one(Member, household["mum"])


def test_address_in_any_case_and_exact_password(mum: Member):
    uid = mum.uid
    assert credentials.member_with(" Mum@Example.org ", PASSWORD).uid == uid
    assert credentials.member_with("mum@example.org", PASSWORD + " ") is None
    assert credentials.member_with("mum@example.org", "") is None
    assert credentials.member_with("nobody@example.org", PASSWORD) is None


def test_003_unknown_wrong_and_disabled_cost_one_hash_each(mum: Member, monkeypatch: pytest.MonkeyPatch):
    mum.disabled_at = now()
    db.session.commit()
    hashes: list[str] = []
    real = passwords._hasher

    class Counting:
        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

        def verify(self, stored: str, raw: bytes) -> bool:
            hashes.append(argon2.extract_parameters(stored).memory_cost)
            return real.verify(stored, raw)

    passwords.matches(None, "warms the hash of nobody")
    monkeypatch.setattr(passwords, "_hasher", Counting())
    for email, password in (
        ("nobody@example.org", PASSWORD),
        ("dad@example.org", "wrong wrong wrong"),
        ("mum@example.org", PASSWORD),
    ):
        assert credentials.member_with(email, password) is None
    assert hashes == [19456] * 3


def test_003_unknown_wrong_and_disabled_cost_the_same_statements(mum: Member, query_count):
    mum.disabled_at = now()
    db.session.commit()
    costs = []
    for email, password in (
        ("nobody@example.org", PASSWORD),
        ("dad@example.org", "wrong wrong wrong"),
        ("mum@example.org", PASSWORD),
    ):
        with query_count() as cost:
            credentials.member_with(email, password)
        costs.append(cost.total)
    assert costs == [1, 1, 1]


def test_002_a_weaker_hash_is_replaced_when_it_is_used(mum: Member):
    uid = mum.uid
    mum.password_hash = argon2.PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)
    db.session.commit()
    assert credentials.member_with("mum@example.org", "wrong wrong wrong") is None
    assert credentials.member_with("mum@example.org", PASSWORD)
    db.session.commit()
    kept = members.find(uid).password_hash
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert credentials.member_with("mum@example.org", PASSWORD)


def test_no_transaction_is_open_while_hashing(mum: Member, monkeypatch: pytest.MonkeyPatch):
    seen: list[bool] = []
    real = passwords.matches

    def watching(stored: str | None, password: str) -> bool:
        seen.append(db.session().in_transaction())
        return real(stored, password)

    monkeypatch.setattr(passwords, "matches", watching)
    assert credentials.proves(mum.id, PASSWORD)
    assert seen == [False]
