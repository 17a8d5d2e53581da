"""Logging in and out."""

import re

import pytest
from flask import Flask

from photoalbum.accounts.models import LoginSession, Member
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.core.tokens import digest
from tests.cast import PASSWORD, Person

COOKIE = "photoalbum"


def log_in(person: Person, email: str = "mum@example.org", password: str = PASSWORD, **fields: str):
    return person.post("/login", {"email": email, "password": password, **fields})


def test_logging_in_and_out(visitor: Person, household: dict[str, int], rows):
    answer = log_in(visitor)
    assert (answer.status_code, answer.location) == (303, "/")
    assert visitor.get("/account/").status_code == 200
    secret = visitor.client.get_cookie(COOKIE).value
    assert [row.digest for row in rows(LoginSession)] == [digest(secret)]

    visitor._token = None
    visitor.id = household["mum"]
    answer = visitor.post("/logout")
    assert (answer.status_code, answer.location) == (303, "/login")
    assert rows(LoginSession) == []
    assert visitor.get("/account/").status_code == 302


def test_062_the_cookie_over_plain_http(visitor: Person, household: dict[str, int]):
    answer = log_in(visitor)
    (line,) = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("photoalbum=")]
    assert "HttpOnly" in line
    assert "SameSite=Lax" in line
    assert "Path=/" in line
    assert "Domain" not in line
    assert "Secure" not in line


def test_062_the_cookie_over_https(app: Flask, household: dict[str, int]):
    app.config.update(SECURE_COOKIES=True)
    person = Person(app)
    answer = person.post(
        "/login", {"email": "mum@example.org", "password": PASSWORD}, base_url="https://localhost"
    )
    (line,) = [line for line in answer.headers.getlist("Set-Cookie") if "__Host-photoalbum=" in line]
    assert re.match(r"__Host-photoalbum=[\w-]{43};", line)
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in line.split("; ")
    assert "Domain" not in line


def test_062_a_session_prepared_by_somebody_else_is_not_adopted(visitor: Person, household, rows):
    visitor.client.set_cookie(COOKIE, "chosen-by-a-stranger")
    log_in(visitor)
    assert visitor.client.get_cookie(COOKIE).value != "chosen-by-a-stranger"
    assert digest("chosen-by-a-stranger") not in [row.digest for row in rows(LoginSession)]


def test_062_a_new_login_ends_the_one_before(app: Flask, household: dict[str, int], rows):
    dad = Person(app, household["dad"])
    before = dad.client.get_cookie(COOKIE).value
    log_in(dad)
    assert dad.client.get_cookie(COOKIE).value != before
    assert [row.member_id for row in rows(LoginSession)] == [household["mum"]]


def test_062_the_csrf_secret_is_new_after_login_and_logout(visitor: Person, household):
    secrets = []
    for step in (lambda: None, lambda: log_in(visitor), lambda: visitor.post("/logout")):
        step()
        visitor._token = None
        visitor.id = 1 if len(secrets) == 1 else None
        visitor.token  # noqa: B018
        with visitor.client.session_transaction() as browser:
            secrets.append(browser["csrf_token"])
    assert len(set(secrets)) == 3


def test_063_after_logout_the_old_cookie_opens_nothing(app: Flask, household: dict[str, int]):
    mum = Person(app, household["mum"])
    old = mum.client.get_cookie(COOKIE).value
    answer = mum.post("/logout")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert mum.client.get_cookie(COOKIE) is None

    thief = app.test_client()
    thief.set_cookie(COOKIE, old)
    assert thief.get("/account/").status_code == 302
    thief.set_cookie("remember_token", f"{household['mum']}|anything")
    assert thief.get("/account/").status_code == 302
    assert thief.get("/account/", headers={"Accept": "application/json"}).status_code == 401


@pytest.mark.parametrize("address", ["/albums/1", "/albums/summer/?page=2", "/photos/"])
def test_004_a_good_wish_is_granted(visitor: Person, household, address: str):
    assert log_in(visitor, next=address).location == address


