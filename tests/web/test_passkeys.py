"""Passkeys: adding and removing them, and coming in by one."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from photoalbum.accounts.models import LoginSession, Member
from photoalbum.accounts.passkeys import Passkey
from photoalbum.accounts.sign_ins import SignIn
from photoalbum.core.clock import now
from photoalbum.core.db import db
from tests.cast import Person
from tests.passkey_device import PRESENT, Device

from .steps import CODES, give_app, give_password, is_in

PAGE, ADD = "/account/", "/account/passkeys"
LOGIN, CONFIRM = "/login/passkey", "/account/confirm/passkey"


def ask(person: Person, address: str, **options):
    return json.loads(person.post(f"{address}/options", **options).text)


def add(person: Person, device: Device, **fields: str):
    answer = device.create(ask(person, ADD))
    return person.post(ADD, {"name": "My phone", "credential": answer, **fields})


def show(person: Person, device: Device, address: str = LOGIN, **fields: str):
    return person.post(address, {"credential": device.get(ask(person, address)), **fields})


@pytest.fixture
def device(mum: Person) -> Device:
    """A passkey of mum's."""
    device = Device()
    assert add(mum, device).location == PAGE
    return device


def test_a_passkey_opens_without_a_password(device: Device, mum: Person, visitor: Person, rows):
    assert "My phone" in mum.get(PAGE).text
    answer = show(visitor, device, next="/photos/")
    assert (answer.status_code, answer.location) == (303, "/photos/")
    assert "mum@example.org" in visitor.get(PAGE).text
    assert [(row.outcome, row.way) for row in rows(SignIn)] == [
        ("changed", "passkey added"),
        ("in", "passkey"),
    ]
    assert "last used" in mum.get(PAGE).text


def test_what_the_browser_is_asked(device: Device, mum: Person, visitor: Person):
    question = ask(visitor, LOGIN)
    assert (question["rpId"], question["userVerification"]) == ("localhost", "required")
    assert question["allowCredentials"] == []  # nothing tells which accounts there are
    assert len(ask(mum, CONFIRM)["allowCredentials"]) == 1
    new = ask(mum, ADD)
    assert len(new["excludeCredentials"]) == 1
    assert new["authenticatorSelection"]["residentKey"] == "required"
    assert new["attestation"] == "none"


def test_several_with_names(device: Device, mum: Person, rows):
    assert add(mum, Device(), name="Key ring").status_code == 303
    assert [row.name for row in rows(Passkey)] == ["My phone", "Key ring"]
    add(mum, device)
    assert len(rows(Passkey)) == 2
    add(mum, Device(), name=" ")
    assert len(rows(Passkey)) == 2


def wrong(device: Device) -> dict[str, Device]:
    return {
        "origin": replace(device, origin="https://evil.example"),
        "scheme": replace(device, origin="https://localhost"),
        "site": replace(device, host="evil.example"),
        "not verified": replace(device, flags=PRESENT),
        "key": replace(device, key=Device().key),
        "unknown": replace(device, id=b"x" * 32),
    }


def test_answers_that_do_not_fit_open_nothing(device: Device, visitor: Person, rows):
    for name, bad in wrong(device).items():
        answer = show(visitor, bad)
        assert answer.location == "/login", name
        assert not is_in(visitor), name
    assert {row.way for row in rows(SignIn) if row.outcome == "refused"} == {"passkey"}


def test_nor_are_they_added(mum: Person, rows):
    for name in ("origin", "site", "not verified"):
        assert add(mum, wrong(Device())[name]).location == PAGE, name
    assert rows(Passkey) == []


def test_rubbish(device: Device, mum: Person, visitor: Person, rows):
    for answer in ("", "x", "{}", "[]", "null", '{"id":1}', "é" * 99, "x" * 20_001):
        for person, address in ((visitor, LOGIN), (mum, CONFIRM), (mum, ADD)):
            person.post(f"{address}/options")
            assert person.post(address, {"credential": answer, "name": "A"}).status_code == 303, answer
    assert not is_in(visitor)
    assert len(rows(Passkey)) == 1


def test_an_answer_opens_once(device: Device, visitor: Person, app: Flask):
    question = ask(visitor, LOGIN)
    cookie = visitor.client.get_cookie("photoalbum-session")
    answer, token = device.get(question), visitor.token
    assert visitor.post(LOGIN, {"credential": answer}).location == "/"

    thief = Person(app)
    thief.client.set_cookie("photoalbum-session", cookie.value)
    thief._token = token
    device.count = 0  # Many devices do not count; the answer alone must not open a second time.
    assert thief.post(LOGIN, {"credential": answer}).location == "/login"
    assert not is_in(thief)


def test_a_question_is_for_one_purpose(device: Device, mum: Person, visitor: Person):
    answer = device.get(ask(mum, LOGIN))
    assert mum.post(CONFIRM, {"credential": answer}).location == "/account/confirm"
    assert visitor.post(LOGIN, {"credential": device.get(ask(mum, LOGIN))}).location == "/login"


