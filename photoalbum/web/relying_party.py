"""Where passkeys work: they are bound to the site's own name, and browsers lend them to safe pages only."""

import base64
import secrets
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Response, abort, current_app, request
from flask import session as browser

from photoalbum.accounts import household
from photoalbum.accounts.passkeys import Challenge, Site
from photoalbum.core.clock import now
from photoalbum.web.current import CHALLENGE
from photoalbum.web.security import allow_passkeys

LIFE = timedelta(minutes=5)


def passkey_site() -> Site | None:
    """Whom passkeys are for, if this page was asked for under the name that they are bound to.

    With PUBLIC_URL=https://photos.example.org that is not so under http://192.168.1.7:8000.
    """
    configured = str(current_app.config["PUBLIC_URL"] or "")
    here, public = urlsplit(request.host_url), urlsplit(configured or request.host_url)
    if (public.scheme, public.netloc.lower()) != (here.scheme, here.netloc.lower()):
        return None
    named = bool(configured) and public.scheme == "https" and not _is_address(public.hostname or "")
    if not named and public.hostname != "localhost":
        return None
    family = household.current()
    name = family.family_name if family else "photoalbum"
    return Site(name, here.hostname or "", f"{here.scheme}://{here.netloc}".lower())


def passkeys_work_here(act: str = "get") -> bool:
    """The same as a question of pages. One that offers passkeys may then "get" or "create" them."""
    if passkey_site() is None:
        return False
    allow_passkeys(act)
    return True


def the_passkey_site() -> Site:
    return passkey_site() or abort(404)


def ask(purpose: str) -> Challenge:
    """A new challenge, noted in this browser's signed cookie for one purpose and a short while."""
    value, moment = secrets.token_bytes(32), now()
    browser[CHALLENGE] = [purpose, base64.b64encode(value).decode(), moment.replace(tzinfo=UTC).timestamp()]
    return Challenge(value, moment)


def asked(purpose: str) -> Challenge | None:
    """The challenge that was noted. It is forgotten here."""
    note = browser.pop(CHALLENGE, None)
    if not isinstance(note, list) or note[0] != purpose or note[2] < time.time() - LIFE.total_seconds():
        return None
    moment = datetime.fromtimestamp(note[2], UTC).replace(tzinfo=None)
    return Challenge(base64.b64decode(note[1]), moment)


def as_json(question: str) -> Response:
    """The question to the browser, as the passkey library wrote it."""
    return Response(question, mimetype="application/json")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