@pytest.mark.parametrize("where", ["form", "query"])
@pytest.mark.parametrize(
    "wish", ["//evil.example", "/\\evil.example", "https:evil.example", "/\t/evil.example"]
)
def test_004_a_bad_wish_leads_home(visitor: Person, household, wish: str, where: str):
    data = {"email": "mum@example.org", "password": PASSWORD}
    if where == "form":
        answer = visitor.post("/login", {**data, "next": wish})
    else:
        answer = visitor.post("/login", data, query_string={"next": wish})
    assert answer.location == "/"
    assert visitor.get("/login", query_string={"next": wish}).location == "/"


def test_the_page_one_wanted_comes_after_the_login(visitor: Person, household):
    asked = visitor.get("/photos/?after=x")
    assert (asked.status_code, asked.location) == (302, "/login?next=/photos/?after%3Dx")
    form = visitor.get(asked.location).text
    assert 'name="next" type="hidden" value="/photos/?after=x"' in form
    assert log_in(visitor, next="/photos/?after=x").location == "/photos/?after=x"


def test_003_unknown_wrong_and_disabled_get_the_same_answer(app: Flask, household: dict[str, int]):
    with app.app_context():
        db.session.get_one(Member, household["uncle"]).disabled_at = now()
        db.session.commit()
    answers = []
    for email, password in (
        ("nobody@example.org", PASSWORD),
        ("mum@example.org", "wrong wrong wrong"),
        ("uncle@example.org", PASSWORD),
    ):
        answer = log_in(Person(app), email, password)
        body = re.sub(r'(nonce|value)="[^"]*"', "", answer.text)
        headers = {name: value for name, value in answer.headers if name != "X-Request-ID"}
        headers["Content-Security-Policy"] = re.sub(r"nonce-[^']+", "", headers["Content-Security-Policy"])
        headers.pop("Set-Cookie", None)
        headers.pop("Content-Length")
        answers.append((answer.status_code, body, headers))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 422
    assert "do not fit together" in answers[0][1]


@pytest.mark.parametrize(
    "fields",
    [{}, {"email": "mum@example.org"}, {"password": PASSWORD}, {"email": "x" * 300, "password": "y" * 1025}],
)
def test_incomplete_forms_are_shown_again(visitor: Person, household, fields: dict[str, str]):
    answer = visitor.post("/login", fields)
    assert answer.status_code == 422
    assert PASSWORD not in answer.text


def test_054_what_was_typed_comes_back_as_text(visitor: Person, household):
    answer = log_in(visitor, "<script>alert(1)</script>\"'@x", "wrong wrong wrong")
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text


def test_051_login_and_logout_need_the_token(app: Flask, mum: Person):
    stranger = app.test_client()
    data = {"email": "mum@example.org", "password": PASSWORD}
    assert stranger.post("/login", data=data).status_code == 400
    assert stranger.post("/login", data={**data, "csrf_token": mum.token}).status_code == 400
    assert stranger.post("/login", data=data, query_string={"csrf_token": mum.token}).status_code == 400
    assert mum.client.post("/logout").status_code == 400
    assert mum.get("/account/").status_code == 200


@pytest.mark.parametrize("method", ["get", "head"])
def test_050_looking_at_logout_changes_nothing(mum: Person, method: str):
    assert getattr(mum, method)("/logout").status_code == 405
    assert mum.get("/account/").status_code == 200


def test_a_member_is_not_asked_to_log_in_again(mum: Person):
    assert mum.get("/login").location == "/"
    assert mum.get("/login?next=/photos/").location == "/photos/"


def test_the_page_for_a_forgotten_password(visitor: Person, household):
    page = visitor.get("/forgotten")
    assert page.status_code == 200
    assert "looks after this site" in page.text
    assert "mum@example.org" not in page.text
