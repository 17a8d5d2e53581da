"""The bytes that a share link gives: pictures, films, and what may be taken along."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from photoalbum.albums.models import ShareLink
from photoalbum.core.db import writing
from photoalbum.photos import clean_copies, live
from photoalbum.photos.models import Photo
from photoalbum.sharing import downloads, playable, visits
from photoalbum.web import films, sending, share_door, share_places
from photoalbum.web.downloads import send_zip
from photoalbum.web.media import send_derivative, send_original
from photoalbum.web.share_places import Place

bp = Blueprint("share_files", __name__, url_prefix="/s/<token>")


@bp.get("/photos/<uid>/d/<int:version>/<name>")
def derivative(token: str, uid: str, version: int, name: str) -> Response:
    _link, found = _photo_or_404(token, uid)
    return send_derivative(found, version, name, sending.ASK_EACH_TIME)


@bp.get("/photos/<uid>/video")
def video(token: str, uid: str) -> Response:
    """A copy for playing that holds pictures and sound and nothing else: no place, no device."""
    _link, found = _photo_or_404(token, uid)
    film = live.film_of(found)
    if film is not None and found.edit_key:
        abort(404)
    if film is not None and film.companion is None:
        return films.send_motion(found.original, sending.ASK_EACH_TIME)
    found = film.companion if film is not None and film.companion is not None else found
    if found.kind != "video" or not playable.is_ready(found.original):
        abort(404)
    return sending.send_path(
        playable.path_of(found.original),
        playable.media_type_of(found.original),
        etag=f"{found.original.sha256[:32]}-playable",
    )


@bp.get("/photos/<uid>/file")
def file(token: str, uid: str) -> ResponseReturnValue:
    """The picture to take along: a clean copy, as its owner has edited it, unless the link keeps metadata."""
    link, found = _photo_or_404(token, uid)
    _require_downloads(link)
    link_id, number = link.id, share_places.top(token, link).number_of(found)
    if link.keep_metadata and not found.edit_key:
        _count(link_id)
        return send_original(found.original, download_as=found.file_name)
    copy = clean_copies.find_or_tell(found.original, found.edit_key)
    if copy is None:
        page = url_for("share_files.file", token=token, uid=uid)
        back = url_for("shares.photo", token=token, uid=uid)
        # Script does not watch this one: as soon as the copy is there, the address gives its bytes.
        return render_template("shares/wait.html", unmade=1, total=1, again=page, back=back)
    name = f"{downloads.neutral_name(number)}.{copy.extension}"
    opened = clean_copies.opener(copy, found.original)
    etag, media_type = copy.sha256, copy.media_type
    _count(link_id)
    return sending.send_opened(opened, media_type, etag=etag, download_as=name)


@bp.get("/download")
def wait(token: str) -> ResponseReturnValue:
    """How many copies are still to be made before everything can be taken along."""
    place = _downloadable(token)
    wishes = downloads.wishes_of(downloads.picked(place.ids()), keep_metadata=place.link.keep_metadata)
    unmade = downloads.still_unmade(wishes)
    template = "shares/_wait.html" if request.args.get("fragment") else "shares/wait.html"
    return render_template(
        template,
        unmade=unmade,
        total=len(wishes),
        ready_href=url_for("share_files.archive", token=token),
        again=url_for("share_files.wait", token=token),
        back=url_for("shares.show", token=token),
        is_watched=True,
    )


@bp.get("/download.zip")
def archive(token: str) -> ResponseReturnValue:
    """All photos of the link in one file; until it can be made, the page that says how far it is."""
    place = _downloadable(token)
    keep, captions = place.link.keep_metadata, place.link.show_captions
    title, link_id = place.title, place.link.id
    items = downloads.picked(place.ids())
    wishes = downloads.wishes_of(items, keep_metadata=keep)
    if downloads.still_unmade(wishes):
        return redirect(url_for("share_files.wait", token=token), 303)
    copies = clean_copies.ready_for(wishes)
    answer = send_zip(
        lambda: downloads.for_link(items, copies, title, captions=captions, keep_metadata=keep), title
    )
    _count(link_id)
    return answer


def _downloadable(token: str) -> Place:
    link = share_door.open_link_or_404(token)
    _require_downloads(link)
    return share_places.top(token, link)


def _require_downloads(link: ShareLink) -> None:
    if not link.may_download:
        abort(404)


def _photo_or_404(token: str, uid: str) -> tuple[ShareLink, Photo]:
    link = share_door.open_link_or_404(token)
    return link, share_places.photo_anywhere_or_404(link, uid)


def _count(link_id: int) -> None:
    """Once a download: its parts, and asking whether it has changed, are not counted."""
    if request.method == "GET" and not request.range and not request.if_none_match:
        with writing():
            visits.note_download(link_id)
