"""Two editors at one thing: whoever saves second learns of it (RFC 9110, If-Match)."""

from flask import Response, request
from flask_babel import gettext as _

from photoalbum.albums.models import Album
from photoalbum.core.errors import AlbumError
from photoalbum.core.tokens import digest
from photoalbum.photos.models import Photo

# Albums and photos count their changes; of other things the tag itself is given.
Tagged = Album | Photo | str

NEEDED = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag of what you last saw, or * to replace whatever is there.",
}


class ChangedMeanwhile(AlbumError):
    status = 412


class LookFirst(AlbumError):
    status = 428


def tag_of(thing: Tagged) -> str:
    """It names what people say of a thing, not what is counted: who edits is not disturbed by uploads."""
    return thing if isinstance(thing, str) else f"{thing.uid}-{thing.version}"


def tag_from(uid: str, *said: object) -> str:
    """The tag of a thing that does not count its changes, made of what is said of it."""
    return f"{uid}-{digest(repr(said))[:16]}"


def require_match(thing: Tagged, *, needed: bool = False) -> None:
    """Go on only if the caller saw the thing as it is now. The unit writes, so nobody slips in between."""
    if "If-Match" not in request.headers:
        if needed:
            raise LookFirst(_("Say in If-Match which version you are replacing: the ETag that came with it."))
        return
    if not request.if_match.contains(tag_of(thing)):
        raise ChangedMeanwhile(_("Somebody changed this meanwhile. Look again, and repeat your change."))


def headers_of(thing: Tagged) -> dict[str, str]:
    return {"ETag": f'"{tag_of(thing)}"'}


def with_etag(response: Response, thing: Tagged) -> Response:
    response.headers.extend(headers_of(thing))
    return response
