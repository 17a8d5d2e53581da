"""The record of sign-ins: what stands in it, and for how long."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from photoalbum.accounts import sign_ins
from photoalbum.accounts.sign_ins import Outcome, SignIn, Way
from photoalbum.core.clock import now
from photoalbum.core.db import db

HERE = "192.0.2.7"


@pytest.fixture
def mums_id(app: Flask, household: dict[str, int]) -> Iterator[int]:
    with app.app_context():
        yield household["mum"]


def test_003_a_refusal_costs_the_same_whoever_is_meant(mums_id: int, query_count, rows):
    costs = []
    for email in ("mum@example.org", "nobody@example.org"):
        with query_count() as cost:
            sign_ins.note_refusal(email, Way.PASSWORD, address=HERE)
        costs.append(cost.total)
    db.session.commit()
    assert costs == [1, 1]
    assert [row.member_id for row in rows(SignIn)] == [mums_id, None]
    assert "nobody" not in str([vars(row) for row in rows(SignIn)])


def test_089_addresses_are_kept_for_thirty_days(mums_id: int, rows):
    for days in (31, 29):
        sign_ins.note(mums_id, Outcome.IN, Way.PASSWORD, address=HERE)
        db.session.flush()
        sign_ins.of_member(mums_id, most=1)[0].at = now() - timedelta(days=days)
    assert sign_ins.forget_old() == 1
    db.session.commit()
    assert [now() - row.at < timedelta(days=30) for row in rows(SignIn)] == [True]


def test_refusals_do_not_fill_the_disk_nor_push_others_out(mums_id: int, monkeypatch, rows):
    monkeypatch.setattr(sign_ins, "MOST_REFUSALS", 3)
    sign_ins.note(mums_id, Outcome.IN, Way.PASSWORD, address=HERE)
    for _ in range(8):
        sign_ins.note_refusal("nobody@example.org", Way.PASSWORD, address=HERE)
    sign_ins.forget_old()
    db.session.commit()
    assert [row.outcome for row in rows(SignIn)] == ["in", *["refused"] * 3]
