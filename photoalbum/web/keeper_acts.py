"""Acting as keeper: a member's private albums, open for half an hour, for a reason that the owner reads."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.accounts import keeper_acts, members
from photoalbum.core.db import db
from photoalbum.web.current import keeper_required, the_login, the_member
from photoalbum.web.forms.admin import ActForm
from photoalbum.web.forms.albums import choices

bp = Blueprint("keeper_acts", __name__, url_prefix="/admin/acts")


@bp.get("/")
@keeper_required
def index() -> ResponseReturnValue:
    """The password comes first, so that nobody writes a reason twice."""
    return _page(_form()) if the_login().is_confirmed else _ask_for_password()


@bp.post("/")
@keeper_required
def create() -> ResponseReturnValue:
    form = _form()
    if not form.validate_on_submit():
        return _page(form), 422
    if not the_login().is_confirmed:
        return _ask_for_password()
    owner = members.find(form.member.data)
    if owner is None:
        return _page(form), 422
    keeper_acts.start(the_member(), owner, the_login().id, form.reason.data or "")
    db.session.commit()
    flash(_("You see all albums of %(name)s now, for half an hour. They can read why.", name=owner.name))
    return redirect(url_for("albums.index"), 303)


@bp.post("/delete")
@keeper_required
def end() -> ResponseReturnValue:
    keeper_acts.end(the_login().id)
    db.session.commit()
    flash(_("You do not act as keeper any more."), "success")
    return redirect(url_for("keeper_acts.index"), 303)


def _ask_for_password() -> ResponseReturnValue:
    flash(_("Please enter your own password first."))
    return redirect(url_for("account.confirm", next=url_for("keeper_acts.index")), 303)


def _form() -> ActForm:
    form = ActForm()
    myself = the_member().id
    form.member.choices = choices(
        (member.uid, member.name) for member in members.everyone() if member.id != myself
    )
    return form


def _page(form: ActForm) -> str:
    return render_template("admin/acts.html", form=form, acts=keeper_acts.latest())
