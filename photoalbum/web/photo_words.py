"""What is said of a photo: caption, description for those who cannot see it, tags."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.albums.access import Ability
from photoalbum.core.db import db
from photoalbum.core.errors import Rejected
from photoalbum.photos import captioning, tags, versions
from photoalbum.photos.models import Photo
from photoalbum.web import tiles
from photoalbum.web.forms.photos import WordsForm
from photoalbum.web.lookup import photo_or_404
from photoalbum.web.redirects import back_to, safe_next

bp = Blueprint("photo_words", __name__)


@bp.get("/photos/<uid>/words")
def edit(uid: str) -> ResponseReturnValue:
    photo = photo_or_404(uid, to=Ability.DESCRIBE)
    form = WordsForm(obj=photo, data={"tags": ", ".join(tags.of(photo.id))})
    return _page(photo, form)


@bp.post("/photos/<uid>/words")
def change(uid: str) -> ResponseReturnValue:
    photo = photo_or_404(uid, to=Ability.DESCRIBE)
    form = WordsForm()
    try:
        words = tags.parse(form.tags.data or "")
    except Rejected as fault:
        form.tags.errors = [fault.sentence]
        return _page(photo, form), 422
    if not form.validate_on_submit():
        return _page(photo, form), 422
    try:
        versions.claim(photo, form.version.data)
    except versions.ChangedMeanwhile:
        # Their words are shown beside one's own, and saving again is a choice.
        form.version.data = str(photo.version)
        return _page(photo, form, theirs=_said(photo)), 409

    captioning.say(photo, form.caption.data or "")
    photo.alt_text = form.alt_text.data or ""
    tags.put(photo, words)
    db.session.commit()
    flash(_("Saved."))
    return back_to(url_for("photos.show", uid=uid))


def _said(photo: Photo) -> list[tuple[str, str]]:
    """What the photo says now, for whoever was about to write over it."""
    return [
        (_("Caption"), photo.caption),
        (_("Description for those who cannot see it"), photo.alt_text),
        (_("Tags"), ", ".join(tags.of(photo.id))),
    ]


def _page(photo: Photo, form: WordsForm, theirs: list[tuple[str, str]] | None = None) -> str:
    return render_template(
        "photos/words.html",
        photo=photo,
        form=form,
        theirs=theirs,
        thumb=tiles.picture_of(photo),
        back=safe_next(request.values.get("next")) or url_for("photos.show", uid=photo.uid),
    )