def test_an_old_question_is_not_answered_any_more(device: Device, visitor: Person, monkeypatch):
    monkeypatch.setattr("photoalbum.web.relying_party.LIFE", timedelta(seconds=-1))
    assert show(visitor, device).location == "/login"
    assert not is_in(visitor)


def test_007_a_disabled_members_passkey_opens_nothing(
    app: Flask, device: Device, mum: Person, visitor: Person
):
    with app.app_context():
        db.session.get_one(Member, mum.id).disabled_at = now()
        db.session.commit()
    assert show(visitor, device).location == "/login"
    assert not is_in(visitor)


def test_058_wrong_passkeys_are_counted_by_network(device: Device, visitor: Person):
    tries = [visitor.post(LOGIN, {"credential": "x"}).status_code for _ in range(31)]
    assert tries == [303] * 30 + [429]


def test_as_the_second_step(app: Flask, device: Device, mum: Person, visitor: Person, rows):
    give_app(app, mum)
    give_password(visitor, next="/photos/")
    assert "Use a passkey" in visitor.get("/login/second-step").text
    assert show(visitor, replace(device, key=Device().key)).location == "/login/second-step"
    assert show(visitor, device).location == "/photos/"
    assert rows(SignIn)[-1].way == "password and passkey"
    assert is_in(visitor)


def test_one_that_is_asked_for_after_the_password(app: Flask, mum: Person, visitor: Person, rows):
    other_browser, device = Person(app, mum.id), Device()
    page = add(mum, device, guards="y")
    assert len(CODES.findall(page.text)) == 10
    assert is_in(mum)
    assert not is_in(other_browser)
    assert give_password(visitor).location == "/login/second-step"
    assert show(visitor, device).location == "/"

    uid = rows(Passkey)[0].uid
    assert mum.post(f"{ADD}/{uid}/delete").status_code == 303
    assert give_password(Person(app)).location == "/"


def test_without_that_the_password_is_enough(device: Device, visitor: Person):
    assert give_password(visitor).location == "/"


def test_018_instead_of_the_password_once_more(app: Flask, device: Device, mum: Person, dad: Person, rows):
    other = Device()
    add(dad, other)
    with app.app_context():
        db.session.execute(update(LoginSession).values(confirmed_at=now() - timedelta(hours=1)))
        db.session.commit()
    program = {"headers": {"Accept": "application/json"}}
    assert mum.post(f"{ADD}/options", **program).status_code == 403
    assert mum.post(ADD, {"name": "x"}).location == "/account/confirm?next=/account/"
    assert show(mum, other, CONFIRM).location == "/account/confirm"
    assert mum.post(f"{ADD}/options", **program).status_code == 403
    assert show(mum, device, CONFIRM, next="/admin/").location == "/admin/"
    assert mum.post(f"{ADD}/options", **program).status_code == 200


def test_removing_one(app: Flask, device: Device, mum: Person, dad: Person, visitor: Person, rows):
    other_browser, uid = Person(app, mum.id), rows(Passkey)[0].uid
    assert dad.post(f"{ADD}/{uid}/delete").status_code == 404
    assert mum.post(f"{ADD}/{uid}/delete").status_code == 303
    assert rows(Passkey) == []
    assert rows(SignIn)[-1].way == "passkey removed"
    assert is_in(mum)
    assert not is_in(other_browser)
    assert show(visitor, device).location == "/login"


PUBLIC = "https://photos.example.org"


def test_they_are_offered_where_they_work(app: Flask, household):
    for public, asked_as, works in (
        (None, "http://localhost:8000", True),
        (None, "http://127.0.0.1:8000", False),
        (None, PUBLIC, False),
        (PUBLIC, PUBLIC, True),
        (PUBLIC, "http://localhost:8000", False),
        (PUBLIC, "http://photos.example.org", False),
        (PUBLIC, "https://192.168.1.7", False),
        ("https://192.168.1.7", "https://192.168.1.7", False),
        ("http://photos.example.org", "http://photos.example.org", False),
    ):
        app.config.update(PUBLIC_URL=public, ALLOWED_HOSTS=["*"])
        page = app.test_client().get("/login", base_url=asked_as)
        policy = page.headers["Permissions-Policy"]
        assert ("Use a passkey" in page.text) is works, (public, asked_as)
        assert ("publickey-credentials-get=(self)" in policy) is works, (public, asked_as)
        assert "publickey-credentials-create=()" in policy


def test_elsewhere_the_page_says_why_not(app: Flask, mum: Person):
    app.config.update(ALLOWED_HOSTS=["*"])
    mum.client.set_cookie("photoalbum", mum.client.get_cookie("photoalbum").value, domain="192.168.1.7")
    page = mum.get(PAGE, base_url="http://192.168.1.7")
    assert "only where the connection is safe" in page.text
    assert "<passkey-button" not in page.text
    assert mum.post(f"{ADD}/options", base_url="http://192.168.1.7").status_code in (400, 404)
