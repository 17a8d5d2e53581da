"""The bytes of photos: derivatives, originals, playback. One check of rights, then the file."""

from flask import Blueprint, Response, abort, request

from photoalbum.albums import access
from photoalbum.delivery import identity
from photoalbum.delivery.identity import current_viewer
from photoalbum.media.playback import FILM_VERSION
from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.photos import derivatives, edits, files, live
from photoalbum.photos import films as made_films
from photoalbum.photos.derivatives import Shown
from photoalbum.photos.models import READY, Original, Photo
from photoalbum.web import films, remembered, sending
from photoalbum.web.current import cookie_name
from photoalbum.web.remembered import Found

bp = Blueprint("media", __name__)

TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "mp4": "video/mp4"}


@bp.get("/photos/<uid>/d/<int:version>/<name>")
def derivative(uid: str, version: int, name: str) -> Response:
    memory = remembered.of_app()
    state = memory.version() if memory else 0
    key = (
        identity.secret_sent() or request.cookies.get(cookie_name()),
        uid,
        version,
        name,
        request.args.get("e", ""),
    )
    found = memory.recall(key) if memory else None
    if found is None or not found.path.exists():
        found = derivative_file(_pictured(uid), version, name, sending.DERIVATIVE_CACHE)
        if memory and found.cache == sending.DERIVATIVE_CACHE:
            memory.keep(key, found, state)
    return send(found)


def _pictured(uid: str) -> Photo:
    viewer = current_viewer()
    photo = access.find_photo(viewer, uid)
    if photo is None and viewer.member_id is not None:
        # The trash shows what lies in it to whoever may bring it back.
        photo = access.find_trashed_photo(viewer, uid)
    return photo or abort(404)


@bp.get("/photos/<uid>/original")
def original(uid: str) -> Response:
    """The uploaded bytes, exactly, under the name they came with; of a Live Photo its film's on request."""
    photo = visible_photo(uid)
    if not access.gives_original(current_viewer(), photo):
        abort(404)
    if request.args.get("part") == films.PART:
        photo = films.companion_or_404(photo)
    return send_original(photo.original, download_as=photo.file_name)


@bp.get("/photos/<uid>/video")
def video(uid: str) -> Response:
    """What plays in the page: the original, if browsers can, and else the copy that was made for them."""
    photo = visible_photo(uid)
    film = live.film_of(photo)
    if film is not None and not access.gives_original(current_viewer(), photo):
        abort(404)
    if film is not None and film.companion is None:
        return films.send_motion(photo.original, sending.ASK_EACH_TIME)
    photo = film.companion if film is not None and film.companion is not None else photo
    if photo.kind != "video":
        abort(404)
    copy = made_films.web_copy(photo.original)
    if not photo.original.plays_in_browsers and copy is not None:
        return send_film(photo.original, copy.file_name, sending.ASK_EACH_TIME)
    return send_original(photo.original, download_as=None)


def visible_photo(uid: str) -> Photo:
    """The photo, or a bare 404: an <img> has no use for a sign-in page."""
    photo = access.find_photo(current_viewer(), uid)
    if photo is None:
        abort(404)
    return photo


def send_derivative(photo: Photo, version: int, name: str, cache: str) -> Response:
    return send(derivative_file(photo, version, name, cache))


def derivative_file(photo: Photo, version: int, name: str, cache: str) -> Found:
    """A picture under its address. Pages that were open while the recipe changed ask by the older version."""
    original = photo.original
    if not 1 <= version <= RECIPE_VERSION or edits.state_of(photo) != READY:
        abort(404)
    if name in made_films.NAMES:
        return film_file(original, name, cache)
    found = _shown(photo, name)
    if found is None:
        abort(404)
    if (found.name, found.version, photo.edit_key) != (name, version, request.args.get("e", "")):
        # Another one serves for a while, and is not to be remembered for the one asked for.
        cache = sending.ASK_EACH_TIME
    return picture_file(photo, found, photo.edit_key, cache)


def picture_file(photo: Photo, found: Shown, edit_key: str, cache: str) -> Found:
    parts = (photo.original.sha256[:32], edit_key, str(found.version), found.name)
    etag = "-".join(part for part in parts if part)
    return Found(found.path, TYPES[found.name.rpartition(".")[2]], etag, cache)


def film_file(original: Original, name: str, cache: str) -> Found:
    media_type = made_films.TYPES[name.rpartition(".")[2]]
    etag = f"{original.sha256[:32]}-{FILM_VERSION}-{name}"
    return Found(made_films.path_of(original, name), media_type, etag, cache)


def _shown(photo: Photo, name: str) -> Shown | None:
    if name not in derivatives.NAMES:
        return None
    return edits.shown(photo, name) if photo.edit_key else derivatives.shown(photo.original, name)


def send_film(original: Original, name: str, cache: str) -> Response:
    if name not in made_films.NAMES:
        abort(404)
    return send(film_file(original, name, cache))


def send(found: Found) -> Response:
    return sending.send_path(found.path, found.media_type, etag=found.etag, cache=found.cache)


def send_original(original: Original, *, download_as: str | None) -> Response:
    return sending.send_path(
        files.path_of_original(original), original.media_type, etag=original.sha256, download_as=download_as
    )
