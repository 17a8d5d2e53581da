"""The pages of a share link, all of it under `/s/<token>/`, so that a proxy can publish that prefix alone.

A locked link shows nothing but the question. Bytes are in `share_files`.
"""

from dataclasses import replace

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.core.db import db
from photoalbum.delivery.limits import Allowance, network
from photoalbum.photos import live, queries
from photoalbum.photos.guests import Guest, has_heart_of
from photoalbum.photos.models import READY, Photo
from photoalbum.sharing import links, playable
from photoalbum.web import (
    guest_door,
    photo_pages,
    share_door,
    share_places,
    share_previews,
    share_words,
    web_copies,
)
from photoalbum.web.forms.links import UnlockForm
from photoalbum.web.share_places import Place
from photoalbum.web.tiles import Fact, PhotoPage
from photoalbum.web.wording import taken_lines

bp = Blueprint("shares", __name__, url_prefix="/s/<token>")

GUESSES_HERE = Allowance("link-guesses-here", "10 per minute")
GUESSES = Allowance("link-guesses", "100 per hour")


@bp.get("/")
@bp.get("/albums/<below>/", endpoint="show_below")
def show(token: str, below: str | None = None) -> ResponseReturnValue:
    link = share_door.link_or_404(token)
    if not share_door.is_unlocked(link):
        return _locked(UnlockForm()), 401
    if not share_door.was_let_in(link):
        if share_door.is_robot():
            # A messenger fetches a preview before anybody has opened anything: words, and no photos.
            place = share_places.top(token, link)
            return render_template("shares/preview.html", place=place, preview=share_previews.of(place))
        if not share_door.let_in(link):
            abort(404)
        link = share_door.link_or_404(token)
    place = share_places.of(token, link, below)
    page = place.photos(current_app.config["PHOTOS_PER_PAGE"], request.args.get("after"))
    days = place.days(page, guest_door.hearts_among(link, [row.id for row in page.rows]))
    next_href = place.href("show", after=page.after) if page.after else None
    if request.args.get("fragment"):
        return render_template("albums/_photo_rows.html", days=days, next_href=next_href)
    body = render_template(
        "shares/show.html",
        place=place,
        link=link,
        crumbs=place.crumbs(),
        summary=place.summary(),
        preview=share_previews.of(place),
        days=days,
        children=place.children() if not request.args.get("after") else [],
        next_href=next_href,
        guest=guest_door.guest_of(link) if link.may_add else None,
    )
    if place.is_top:
        share_door.note_view(link.id)
    return body


@bp.post("/unlock")
def unlock(token: str) -> ResponseReturnValue:
    link = share_door.link_or_404(token)
    if share_door.is_unlocked(link):
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

    share_door.remember_unlocking(uid, rules)
    return redirect(url_for("shares.show", token=token), 303)


@bp.get("/photos/<uid>")
@bp.get("/albums/<below>/photos/<uid>", endpoint="photo_below")
def photo(token: str, uid: str, below: str | None = None) -> ResponseReturnValue:
    link = share_door.link_or_404(token)
    if not share_door.is_unlocked(link):
        return _locked(UnlockForm()), 401
    if not share_door.was_let_in(link):
        if share_door.is_robot() or not share_door.let_in(link):
            abort(404)
        link = share_door.link_or_404(token)
    place = share_places.of(token, link, below)
    found = place.photo_or_404(uid)
    template = "shares/_photo.html" if request.args.get("fragment") else "shares/photo.html"
    guest = guest_door.guest_of(link) if link.may_comment else None
    said = share_words.around(found, link, guest, token) if link.may_comment else {}
    return render_template(template, page=_page(place, found, guest), place=place, link=link, **said)


def _page(place: Place, found: Photo, guest: Guest | None) -> PhotoPage:
    uid, token = found.uid, place.token
    before, behind = place.neighbours(found)
    is_video = found.kind == "video"
    playing = is_video and playable.is_ready(found.original)
    if is_video and not playing and found.original.state == READY:
        playable.ask_for(found.original)
    page = photo_pages.page_of(
        found,
        place.links,
        previous=place.href("photo", uid=before) if before else None,
        following=place.href("photo", uid=behind) if behind else None,
        close=place.href("show"),
        video_src=url_for("share_files.video", token=token, uid=uid) if playing else None,
        original_href=url_for("share_files.file", token=token, uid=uid) if place.link.may_download else None,
        facts=[Fact("calendar", taken_lines(found))],
        hearts=queries.hearts_of(found) if place.link.may_comment else 0,
        mine=guest is not None and has_heart_of(guest.id, found),
        file_name=_("Video") if is_video else _("Photo"),
    )
    page = web_copies.for_guest(page, found.original)
    # The film of a photo that is shown in part shows the whole.
    if not is_video and not found.edit_key and (film := live.film_of(found)) is not None:
        if film.companion is None or playable.is_ready(film.original):
            page = replace(page, film_src=url_for("share_files.video", token=token, uid=uid))
        else:
            playable.ask_for(film.original)
    return page


def _locked(form: UnlockForm) -> str:
    return render_template("shares/locked.html", form=form)
