"""How large a body may come in, decided when its headers are there and the body is not.

The server asks before it reads: without this anybody could fill the disk before a view ever ran.
"""

import re
from collections.abc import Callable, Mapping
from http.cookies import CookieError, SimpleCookie

from flask import Flask, current_app

from photoalbum.accounts import api_tokens, sessions
from photoalbum.accounts.api_tokens import Scope
from photoalbum.core.db import db, start_reading, start_writing
from photoalbum.sharing import guests, links
from photoalbum.uploads.resumable import LARGEST_CHUNK
from photoalbum.web import share_door
from photoalbum.web.current import cookie_name

UPLOAD_FORM = "/uploads/new"
# Where pieces of files go: announced together with the file, or added to it.
PIECES = re.compile(r"/uploads/(\w{22})?")


# The same under a share link: the form, or the address for pieces.
BY_LINK = re.compile(r"/s/([\w.-]{1,100})/(?:(add)|uploads/(?:\w{22})?)")

# Where programs send whole files.
API_FORMS = re.compile(r"/api/(v1/)?media/")


def allowance(app: Flask) -> Callable[[str, str, Mapping[str, str]], int]:
    """A question for the server: method, path and headers of a request to bytes, by one look-up.

    0 stands for what any request may bring. Headers are named as the server names them, COOKIE for Cookie.
    """

    def allowed(method: str, path: str, headers: Mapping[str, str]) -> int:
        by_link = BY_LINK.fullmatch(path)
        if by_link is not None:
            return _by_link(by_link, method, headers)
        is_form = method == "POST" and (path == UPLOAD_FORM or API_FORMS.fullmatch(path))
        if not is_form and not (method in ("POST", "PATCH") and PIECES.fullmatch(path)):
            return 0
        scheme, _blank, token = headers.get("AUTHORIZATION", "").partition(" ")
        by_token = path != UPLOAD_FORM and scheme.lower() == "bearer"
        with app.app_context():
            secret = "" if by_token else _secret_in(headers.get("COOKIE", ""))
            if not by_token and not secret:
                return 0
            start_reading()
            try:
                known = _may_upload(token.strip()) if by_token else sessions.find(secret) is not None
            finally:
                db.session.rollback()
                start_writing()
        if not known:
            return 0
        return int(app.config["MAX_FORM_BYTES"]) if is_form else LARGEST_CHUNK

    def _by_link(found: re.Match[str], method: str, headers: Mapping[str, str]) -> int:
        token, is_form = found.groups()
        if method != "POST" and (is_form or method != "PATCH"):
            return 0
        with app.app_context():
            start_reading()
            try:
                if not _is_guest(token, headers.get("COOKIE", "")):
                    return 0
            finally:
                db.session.rollback()
                start_writing()
        return int(app.config["MAX_FORM_BYTES"]) if is_form else LARGEST_CHUNK

    return allowed


def _is_guest(token: str, cookies: str) -> bool:
    """Whether somebody has given a name at a link that takes photos; its password came before that."""
    link = links.open_link(token, current_app.config["SECRET_KEY"])
    if link is None or not link.may_add:
        return False
    known = share_door.known_in(_cookie(cookies, share_door.cookie_name()))
    return guests.find(link, known.get(link.uid)) is not None


def _may_upload(token: str) -> bool:
    found = api_tokens.find(token)
    return found is not None and Scope.UPLOAD in found[0].scopes


def _secret_in(header: str) -> str:
    return _cookie(header, cookie_name())


def _cookie(header: str, name: str) -> str:
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return found.value if found else ""
