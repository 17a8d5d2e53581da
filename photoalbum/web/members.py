"""For the keeper: one member, their share of the disk, and how their account is deleted."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.accounts import leaving as accounts_leaving
from photoalbum.accounts import members
from photoalbum.accounts.models import Member
from photoalbum.albums import leaving as albums_leaving
from photoalbum.core.db import db
from photoalbum.photos import queries, trash
from photoalbum.sharing import all_links
from photoalbum.uploads import deciding, receipts
from photoalbum.web.current import keeper_required, the_login, the_member
from photoalbum.web.forms.admin import LeaveForm, RoomForm
from photoalbum.web.forms.albums import choices

bp = Blueprint("members", __name__, url_prefix="/admin/members")

GIGABYTE = 10**9


@bp.get("/<uid>")
@keeper_required
def show(uid: str) -> ResponseReturnValue:
    member = _member_or_404(uid)
    share = member.quota_bytes / GIGABYTE if member.quota_bytes else None
    return _page(member, RoomForm(gigabytes=round(share, 3) if share else None))


@bp.post("/<uid>/quota")
@keeper_required
def quota(uid: str) -> ResponseReturnValue:
    member = _member_or_404(uid)
    form = RoomForm()
    if not form.validate_on_submit():
        return _page(member, form), 422
    members.give_room(member, round((form.gigabytes.data or 0) * GIGABYTE))
    name = member.name
    db.session.commit()
    flash(_("%(name)s has this much room now.", name=name), "success")
    return redirect(url_for("members.show", uid=uid), 303)


@bp.get("/<uid>/delete")
@keeper_required
def confirm_delete(uid: str) -> ResponseReturnValue:
    """The password comes first, so that nobody chooses twice."""
    member = _member_or_404(uid)
    return _delete_page(member, _leave_form(member)) if the_login().is_confirmed else _ask_for_password(uid)


@bp.post("/<uid>/delete")
@keeper_required
def delete(uid: str) -> ResponseReturnValue:
    member = _member_or_404(uid)
    if not the_login().is_confirmed:
        return _ask_for_password(uid)
    form = _leave_form(member)
    if not form.validate_on_submit():
        return _delete_page(member, form), 422
    heir = members.find(form.heir.data) if form.hands_over else None
    if form.hands_over and heir in (None, member):
        form.heir.errors = [_("Choose who gets everything.")]
        return _delete_page(member, form), 422

    members.demand_another_keeper(member)
    name, is_myself = member.name, member.id == the_member().id
    all_links.revoke_all_of(member.id)
    let_go = deciding.pass_on(member.id, heir.id if heir else None)
    receipts.forget_all_of(member.id)
    if heir is not None:
        albums_leaving.hand_over(member, heir)
    else:
        albums_leaving.throw_away(member)
    accounts_leaving.leave(member, heir or _another_keeper(member))
    db.session.commit()
    trash.drop_all(let_go)
    if is_myself:
        return redirect(url_for("auth.login"), 303)
    flash(_("The account of %(name)s is deleted.", name=name), "success")
    return redirect(url_for("admin.index"), 303)


def _another_keeper(member: Member) -> Member:
    """Who looks after the circles of somebody without an heir: whoever deletes, or else a keeper."""
    if the_member().id != member.id:
        return the_member()
    keepers = (other for other in members.everyone() if other.is_keeper and other.disabled_at is None)
    return next(other for other in keepers if other.id != member.id)


def _leave_form(member: Member) -> LeaveForm:
    form = LeaveForm()
    others = ((other.uid, other.name) for other in members.everyone() if other.id != member.id)
    form.heir.choices = choices(others)
    return form


def _member_or_404(uid: str) -> Member:
    member = members.find(uid)
    if member is None:
        abort(404)
    return member


def _ask_for_password(uid: str) -> ResponseReturnValue:
    flash(_("Please enter your own password first."))
    return redirect(url_for("account.confirm", next=url_for("members.confirm_delete", uid=uid)), 303)


def _page(member: Member, form: RoomForm) -> str:
    return render_template("admin/member.html", member=member, form=form, used=queries.bytes_of(member.id))


def _delete_page(member: Member, form: LeaveForm) -> str:
    return render_template(
        "admin/delete_member.html", member=member, form=form, has=albums_leaving.belongings(member)
    )
