"""The first page of a new site, which is also the last time it is seen."""

import stat

import pytest
from flask import Flask

from photoalbum.accounts import setup_code
from photoalbum.accounts.models import Household, LoginSession, Member
from tests.cast import Person

ANSWERS = {
    "family_name": "The Meyers",
    "name": "Anna Meyer",
    "email": "Anna@Example.org",
    "password": "three wet geese at noon",
}


def code_of(app: Flask) -> str:
    return setup_code.read_or_make(app.config["INSTANCE"], done=False) or ""


@pytest.fixture
def newcomer(visitor: Person) -> Person:
    """Somebody at a site that is not set up: the form they have is that of /setup."""
    visitor._token = visitor.client.get("/setup").text.split('name="csrf_token" value="')[1].split('"')[0]
    return visitor


@pytest.mark.parametrize("page", ["/", "/login"])
def test_001_a_new_site_leads_to_its_set_up(visitor: Person, page: str):
    answer = visitor.get(page)
    assert (answer.status_code, answer.location) == (302, "/setup")


def test_001_there_is_no_default_account(app: Flask, rows):
    assert rows(Member) == []
    assert rows(Household) == []


def test_001_setting_up_makes_the_keeper_and_logs_them_in(app: Flask, newcomer: Person, rows):
    answer = newcomer.post("/setup", {**ANSWERS, "code": code_of(app)})
    assert (answer.status_code, answer.location) == (303, "/")
    (keeper,) = rows(Member)
    assert (keeper.name, keeper.email, keeper.role) == ("Anna Meyer", "anna@example.org", "keeper")
    assert keeper.password_hash.startswith("$argon2id$")
    assert rows(Household)[0].family_name == "The Meyers"
    assert not (app.config["INSTANCE"] / setup_code.FILE_NAME).exists()
    assert "The Meyers" in newcomer.get("/").text
    assert newcomer.get("/admin/").status_code == 200


def test_the_code_may_be_typed_loosely(app: Flask, newcomer: Person):
    loose = code_of(app).upper().replace("-", " ")
    assert newcomer.post("/setup", {**ANSWERS, "code": loose}).status_code == 303


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("code", "", "fill in"),
        ("code", "aaaa-bbbb-cccc", "not the setup code"),
        ("family_name", " ", "fill in"),
        ("name", "x" * 81, "under 80"),
        ("email", "anna", "like anna@example.org"),
        ("password", "short", "at least 12"),
        ("password", "123456789012345", "digits only"),
        ("password", "anna meyer 1", "too much like"),
        ("password", "the meyers 12", "too much like"),
        ("password", "password1234", "easy to guess"),
    ],
)
def test_what_is_not_right_is_said(app: Flask, newcomer: Person, field: str, value: str, sentence: str):
    answer = newcomer.post("/setup", {**ANSWERS, "code": code_of(app), field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "three wet geese" not in answer.text
    assert newcomer.get("/").location == "/setup"


def test_013_the_form_cannot_choose_more(app: Flask, newcomer: Person, rows):
    newcomer.post("/setup", {**ANSWERS, "code": code_of(app), "id": "7", "quota_bytes": "1", "uid": "me"})
    (keeper,) = rows(Member)
    assert (keeper.quota_bytes, keeper.uid == "me") == (None, False)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_001_afterwards_there_is_no_set_up(visitor: Person, keeper: Person, method: str):
    for person in (visitor, keeper):
        assert person.client.open("/setup", method=method).status_code == 404
        token = {"csrf_token": person.token}
        assert person.client.open("/setup", method=method, data=token).status_code == 404


def test_001_who_was_slower_finds_nothing(app: Flask, newcomer: Person, rows):
    """The other one finished between this one's form and its sending."""
    code = code_of(app)
    other = Person(app)
    other._token = other.client.get("/setup").text.split('name="csrf_token" value="')[1].split('"')[0]
    assert (
        other.post("/setup", {**ANSWERS, "name": "Bert", "email": "b@home", "code": code}).status_code == 303
    )
    assert newcomer.post("/setup", {**ANSWERS, "code": code}).status_code == 404
    assert [member.name for member in rows(Member)] == ["Bert"]


def test_guessing_the_code_ends_soon(app: Flask, newcomer: Person, rows):
    for _ in range(10):
        assert newcomer.post("/setup", {**ANSWERS, "code": "aaaa-bbbb-cccc"}).status_code == 422
    right = {**ANSWERS, "code": code_of(app)}
    limited = newcomer.post("/setup", right)
    assert limited.status_code == 429
    assert 0 < int(limited.headers["Retry-After"]) <= 900
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}
    assert newcomer.post("/setup", right, environ_overrides=elsewhere).status_code == 303
    assert len(rows(LoginSession)) == 1


def test_a_file_of_the_code_is_for_its_owner_only(app: Flask, newcomer: Person):
    newcomer.post("/setup", {**ANSWERS, "code": "wrong"})
    file = app.config["INSTANCE"] / setup_code.FILE_NAME
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
