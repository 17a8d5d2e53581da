"""One's own passkeys: adding, removing, and showing one in place of the password."""

from flask import Blueprint, abort, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response

from photoalbum.accounts import passkeys, second_factor, sessions
from photoalbum.accounts.passkeys import BadPasskey
from photoalbum.accounts.sign_ins import Way
from photoalbum.core.db import db
from photoalbum.core.errors import AlbumError
from photoalbum.web.authenticator import codes_page
from photoalbum.web.current import (
    confirmed_login_required,
    login_required,
    note_change,
    the_login,
    the_member,
)
from photoalbum.web.forms.second_factor import NewPasskeyForm, PasskeyForm
from photoalbum.web.redirects import safe_next
from photoalbum.web.relying_party import as_json, ask, asked, the_passkey_site

bp = Blueprint("passkeys", __name__, url_prefix="/account")

ADD, CONFIRM = "add", "confirm"


@bp.post("/passkeys/options")
@confirmed_login_required
def options() -> ResponseReturnValue:
    return as_json(passkeys.question_for_new(the_passkey_site(), the_member(), ask(ADD)))


@bp.post("/passkeys")
@confirmed_login_required
def create() -> ResponseReturnValue:
    site, member, form, challenge = the_passkey_site(), the_member(), NewPasskeyForm(), asked(ADD)
    if challenge is None or not form.validate_on_submit():
        flash(_("The passkey was not added. Please give it a name and try again."), "error")
        return _back()
    name, guards = form.name.data or "", bool(form.guards.data)
    try:
        passkeys.add(site, member, challenge, form.credential.data or "", name=name, guards=guards)
    except AlbumError as fault:
        flash(fault.sentence, "error")
        return _back()
    codes = second_factor.codes_if_first(member, current_app.config["SECRET_KEY"]) if guards else []
    if guards:
        second_factor.settle(member.id, keep=the_login().id)
    note_change(Way.PASSKEY_ADDED)
    db.session.commit()
    flash(_("You can log in with the passkey “%(name)s” now.", name=name), "success")
    return codes_page(codes) if codes else _back()


@bp.post("/passkeys/<uid>/delete")
@confirmed_login_required
def remove(uid: str) -> ResponseReturnValue:
    member_id, this = the_member().id, the_login().id
    if not passkeys.remove(member_id, uid):
        abort(404)
    second_factor.settle(member_id, keep=this)
    note_change(Way.PASSKEY_REMOVED)
    db.session.commit()
    flash(_("The passkey opens nothing here any more. All other devices are logged out."), "success")
    return _back()


@bp.post("/confirm/passkey/options")
@login_required
def options_to_confirm() -> ResponseReturnValue:
    site = the_passkey_site()
    return as_json(passkeys.question(site, ask(CONFIRM), member_id=the_member().id))


@bp.post("/confirm/passkey")
@login_required
def confirm() -> ResponseReturnValue:
    """Instead of the password once more."""
    site, member_id, form, challenge = the_passkey_site(), the_member().id, PasskeyForm(), asked(CONFIRM)
    wish = safe_next(form.next.data)
    try:
        if challenge is None or not form.validate_on_submit():
            raise BadPasskey(_("That took too long. Please try again."))
        if passkeys.holder(site, challenge, form.credential.data or "").id != member_id:
            raise BadPasskey(_("This is not one of your passkeys."))
    except BadPasskey as fault:
        db.session.rollback()
        flash(fault.sentence, "error")
        return redirect(url_for("account.confirm", next=wish), 303)
    sessions.confirm(the_login().id)
    db.session.commit()
    return redirect(wish or url_for("account.show"), 303)


def _back() -> Response:
    return redirect(url_for("account.show"), 303)
