"""The same resumable uploads for guests of a share link, under its address: tus, and what the page asks."""

from typing import Any

from flask import Blueprint, g, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.core.db import db
from photoalbum.core.errors import Missing
from photoalbum.photos.models import READY
from photoalbum.uploads import offered, receipts
from photoalbum.uploads.models import Receipt, ReceiptLine
from photoalbum.uploads.resumable import Uploader
from photoalbum.web import guest_door, receipt_lines, share_adding, tus
from photoalbum.web.drops import digests_asked, lines_asked
from photoalbum.web.json_bodies import json_object, sha256, text

PREFIX = "/s/<token>/uploads"

drops_bp = Blueprint("share_drops", __name__, url_prefix=PREFIX)


def _uploader() -> Uploader:
    """A guest with a name, by a link that lets them add photos."""
    link = guest_door.link_or_404(g.link_token, "may_add")
    guest = guest_door.guest_or_401(link)
    if request.method == "POST" and "X-HTTP-Method-Override" not in request.headers:
        share_adding.count_files(link)
    return Uploader(link.created_by_id, guest.id)


def as_json(line: ReceiptLine) -> dict[str, Any]:
    """A line of the receipt, as much of it as is the guest's: not what photo it became, nor whose."""
    return {
        "line": line.id,
        "file_name": line.file_name,
        "photo": line.sha256[:12] or None,
        "href": None,
        "thumb": None,
        "state": receipt_lines.REFUSED if line.refusal else READY,
        "reason": line.refusal,
        "sha256": line.sha256,
        "bytes": line.bytes,
        "duplicate": line.duplicate,
        "verified": line.verified,
    }


tus_bp = tus.blueprint("share_tus", PREFIX, tus.Door(uploader=_uploader, tell=as_json))


@tus_bp.url_value_preprocessor
def _take_token(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """The views of tus know nothing of links."""
    g.link_token = (values or {}).pop("token", "")


@tus_bp.url_defaults
def _give_token(_endpoint: str, values: dict[str, Any]) -> None:
    if "link_token" in g:
        values.setdefault("token", g.link_token)


@drops_bp.post("/drops")
def create(token: str) -> ResponseReturnValue:
    """Open a receipt for files that will be sent one by one."""
    link = guest_door.link_or_404(token, "may_add")
    receipt = share_adding.open_receipt(link, guest_door.guest_or_401(link).id)
    href = url_for("share_adding.show", token=token, uid=receipt.uid)
    answer = {"receipt": receipt.uid, "href": href, "album": receipt.uid}
    db.session.commit()
    return jsonify(answer), 201


@drops_bp.post("/known")
def ask(token: str) -> ResponseReturnValue:
    """Which of these files this guest has sent before."""
    link = guest_door.link_or_404(token, "may_add")
    guest = guest_door.guest_or_401(link)
    return jsonify({"known": offered.known_among(guest.id, digests_asked())})


@drops_bp.post("/drops/<uid>/known")
def enter(token: str, uid: str) -> ResponseReturnValue:
    receipt, sent = _own_receipt(token, uid), json_object()
    guest_id, digest, name = receipt.guest_id or 0, sha256(sent), text(sent, "file_name", 2000)
    line = None
    if offered.is_intact(guest_id, digest):
        line = offered.enter(digest, name, _own_receipt(token, uid))
    if line is None:
        raise Missing(_("You have not sent this file yet. Please send it."))
    answer = as_json(line)
    db.session.commit()
    return jsonify(answer)


@drops_bp.get("/drops/<uid>/state")
def state(token: str, uid: str) -> ResponseReturnValue:
    lines = receipts.lines_of(_own_receipt(token, uid), lines_asked())
    return jsonify({"lines": [as_json(line) for line in lines], "waiting": 0})


def _own_receipt(token: str, uid: str) -> Receipt:
    link = guest_door.link_or_404(token, "may_add")
    found = receipts.of_member(link.created_by_id, uid, guest_door.guest_or_401(link).id)
    if found is None:
        raise Missing(_("There is no such receipt."))
    return found
