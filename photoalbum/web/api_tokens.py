"""Tokens for one's own programs: made, shown once, and ended. A token itself can do none of this."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response

from photoalbum.accounts import api_tokens
from photoalbum.accounts.models import ApiToken
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.web.current import login_required, the_login, the_member
from photoalbum.web.forms.api_tokens import SCOPE_WORDS, TokenForm

bp = Blueprint("tokens", __name__, url_prefix="/account/tokens")


@bp.get("/")
@login_required
def index() -> ResponseReturnValue:
    return _page(TokenForm())


@bp.post("/")
@login_required
def create() -> ResponseReturnValue:
    """Answers with the page itself, not by a redirect: the token is nowhere to be read again."""
    if not the_login().is_confirmed:
        return _ask_for_password()
    form = TokenForm()
    if not form.validate_on_submit():
        return _page(form), 422
    made = api_tokens.make(
        the_member().id, name=form.name.data or "", scopes=form.chosen, expires_at=form.expires_at
    )
    db.session.commit()
    return _page(None, made), 201


@bp.post("/<uid>/delete")
@login_required
def destroy(uid: str) -> ResponseReturnValue:
    if not the_login().is_confirmed:
        return _ask_for_password()
    if not api_tokens.end(the_member().id, uid):
        abort(404)
    db.session.commit()
    flash(_("The token does not work any more."), "success")
    return redirect(url_for("tokens.index"), 303)


def _ask_for_password() -> Response:
    flash(_("Please enter your password first, then go on with the tokens."))
    return redirect(url_for("account.confirm", next=url_for("tokens.index")), 303)


def _page(form: TokenForm | None, made: str = "") -> str:
    words = {str(scope): word for scope, word in SCOPE_WORDS}
    tokens = [
        (token, [words[scope] for scope in token.scopes.split()], _is_over(token))
        for token in api_tokens.of_member(the_member().id)
    ]
    return render_template(
        "account/tokens.html",
        form=form,
        made=made,
        tokens=tokens,
        is_confirmed=the_login().is_confirmed,
    )


def _is_over(token: ApiToken) -> bool:
    return token.expires_at is not None and token.expires_at <= now()
