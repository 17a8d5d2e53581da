"""Recovery codes: ten, each for one use."""

from collections.abc import Iterator

import pytest
from flask import Flask

from photoalbum.accounts import recovery_codes
from photoalbum.accounts.models import Member
from photoalbum.core.db import db

KEY = "a key for tests"


@pytest.fixture
def members(app: Flask, household: dict[str, int]) -> Iterator[tuple[Member, Member]]:
    with app.app_context():
        yield db.session.get_one(Member, household["mum"]), db.session.get_one(Member, household["dad"])


def test_ten_codes_each_for_one_use_by_one_member(members: tuple[Member, Member], rows):
    mum, dad = members
    codes = recovery_codes.make(mum, KEY)
    db.session.flush()
    assert len(set(codes)) == recovery_codes.left(mum.id) == 10
    assert not recovery_codes.accepts(dad, codes[0], KEY)
    assert not recovery_codes.accepts(mum, codes[0], "another key")
    assert recovery_codes.accepts(mum, codes[0], KEY)
    assert not recovery_codes.accepts(mum, codes[0], KEY)
    assert recovery_codes.accepts(mum, f" {codes[1].upper().replace('-', ' ')} ", KEY)
    assert recovery_codes.left(mum.id) == 8
    assert not recovery_codes.accepts(mum, "", KEY)


def test_new_ones_end_the_old_ones(members: tuple[Member, Member]):
    mum, _dad = members
    old = recovery_codes.make(mum, KEY)
    new = recovery_codes.make(mum, KEY)
    db.session.flush()
    assert not recovery_codes.accepts(mum, old[0], KEY)
    assert recovery_codes.accepts(mum, new[0], KEY)


def test_the_database_holds_digests_only(members: tuple[Member, Member], rows):
    mum, _dad = members
    codes = recovery_codes.make(mum, KEY)
    db.session.commit()
    kept = str([vars(row) for row in rows(recovery_codes.RecoveryCode)])
    assert not [code for code in codes if code in kept or recovery_codes.clean(code) in kept]
