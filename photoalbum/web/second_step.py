"""Coming in by more than a password: the second step after it, and passkeys in its place."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response

from photoalbum.accounts import passkeys, recovery_codes, second_factor
from photoalbum.accounts.models import Member
from photoalbum.accounts.passkeys import BadPasskey
from photoalbum.accounts.sign_ins import Outcome, Way
from photoalbum.core.db import db
from photoalbum.delivery.limits import Allowance, network
from photoalbum.web import half_open
from photoalbum.web.current import ask_to_log_in, keep_logged_in, record, start_login
from photoalbum.web.forms.second_factor import CodeForm, PasskeyForm
from photoalbum.web.redirects import safe_next
from photoalbum.web.relying_party import as_json, ask, asked, passkeys_work_here, the_passkey_site

bp = Blueprint("second_step", __name__, url_prefix="/login")

WRONG_CODES = Allowance("second step", "10 per 15 minutes")
# Six digits can be guessed from many networks at once. Only somebody who knows the password gets here, and
# the owner still has recovery codes and passkeys.
WRONG_APP_CODES = Allowance("app code", "50 per day")
WRONG_PASSKEYS = Allowance("passkey", "30 per 15 minutes")

LOGIN = "login"


@bp.route("/second-step", methods=["GET", "POST"])
def enter() -> ResponseReturnValue:
    form, half = CodeForm(), half_open.current()
    if half is None and not form.is_submitted():
        ask_to_log_in(and_back=False)
    if half is None:
        flash(_("That took too long. Please log in again."))
        return redirect(url_for("auth.login"), 303)
    if not form.is_submitted():
        return _page(form)
    member = half.member
    if not form.validate_on_submit():
        return _page(form), 422
    way = right_code(member, form.code.data or "")
    if way is None:
        record(member.id, Outcome.REFUSED, Way.SECOND_STEP)
        db.session.commit()
        form.code.errors = [wrong_code()]
        return _page(form), 422
    left = recovery_codes.left(member.id)
    answer = _let_in(member, way, half.wish)
    if way is Way.RECOVERY_CODE:
        flash(_("This recovery code is used up. You have %(num)d left.", num=left))
    return answer


@bp.post("/passkey/options")
def options() -> ResponseReturnValue:
    return as_json(passkeys.question(the_passkey_site(), ask(LOGIN)))


@bp.post("/passkey")
def passkey() -> ResponseReturnValue:
    """Come in by a passkey, whether or not the password was given before."""
    site, form, half = the_passkey_site(), PasskeyForm(), half_open.current()
    WRONG_PASSKEYS.demand(network())
    challenge = asked(LOGIN)
    try:
        if challenge is None or not form.validate_on_submit():
            raise BadPasskey(_("That took too long. Please try again."))
        member = passkeys.holder(site, challenge, form.credential.data or "")
    except BadPasskey as fault:
        WRONG_PASSKEYS.count(network())
        record(half.member.id if half else None, Outcome.REFUSED, Way.PASSKEY)
        db.session.commit()
        flash(fault.sentence, "error")
        wish = safe_next(form.next.data)
        back = url_for("second_step.enter") if half else url_for("auth.login", next=wish)
        return redirect(back, 303)
    if half and half.member.id == member.id:
        return _let_in(member, Way.PASSKEY_TOO, half.wish)
    return _let_in(member, Way.PASSKEY, form.next.data or "")


def right_code(member: Member, typed: str) -> Way | None:
    """The kind of this code if it is right. A wrong one counts, and too many are refused unread."""
    tries: list[tuple[Allowance, tuple[str, ...]]] = [(WRONG_CODES, (member.uid, network()))]
    if second_factor.is_app_code(typed):
        tries.append((WRONG_APP_CODES, (member.uid,)))
    for allowance, keys in tries:
        allowance.demand(*keys)
    way = second_factor.way_of(member, typed, current_app.config["SECRET_KEY"])
    if way is None:
        for allowance, keys in tries:
            allowance.count(*keys)
    return way


def wrong_code() -> str:
    return str(_("This code is not right, or it was used already. Wait for the next one and try again."))


def _let_in(member: Member, way: Way, wish: str) -> Response:
    secret = start_login(member.id)
    record(member.id, Outcome.IN, way)
    db.session.commit()
    return keep_logged_in(redirect(safe_next(wish) or url_for("albums.index"), 303), secret)


def _page(form: CodeForm) -> str:
    half = half_open.current()
    assert half is not None
    return render_template(
        "auth/second_step.html",
        form=form,
        has_passkeys=bool(passkeys.of_member(half.member.id)),
        passkeys_work=passkeys_work_here(),
    )
