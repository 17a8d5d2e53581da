"""For the keeper: who is logged in and from where, and when keepers opened somebody's private albums."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from photoalbum.accounts import keeper_acts, sessions
from photoalbum.web.current import keeper_required
from photoalbum.web.devices import device_words

bp = Blueprint("ways_in", __name__, url_prefix="/admin/sign-ins")


@bp.get("/")
@keeper_required
def index() -> ResponseReturnValue:
    rows = [(row, name, device_words(row.user_agent)) for row, name in sessions.everywhere()]
    return render_template("admin/ways_in.html", sessions=rows, acts=keeper_acts.latest())
