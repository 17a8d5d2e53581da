"""What messengers show of a share link before anybody opens it: Open Graph, Twitter cards and oEmbed.

Of a link with a password nothing is told, and no picture of one that only so many may open.
"""

from dataclasses import dataclass

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.delivery.absolute import absolute_url
from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.web import share_door, share_places
from photoalbum.web.share_places import Place

bp = Blueprint("share_previews", __name__, url_prefix="/s/<token>")


@dataclass(frozen=True, slots=True)
class Preview:
    title: str
    description: str
    url: str
    oembed: str
    # The address of a picture, and of a smaller one.
    picture: str | None
    thumb: str | None


def of(place: Place) -> Preview | None:
    """None where nothing may be told to programs."""
    link = place.link
    if link.password_hash is not None:
        return None
    cover = place.cover() if link.view_limit is None else None
    words = place.album.description if place.album is not None else ""
    return Preview(
        title=place.title,
        description=(words or place.summary())[:300],
        url=absolute_url("shares.show", token=place.token),
        oembed=absolute_url("share_previews.oembed", token=place.token),
        picture=_picture(place, cover, "large.jpg"),
        thumb=_picture(place, cover, "middle.jpg"),
    )


@bp.get("/oembed.json")
def oembed(token: str) -> ResponseReturnValue:
    link = share_door.link_or_404(token)
    preview = of(share_places.top(token, link))
    if preview is None:
        abort(404)
    if request.args.get("format", "json") != "json":
        abort(501)
    said = {
        "version": "1.0",
        "type": "link",
        "title": preview.title,
        "provider_name": _("Photo album"),
        "cache_age": 3600,
    }
    return jsonify(said | ({"thumbnail_url": preview.thumb} if preview.thumb else {}))


def _picture(place: Place, cover: str | None, name: str) -> str | None:
    if cover is None:
        return None
    uid, _dot, edits = cover.partition(".")
    values = {"token": place.token, "uid": uid, "version": RECIPE_VERSION, "name": name}
    return absolute_url("share_files.derivative", **values, **({"e": edits} if edits else {}))
