"""The ways in and out: setting up, logging in and out, joining by invitation, a new password by a link."""

from typing import NoReturn

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response

from photoalbum.accounts import (
    credentials,
    household,
    invitations,
    members,
    password_links,
    passwords,
    second_factor,
    setup_code,
    sign_ins,
)
from photoalbum.accounts.sign_ins import Outcome, Way
from photoalbum.core.db import db
from photoalbum.core.errors import Conflict
from photoalbum.delivery.identity import current_member
from photoalbum.delivery.limits import Allowance, network
from photoalbum.web import half_open
from photoalbum.web.current import (
    end_login,
    keep_logged_in,
    record,
    say_goodbye,
    start_login,
    take_cookie_away,
)
from photoalbum.web.forms.auth import JoinForm, LoginForm, NewPasswordForm, SetupForm
from photoalbum.web.redirects import safe_next
from photoalbum.web.relying_party import passkeys_work_here

bp = Blueprint("auth", __name__)

FAILED_LOGINS = Allowance("login", "10 per 15 minutes")
FAILED_LOGINS_OF_A_NETWORK = Allowance("logins", "30 per 15 minutes")
WRONG_CODES = Allowance("setup", "10 per 15 minutes")
TRIES_WITH_A_LINK = Allowance("link", "30 per 15 minutes")

_SET_UP = "photoalbum.set_up"


def init_app(app: Flask) -> None:
    """Call this before CSRFProtect: once closed, /setup is closed to every method, token or not."""
    app.before_request(_set_up_first)


@bp.route("/setup", methods=["GET", "POST"])
def setup() -> ResponseReturnValue:
    """Once in the life of the site: its family, and its first keeper."""
    form = SetupForm()
    if not form.is_submitted():
        return render_template("auth/setup.html", form=form)
    WRONG_CODES.demand(network())
    _let_go()
    if not form.validate_on_submit():
        return render_template("auth/setup.html", form=form), 422
    if not setup_code.is_right(current_app.config["INSTANCE"], form.code.data or ""):
        WRONG_CODES.count(network())
        form.code.errors = [_("This is not the setup code. Look at where the site was started.")]
        return render_template("auth/setup.html", form=form), 422

    password_hash = passwords.hash_password(form.password.data or "")
    keeper = household.set_up(
        form.family_name.data or "",
        name=form.name.data or "",
        email=form.email.data or "",
        password_hash=password_hash,
    )
    secret = start_login(keeper.id)
    record(keeper.id, Outcome.IN, Way.SET_UP)
    db.session.commit()
    setup_code.read_or_make(current_app.config["INSTANCE"], done=True)
    return keep_logged_in(_home(), secret)


@bp.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    form = LoginForm(next=request.args.get("next"))
    wish = safe_next(form.next.data or request.args.get("next"))
    form.next.data = wish or ""
    if not form.is_submitted():
        return redirect(wish or url_for("albums.index")) if current_member() else _login_page(form)
    if not form.validate_on_submit():
        return _login_page(form), 422
    email = form.email.data or ""
    FAILED_LOGINS.demand(email, network())
    FAILED_LOGINS_OF_A_NETWORK.demand(network())
    member = credentials.member_with(email, form.password.data or "")
    if member is None:
        FAILED_LOGINS.count(email, network())
        FAILED_LOGINS_OF_A_NETWORK.count(network())
        sign_ins.note_refusal(email, Way.PASSWORD, address=request.remote_addr or "")
        db.session.commit()
        form.form_errors.append(_("E-mail address and password do not fit together. Please try again."))
        return _login_page(form), 422

    if second_factor.is_on(member.id):
        half_open.begin(member, wish or "")
        db.session.commit()
        return take_cookie_away(redirect(url_for("second_step.enter"), 303))
    secret = start_login(member.id)
    record(member.id, Outcome.IN, Way.PASSWORD)
    db.session.commit()
    return keep_logged_in(redirect(wish, 303) if wish else _home(), secret)


@bp.post("/logout")
def logout() -> ResponseReturnValue:
    end_login()
    db.session.commit()
    return say_goodbye(redirect(url_for("auth.login"), 303))


@bp.route("/join/<token>", methods=["GET", "POST"])
def join(token: str) -> ResponseReturnValue:
    TRIES_WITH_A_LINK.demand(network())
    invitation = invitations.find_by_token(token, current_app.config["SECRET_KEY"])
    if invitation is None:
        _nothing_here()
    form = JoinForm(name=invitation.name)
    if not form.is_submitted():
        return render_template("auth/join.html", form=form)
    TRIES_WITH_A_LINK.count(network())
    invitation_id = invitation.id
    _let_go()
    if not form.validate_on_submit():
        return render_template("auth/join.html", form=form), 422

    name, email = form.name.data or "", form.email.data or ""
    password_hash = passwords.hash_password(form.password.data or "")
    try:
        member = invitations.accept(invitation_id, name=name, email=email, password_hash=password_hash)
    except Conflict as taken:
        db.session.rollback()
        form.email.errors = [taken.sentence]
        return render_template("auth/join.html", form=form), 422
    secret = start_login(member.id)
    record(member.id, Outcome.IN, Way.INVITATION)
    db.session.commit()
    return keep_logged_in(_home(), secret)


@bp.get("/forgotten")
def forgotten() -> ResponseReturnValue:
    return render_template("auth/forgotten.html")


@bp.route("/password/<token>", methods=["GET", "POST"])
def reset(token: str) -> ResponseReturnValue:
    TRIES_WITH_A_LINK.demand(network())
    link = password_links.find_by_token(token, current_app.config["SECRET_KEY"])
    if link is None:
        _nothing_here()
    link_id, member_uid, name, email = link.id, link.member.uid, link.member.name, link.member.email
    form = NewPasswordForm()
    form.about = (name, email)
    if not form.is_submitted():
        return render_template("auth/reset.html", form=form, name=name, email=email)
    TRIES_WITH_A_LINK.count(network())
    _let_go()
    if not form.validate_on_submit():
        return render_template("auth/reset.html", form=form, name=name, email=email), 422

    password_hash = passwords.hash_password(form.password.data or "")
    member = members.find(member_uid)
    if member is None or not password_links.claim(link_id):
        abort(404)
    members.change_password(member, password_hash)
    record(member.id, Outcome.CHANGED, Way.PASSWORD_CHANGED)
    end_login()
    db.session.commit()
    flash(_("Your new password is in place. Please log in with it."), "success")
    return say_goodbye(redirect(url_for("auth.login"), 303))


def _set_up_first() -> ResponseReturnValue | None:
    if request.path == "/setup" and _is_set_up():
        abort(404)
    if request.path in ("/", "/login") and not _is_set_up():
        return redirect(url_for("auth.setup"))
    return None


def _is_set_up() -> bool:
    """Whether there is a household. Asked of the database until it is true, for it stays true."""
    known = current_app.extensions
    if not known.get(_SET_UP):
        known[_SET_UP] = household.is_set_up()
    return bool(known[_SET_UP])


def _login_page(form: LoginForm) -> str:
    return render_template("auth/login.html", form=form, passkeys_work=passkeys_work_here())


def _home() -> Response:
    return redirect(url_for("albums.index"), 303)


def _let_go() -> None:
    """End the open transaction: judging and hashing a password takes long, and nobody should wait for it."""
    db.session.rollback()


def _nothing_here() -> NoReturn:
    """The same for a link that never was, was used, or is too old."""
    TRIES_WITH_A_LINK.count(network())
    abort(404)
