"""Pages of circles: which there are, who is in them, and changing that."""

from typing import NamedTuple, NoReturn

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from photoalbum.accounts import circles, members
from photoalbum.accounts.models import Circle
from photoalbum.core.db import db
from photoalbum.core.errors import NotAllowed
from photoalbum.delivery.identity import current_viewer
from photoalbum.web.current import login_required, the_member
from photoalbum.web.forms.albums import choices
from photoalbum.web.forms.circles import CircleForm, CircleMemberForm

bp = Blueprint("circles", __name__, url_prefix="/circles")


class CircleRow(NamedTuple):
    name: str
    href: str
    owner: str
    is_mine: bool


@bp.get("/")
@login_required
def index() -> ResponseReturnValue:
    return _index(CircleForm())


@bp.post("/")
@login_required
def create() -> ResponseReturnValue:
    form = CircleForm()
    if not form.validate_on_submit():
        return _index(form), 422
    circle = circles.make(the_member().id, form.name.data or "")
    db.session.commit()
    return _to(circle)


@bp.get("/<uid>")
@login_required
def show(uid: str) -> ResponseReturnValue:
    return _page(_circle_or_404(uid))


@bp.post("/<uid>/name")
@login_required
def rename(uid: str) -> ResponseReturnValue:
    circle = _kept_circle_or_404(uid)
    form = CircleForm()
    if not form.validate_on_submit():
        return _page(circle, name_form=form), 422
    circles.rename(circle, form.name.data or "")
    db.session.commit()
    flash(_("Saved."))
    return _to(circle)


@bp.post("/<uid>/members")
@login_required
def add_member(uid: str) -> ResponseReturnValue:
    circle = _kept_circle_or_404(uid)
    form = _member_form(circle)
    member = members.find(form.member.data or "") if form.validate_on_submit() else None
    if member is None:
        return _page(circle, member_form=form), 422
    circles.add(circle, member.id)
    db.session.commit()
    flash(_("%(name)s is in this circle now, and sees what is shared with it.", name=member.name))
    return _to(circle)


@bp.post("/<uid>/members/<member_uid>/delete")
@login_required
def remove_member(uid: str, member_uid: str) -> ResponseReturnValue:
    """By whoever looks after the circle; and everybody may leave one by themselves."""
    circle, member = _circle_or_404(uid), members.find(member_uid)
    leaves = member is not None and member.id == the_member().id
    if not leaves and not circles.is_kept_by(current_viewer(), circle):
        _refuse()
    if member is None:
        abort(404)
    circles.remove(circle, member.id)
    db.session.commit()
    flash(_("%(name)s is not in this circle any more.", name=member.name))
    if circles.find(current_viewer(), uid) is None:
        return redirect(url_for("circles.index"), 303)
    return _to(circle)


@bp.post("/<uid>/delete")
@login_required
def delete(uid: str) -> ResponseReturnValue:
    circle = _kept_circle_or_404(uid)
    circles.delete(circle)
    db.session.commit()
    flash(_("The circle is gone, and so is what was shared with it. Albums and photos stay."))
    return redirect(url_for("circles.index"), 303)


def _index(form: CircleForm) -> str:
    viewer = current_viewer()
    found = db.session.scalars(circles.visible_to(viewer).options(joinedload(Circle.owner))).all()
    rows = [
        CircleRow(
            circle.name,
            url_for("circles.show", uid=circle.uid),
            circle.owner.name,
            circle.owner_id == viewer.member_id,
        )
        for circle in found
    ]
    return render_template("circles/index.html", circles=rows, form=form)


def _page(
    circle: Circle, *, name_form: CircleForm | None = None, member_form: CircleMemberForm | None = None
) -> str:
    viewer = current_viewer()
    return render_template(
        "circles/show.html",
        circle=circle,
        owner=circle.owner.name,
        people=circles.members_of(circle),
        may_manage=circles.is_kept_by(viewer, circle),
        name_form=name_form or CircleForm(obj=circle),
        member_form=member_form or _member_form(circle),
    )


def _member_form(circle: Circle) -> CircleMemberForm:
    form = CircleMemberForm()
    inside = {member.id for member in circles.members_of(circle)}
    form.member.choices = choices(
        (member.uid, member.name)
        for member in members.everyone()
        if member.id not in inside and member.disabled_at is None
    )
    return form


def _circle_or_404(uid: str) -> Circle:
    circle = circles.find(current_viewer(), uid)
    if circle is None:
        abort(404)
    return circle


def _kept_circle_or_404(uid: str) -> Circle:
    circle = _circle_or_404(uid)
    if not circles.is_kept_by(current_viewer(), circle):
        _refuse()
    return circle


def _refuse() -> NoReturn:
    raise NotAllowed(_("Somebody else looks after this circle."))


def _to(circle: Circle) -> ResponseReturnValue:
    return redirect(url_for("circles.show", uid=circle.uid), 303)
