"""One's own account: the password, and where one is logged in."""

from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.accounts import (
    authenticator,
    credentials,
    keeper_acts,
    members,
    passkeys,
    passwords,
    recovery_codes,
    second_factor,
    sessions,
)
from photoalbum.accounts.sign_ins import Way
from photoalbum.core.db import db
from photoalbum.delivery.limits import Allowance
from photoalbum.web.current import (
    end_login,
    keep_logged_in,
    login_required,
    note_change,
    say_goodbye,
    start_login,
    the_login,
    the_member,
)
from photoalbum.web.devices import device_words
from photoalbum.web.forms.account import ChangePasswordForm, ConfirmForm
from photoalbum.web.forms.second_factor import NewPasskeyForm
from photoalbum.web.redirects import safe_next
from photoalbum.web.relying_party import passkeys_work_here
from photoalbum.web.second_step import right_code, wrong_code

bp = Blueprint("account", __name__, url_prefix="/account")

WRONG_PASSWORDS = Allowance("own password", "10 per 15 minutes")

# What the buttons of the session list say instead of a session's name.
OTHERS, EVERYWHERE = "others", "everywhere"


class SessionRow(NamedTuple):
    uid: str
    device: str
    address: str
    last_used: datetime
    is_this_one: bool


@bp.get("/")
@login_required
def show() -> ResponseReturnValue:
    return _page(ChangePasswordForm())


@bp.post("/password")
@login_required
def password() -> ResponseReturnValue:
    member = the_member()
    member_id, uid = member.id, member.uid
    WRONG_PASSWORDS.demand(uid)
    form = ChangePasswordForm()
    form.about = (member.name, member.email)
    db.session.rollback()  # Judging and hashing take long, and no other writer should wait for it.
    if not form.validate_on_submit():
        return _page(form), 422
    if not credentials.proves(member_id, form.current.data or ""):
        WRONG_PASSWORDS.count(uid)
        form.current.errors = [_("This is not your current password.")]
        return _page(form), 422

    password_hash = passwords.hash_password(form.password.data or "")
    members.change_password(the_member(), password_hash)
    note_change(Way.PASSWORD_CHANGED)
    secret = start_login(member_id)
    db.session.commit()
    flash(_("Your new password is in place. All other devices are logged out."), "success")
    return keep_logged_in(redirect(url_for("account.show"), 303), secret)


@bp.post("/sessions/delete")
@login_required
def end_sessions() -> ResponseReturnValue:
    member_id, this, which = the_member().id, the_login(), request.form.get("session", "")
    if which == EVERYWHERE:
        sessions.end_all(member_id)
    elif which == OTHERS:
        sessions.end_all(member_id, but=this.id)
    elif not sessions.end(member_id, which):
        abort(404)
    if which in (EVERYWHERE, this.uid):
        end_login()
        db.session.commit()
        return say_goodbye(redirect(url_for("auth.login"), 303))
    db.session.commit()
    flash(_("Logged out there."), "success")
    return redirect(url_for("account.show"), 303)


@bp.route("/confirm", methods=["GET", "POST"])
@login_required
def confirm() -> ResponseReturnValue:
    """Asks for the password once more, before something that a borrowed phone must not do."""
    form = ConfirmForm(next=request.args.get("next"))
    if not second_factor.is_on(the_member().id):
        del form.code
    if not form.is_submitted():
        return _confirm_page(form)
    member_id, uid = the_member().id, the_member().uid
    WRONG_PASSWORDS.demand(uid)
    if not form.validate_on_submit():
        return _confirm_page(form), 422
    if not credentials.proves(member_id, form.password.data or ""):
        WRONG_PASSWORDS.count(uid)
        form.password.errors = [_("This is not your password.")]
        return _confirm_page(form), 422
    if "code" in form and not right_code(the_member(), form.code.data or ""):
        form.code.errors = [wrong_code()]
        return _confirm_page(form), 422

    sessions.confirm(the_login().id)
    db.session.commit()
    return redirect(safe_next(form.next.data) or url_for("account.show"), 303)


def _confirm_page(form: ConfirmForm) -> str:
    usable = passkeys_work_here() and bool(passkeys.of_member(the_member().id))
    return render_template("account/confirm.html", form=form, passkeys_usable=usable)


def _page(form: ChangePasswordForm) -> str:
    this, member = the_login(), the_member()
    new_passkey = NewPasskeyForm()
    new_passkey.name.data = device_words(request.user_agent.string)
    rows = [
        SessionRow(row.uid, device_words(row.user_agent), row.address, row.last_used_at, row.id == this.id)
        for row in sessions.of_member(member.id)
    ]
    return render_template(
        "account/show.html",
        form=form,
        member=member,
        sessions=rows,
        keeper_acts=keeper_acts.about(member.id),
        app=authenticator.in_use(member.id),
        codes_left=recovery_codes.left(member.id) if second_factor.is_on(member.id) else None,
        passkeys=passkeys.of_member(member.id),
        passkeys_work=passkeys_work_here("create"),
        passkey_form=new_passkey,
        may_change=this.is_confirmed,
    )
