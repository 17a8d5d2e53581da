"""What album pages ask while photos are being prepared: how many are left, and the tiles that are ready."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from photoalbum.albums import progress, queries
from photoalbum.delivery.identity import current_viewer
from photoalbum.web import tiles
from photoalbum.web.lookup import album_or_404

bp = Blueprint("progress", __name__)

MOST_TILES = 200


@bp.get("/albums/<slug>/progress")
def album(slug: str) -> ResponseReturnValue:
    found, viewer = album_or_404(slug), current_viewer()
    uids = request.args.get("tiles", "").split(",")[:MOST_TILES]
    links = tiles.member_links(found.slug)
    return render_template(
        "albums/_progress.html",
        being_prepared=queries.being_prepared(found),
        total=found.photo_count + found.video_count,
        tiles=[tiles.tile_of(row, links) for row in progress.finished(found, viewer, uids)],
    )
