"""ACCEPTANCE 32, 36, 38, 51: what every answer carries, and who is turned away at the door."""

import re

import pytest
from flask import request
from sqlalchemy.exc import OperationalError

from photoalbum import create_app
from photoalbum.accounts.models import Household
from photoalbum.core.db import db
from photoalbum.web.security import is_known_host

from ..conftest import make_settings

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
PAGE_POLICY = (
    "default-src 'none'; script-src 'nonce-N'; style-src 'self' 'nonce-N'; img-src 'self' blob: data:;"
    " media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self';"
    " form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("path", ["/", "/login", "/nowhere", "/healthz", "/robots.txt", "/s/no-such-token/"])
def test_032_headers_of_every_answer(household, visitor, path):
    answer = visitor.get(path)
    wanted = {**EVERYWHERE, **({"Referrer-Policy": "no-referrer"} if path.startswith("/s/") else {})}
    assert {name: answer.headers.get(name) for name in wanted} == wanted
    features = answer.headers["Permissions-Policy"].split(", ")
    lent = [feature for feature in features if not feature.endswith("=()")]
    assert lent == (["publickey-credentials-get=(self)"] if path == "/login" else [])
    assert "Server" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["X-Request-ID"])


def test_032_policy_of_pages_with_a_fresh_nonce(household, visitor):
    nonces = set()
    for _ in range(3):
        answer = visitor.get("/login")
        policy = answer.headers["Content-Security-Policy"]
        (nonce,) = set(re.findall(r"'nonce-([\w-]+)'", policy))
        assert policy.replace(nonce, "N") == PAGE_POLICY
        assert f'nonce="{nonce}"' in answer.text
        assert len(nonce) * 6 >= 128
        nonces.add(nonce)
    assert len(nonces) == 3


def test_032_policy_of_everything_else(household, visitor):
    policy = visitor.get("/healthz").headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; frame-ancestors 'none'"


def test_032_https_is_remembered_by_browsers_that_came_by_https(household, visitor):
    secure = visitor.get("/login", base_url="https://localhost")
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in visitor.get("/login").headers


def test_048_share_pages_are_for_no_search_engine(household, visitor):
    answer = visitor.get("/s/no-such-token/")
    assert answer.status_code == 404
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "evil.example:5000", "192.168.1.9", "[", "a b"]
)
def test_038_an_unknown_host_is_refused(household, app, host):
    answer = app.test_client().get("/login", headers={"Host": host})
    assert answer.status_code == 400
    assert host not in answer.text or not host.strip("[")


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1:5000", "[::1]:8000", "photos.localhost"]
)
def test_038_the_machine_itself_may_always_ask(household, app, host):
    assert app.test_client().get("/login", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("host", "allowed", "known"),
    [
        ("photos.example.org", ["photos.example.org"], True),
        ("PHOTOS.Example.org.", ["photos.example.org"], True),
        ("photos.example.org:443", ["photos.example.org"], True),
        ("old.photos.example.org", ["photos.example.org"], False),
        ("photos.example.org", [".example.org"], True),
        ("example.org", [".example.org"], True),
        ("notexample.org", [".example.org"], False),
        ("192.168.1.20", ["lan"], True),
        ("[fd00::20]:8000", ["lan"], True),
        ("8.8.8.8", ["lan"], False),
        ("rebound.example", ["lan"], False),
        ("[2001:db8::1]", ["[2001:db8::1]"], True),
        ("anything.example", ["*"], True),
        ("user@photos.example.org", ["photos.example.org"], False),
        ("photos.example.org/x", ["photos.example.org"], False),
    ],
)
def test_038_patterns_of_allowed_hosts(host, allowed, known):
    assert is_known_host(host, tuple(allowed)) is known


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost:8001"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_051_a_form_of_another_site_is_refused_even_with_its_token(mum, make_album, headers):
    slug = make_album(mum)
    answer = mum.post(f"/albums/{slug}/delete", headers=headers)
    assert answer.status_code == 403
    assert mum.get(f"/albums/{slug}/").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_051_a_form_of_ours_arrives(mum, make_album, headers):
    slug = make_album(mum)
    assert mum.post(f"/albums/{slug}/delete", headers=headers).status_code == 303


def test_links_from_other_sites_may_be_followed(household, visitor):
    assert visitor.get("/login", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_050_a_reading_request_cannot_write(instance, method):
    app = create_app(make_settings(instance))

    @app.route("/slip", methods=["GET", "POST"])
    def slip() -> str:
        db.session.add(Household(family_name="Written by accident"))
        db.session.commit()
        return request.method

    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    client = app.test_client()
    if method != "OPTIONS":
        assert client.open("/slip", method=method).status_code == 500
    with app.app_context():
        assert db.session.get(Household, 1) is None
        # What follows the request in this thread may write again.
        db.session.add(Household(family_name="On purpose"))
        db.session.commit()
        db.session.delete(db.session.get_one(Household, 1))
        db.session.commit()
    assert client.post("/slip").data == b"POST"


def test_037_a_fault_shows_nothing_of_the_inside(instance):
    app = create_app(make_settings(instance, debug=True))

    @app.get("/broken")
    def broken() -> str:
        raise OperationalError("SELECT secret FROM members", {}, Exception("/srv/photoalbum.sqlite3"))

    answer = app.test_client().get("/broken")
    assert answer.status_code == 500
    for inside in ("Traceback", "SELECT", "/srv", "Werkzeug", "sqlalchemy"):
        assert inside not in answer.text
    assert answer.headers["X-Request-ID"] in answer.text
    assert app.test_client().get("/console").status_code == 404
