"""Who may bring how much: forms and pieces of files of somebody signed in, and else what a form needs."""

from flask import Flask

from photoalbum.core.tokens import new_uid
from photoalbum.uploads.resumable import LARGEST_CHUNK
from photoalbum.web.body_limits import allowance
from photoalbum.web.current import cookie_name

from ..cast import Person


def test_029_pieces_have_a_bound_and_need_a_session(app: Flask, mum: Person) -> None:
    app.config["MAX_FORM_BYTES"] = 1 << 40
    allowed = allowance(app)
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
