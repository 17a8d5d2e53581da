"""Whether a large body may come in, decided when its headers are there and the body is not.

The server asks before it reads: without this anybody could fill the disk before a view ever ran.
"""

from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie

from flask import Flask

from photoalbum.accounts import sessions
from photoalbum.core.db import db, start_reading
from photoalbum.web.current import cookie_name

UPLOAD_FORM = "/uploads/new"


def large_body_allowed(app: Flask) -> Callable[[str, str], bool]:
    """A question for the server: path and Cookie header of a request, answered with one look-up."""

    def allowed(path: str, cookie_header: str) -> bool:
        if path != UPLOAD_FORM:
            return False
        with app.app_context():
            secret = _secret_in(cookie_header)
            if not secret:
                return False
            start_reading()
            try:
                return sessions.find(secret) is not None
            finally:
                db.session.rollback()

    return allowed


def _secret_in(header: str) -> str:
    try:
        found = SimpleCookie(header).get(cookie_name())
    except CookieError:
        return ""
    return found.value if found else ""
