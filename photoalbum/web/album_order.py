"""Putting an album in order: by date, newest first, or by hand; and choosing its cover beside that."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.albums import order, queries
from photoalbum.albums.access import Ability
from photoalbum.albums.models import BY_DATE, BY_HAND, NEWEST_FIRST, Album
from photoalbum.core.db import db
from photoalbum.delivery.identity import current_viewer
from photoalbum.web import tiles
from photoalbum.web.lookup import album_or_404, photo_in_album_or_404

bp = Blueprint("album_order", __name__, url_prefix="/albums/<slug>")


@bp.get("/order")
def show(slug: str) -> ResponseReturnValue:
    album = album_or_404(slug, to=Ability.EDIT)
    page = queries.photos_of(
        album, current_viewer(), current_app.config["PHOTOS_PER_PAGE"], request.args.get("after")
    )
    links = tiles.member_links(album.slug)
    return render_template(
        "albums/order.html",
        album=album,
        tiles=[tiles.tile_of(row, links) for row in page.rows],
        cover_uid=album.cover.uid if album.cover else None,
        total=album.photo_count + album.video_count,
        after=request.args.get("after"),
        next_href=url_for("album_order.show", slug=slug, after=page.after) if page.after else None,
        orders=[
            (BY_DATE, _("By date")),
            (NEWEST_FIRST, _("Newest first")),
            (BY_HAND, _("By hand")),
        ],
        current_section="albums",
    )


@bp.post("/order")
def choose(slug: str) -> ResponseReturnValue:
    album = album_or_404(slug, to=Ability.EDIT)
    order.choose(album, request.form.get("order", ""))
    db.session.commit()
    flash(_("Saved."))
    return redirect(url_for("album_order.show", slug=slug), 303)


@bp.post("/entries/<uid>/place")
def place(slug: str, uid: str) -> ResponseReturnValue:
    """Another place for a photo: a step, a number, or directly before or behind another one."""
    album = album_or_404(slug, to=Ability.EDIT)
    photo = photo_in_album_or_404(album, uid)
    wish = request.form
    if wish.get("way") in ("earlier", "later"):
        order.step(album, photo, later=wish["way"] == "later")
    elif neighbour := wish.get("before") or wish.get("behind"):
        other = photo_in_album_or_404(album, neighbour)
        order.put(album, photo, other, behind=not wish.get("before"))
    else:
        order.put_at(album, photo, _number(wish.get("to", "")))
    db.session.commit()
    return _back(album, uid)


def _number(text: str) -> int:
    if not text.strip().isdecimal() or len(text) > 9 or int(text) < 1:
        abort(422)
    return int(text)


def _back(album: Album, uid: str) -> ResponseReturnValue:
    """To the page of the order that was open, at the photo that was moved."""
    after = request.form.get("after") or None
    return redirect(url_for("album_order.show", slug=album.slug, after=after, _anchor=f"photo-{uid}"), 303)
