"""ACCEPTANCE 7 and 67 to 70: how tokens are kept, what they may do, and when they end."""

import hashlib
import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from photoalbum.accounts import members
from photoalbum.accounts.api_tokens import Scope
from photoalbum.accounts.models import ApiToken, LoginSession, Member
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.core.logs import mask

from ..cast import PASSWORD, Person
from ..pictures import jpeg
from .conftest import Program

Programs = Callable[..., Program]
SHOWN = re.compile(r'value="(pa_[\w-]{43})"')


def made_by_hand(person: Person, **fields: str):
    return person.post("/account/tokens/", data={"name": "Laptop", "days": "30", "read": "y", **fields})


def test_067_a_token_is_shown_once_and_kept_as_a_digest(app: Flask, mum: Person, rows) -> None:
    page = made_by_hand(mum, upload="y")
    assert page.status_code == 201
    assert page.headers["Cache-Control"] == "no-store"
    (secret,) = SHOWN.findall(page.text)
    assert secret not in mum.get("/account/tokens/").text
    (kept,) = rows(ApiToken)
    assert kept.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert kept.scopes == "read upload"
    assert secret not in str(vars(kept))
    assert kept.expires_at - now() < timedelta(days=31)
    assert "Laptop" in mum.get("/account/tokens/").text
    assert mask(f"token {secret} was sent") == "token *** was sent"


def test_067_making_and_ending_need_a_password_entered_lately(app: Flask, mum: Person, rows) -> None:
    made_by_hand(mum)
    with app.app_context():
        db.session.execute(update(LoginSession).values(confirmed_at=now() - timedelta(hours=1)))
        db.session.commit()
    uid = rows(ApiToken)[0].uid
    for answer in (made_by_hand(mum), mum.post(f"/account/tokens/{uid}/delete")):
        assert answer.status_code == 303
        assert answer.location.startswith("/account/confirm")
    assert len(rows(ApiToken)) == 1
    mum.post("/account/confirm", data={"password": PASSWORD})
    assert mum.post(f"/account/tokens/{uid}/delete").status_code == 303
    assert rows(ApiToken) == []


def test_a_token_needs_a_name_and_something_that_it_may_do(mum: Person, rows) -> None:
    assert made_by_hand(mum, name=" ").status_code == 422
    nothing = mum.post("/account/tokens/", data={"name": "x", "days": "30"})
    assert nothing.status_code == 422
    assert "at least one thing" in nothing.text
    assert rows(ApiToken) == []


def test_009_nobody_ends_somebody_elses_token(mum: Person, dad: Person, make_token, rows) -> None:
    make_token(mum)
    assert dad.post(f"/account/tokens/{rows(ApiToken)[0].uid}/delete").status_code == 404
    assert len(rows(ApiToken)) == 1


def test_067_only_in_the_header(app: Flask, mum: Person, make_token, make_album) -> None:
    make_album(mum)
    secret, bare = make_token(mum), Program(app.test_client())
    for name in ("token", "access_token", "api_key"):
        assert bare.get(f"/api/v1/albums/?{name}={secret}").status_code == 401
    assert bare.get("/api/v1/albums/", headers={"X-Api-Key": secret}).json["results"] == []
    assert (
        len(bare.get("/api/v1/albums/", headers={"Authorization": f"bearer {secret}"}).json["results"]) == 1
    )
    app.test_client().set_cookie("photoalbum", secret)
    assert bare.get("/api/v1/albums/").json["results"] == []


def test_068_scopes_hold(program: Programs, mum: Person, make_photo, make_album) -> None:
    slug, uid = make_album(mum), make_photo(mum)
    reader, sender, manager = (program(mum, scope) for scope in Scope)
    album = reader.get("/api/v1/albums/").json["results"][0]["id"]
    asked = {
        Scope.READ: [
            ("GET", "/api/v1/albums/"),
            ("GET", f"/api/v1/media/{uid}"),
            ("GET", f"/photos/{uid}/original"),
            ("GET", "/api/v1/links/"),
            ("GET", "/api/v1/circles/"),
        ],
        Scope.UPLOAD: [("POST", "/api/v1/media/"), ("POST", "/api/media/"), ("POST", "/uploads/")],
        Scope.MANAGE: [
            ("POST", "/api/v1/albums/"),
            ("POST", "/api/v1/links/"),
            ("POST", "/api/v1/circles/"),
            ("PATCH", f"/api/v1/albums/{album}"),
            ("DELETE", f"/api/v1/media/{uid}"),
            ("PATCH", f"/api/media/{uid}/"),
        ],
    }
    tus = {"Tus-Resumable": "1.0.0", "Upload-Length": "9"}
    for needed, requests in asked.items():
        for scope, client in zip(Scope, (reader, sender, manager), strict=True):
            for method, address in requests:
                sent = (
                    {}
                    if method == "GET" or "media/" in address[-6:] or address == "/uploads/"
                    else {"json": {}}
                )
                answer = client.ask(method, address, headers=tus if address == "/uploads/" else {}, **sent)
                if scope == needed:
                    assert answer.status_code not in (401, 403), (scope, method, address)
                else:
                    assert answer.status_code == 403, (scope, method, address)
                    assert f'scope="{needed}"' in answer.headers["WWW-Authenticate"]
    assert slug


