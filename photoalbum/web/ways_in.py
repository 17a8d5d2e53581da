"""For the keeper: who is logged in, who came in or was refused, and when keepers opened private albums."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from photoalbum.accounts import keeper_acts, sessions, sign_ins
from photoalbum.accounts.sign_ins import Outcome, Way
from photoalbum.web.current import keeper_required
from photoalbum.web.devices import device_words

bp = Blueprint("ways_in", __name__, url_prefix="/admin/sign-ins")

SHOWN = 100
OUTCOMES = {Outcome.IN: _l("came in"), Outcome.REFUSED: _l("was refused"), Outcome.CHANGED: _l("changed")}
WAYS = {
    Way.PASSWORD: _l("by password"),
    Way.SECOND_STEP: _l("at the second step"),
    Way.APP: _l("by password and app"),
    Way.RECOVERY_CODE: _l("by password and recovery code"),
    Way.PASSKEY_TOO: _l("by password and passkey"),
    Way.PASSKEY: _l("by passkey"),
    Way.INVITATION: _l("by an invitation"),
    Way.SET_UP: _l("as the first keeper"),
    Way.PASSWORD_CHANGED: _l("the password"),
    Way.APP_ADDED: _l("an app was added"),
    Way.APP_REMOVED: _l("an app was removed"),
    Way.PASSKEY_ADDED: _l("a passkey was added"),
    Way.PASSKEY_REMOVED: _l("a passkey was removed"),
    Way.CODES_MADE: _l("new recovery codes"),
    Way.FACTORS_REMOVED: _l("the second step was removed by a keeper"),
}


@bp.get("/")
@keeper_required
def index() -> ResponseReturnValue:
    rows = [(row, name, device_words(row.user_agent)) for row, name in sessions.everywhere()]
    lines = [
        (line, name, OUTCOMES[Outcome(line.outcome)], WAYS[Way(line.way)])
        for line, name in sign_ins.latest(SHOWN)
    ]
    return render_template("admin/ways_in.html", sessions=rows, lines=lines, acts=keeper_acts.latest())
