"""The bytes of photos: derivatives, originals, playback. One check of rights, then the file."""

from flask import Blueprint, Response, abort

from photoalbum.albums import access
from photoalbum.media.recipes import RECIPE_VERSION, RECIPES, THUMB
from photoalbum.photos import derivatives, files
from photoalbum.photos.models import READY, Original, Photo
from photoalbum.web import sending
from photoalbum.web.current import current_viewer

bp = Blueprint("media", __name__)

TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "mp4": "video/mp4"}
STILLS = frozenset(recipe.file_name for recipe in RECIPES.values())


@bp.get("/photos/<uid>/d/<int:version>/<name>")
def derivative(uid: str, version: int, name: str) -> Response:
    viewer = current_viewer()
    photo = access.find_photo(viewer, uid)
    if photo is None and viewer.member_id is not None:
        # The trash shows what lies in it to whoever may bring it back.
        photo = access.find_trashed_photo(viewer, uid)
    if photo is None:
        abort(404)
    return send_derivative(photo.original, version, name, sending.DERIVATIVE_CACHE)


@bp.get("/photos/<uid>/original")
def original(uid: str) -> Response:
    """The uploaded bytes, exactly, under the name they came with."""
    photo = visible_photo(uid)
    return send_original(photo.original, download_as=photo.file_name)


@bp.get("/photos/<uid>/video")
def video(uid: str) -> Response:
    """The original for playing in the page."""
    photo = visible_photo(uid)
    if photo.kind != "video":
        abort(404)
    return send_original(photo.original, download_as=None)


def visible_photo(uid: str) -> Photo:
    """The photo, or a bare 404: an <img> has no use for a sign-in page."""
    photo = access.find_photo(current_viewer(), uid)
    if photo is None:
        abort(404)
    return photo


def send_derivative(original: Original, version: int, name: str, cache: str) -> Response:
    if name not in STILLS or version != RECIPE_VERSION or original.state != READY:
        abort(404)
    path = derivatives.path_of(original, name)
    if name in derivatives.ON_REQUEST and not path.exists():
        # The smaller one serves until a worker has made it, and is not to be remembered for it.
        derivatives.ask_for(original, name)
        name, cache = THUMB.file_name, sending.ASK_EACH_TIME
        path = derivatives.path_of(original, name)
    return sending.send_path(
        path, TYPES[name.rpartition(".")[2]], etag=f"{original.sha256[:32]}-{version}-{name}", cache=cache
    )


def send_original(original: Original, *, download_as: str | None) -> Response:
    return sending.send_path(
        files.path_of_original(original), original.media_type, etag=original.sha256, download_as=download_as
    )
