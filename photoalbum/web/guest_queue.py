"""What guests have sent and nobody has looked at yet, for whoever made the link; nobody else is shown it."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from photoalbum.core.db import db
from photoalbum.photos import derivatives, trash
from photoalbum.photos.guests import GuestUpload
from photoalbum.photos.models import FAILED, READY
from photoalbum.uploads import deciding
from photoalbum.web import sending
from photoalbum.web.current import login_required, the_member
from photoalbum.web.filters import filesize
from photoalbum.web.lookup import member_or_login
from photoalbum.web.media import TYPES

bp = Blueprint("guest_queue", __name__, url_prefix="/links/waiting")

PICTURES = ("thumb.webp", "large.jpg")


@bp.get("/")
@login_required
def index() -> ResponseReturnValue:
    waiting = deciding.waiting_for(the_member().id)
    return render_template(
        "links/waiting.html",
        waiting=[_row(offer) for offer in waiting],
        total=deciding.count_waiting(the_member().id),
    )


@bp.get("/<uid>/<name>")
def picture(uid: str, name: str) -> Response:
    original = _offer_or_404(uid).original
    found = derivatives.shown(original, name) if original is not None and name in PICTURES else None
    if original is None or original.state != READY or found is None:
        abort(404)
    etag = f"{original.sha256[:32]}-{found.version}-{found.name}"
    media_type = TYPES[found.name.rpartition(".")[2]]
    return sending.send_path(found.path, media_type, etag=etag, cache="no-store")


@bp.post("/<uid>/accept")
def accept(uid: str) -> ResponseReturnValue:
    offer = _offer_or_404(uid)
    name = offer.file_name
    deciding.accept(offer)
    db.session.commit()
    flash(_("“%(name)s” is in the album now.", name=name))
    return _back()


@bp.post("/<uid>/refuse")
def refuse(uid: str) -> ResponseReturnValue:
    offer = _offer_or_404(uid)
    name, let_go = offer.file_name, deciding.refuse(offer)
    db.session.commit()
    trash.drop_all([let_go])
    flash(_("“%(name)s” was not taken, and is deleted.", name=name))
    return _back()


@bp.post("/accept")
def accept_all() -> ResponseReturnValue:
    """All that the page has shown. What has come since is looked at first."""
    member_id, accepted = member_or_login().id, 0
    for uid in request.form.getlist("upload")[: deciding.AT_A_TIME]:
        offer = deciding.find_waiting(member_id, uid)
        if offer is not None:
            deciding.accept(offer)
            accepted += 1
        # One by one, for others want to write as well.
        db.session.commit()
    flash(ngettext("%(num)d is in its album now.", "%(num)d are in their albums now.", accepted))
    return _back()


def _offer_or_404(uid: str) -> GuestUpload:
    return deciding.find_waiting(member_or_login().id, uid) or abort(404)


def _row(offer: GuestUpload) -> dict[str, object]:
    original, album = offer.original, deciding.album_of(offer)
    is_ready = original is not None and original.state == READY
    is_failed = original is not None and original.state == FAILED
    return {
        "uid": offer.uid,
        "file_name": offer.file_name,
        "guest": offer.guest.name if offer.guest else _("A guest"),
        "album": album.title if album else "",
        "size": filesize(offer.bytes),
        "at": offer.created_at,
        "is_video": original is not None and original.kind == "video",
        "thumb": url_for("guest_queue.picture", uid=offer.uid, name="thumb.webp") if is_ready else None,
        "large": url_for("guest_queue.picture", uid=offer.uid, name="large.jpg") if is_ready else None,
        "note": _("No picture of it can be shown.") if is_failed else _("Being prepared"),
        "had": deciding.shows_another(offer),
    }


def _back() -> ResponseReturnValue:
    return redirect(url_for("guest_queue.index"), 303)
