"""What the upload page asks beside sending: a drop to send into, what is known already, how far all is."""

from typing import Any

from flask import Blueprint, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.albums import actions
from photoalbum.albums.access import Ability
from photoalbum.albums.models import Album
from photoalbum.core.db import db
from photoalbum.core.errors import Missing, Rejected
from photoalbum.uploads import known, receipts
from photoalbum.uploads.finish import album_of
from photoalbum.uploads.models import Receipt
from photoalbum.web import receipt_lines
from photoalbum.web.json_bodies import json_object, sha256, text
from photoalbum.web.lookup import album_or_404, member_or_401

bp = Blueprint("drops", __name__, url_prefix="/uploads")

MOST_ASKED = 1000


@bp.post("/drops")
def create() -> ResponseReturnValue:
    """Open a receipt for files that will be sent one by one, and make their album if it is a new one."""
    member = member_or_401()
    album = _album_for(member.id, json_object())
    receipt = receipts.open_receipt(member.id, album.id if album else None)
    answer = {
        "receipt": receipt.uid,
        "href": url_for("uploads.receipt", uid=receipt.uid),
        "album": album.slug if album else None,
    }
    db.session.commit()
    return jsonify(answer), 201


@bp.post("/known")
def ask() -> ResponseReturnValue:
    """Which of these files need not be sent. Speaks of the asker's own photos alone."""
    member = member_or_401()
    return jsonify({"known": known.among(member.id, digests_asked())})


@bp.post("/drops/<uid>/known")
def enter(uid: str) -> ResponseReturnValue:
    """Put a photo into a drop that its owner has already, once it has been read from the disk again."""
    receipt, sent = _own_receipt(uid), json_object()
    member_id, digest, name = receipt.member_id, sha256(sent), text(sent, "file_name", 2000)
    line = None
    if known.is_intact(member_id, digest):
        receipt = _own_receipt(uid)
        line = known.enter(digest, name, receipt, album_of(receipt))
    if line is None:
        raise Missing(_("This file is not among your photos yet. Please send it."))
    answer = receipt_lines.as_json(line)
    db.session.commit()
    return jsonify(answer)


@bp.get("/drops/<uid>/state")
def state(uid: str) -> ResponseReturnValue:
    """How far every file of a drop is, for a whole page at once; of some lines only if they are named."""
    receipt = _own_receipt(uid)
    lines = receipts.lines_of(receipt, lines_asked())
    answer = {
        "lines": [receipt_lines.as_json(line) for line in lines],
        "waiting": receipts.count_waiting(receipt),
    }
    return jsonify(answer)


def digests_asked() -> set[str]:
    """The checksums in a question for what is known."""
    asked = json_object().get("files")
    if not isinstance(asked, list) or len(asked) > MOST_ASKED:
        raise Rejected(_("“files” is to be a list of at most %(num)d files.", num=MOST_ASKED))
    return {sha256(each) for each in asked}


def lines_asked() -> list[int]:
    """The lines that a question for the state names; none where it is for all."""
    return [int(each) for each in request.args.get("lines", "").split(",") if _is_number(each)]


def _own_receipt(uid: str) -> Receipt:
    receipt = receipts.of_member(member_or_401().id, uid)
    if receipt is None:
        raise Missing(_("There is no such receipt."))
    return receipt


def _album_for(member_id: int, sent: dict[str, Any]) -> Album | None:
    slug, title, parent = (text(sent, name, 200) for name in ("album", "new_album", "parent"))
    if slug and title:
        raise Rejected(_("Choose an album, or name a new one, but not both."))
    if title:
        above = album_or_404(parent, to=Ability.MANAGE) if parent else None
        return actions.create(member_id, actions.Wish(title, parent=above))
    return album_or_404(slug, to=Ability.ADD) if slug else None


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 18
