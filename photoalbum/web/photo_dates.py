"""The date of one photo: a person's word over the file's claim, and the way back to it."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.albums import entries
from photoalbum.albums.access import Ability
from photoalbum.core.db import db
from photoalbum.photos import dating, versions
from photoalbum.photos.models import Photo
from photoalbum.web import tiles, wording
from photoalbum.web.forms.photos import DateForm
from photoalbum.web.lookup import photo_or_404
from photoalbum.web.redirects import back_to, safe_next

bp = Blueprint("photo_dates", __name__, url_prefix="/photos/<uid>/date")


@bp.get("/")
def edit(uid: str) -> ResponseReturnValue:
    photo = photo_or_404(uid, to=Ability.EDIT)
    taken = photo.taken_at
    values = {"day": taken.date(), "clock": taken.time().replace(microsecond=0)} if taken else {}
    return _page(photo, DateForm(data={"version": photo.version, **values}))


@bp.post("/")
def change(uid: str) -> ResponseReturnValue:
    photo = photo_or_404(uid, to=Ability.EDIT)
    form = DateForm()
    if not form.validate_on_submit():
        return _page(photo, form), 422
    try:
        versions.claim(photo, form.version.data)
    except versions.ChangedMeanwhile:
        form.version.data = str(photo.version)
        form.form_errors.append(
            _("Somebody changed this photo meanwhile. If you save again, your date replaces theirs.")
        )
        return _page(photo, form), 409

    dating.say(photo, form.moment)
    return _dated(photo, _("Saved. What the file says is kept too."))


@bp.post("/delete")
def take_back(uid: str) -> ResponseReturnValue:
    photo = photo_or_404(uid, to=Ability.EDIT)
    versions.step(photo)
    dating.take_back(photo)
    return _dated(photo, _("The date of the file holds again."))


def _dated(photo: Photo, sentence: str) -> ResponseReturnValue:
    uid = photo.uid
    entries.follow_dates([photo.id])
    db.session.commit()
    flash(sentence)
    return back_to(url_for("photos.show", uid=uid))


def _page(photo: Photo, form: DateForm) -> str:
    return render_template(
        "photos/date.html",
        photo=photo,
        form=form,
        claim=wording.claim_words(photo),
        is_said=photo.taken_source == dating.PERSON,
        thumb=tiles.picture_of(photo),
        back=safe_next(request.values.get("next")) or url_for("photos.show", uid=photo.uid),
    )
