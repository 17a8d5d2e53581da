"""How large a body may come in, decided when its headers are there and the body is not.

The server asks before it reads: without this anybody could fill the disk before a view ever ran.
"""

import re
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie

from flask import Flask

from photoalbum.accounts import sessions
from photoalbum.core.db import db, start_reading, start_writing
from photoalbum.uploads.resumable import LARGEST_CHUNK
from photoalbum.web.current import cookie_name

UPLOAD_FORM = "/uploads/new"
# Where pieces of files go: announced together with the file, or added to it.
PIECES = re.compile(r"/uploads/(\w{22})?")


def allowance(app: Flask) -> Callable[[str, str, str], int]:
    """A question for the server: method, path and Cookie header of a request to bytes, by one look-up.

    0 stands for what any request may bring.
    """

    def allowed(method: str, path: str, cookie_header: str) -> int:
        if method == "POST" and path == UPLOAD_FORM:
            most = int(app.config["MAX_FORM_BYTES"])
        elif method in ("POST", "PATCH") and PIECES.fullmatch(path):
            most = LARGEST_CHUNK
        else:
            return 0
        with app.app_context():
            secret = _secret_in(cookie_header)
            if not secret:
                return 0
            start_reading()
            try:
                return most if sessions.find(secret) is not None else 0
            finally:
                db.session.rollback()
                start_writing()

    return allowed


def _secret_in(header: str) -> str:
    try:
        found = SimpleCookie(header).get(cookie_name())
    except CookieError:
        return ""
    return found.value if found else ""
