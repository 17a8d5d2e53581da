"""Many photos in one file: an album, all one's own, or what was picked by hand.

A ZIP is a GET of a known length with a strong tag, so that browsers and download managers resume it by Range.
"""

from collections.abc import Callable
from io import BufferedReader
from typing import Any

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select, select

from photoalbum.albums import access, entries
from photoalbum.core.db import db
from photoalbum.core.errors import Missing, Rejected
from photoalbum.delivery.identity import current_viewer
from photoalbum.delivery.limits import Allowance, network
from photoalbum.photos.models import Photo
from photoalbum.sharing import downloads, selections
from photoalbum.sharing.archive import Archive
from photoalbum.web import sending
from photoalbum.web.current import login_required, the_member

bp = Blueprint("downloads", __name__)

# Putting one together costs a look at every photo in it; resuming counts as well, and lines are bad.
ZIPS = Allowance("zips", "120/hour")
CHOSEN = Allowance("selections", "60/hour")


@bp.get("/albums/<slug>/download.zip")
def album(slug: str) -> ResponseReturnValue:
    found = access.find_album(current_viewer(), slug)
    if found is None:
        # As with pictures: no way to the login page, for this is no page.
        abort(404)
    return send_zip(lambda: _originals(entries.ids_in_order(found), found.title), found.title)


@bp.get("/photos/download.zip")
@login_required
def own() -> ResponseReturnValue:
    """All originals of the one who asks."""
    mine = select(Photo.id).where(
        Photo.owner_id == the_member().id, Photo.trashed_at.is_(None), Photo.companion_of_id.is_(None)
    )
    folder = _("Photos of %(name)s", name=the_member().name)
    return send_zip(lambda: _originals(mine.order_by(Photo.sort_at, Photo.id), folder), folder)


@bp.post("/downloads")
@login_required
def create() -> ResponseReturnValue:
    member_id = the_member().id
    chosen = request.form.getlist("photo")
    if not chosen:
        raise Rejected(_("Please choose at least one photo first."))
    CHOSEN.demand(str(member_id))
    CHOSEN.count(str(member_id))
    selection = selections.create(member_id, chosen)
    db.session.commit()
    return redirect(url_for("downloads.show", uid=selection.uid), 303)


@bp.get("/downloads/<uid>.zip")
@login_required
def show(uid: str) -> ResponseReturnValue:
    """The chosen photos, as far as they may be seen now."""
    selection = selections.find(the_member().id, uid)
    if selection is None:
        raise Missing(_("This download is no longer there. Please choose the photos again."))
    ids = (
        access.photos_visible_to(current_viewer())
        .where(Photo.uid.in_(selection.photo_uids))
        .with_only_columns(Photo.id)
        .order_by(Photo.sort_at, Photo.id)
    )
    folder = _("Chosen photos")
    return send_zip(lambda: _originals(ids, folder), folder)


def send_zip(made: Callable[[], Archive], title: str) -> Response:
    """Answer with an archive, or with nothing new where the client has it."""
    ZIPS.demand(network())
    if not request.range:
        ZIPS.count(network())
    archive = made()
    answer = sending.send_opened(
        lambda: BufferedReader(archive, sending.BLOCK),
        "application/zip",
        etag=archive.etag,
        download_as=f"{title}.zip",
    )
    # What is put together anew for each request must not be changed on its way.
    answer.headers["Cache-Control"] = "private, no-cache, no-transform"
    return answer


def _originals(ids: Select[Any], folder: str) -> Archive:
    return downloads.for_members(downloads.picked(ids), folder)
