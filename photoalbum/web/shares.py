"""What a share link shows, all of it under `/s/<token>/`, so that a proxy can publish that prefix alone.

Unknown, expired and revoked tokens get the same 404. A locked link shows nothing but the question.
"""

from dataclasses import replace
from datetime import timedelta

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.albums import access, queries
from photoalbum.albums.models import BY_HAND
from photoalbum.core.clock import now
from photoalbum.core.db import db, writing
from photoalbum.delivery.identity import current_viewer
from photoalbum.delivery.limits import Allowance, network
from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.photos import live
from photoalbum.photos.models import READY, Photo
from photoalbum.sharing import links, playable
from photoalbum.sharing.models import ShareLink
from photoalbum.web import films, photo_pages, sending, tiles, web_copies
from photoalbum.web.forms.albums import UnlockForm
from photoalbum.web.media import send_derivative
from photoalbum.web.tiles import Fact, Links
from photoalbum.web.wording import counted, date_range, taken_lines

bp = Blueprint("shares", __name__, url_prefix="/s/<token>")

UNLOCKED_FOR = timedelta(hours=24)
SEEN_EVERY = timedelta(hours=1)
UNLOCKED = "unlocked"

GUESSES_HERE = Allowance("link-guesses-here", "10 per minute")
GUESSES = Allowance("link-guesses", "100 per hour")
UNKNOWN_TOKENS = Allowance("unknown-links", "60 per minute")


@bp.get("/")
def show(token: str) -> ResponseReturnValue:
    link = _link_or_404(token)
    if not _is_unlocked(link):
        return _locked(UnlockForm()), 401
    album = link.album
    viewer = links.viewer_of(link)
    page = queries.photos_of(album, viewer, current_app.config["PHOTOS_PER_PAGE"], request.args.get("after"))
    days = tiles.days_of(
        page.rows,
        _links(token),
        with_year=tiles.spans_years(album.first_taken, album.last_taken),
        by_day=album.order != BY_HAND,
    )
    next_href = url_for("shares.show", token=token, after=page.after) if page.after else None
    if request.args.get("fragment"):
        return render_template("albums/_photo_rows.html", days=days, next_href=next_href)
    body = render_template(
        "shares/show.html",
        album=album,
        summary=_summary(link),
        days=days,
        next_href=next_href,
    )
    _note_use(link)
    return body


@bp.post("/unlock")
def unlock(token: str) -> ResponseReturnValue:
    link = _link_or_404(token)
    if _is_unlocked(link):
        return redirect(url_for("shares.show", token=token), 303)
    form = UnlockForm()
    if not form.validate_on_submit():
        return _locked(form), 422
    uid, rules, stored = link.uid, link.rules, link.password_hash
    GUESSES_HERE.demand(uid, network())
    GUESSES.demand(uid)
    db.session.rollback()  # Hashing takes long, and no other writer should wait for it.
    if not links.password_fits(stored, form.password.data or ""):
        GUESSES_HERE.count(uid, network())
        GUESSES.count(uid)
        form.password.errors = [_("This is not the password. Ask whoever sent you the link.")]
        return _locked(form), 401

    moment = now()
    # What has run out is forgotten, or the cookie would grow with every link.
    held = {name: entry for name, entry in session.get(UNLOCKED, {}).items() if entry[1] > moment.isoformat()}
    session[UNLOCKED] = {**held, uid: [rules, (moment + UNLOCKED_FOR).isoformat()]}
    return redirect(url_for("shares.show", token=token), 303)


@bp.get("/photos/<uid>")
def photo(token: str, uid: str) -> ResponseReturnValue:
    link = _link_or_404(token)
    if not _is_unlocked(link):
        return _locked(UnlockForm()), 401
    found = _photo_or_404(link, uid)
    before, behind = queries.neighbours(link.album, found)
    is_video = found.kind == "video"
    playing = is_video and playable.is_ready(found.original)
    if is_video and not playing and found.original.state == READY:
        playable.ask_for(found.original)
    page = photo_pages.page_of(
        found,
        _links(token),
        previous=url_for("shares.photo", token=token, uid=before) if before else None,
        following=url_for("shares.photo", token=token, uid=behind) if behind else None,
        close=url_for("shares.show", token=token),
        video_src=url_for("shares.video", token=token, uid=uid) if playing else None,
        original_href=None,
        facts=[Fact("calendar", taken_lines(found))],
        hearts=0,
        mine=False,
        file_name=_("Video") if is_video else _("Photo"),
    )
    page = web_copies.for_guest(page, found.original)
    # The film of a photo that is shown in part shows the whole.
    if not is_video and not found.edit_key and (film := live.film_of(found)) is not None:
        if film.companion is None or playable.is_ready(film.original):
            page = replace(page, film_src=url_for("shares.video", token=token, uid=uid))
        else:
            playable.ask_for(film.original)
    template = "shares/_photo.html" if request.args.get("fragment") else "shares/photo.html"
    return render_template(template, page=page)


@bp.get("/photos/<uid>/d/<int:version>/<name>")
def derivative(token: str, uid: str, version: int, name: str) -> Response:
    found = _photo_or_404(_open_link_or_404(token), uid)
    return send_derivative(found, version, name, sending.ASK_EACH_TIME)


@bp.get("/photos/<uid>/video")
def video(token: str, uid: str) -> Response:
    """A copy for playing that holds pictures and sound and nothing else: no place, no device."""
    found = _photo_or_404(_open_link_or_404(token), uid)
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


def _link_or_404(token: str) -> ShareLink:
    link = links.open_link(token, current_app.config["SECRET_KEY"])
    if link is None:
        UNKNOWN_TOKENS.demand(network())
        UNKNOWN_TOKENS.count(network())
        abort(404)
    return link


def _open_link_or_404(token: str) -> ShareLink:
    link = _link_or_404(token)
    if not _is_unlocked(link):
        abort(404)
    return link


def _is_unlocked(link: ShareLink) -> bool:
    """Whether this browser gave the password in the last day, and the link's rules are still the same."""
    if link.password_hash is None:
        return True
    # Whoever is looked up first: a login that ended elsewhere takes what it had unlocked with it.
    current_viewer()
    rules, until = session.get(UNLOCKED, {}).get(link.uid, (0, ""))
    return bool(rules == link.rules and until > now().isoformat())


def _photo_or_404(link: ShareLink, uid: str) -> Photo:
    viewer = links.viewer_of(link)
    found = access.find_photo_in(viewer, link.album, uid)
    if found is None:
        abort(404)
    return found


def _note_use(link: ShareLink) -> None:
    if link.last_used_at is None or link.last_used_at < now() - SEEN_EVERY:
        link_id = link.id
        with writing():
            db.session.get_one(ShareLink, link_id).last_used_at = now()


def _links(token: str) -> Links:
    picture = url_for("shares.derivative", token=token, uid=tiles.UID, version=RECIPE_VERSION, name="")
    return Links(url_for("shares.photo", token=token, uid=tiles.UID), picture, names=False)


def _summary(link: ShareLink) -> str:
    album = link.album
    parts = [counted(album.photo_count, album.video_count), date_range(album.first_taken, album.last_taken)]
    return " · ".join(part for part in parts if part)


def _locked(form: UnlockForm) -> str:
    return render_template("shares/locked.html", form=form)
