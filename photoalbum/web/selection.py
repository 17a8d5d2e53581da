"""Many photos at once: the bar under a grid posts those chosen here, with and without script."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.albums import bulk
from photoalbum.albums.models import Album
from photoalbum.core.db import db
from photoalbum.core.errors import Rejected
from photoalbum.delivery.identity import current_viewer
from photoalbum.web import tiles
from photoalbum.web.bulk_actions import ACTIONS, Action, Asked, left_words
from photoalbum.web.forms.albums import PlainForm
from photoalbum.web.lookup import album_or_404, member_or_login
from photoalbum.web.redirects import back_to, safe_next

bp = Blueprint("selection", __name__)

SHOWN = 12


@bp.post("/selection/<name>")
def act(name: str) -> ResponseReturnValue:
    """Do it, or first ask what is still to be said of it: the page's own form says `sure`."""
    member_or_login()
    action = ACTIONS.get(name)
    if action is None:
        abort(404)
    chosen = bulk.choose(current_viewer(), request.form.getlist("photo"))
    if not chosen.asked:
        flash(_("Choose some photos first."), "error")
        return back_to(url_for("photos.index"))

    slug = request.form.get("from", "")
    sure = action.form is None or bool(request.form.get("sure"))
    form = action.form() if action.form else PlainForm()
    asked = Asked(chosen, form, album_or_404(slug) if slug else None)
    if not sure:
        form.process()
        return _page(name, action, asked)
    if not form.validate_on_submit():
        return _page(name, action, asked), 422
    try:
        done = action.act(asked)
    except Rejected:
        return _page(name, action, asked), 422
    sentence = action.done(done, asked)
    db.session.commit()
    if done:
        flash(sentence)
    if left := chosen.asked - done:
        flash(left_words(left), "info" if done else "error")
    if asked.leads_to:
        return redirect(asked.leads_to[0], 303)
    return back_to(url_for("photos.index"))


def _page(name: str, action: Action, asked: Asked) -> str:
    links, album = tiles.member_links(), asked.album
    return render_template(
        "selection/act.html",
        name=name,
        action=action,
        form=asked.form,
        uids=list(dict.fromkeys(request.form.getlist("photo"))),
        count=asked.chosen.asked,
        pictures=[
            links.src(photo.uid, "thumb.webp", photo.edit_key) for photo in asked.chosen.photos[:SHOWN]
        ],
        album=album,
        back=safe_next(request.form.get("next")) or _page_of(album),
    )


def _page_of(album: Album | None) -> str:
    return url_for("albums.show", slug=album.slug) if album else url_for("photos.index")
