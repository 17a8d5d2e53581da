"""One's own authenticator app and recovery codes: setting up, making anew, removing."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response

from photoalbum.accounts import authenticator, household, recovery_codes, second_factor
from photoalbum.accounts.authenticator import AuthenticatorApp
from photoalbum.accounts.recovery_codes import clean
from photoalbum.accounts.sign_ins import Way
from photoalbum.core.db import db
from photoalbum.delivery.limits import Allowance
from photoalbum.web.current import confirmed_login_required, note_change, the_login, the_member
from photoalbum.web.forms.second_factor import FirstCodeForm
from photoalbum.web.qr import qr_code

bp = Blueprint("authenticator", __name__, url_prefix="/account")

WRONG_FIRST_CODES = Allowance("first code", "10 per 15 minutes")


@bp.post("/authenticator/new")
@confirmed_login_required
def begin() -> ResponseReturnValue:
    authenticator.begin(the_member(), current_app.config["SECRET_KEY"])
    db.session.commit()
    return redirect(url_for("authenticator.show"), 303)


@bp.get("/authenticator")
@confirmed_login_required
def show() -> ResponseReturnValue:
    app = authenticator.begun(the_member().id)
    return _page(app, FirstCodeForm()) if app else redirect(url_for("account.show"))


@bp.post("/authenticator/confirm")
@confirmed_login_required
def confirm() -> ResponseReturnValue:
    member, form, key = the_member(), FirstCodeForm(), current_app.config["SECRET_KEY"]
    app = authenticator.begun(member.id)
    if app is None:
        flash(_("That took too long. Please begin again."))
        return _back()
    WRONG_FIRST_CODES.demand(member.uid)
    if not form.validate_on_submit():
        return _page(app, form), 422
    if not authenticator.confirm(app, member, clean(form.code.data or ""), key):
        WRONG_FIRST_CODES.count(member.uid)
        form.code.errors = [_("This code is not right. Is the clock of the phone right?")]
        return _page(app, form), 422

    codes = second_factor.codes_if_first(member, key)
    second_factor.settle(member.id, keep=the_login().id)
    note_change(Way.APP_ADDED)
    db.session.commit()
    flash(
        _("From now on your login asks for a code of the app. All other devices are logged out."), "success"
    )
    return codes_page(codes) if codes else _back()


@bp.post("/authenticator/delete")
@confirmed_login_required
def remove() -> ResponseReturnValue:
    member_id, this = the_member().id, the_login().id
    if not authenticator.remove(member_id):
        abort(404)
    second_factor.settle(member_id, keep=this)
    note_change(Way.APP_REMOVED)
    db.session.commit()
    flash(_("The app is not asked for any more. All other devices are logged out."), "success")
    return _back()


@bp.post("/recovery-codes")
@confirmed_login_required
def new_codes() -> ResponseReturnValue:
    if not second_factor.is_on(the_member().id):
        abort(404)
    codes = recovery_codes.make(the_member(), current_app.config["SECRET_KEY"])
    note_change(Way.CODES_MADE)
    db.session.commit()
    return codes_page(codes)


def codes_page(codes: list[str]) -> str:
    """The only page that ever shows them. Nothing keeps them, so there is no address to come back to."""
    return render_template("account/recovery_codes.html", codes=codes)


def _page(app: AuthenticatorApp, form: FirstCodeForm) -> str:
    member, family = the_member(), household.current()
    secret = authenticator.secret_of(app, member, current_app.config["SECRET_KEY"])
    if secret is None:
        abort(404)
    address = authenticator.address_for(secret, member, family.family_name if family else "photoalbum")
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return render_template("account/authenticator.html", form=form, qr=qr_code(address), secret=groups)


def _back() -> Response:
    return redirect(url_for("account.show"), 303)
