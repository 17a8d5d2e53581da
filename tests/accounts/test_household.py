"""The household is set up once, and never twice."""

import threading

import pytest
from flask import Flask
from sqlalchemy import select

from photoalbum.accounts import household, members
from photoalbum.accounts.models import Household, Member
from photoalbum.core.db import db
from photoalbum.core.errors import Missing


def set_up(name: str = "Anna") -> Member:
    return household.set_up("The  Meyers\n", name=name, email=f"{name}@Example.org", password_hash="x")


def test_setting_up_makes_the_household_and_its_keeper(app: Flask):
    with app.app_context():
        assert not household.is_set_up()
        keeper = set_up()
        db.session.commit()
        assert household.is_set_up()
        assert household.current().family_name == "The Meyers"
        assert (keeper.role, keeper.name, keeper.email) == ("keeper", "Anna", "anna@example.org")


def test_a_second_time_is_refused_and_changes_nothing(app: Flask):
    with app.app_context():
        set_up()
        db.session.commit()
        with pytest.raises(Missing):
            set_up("Bert")
        db.session.rollback()
        assert [member.name for member in members.everyone()] == ["Anna"]


def test_001_of_eight_at_once_one_becomes_keeper(app: Flask):
    outcomes: list[str] = []
    start = threading.Barrier(8)

    def run(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                set_up(f"Person{number}")
                db.session.commit()
                outcomes.append("keeper")
            except Missing:
                outcomes.append("missing")

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["keeper"] + ["missing"] * 7
    with app.app_context():
        assert len(db.session.scalars(select(Household)).all()) == 1
        assert [member.role for member in members.everyone()] == ["keeper"]
