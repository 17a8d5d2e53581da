"""Who comes in by a share link: whether it opens, whether its password was given, and which browser this is.

Unknown, expired and revoked tokens get the same 404, and so does a link that enough browsers have opened.
"""

from datetime import timedelta
from typing import cast

from flask import Response, abort, after_this_request, current_app, g, request, session
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.exc import OperationalError

from photoalbum.albums.models import ShareLink
from photoalbum.core.clock import now
from photoalbum.core.db import db, writing
from photoalbum.core.tokens import new_uid
from photoalbum.delivery.identity import current_viewer
from photoalbum.delivery.limits import Allowance, network
from photoalbum.sharing import links, visits

UNLOCKED = "unlocked"
UNLOCKED_FOR = timedelta(hours=24)
KNOWN_FOR = timedelta(days=180)
# So many links a browser is known under; a cookie holds no more than 4 KB.
MOST_KNOWN = 30

UNKNOWN_TOKENS = Allowance("unknown-links", "60 per minute")


def link_or_404(token: str) -> ShareLink:
    """A link that opens, whether or not its password was given."""
    link = links.open_link(token, current_app.config["SECRET_KEY"])
    if link is None:
        UNKNOWN_TOKENS.demand(network())
        UNKNOWN_TOKENS.count(network())
        abort(404)
    return link


def open_link_or_404(token: str) -> ShareLink:
    """A link behind whose door this browser stands, for whatever is no page."""
    link = link_or_404(token)
    if not is_unlocked(link) or not was_let_in(link):
        abort(404)
    return link


def is_unlocked(link: ShareLink) -> bool:
    """Whether this browser gave the password in the last day, and the link's rules are still the same."""
    if link.password_hash is None:
        return True
    # Whoever is looked up first: a login that ended elsewhere takes what it had unlocked with it.
    current_viewer()
    rules, until = session.get(UNLOCKED, {}).get(link.uid, (0, ""))
    return bool(rules == link.rules and until > now().isoformat())


def remember_unlocking(uid: str, rules: int) -> None:
    moment = now()
    # What has run out is forgotten, or the cookie would grow with every link.
    held = {name: entry for name, entry in session.get(UNLOCKED, {}).items() if entry[1] > moment.isoformat()}
    session[UNLOCKED] = {**held, uid: [rules, (moment + UNLOCKED_FOR).isoformat()]}


def was_let_in(link: ShareLink) -> bool:
    """Whether the view limit of a link, if it has one, has counted this browser already."""
    return link.view_limit is None or browser_key(link.uid) is not None


def let_in(link: ShareLink) -> bool:
    """Count this browser, if it must be counted and has not been; False when others have used the link up."""
    if was_let_in(link):
        return True
    link_id, uid = link.id, link.uid
    with writing():
        is_in = visits.let_in(link_id)
    if is_in:
        know_browser(uid)
    return is_in


def is_robot() -> bool:
    """A program that makes a preview, or a browser that fetches a page before anybody wants to see it."""
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    return ahead or request.method != "GET" or visits.is_robot(request.user_agent.string)


def note_view(link_id: int) -> None:
    """Count that somebody looked. A full disk or a busy database must not cost them the page."""
    if is_robot():
        return
    who = f"{network()} {request.user_agent.string}"
    try:
        with writing():
            visits.note_view(link_id, who)
    except OperationalError:
        db.session.rollback()


def browser_key(uid: str) -> str | None:
    """The random name under which this browser is known at a link, if it is."""
    return _known().get(uid)


def know_browser(uid: str) -> str:
    """Give this browser a name at this link, in a signed cookie, and say which."""
    known = _known()
    if uid not in known:
        known[uid] = new_uid(22)
        g.known_browser = dict(list(known.items())[-MOST_KNOWN:])
        after_this_request(_send_cookie)
    return known[uid]


def _known() -> dict[str, str]:
    if "known_browser" not in g:
        g.known_browser = known_in(request.cookies.get(cookie_name(), ""))
    return cast("dict[str, str]", g.known_browser)


def known_in(cookie: str) -> dict[str, str]:
    """Under which names a browser with such a cookie is known, by link."""
    try:
        found = _signer().loads(cookie)
    except BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def _send_cookie(response: Response) -> Response:
    response.set_cookie(
        cookie_name(),
        str(_signer().dumps(g.known_browser)),
        max_age=KNOWN_FOR,
        path="/",
        secure=bool(current_app.config["SECURE_COOKIES"]),
        httponly=True,
        samesite="Lax",
    )
    return response


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known browser")


def cookie_name() -> str:
    return "__Host-photoalbum-guest" if current_app.config["SECURE_COOKIES"] else "photoalbum-guest"
