"""Taking an album out of the one that it lies in: the page that says who loses sight of it, and the act."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.albums import actions, audience, tree
from photoalbum.albums.models import Album
from photoalbum.core.db import db
from photoalbum.delivery.identity import current_viewer
from photoalbum.sharing import links
from photoalbum.web import album_forms, wording
from photoalbum.web.lookup import album_or_404, refused

bp = Blueprint("album_places", __name__, url_prefix="/albums/<slug>/place")


@bp.get("/delete")
def confirm_take_out(slug: str) -> ResponseReturnValue:
    album, _next = _album_and_way_on(slug)
    tree.demand_parent(album)
    through_above = [link for link in links.open_of_album(album) if link.album_id != album.id]
    return render_template(
        "albums/take_out.html",
        album=album,
        parent=album_forms.title_of(album.parent),
        is_own=album.owner_id == current_viewer().member_id,
        my_id=current_viewer().member_id,
        loss=audience.loss_of(album),
        link_count=len(through_above),
        roles=wording.ROLES,
        current_section="albums",
    )


@bp.post("/delete")
def take_out(slug: str) -> ResponseReturnValue:
    album, way_on = _album_and_way_on(slug)
    actions.take_out(album)
    title = album.title
    db.session.commit()
    flash(_("“%(album)s” stands by itself now. All its photos are still in it.", album=title))
    return redirect(way_on, 303)


def _album_and_way_on(slug: str) -> tuple[Album, str]:
    """The album, for whom it or one above it belongs to, and where they go on: there they see something."""
    album, viewer = album_or_404(slug), current_viewer()
    above = tree.ancestors(viewer, album)
    if not tree.may_be_taken_out_by(viewer, album, above):
        refused(_("Album does not belong to you."))
    stays = album if album.owner_id == viewer.member_id or not above else above[-1]
    return album, url_for("albums.show", slug=stays.slug)
