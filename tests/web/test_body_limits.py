"""Who may bring how much: forms and pieces of files of somebody signed in, and else what a form needs."""

from flask import Flask

from photoalbum.accounts import api_tokens
from photoalbum.accounts.api_tokens import Scope
from photoalbum.core.db import db
from photoalbum.core.tokens import new_uid
from photoalbum.uploads.resumable import LARGEST_CHUNK
from photoalbum.web.body_limits import allowance
from photoalbum.web.current import cookie_name

from ..cast import Person


def test_029_pieces_have_a_bound_and_need_a_session(app: Flask, mum: Person) -> None:
    app.config["MAX_FORM_BYTES"] = 1 << 40
    asked = allowance(app)

    def allowed(method: str, path: str, cookies: str) -> int:
        return asked(method, path, {"COOKIE": cookies})

    with app.test_request_context():
        cookie = mum.client.get_cookie(cookie_name())
    good, one = f"{cookie.key}={cookie.value}", f"/uploads/{new_uid(22)}"
    assert allowed("PATCH", one, good) == LARGEST_CHUNK
    assert allowed("POST", one, good) == LARGEST_CHUNK
    assert allowed("POST", "/uploads/", good) == LARGEST_CHUNK
    assert allowed("POST", "/uploads/new", good) == 1 << 40
    for method, path in (
        ("PUT", one),
        ("DELETE", one),
        ("PATCH", "/uploads/new"),
        ("PATCH", f"{one}/x"),
        ("POST", "/uploads/known"),
        ("POST", "/uploads/drops"),
        ("POST", f"/albums{one}"),
    ):
        assert allowed(method, path, good) == 0, (method, path)
    for cookies in ("", "photoalbum=", "photoalbum=guessed", good[:-1], "\x00;;="):
        assert allowed("PATCH", one, cookies) == 0
        assert allowed("POST", "/uploads/new", cookies) == 0


def test_029_programs_send_files_with_a_token_that_may(app: Flask, mum: Person) -> None:
    app.config["MAX_FORM_BYTES"] = 1 << 40
    allowed = allowance(app)
    with app.test_request_context():
        cookie = mum.client.get_cookie(cookie_name())
    with app.app_context():
        sending, reading = (
            api_tokens.make(mum.id, name="x", scopes=frozenset({scope}), expires_at=None)
            for scope in (Scope.UPLOAD, Scope.READ)
        )
        db.session.commit()
    for path, most in (("/api/media/", 1 << 40), ("/api/v1/media/", 1 << 40), ("/uploads/", LARGEST_CHUNK)):
        assert allowed("POST", path, {"AUTHORIZATION": f"Bearer {sending}"}) == most
        assert allowed("POST", path, {"AUTHORIZATION": f"Bearer {reading}"}) == 0
        assert allowed("POST", path, {"AUTHORIZATION": f"Basic {sending}"}) == 0
        # Where a token is shown, a cookie beside it does not count.
        both = {"AUTHORIZATION": "Bearer pa_wrong", "COOKIE": f"{cookie.key}={cookie.value}"}
        assert allowed("POST", path, both) == 0
    assert allowed("POST", "/uploads/new", {"AUTHORIZATION": f"Bearer {sending}"}) == 0
    assert allowed("POST", "/api/v1/albums/", {"AUTHORIZATION": f"Bearer {sending}"}) == 0
