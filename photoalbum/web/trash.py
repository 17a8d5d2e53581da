"""The trash: what was deleted in the last thirty days, and the way back."""

from datetime import datetime

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.albums import access, actions, queries
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.delivery.identity import current_viewer
from photoalbum.web import tiles, wording
from photoalbum.web.lookup import member_or_login

bp = Blueprint("trash", __name__)


@bp.get("/trash/")
def index() -> ResponseReturnValue:
    member = member_or_login()
    links = tiles.member_links()
    return render_template(
        "trash/index.html",
        photos=[
            (
                tiles.tile_of(row, links),
                _days_left(row.trashed_at),
                url_for("trash.restore_photo", uid=row.uid),
            )
            for row in queries.photos_trashed(current_viewer())
        ],
        albums=[
            (
                album.title,
                wording.counted(album.photo_count, album.video_count),
                _days_left(album.trashed_at),
                url_for("trash.restore_album", slug=album.slug),
            )
            for album in queries.trashed(member.id)
        ],
        current_section="trash",
    )


@bp.post("/trash/photos/<uid>/restore")
def restore_photo(uid: str) -> ResponseReturnValue:
    member_or_login()
    photo = access.find_trashed_photo(current_viewer(), uid)
    if photo is None:
        abort(404)
    actions.restore_photo(photo)
    db.session.commit()
    flash(_("The photo is back, and in its albums again."))
    return redirect(url_for("trash.index"), 303)


@bp.post("/trash/albums/<slug>/restore")
def restore_album(slug: str) -> ResponseReturnValue:
    member_or_login()
    album = access.find_trashed_album(current_viewer(), slug)
    if album is None:
        abort(404)
    actions.restore(album)
    db.session.commit()
    flash(_("“%(title)s” is back.", title=album.title))
    return redirect(url_for("albums.show", slug=album.slug), 303)


def _days_left(trashed_at: datetime | None) -> int:
    if trashed_at is None:
        return 0
    return max(0, int(current_app.config["TRASH_DAYS"]) - (now() - trashed_at).days)
