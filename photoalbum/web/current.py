"""Who is asking: the login cookie, its session row and its member, looked up once a request."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import NoReturn, ParamSpec

import flask
from flask import (
    Flask,
    Request,
    abort,
    current_app,
    flash,
    redirect,
    request,
    url_for,
)
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import LoginManager
from sqlalchemy.exc import OperationalError
from werkzeug import Response

from photoalbum.accounts import api_tokens, sessions, sign_ins, visits
from photoalbum.accounts.models import Member
from photoalbum.accounts.sessions import Login
from photoalbum.accounts.sign_ins import Outcome, Way
from photoalbum.core.db import db, writing
from photoalbum.core.errors import NotAllowed
from photoalbum.delivery import identity
from photoalbum.delivery.identity import LoggedIn, current_acting, current_login, current_member
from photoalbum.web.redirects import this_page

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

log = logging.getLogger(__name__)

# What a passkey is to sign, in the signed cookie. It opens nothing by itself.
CHALLENGE = "passkey"
_STAYS = {"csrf_token", "_flashes", CHALLENGE}

login_manager = LoginManager()
# Flask-Login's own protection compares addresses kept in the signed cookie; our sessions are rows.
login_manager.session_protection = None


def the_member() -> Member:
    """The member who asks, behind `login_required`."""
    return current_member() or ask_to_log_in()


def the_login() -> Login:
    """The login session that asks, behind `login_required`."""
    return current_login() or ask_to_log_in()


def login_required(view: View[P]) -> View[P]:
    """Members only: others are asked to log in."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if current_member() is None:
            ask_to_log_in()
        return view(*args, **kwargs)

    return guarded


def keeper_required(view: View[P]) -> View[P]:
    """Keepers only: for other members there is nothing here."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        member = current_member()
        if member is None:
            ask_to_log_in()
        if not member.is_keeper:
            abort(404)
        return view(*args, **kwargs)

    return guarded


def confirmed_login_required(view: View[P]) -> View[P]:
    """Members who entered the password a short while ago; others are asked for it again."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if the_login().is_confirmed:
            return view(*args, **kwargs)
        if _is_for_a_program():
            raise NotAllowed(_("Please enter your password once more first."))
        flash(_("Please enter your own password first."))
        return redirect(url_for("account.confirm", next=url_for("account.show")), 303)

    return guarded


def ask_to_log_in(*, and_back: bool = True) -> NoReturn:
    """To the login page and back again where somebody looks at a page; 401 for everything else."""
    if request.method not in ("GET", "HEAD") or _is_for_a_program():
        abort(401)
    wish = this_page() if and_back else None
    abort(redirect(url_for("auth.login", next=None if wish == "/" else wish), 302))


def start_login(member_id: int) -> str:
    """Begin a login session and return the secret for its cookie.

    Whatever the browser brought along ends here: an earlier session, and everything in the signed
    cookie, its CSRF secret included. So nobody can prepare a browser for somebody else's login.
    """
    end_login()
    visits.note(member_id)
    agent = request.user_agent.string
    return sessions.start(member_id, user_agent=agent, address=request.remote_addr or "")


def record(member_id: int | None, outcome: Outcome, way: Way) -> None:
    """Write down who came in or was refused, from where."""
    sign_ins.note(member_id, outcome, way, address=request.remote_addr or "")


def note_change(way: Way) -> None:
    """Write down that the member who asks changed something about the ways in."""
    record(the_member().id, Outcome.CHANGED, way)


def end_login() -> None:
    """End the session of the cookie that was sent, if any, and empty the signed cookie."""
    secret = request.cookies.get(cookie_name())
    if secret:
        sessions.end_secret(secret)
    browser.clear()


def keep_logged_in(response: Response, secret: str) -> Response:
    response.set_cookie(
        cookie_name(),
        secret,
        max_age=sessions.ABSOLUTE,
        path="/",
        secure=_is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def take_cookie_away(response: Response) -> Response:
    response.delete_cookie(cookie_name(), path="/", secure=_is_secure(), httponly=True, samesite="Lax")
    return response


def say_goodbye(response: Response) -> Response:
    """Take the cookie away, and what the browser has kept of the pictures."""
    take_cookie_away(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def cookie_name() -> str:
    return "__Host-photoalbum" if _is_secure() else "photoalbum"


def init_app(app: Flask) -> None:
    """Call this after the hook that tells reading from writing."""
    # We give no remember-me cookie. Without a name none is looked for, which would otherwise come first.
    app.config["REMEMBER_COOKIE_NAME"] = ""
    login_manager.request_loader(_load)
    login_manager.unauthorized_handler(ask_to_log_in)
    login_manager.init_app(app, add_context_processor=False)
    app.after_request(_note_use)

    @app.context_processor
    def who_is_asking() -> dict[str, object]:
        member = current_member()
        is_keeper = member is not None and member.is_keeper
        return {"me": member, "is_keeper": is_keeper, "acting": current_acting()}


def _load(asked: Request) -> LoggedIn | None:
    token = identity.secret_sent()
    if token is not None:
        return identity.by_token(token)
    secret = asked.cookies.get(cookie_name())
    if not secret:
        return None
    found = identity.by_session(secret)
    if found is None:
        # The session has ended elsewhere, for example by a new password. What this browser may still
        # open by links went with it; its CSRF secret stays, so that the form on the screen works.
        for name in set(browser) - _STAYS:
            del browser[name]
    return found


def _is_for_a_program() -> bool:
    """Whether the answer goes to a script or an image rather than into the window."""
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return True
    kinds = ["text/html", "application/json"]
    return request.is_json or request.accept_mimetypes.best_match(kinds) == "application/json"


def _is_secure() -> bool:
    return bool(current_app.config["SECURE_COOKIES"])


def _note_use(response: flask.Response) -> flask.Response:
    # After the page is made, so that nothing it reads is thrown away. A full disk or a busy database
    # must not cost the reader the page.
    user = identity.known_user()
    used = (user.login or user.token) if user else None
    if user is None or used is None or not used.is_due:
        return response
    member_id = user.member.id
    try:
        with writing():
            if user.token is not None:
                api_tokens.touch(used.id)
                return response
            agent, address = request.user_agent.string, request.remote_addr or ""
            sessions.touch(used.id, user_agent=agent, address=address)
            visits.note(member_id)
    except OperationalError as fault:
        db.session.rollback()
        log.warning("Could not note the use of a session: %s", fault.orig)
    return response
