"""Photos that move, as their page shows them: the still, and a film with the browser's own buttons."""

from dataclasses import replace

from flask import Response, abort

from photoalbum.media.recipes import MOTION
from photoalbum.photos import derivatives, live
from photoalbum.photos import films as made_films
from photoalbum.photos.models import Original, Photo
from photoalbum.web import sending
from photoalbum.web.tiles import PhotoPage

PART = "film"


def add(page: PhotoPage, photo: Photo, src: str, original_href: str) -> PhotoPage:
    """The page with its film, for members, who may also download the film's own original."""
    film = live.film_of(photo)
    if film is None:
        return page
    if film.companion is None:
        return replace(page, film_src=src)
    plays = film.original.plays_in_browsers or made_films.is_there(made_films.web_copy(film.original))
    return replace(page, film_src=src if plays else None, film_original_href=original_href)


def companion_or_404(photo: Photo) -> Photo:
    film = live.film_of(photo)
    if film is None or film.companion is None:
        abort(404)
    return film.companion


def send_motion(original: Original, cache: str) -> Response:
    """The film from inside a photo: cut out when it was prepared, without anything but pictures and sound."""
    path = derivatives.path_of(original, MOTION)
    if not path.exists():
        derivatives.ask_to_remake(original.id)
    etag = f"{original.sha256[:32]}-{derivatives.version_of(original)}-{MOTION}"
    return sending.send_path(path, "video/mp4", etag=etag, cache=cache)
