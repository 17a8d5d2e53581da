"""Who a request comes from: the cookie, its row, and what is asked of those who bring none."""

from datetime import timedelta

import pytest
from flask import Flask
from flask_login import current_user
from sqlalchemy import update

from photoalbum.accounts.models import LoginSession, Member
from photoalbum.accounts.viewer import STRANGER, Viewer
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.delivery.identity import current_login, current_member, current_viewer
from photoalbum.web.current import cookie_name
from tests.cast import Person


def change_session(app: Flask, **fields: object) -> None:
    with app.app_context():
        db.session.execute(update(LoginSession).values(**fields))
        db.session.commit()


def as_of(app: Flask, person: Person):
    secret = person.client.get_cookie("photoalbum").value
    return app.test_request_context(headers={"Cookie": f"photoalbum={secret}"})


def test_one_statement_for_session_and_member(app: Flask, mum: Person, query_count):
    with as_of(app, mum), query_count() as cost:
        for _ in range(3):
            assert current_member().name == "Mum"
            assert current_viewer() == Viewer(member_id=mum.id, is_keeper=False)
            assert current_login().is_confirmed
    assert cost.total == 1


def test_a_stranger_costs_nothing(app: Flask, household: dict[str, int], query_count):
    with app.test_request_context(), query_count() as cost:
        assert current_member() is None
        assert current_login() is None
        assert current_viewer() is STRANGER
    assert cost.total == 0


def test_outside_a_request_nobody_is_asking(app: Flask):
    with app.app_context():
        assert current_member() is None


def test_063_no_remember_cookie_is_read(app: Flask, mum: Person):
    secret = mum.client.get_cookie("photoalbum").value
    for other in ("remember_token=1|x", "=1|x", "session=x"):
        with app.test_request_context(headers={"Cookie": f"{other}; photoalbum={secret}"}):
            assert current_member().name == "Mum"


def test_flask_login_knows_the_same_person(app: Flask, mum: Person):
    uid = mum.uid
    with as_of(app, mum):
        assert current_user.is_authenticated
        assert current_user.get_id() == uid
    with app.test_request_context():
        assert not current_user.is_authenticated


def test_the_keeper_is_known_as_such(app: Flask, keeper: Person):
    with as_of(app, keeper):
        assert current_viewer() == Viewer(member_id=keeper.id, is_keeper=True)


@pytest.mark.parametrize(("secure", "name"), [(False, "photoalbum"), (True, "__Host-photoalbum")])
def test_062_the_other_transports_cookie_is_not_read(app: Flask, mum: Person, secure: bool, name: str):
    secret = mum.client.get_cookie("photoalbum").value
    app.config["SECURE_COOKIES"] = secure
    with app.test_request_context(headers={"Cookie": f"{name}={secret}"}):
        assert cookie_name() == name
        assert current_member()
    other = "photoalbum" if secure else "__Host-photoalbum"
    with app.test_request_context(headers={"Cookie": f"{other}={secret}"}):
        assert current_member() is None


@pytest.mark.parametrize("value", ["", "x", "%00", "é", "a" * 4000, "' OR 1=1 --"])
def test_057_nonsense_in_the_cookie_is_a_stranger(app: Flask, household, value: str):
    browser = app.test_client()
    browser.set_cookie("photoalbum", value)
    assert browser.get("/account/").status_code == 302


def test_007_disabling_bites_at_the_next_request(app: Flask, mum: Person):
    assert mum.get("/account/").status_code == 200
    with app.app_context():
        db.session.get_one(Member, mum.id).disabled_at = now()
        db.session.commit()
    assert mum.get("/account/").status_code == 302
    assert mum.get("/account/", headers={"Accept": "application/json"}).status_code == 401


@pytest.mark.parametrize(
    "fields",
    [{"last_used_at": now() - timedelta(days=14)}, {"created_at": now() - timedelta(days=90)}],
    ids=["idle", "absolute"],
)
def test_064_ended_sessions_open_nothing(app: Flask, mum: Person, fields: dict[str, object]):
    change_session(app, **fields)
    assert mum.get("/account/").status_code == 302


def test_064_use_is_noted_once_an_hour_also_while_reading(app: Flask, mum: Person, rows):
    mum.get("/account/")
    before = rows(LoginSession)[0].last_used_at
    mum.get("/account/")
    assert rows(LoginSession)[0].last_used_at == before

    change_session(app, last_used_at=now() - timedelta(hours=2))
    answer = mum.get(
        "/account/", headers={"User-Agent": "Firefox"}, environ_overrides={"REMOTE_ADDR": "192.0.2.9"}
    )
    assert answer.status_code == 200
    row = rows(LoginSession)[0]
    assert now() - row.last_used_at < timedelta(minutes=1)
    assert (row.address, row.user_agent) == ("192.0.2.9", "Firefox")


def test_006_what_an_ended_session_had_unlocked_ends_with_it(app: Flask, mum: Person):
    with mum.client.session_transaction() as browser:
        browser["unlocked"] = {"somebodys-link": [1, "2999"]}
        browser["csrf_token"] = "kept"
    with app.app_context():
        db.session.execute(db.delete(LoginSession))
        db.session.commit()
    mum.get("/account/")
    with mum.client.session_transaction() as browser:
        assert dict(browser) == {"csrf_token": "kept"}


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {}, 302),
        ("HEAD", {}, 302),
        ("GET", {"Accept": "*/*"}, 302),
        ("GET", {"Accept": "application/json"}, 401),
        ("GET", {"Sec-Fetch-Mode": "navigate"}, 302),
        ("GET", {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"}, 401),
        ("GET", {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Site": "same-origin"}, 401),
    ],
)
def test_strangers_are_asked_to_log_in(visitor: Person, household, method: str, headers, status: int):
    answer = visitor.client.open("/account/", method=method, headers=headers)
    assert answer.status_code == status
    if status == 302:
        assert answer.location == "/login?next=/account/"


@pytest.mark.parametrize("address", ["/account/password", "/account/sessions/delete", "/admin/invitations"])
def test_strangers_change_nothing(visitor: Person, household, address: str):
    assert visitor.post(address).status_code == 401


def test_066_another_secret_key_keeps_members_logged_in(app: Flask, mum: Person):
    app.config["SECRET_KEY"] = "another key that is long enough for a site"
    assert mum.get("/account/").status_code == 200
    mum._token = None
    assert mum.post("/logout").status_code == 303
