"""What holds for every request that shows a token, before any view is asked."""

from collections.abc import Callable
from typing import NoReturn, TypeVar

from flask import Flask, Response, abort, current_app, g, request
from flask_babel import gettext as _
from flask_wtf import CSRFProtect

from photoalbum.accounts.api_tokens import Scope
from photoalbum.core.errors import NotAllowed
from photoalbum.delivery import identity

View = TypeVar("View", bound=Callable[..., object])

# Names under which programs would like to put a token into an address, where logs and histories keep it.
IN_ADDRESSES = ("token", "access_token", "api_token", "api_key")
SENDING = frozenset({"tus", "drops"})
INVALID = 'error="invalid_token"'
READING_METHODS = frozenset({"GET", "HEAD"})


class CSRFUnlessToken(CSRFProtect):
    """A browser adds cookies by itself but never a token: who shows one needs no second proof.

    Nor does somebody unknown in the API, who changes nothing and is told to sign in.
    """

    def protect(self, apply_exemptions: bool = False) -> None:
        is_nobody = identity.is_api() and identity.current_member() is None
        if not is_nobody and not identity.comes_with_token():
            super().protect(apply_exemptions)


def needs(scope: Scope) -> Callable[[View], View]:
    """Say that a view that changes something asks for this scope, and not for `manage`."""

    def mark(view: View) -> View:
        view.needed_scope = scope  # type: ignore[attr-defined]
        return view

    return mark


def init_app(app: Flask) -> None:
    app.before_request(_judge)
    app.after_request(_say_how)


def _judge() -> None:
    if request.method == "OPTIONS" or not identity.takes_tokens():
        return
    if any(name in request.args for name in IN_ADDRESSES):
        _turn_away()
    if not identity.comes_with_token():
        return
    token = identity.current_token()
    if token is None:
        _turn_away()
    scope = _scope_of_request()
    if scope not in token.scopes:
        g.token_fault = f'error="insufficient_scope", scope="{scope}"'
        raise NotAllowed(
            _("This token was not made for that. It would need the scope “%(scope)s”.", scope=scope)
        )


def _turn_away() -> NoReturn:
    g.token_fault = INVALID
    abort(401)


def _scope_of_request() -> Scope:
    if request.blueprint in SENDING:
        return Scope.UPLOAD
    if request.method in READING_METHODS:
        return Scope.READ
    view = current_app.view_functions[request.endpoint or ""]
    return getattr(view, "needed_scope", Scope.MANAGE)


def _say_how(response: Response) -> Response:
    """Programs are told that a token is what they lack, or what is wrong with theirs."""
    fault = g.get("token_fault", "")
    if fault or (response.status_code == 401 and identity.takes_tokens()):
        response.headers["WWW-Authenticate"] = ", ".join(filter(None, ('Bearer realm="photoalbum"', fault)))
    if identity.comes_with_token():
        response.vary.add("Authorization")
    return response
