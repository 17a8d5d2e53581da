"""For the keeper: every share link of the site, each with a switch that stops it."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.core.db import db
from photoalbum.delivery.identity import current_viewer
from photoalbum.sharing import all_links, links
from photoalbum.web.current import keeper_required

bp = Blueprint("all_links", __name__, url_prefix="/admin/links")


@bp.get("/")
@keeper_required
def index() -> ResponseReturnValue:
    return render_template("admin/links.html", rows=all_links.everywhere(current_viewer()))


@bp.post("/<uid>/delete")
@keeper_required
def stop(uid: str) -> ResponseReturnValue:
    link = all_links.find_anywhere(uid)
    if link is None:
        abort(404)
    links.revoke(link)
    db.session.commit()
    flash(_("The link does not work any more."), "success")
    return redirect(url_for("all_links.index"), 303)