def test_068_a_token_is_nothing_on_the_pages(app: Flask, program: Programs, keeper: Person, rows) -> None:
    """So it can make no token, and change no password, e-mail address or role, its own scope included."""
    client = program(keeper)
    uid = rows(ApiToken)[0].uid
    for address in (
        "/account/tokens/",
        f"/account/tokens/{uid}/delete",
        "/account/password",
        "/admin/invitations",
    ):
        assert client.post(address, data={"name": "x"}).status_code == 400, address
        assert client.get(address).status_code in (302, 405), address
    paths = app.extensions["api_description"].spec.to_dict()["paths"]
    assert not [path for path in paths if re.search("token|password|email|role|scope", path)]
    assert len(rows(ApiToken)) == 1


def test_068_bearer_requests_ignore_cookies_and_cookies_need_the_csrf_token(
    app: Flask, mum: Person, dad: Person, make_token, make_album
) -> None:
    make_album(dad, "Dads own")
    headers = {"Authorization": f"Bearer {make_token(dad)}"}
    found = mum.get("/api/v1/albums/", headers=headers).json["results"]
    assert [album["title"] for album in found] == ["Dads own"]
    assert mum.get("/api/v1/albums/", headers={"Authorization": "Bearer pa_wrong"}).status_code == 401
    sent = {"json": {"title": "By session"}}
    assert mum.client.post("/api/v1/albums/", **sent).status_code == 400
    made = mum.client.post("/api/v1/albums/", headers={"X-CSRFToken": mum.token}, **sent)
    assert (made.status_code, made.json["owner"]["name"]) == (201, "Mum")
    assert mum.client.post("/api/v1/albums/", headers=headers, **sent).status_code == 201


def test_069_revoked_expired_and_disabled_are_out_at_the_next_request(
    app: Flask, program: Programs, mum: Person, dad: Person, make_token, rows
) -> None:
    client = program(mum)
    assert client.get("/api/v1/albums/").status_code == 200
    mum.post(f"/account/tokens/{rows(ApiToken)[0].uid}/delete")
    assert client.get("/api/v1/albums/").status_code == 401
    late = Program(app.test_client(), make_token(mum, expires_at=now() - timedelta(seconds=1)))
    assert late.get("/api/v1/albums/").status_code == 401
    of_dad = program(dad)
    with app.app_context():
        members.disable(db.session.get_one(Member, dad.id))
        db.session.commit()
    refused = of_dad.get("/api/v1/albums/")
    assert refused.status_code == 401
    assert 'error="invalid_token"' in refused.headers["WWW-Authenticate"]
    assert refused.content_type == "application/problem+json"


def test_017_a_warm_cache_of_pictures_does_not_outlast_a_token(
    app: Flask, program: Programs, mum: Person, make_photo, process, rows
) -> None:
    uid = make_photo(mum)
    process()
    client, nobody = program(mum), program()
    address = client.get(f"/api/v1/media/{uid}").json["thumbnail"]
    assert client.get(address).status_code == client.get(address).status_code == 200
    assert nobody.get(address).status_code == 404
    assert mum.get(address, headers={"Authorization": "Bearer pa_wrong"}).status_code == 401
    mum.post(f"/account/tokens/{rows(ApiToken)[0].uid}/delete")
    assert client.get(address).status_code == 401


def test_the_last_use_is_noted(program: Programs, mum: Person, rows) -> None:
    client = program(mum)
    assert rows(ApiToken)[0].last_used_at is None
    client.get("/api/v1/albums/")
    assert now() - rows(ApiToken)[0].last_used_at < timedelta(minutes=1)


@pytest.mark.parametrize("scope", [Scope.UPLOAD, Scope.READ])
def test_tus_takes_a_token_that_may_upload(app: Flask, program: Programs, mum: Person, scope: Scope) -> None:
    client, content = program(mum, scope), jpeg()
    known = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(content))}
    begun = client.post("/uploads/", headers=known)
    if scope is Scope.READ:
        assert begun.status_code == 403
        return
    chunk = {
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
    }
    done = client.patch(begun.location, headers=chunk, data=io.BytesIO(content))
    assert done.headers["Photoalbum-Outcome"] == "stored"
