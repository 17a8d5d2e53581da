"""Turning, straightening and cropping a photo, and the way back to how it came."""

from dataclasses import replace

from flask import Blueprint, Response, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.albums import tally
from photoalbum.albums.access import Ability
from photoalbum.core.db import db
from photoalbum.core.errors import Conflict
from photoalbum.media.editing import WHOLE, Edits
from photoalbum.photos import derivatives, edits, versions
from photoalbum.photos.models import READY, Photo
from photoalbum.web import sending, tiles
from photoalbum.web.forms.photos import EditsForm
from photoalbum.web.lookup import photo_or_404
from photoalbum.web.media import picture_file, send
from photoalbum.web.redirects import back_to, safe_next

bp = Blueprint("photo_edits", __name__, url_prefix="/photos/<uid>/edits")

UNEDITED = "large.jpg"


@bp.get("/")
def edit(uid: str) -> ResponseReturnValue:
    photo = _photo_or_refused(uid)
    return _page(photo, EditsForm(data={"version": photo.version, **EditsForm.values_of(edits.of(photo))}))


@bp.post("/")
def change(uid: str) -> ResponseReturnValue:
    photo = _photo_or_refused(uid)
    form = EditsForm()
    if not form.validate_on_submit():
        return _page(photo, form), 422
    try:
        versions.claim(photo, form.version.data)
    except versions.ChangedMeanwhile:
        form.version.data = str(photo.version)
        form.form_errors.append(
            _("Somebody changed this photo meanwhile. If you save again, your change replaces theirs.")
        )
        return _page(photo, form), 409
    return _wished(photo, form.edits)


@bp.post("/turn")
def turn(uid: str) -> ResponseReturnValue:
    """A quarter more to either side. What was cropped stays cropped, and turns with the picture."""
    photo = _photo_or_refused(uid)
    way = {"right": 1, "left": 3}.get(request.form.get("way", ""))
    if way is None:
        abort(400)
    versions.step(photo)
    now = edits.of(photo)
    for _quarter in range(way):
        now = replace(
            now,
            turns=(now.turns + 1) % 4,
            left=WHOLE - now.top - now.height,
            top=now.left,
            width=now.height,
            height=now.width,
        )
    return _wished(photo, now)


@bp.post("/delete")
def undo(uid: str) -> ResponseReturnValue:
    photo = _photo_or_refused(uid)
    versions.step(photo)
    return _wished(photo, Edits())


@bp.get("/unedited.jpg")
def unedited(uid: str) -> Response:
    """The picture as it came, for whoever is about to choose a part of it."""
    photo = photo_or_404(uid, to=Ability.EDIT)
    found = derivatives.shown(photo.original, UNEDITED) if photo.original.state == READY else None
    if found is None:
        abort(404)
    return send(picture_file(photo, found, "", sending.ASK_EACH_TIME))


def _photo_or_refused(uid: str) -> Photo:
    photo = photo_or_404(uid, to=Ability.EDIT)
    if photo.kind == "video":
        raise Conflict(_("Videos cannot be turned or cropped here. The original is kept as it is."))
    if photo.original.state != READY:
        raise Conflict(_("This photo is still being prepared. Please try again in a moment."))
    return photo


def _wished(photo: Photo, wish: Edits) -> ResponseReturnValue:
    edits.wish(photo, wish)
    uid, photo_id = photo.uid, photo.id
    tally.refresh_around([photo_id])  # Covers change their addresses with the picture.
    db.session.commit()
    if wish.is_nothing:
        flash(_("The photo looks as it came again."))
    else:
        edits.ask_for(photo_id)
        flash(_("Saved. The original is kept as it came."))
    return back_to(url_for("photos.show", uid=uid))


def _page(photo: Photo, form: EditsForm) -> str:
    return render_template(
        "photos/edits.html",
        photo=photo,
        form=form,
        width=photo.original.width,
        height=photo.original.height,
        edited=tiles.member_links().src(photo.uid, "middle.jpg", photo.edit_key),
        is_made=edits.state_of(photo) == READY,
        back=safe_next(request.values.get("next")) or url_for("photos.show", uid=photo.uid),
    )
