"""Who is asking: a member by the session of a browser or by a token, or somebody without an account."""

from dataclasses import dataclass

from flask import g, has_request_context, request
from flask_login import current_user

from photoalbum.accounts import api_tokens, keeper_acts, sessions
from photoalbum.accounts.api_tokens import TokenUse
from photoalbum.accounts.keeper_acts import Acting
from photoalbum.accounts.models import Member
from photoalbum.accounts.sessions import Login
from photoalbum.accounts.viewer import STRANGER, Viewer

# Parts of the site in which a token counts. Everywhere else it is as if none had been sent: with a token
# nobody makes tokens, changes a password or an e-mail address, or gives a role.
TAKES_TOKENS = frozenset({"tus", "drops", "media"})
PREFIX = "api_"
BEARER = "bearer "


@dataclass(frozen=True)
class LoggedIn:
    """Flask-Login's user: a member, and the login session or the token they came with."""

    member: Member
    login: Login | None
    token: TokenUse | None = None

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.member.uid


def current_member() -> Member | None:
    return current_user.member if _somebody_is_known() else None


def current_login() -> Login | None:
    return current_user.login if _somebody_is_known() else None


def current_token() -> TokenUse | None:
    return current_user.token if _somebody_is_known() else None


def current_viewer() -> Viewer:
    """Who is asking, as a value for questions about rights. Share links add their passes to it."""
    member = current_member()
    if member is None:
        return STRANGER
    acting = current_acting()
    return Viewer(member.id, member.is_keeper, acting_for=acting.owner_id if acting else None)


def current_acting() -> Acting | None:
    """Whose private albums the keeper who asks has opened from this browser, if any. Asked once a request."""
    login = current_login()
    if login is None or not current_user.member.is_keeper:
        return None
    if "acting" not in g:
        g.acting = keeper_acts.current(login.id)
    acting: Acting | None = g.acting
    return acting


def is_api() -> bool:
    return (request.blueprint or "").startswith(PREFIX)


def takes_tokens() -> bool:
    """Whether what is asked for is one of those parts."""
    blueprint = request.blueprint or ""
    return blueprint in TAKES_TOKENS or blueprint.startswith(PREFIX)


def comes_with_token() -> bool:
    """Whether this request is to be judged by a token, and so by nothing that a browser adds by itself."""
    sent = str(request.environ.get("HTTP_AUTHORIZATION", ""))
    return sent[: len(BEARER)].lower() == BEARER and takes_tokens()


def secret_sent() -> str | None:
    """The token in the header, whether or not it is anybody's."""
    return request.headers["Authorization"][len(BEARER) :].strip() if comes_with_token() else None


def by_token(secret: str) -> LoggedIn | None:
    """Whoever this token belongs to, if it may still be used."""
    found = api_tokens.find(secret)
    return LoggedIn(found[1], None, found[0]) if found else None


def by_session(secret: str) -> LoggedIn | None:
    found = sessions.find(secret)
    return LoggedIn(found[1], found[0]) if found else None


def known_user() -> LoggedIn | None:
    """Whoever was looked up in this request already, without looking now."""
    user = g.get("_login_user")
    return user if isinstance(user, LoggedIn) else None


def _somebody_is_known() -> bool:
    return has_request_context() and bool(current_user.is_authenticated)
