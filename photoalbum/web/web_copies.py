"""Videos that browsers do not play as they are: what their pages say until the web copy is made."""

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access
from photoalbum.albums.access import Ability
from photoalbum.core.db import db
from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.photos import films
from photoalbum.photos.films import Film
from photoalbum.photos.models import FAILED, READY, WAITING, WORKING, Original, Photo
from photoalbum.sharing import playable
from photoalbum.web.lookup import photo_or_404
from photoalbum.web.redirects import safe_next
from photoalbum.web.tiles import FilmNote, PhotoPage

bp = Blueprint("web_copies", __name__)


@bp.post("/photos/<uid>/web-copy")
def create(uid: str) -> ResponseReturnValue:
    """The "try again" of a video that could not be made ready for browsers, or was stopped."""
    photo = photo_or_404(uid, to=Ability.EDIT)
    film = _film_or_404(photo)
    films.start_again(film)
    db.session.commit()
    films.ask_for_all()
    flash(_("We are preparing the video again. This may take a while."))
    return _back_to(uid)


@bp.post("/photos/<uid>/web-copy/delete")
def stop(uid: str) -> ResponseReturnValue:
    """Do not go on preparing a video for browsers. A copy that is made already stays."""
    photo = photo_or_404(uid, to=Ability.EDIT)
    films.stop(_film_or_404(photo))
    db.session.commit()
    flash(_("Preparing the video was stopped. The original is safe."))
    return _back_to(uid)


def for_member(page: PhotoPage, photo: Photo, viewer: Viewer) -> PhotoPage:
    """The page of a video with what plays in it, or with a word about why nothing does."""
    original = photo.original
    if photo.kind != "video" or original.state != READY:
        return replace(page, video_src=None)
    film = films.web_copy(original)
    if film is not None and films.is_there(film):
        name = film.file_name
        src = url_for("media.derivative", uid=photo.uid, version=RECIPE_VERSION, name=name)
        return replace(page, video_src=src, video_type=films.TYPES[name.rpartition(".")[2]])
    if original.plays_in_browsers:
        return page
    may = viewer.is_member and Ability.EDIT in access.abilities(viewer, photo)
    if film is None or film.state == READY:
        # Never asked for, or its file has gone: a restored backup may come without derivatives.
        playable.ask_for(original)
    note = note_of(film)
    if may and note.percent is not None:
        note = replace(note, stop_href=url_for("web_copies.stop", uid=photo.uid))
    elif may:
        note = replace(note, start_href=url_for("web_copies.create", uid=photo.uid))
    return replace(page, video_src=None, film_note=note)


def for_guest(page: PhotoPage, original: Original) -> PhotoPage:
    """The same for somebody with a link, who is told nothing about how a video could not be read."""
    if original.kind != "video" or original.state != READY:
        return page
    if page.video_src:
        return replace(page, video_type=playable.media_type_of(original))
    note = note_of(films.web_copy(original))
    if note.percent is None:
        note = FilmNote(_("This video cannot be played here."))
    return replace(page, film_note=note)


def note_of(film: Film | None) -> FilmNote:
    state = film.state if film else WAITING
    if film is not None and state == WORKING:
        words = _("This video is being prepared: %(percent)d %%", percent=film.percent)
        return FilmNote(words, film.percent)
    if film is not None and state == FAILED:
        return FilmNote(film.reason or _("This video could not be made ready for browsers."))
    if state == films.STOPPED:
        return FilmNote(_("Preparing this video was stopped."))
    return FilmNote(_("This video is being prepared. It waits for its turn."), 0)


def _film_or_404(photo: Photo) -> Film:
    film = films.web_copy(photo.original) if photo.kind == "video" else None
    if film is None:
        abort(404)
    return film


def _back_to(uid: str) -> ResponseReturnValue:
    return redirect(safe_next(request.form.get("next")) or url_for("photos.show", uid=uid), 303)
