"""The keeper's pages: who belongs to the family, and who is invited."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.accounts import invitations, members, password_links, second_factor
from photoalbum.accounts.models import Member, PasswordLink
from photoalbum.accounts.sign_ins import Outcome, Way
from photoalbum.core.db import db
from photoalbum.delivery.absolute import absolute_url
from photoalbum.delivery.limits import Allowance
from photoalbum.web.current import keeper_required, record, the_login, the_member
from photoalbum.web.forms.admin import InviteForm
from photoalbum.web.qr import qr_code

bp = Blueprint("admin", __name__, url_prefix="/admin")

PASSWORD_LINKS = Allowance("password link", "10 per hour")


@bp.get("/")
@keeper_required
def index() -> ResponseReturnValue:
    return _index(InviteForm())


@bp.post("/invitations")
@keeper_required
def invite() -> ResponseReturnValue:
    form = InviteForm()
    if not form.validate_on_submit():
        return _index(form), 422
    invitation = invitations.make(the_member(), form.name.data or "", life=form.life)
    uid = invitation.uid
    db.session.commit()
    return redirect(url_for("admin.invitation", uid=uid), 303)


@bp.get("/invitations/<uid>")
@keeper_required
def invitation(uid: str) -> ResponseReturnValue:
    found = invitations.find(uid)
    if found is None:
        abort(404)
    link = absolute_url("auth.join", token=invitations.token(found, current_app.config["SECRET_KEY"]))
    return render_template("admin/invitation.html", invitation=found, link=link, qr=qr_code(link))


@bp.post("/invitations/<uid>/delete")
@keeper_required
def revoke_invitation(uid: str) -> ResponseReturnValue:
    if not invitations.revoke(uid):
        abort(404)
    db.session.commit()
    flash(_("The invitation does not work any more."), "success")
    return redirect(url_for("admin.index"), 303)


@bp.post("/members/<uid>/password-link")
@keeper_required
def password_link(uid: str) -> ResponseReturnValue:
    member = _member_or_404(uid)
    if not the_login().is_confirmed:
        flash(_("Please enter your own password first, then make the link."))
        return redirect(url_for("account.confirm", next=url_for("admin.index")), 303)
    PASSWORD_LINKS.demand(uid)
    PASSWORD_LINKS.count(uid)
    link = password_links.make(member, the_member())
    link_uid = link.uid
    db.session.commit()
    return redirect(url_for("admin.show_password_link", uid=link_uid), 303)


@bp.get("/password-links/<uid>")
@keeper_required
def show_password_link(uid: str) -> ResponseReturnValue:
    found = _password_link_or_404(uid)
    link = absolute_url("auth.reset", token=password_links.token(found, current_app.config["SECRET_KEY"]))
    return render_template(
        "admin/password_link.html",
        password_link=found,
        link=link,
        qr=qr_code(link),
        has_factors=second_factor.has_any(found.member_id),
    )


@bp.post("/password-links/<uid>/second-factor/delete")
@keeper_required
def remove_second_factor(uid: str) -> ResponseReturnValue:
    """For somebody who lost the phone as well. A password link alone leaves the second step as it is."""
    member = _password_link_or_404(uid).member
    here = url_for("admin.show_password_link", uid=uid)
    if not the_login().is_confirmed:
        flash(_("Please enter your own password first."))
        return redirect(url_for("account.confirm", next=here), 303)
    name = member.name
    if second_factor.remove_all(member.id):
        record(member.id, Outcome.CHANGED, Way.FACTORS_REMOVED)
    db.session.commit()
    flash(_("%(name)s can log in with the password alone now.", name=name), "success")
    return redirect(here, 303)


@bp.post("/members/<uid>/disable")
@keeper_required
def disable(uid: str) -> ResponseReturnValue:
    member = _member_or_404(uid)
    members.disable(member)
    name = member.name
    db.session.commit()
    flash(_("%(name)s cannot log in any more.", name=name), "success")
    return redirect(url_for("admin.index"), 303)


@bp.post("/members/<uid>/enable")
@keeper_required
def enable(uid: str) -> ResponseReturnValue:
    member = _member_or_404(uid)
    members.enable(member)
    name = member.name
    db.session.commit()
    flash(_("%(name)s can log in again.", name=name), "success")
    return redirect(url_for("admin.index"), 303)


def _index(form: InviteForm) -> str:
    return render_template(
        "admin/index.html",
        form=form,
        members=members.everyone(),
        invitations=invitations.waiting(),
        myself=the_member(),
    )


def _password_link_or_404(uid: str) -> PasswordLink:
    found = password_links.find(uid)
    if found is None:
        abort(404)
    return found


def _member_or_404(uid: str) -> Member:
    member = members.find(uid)
    if member is None:
        abort(404)
    return member
