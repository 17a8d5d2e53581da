"""Pages of photos: one's own, one photo by itself or in an album, hearts, and the way to the trash."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.albums import access, actions, entries, queries
from photoalbum.albums.access import Ability
from photoalbum.albums.models import Album
from photoalbum.core.db import db
from photoalbum.delivery.identity import current_viewer
from photoalbum.photos import edits, live, processing
from photoalbum.photos import favourites as hearts
from photoalbum.photos.models import Photo
from photoalbum.web import photo_care, photo_pages, photo_ways, selecting, tiles
from photoalbum.web.forms.albums import AddToAlbumForm
from photoalbum.web.forms.albums import choices as as_choices
from photoalbum.web.lookup import (
    album_or_404,
    member_or_login,
    photo_in_album_or_404,
    photo_or_404,
    refused,
)
from photoalbum.web.redirects import safe_next, with_query
from photoalbum.web.tiles import PhotoPage

bp = Blueprint("photos", __name__)


@bp.get("/photos/")
def index() -> ResponseReturnValue:
    member_or_login()
    page = queries.photos_owned(current_viewer(), _page_size(), request.args.get("after"))
    return _grid("photos/index.html", "photos.index", _("My photos"), page, "photos")


@bp.get("/favourites/")
def favourites() -> ResponseReturnValue:
    member_or_login()
    page = queries.photos_loved(current_viewer(), _page_size(), request.args.get("after"))
    return _grid("photos/favourites.html", "photos.favourites", _("Favourites"), page, "favourites")


@bp.get("/photos/<uid>")
def show(uid: str) -> ResponseReturnValue:
    photo = photo_or_404(uid)
    if photo.companion_of_id is not None:
        return redirect(url_for("photos.show", uid=live.shown(photo).uid))
    viewer = current_viewer()
    way = photo_ways.of(photo, viewer)
    page = photo_pages.member_page(
        photo, viewer, previous=way.previous, following=way.following, close=way.close
    )
    return _photo_page(page, _around(photo))


@bp.get("/albums/<slug>/photos/<uid>")
def in_album(slug: str, uid: str) -> ResponseReturnValue:
    album = album_or_404(slug)
    photo = photo_in_album_or_404(album, uid)
    before, behind = queries.neighbours(album, photo)
    page = photo_pages.member_page(
        photo,
        current_viewer(),
        previous=url_for("photos.in_album", slug=slug, uid=before) if before else None,
        following=url_for("photos.in_album", slug=slug, uid=behind) if behind else None,
        close=url_for("albums.show", slug=slug),
    )
    return _photo_page(page, _around(photo, album))


@bp.post("/photos/<uid>/favourite")
def favourite(uid: str) -> ResponseReturnValue:
    member = member_or_login()
    hearts.give(member.id, photo_or_404(uid))
    db.session.commit()
    return _back_to(uid)


@bp.post("/photos/<uid>/favourite/delete")
def unfavourite(uid: str) -> ResponseReturnValue:
    member = member_or_login()
    hearts.take_back(member.id, photo_or_404(uid))
    db.session.commit()
    return _back_to(uid)


@bp.post("/photos/<uid>/albums")
def add_to_album(uid: str) -> ResponseReturnValue:
    member = member_or_login()
    photo = photo_or_404(uid)
    album = album_or_404(request.form.get("album", ""), to=Ability.ADD)
    if entries.add(album, photo, member.id):
        flash(_("The photo is now in “%(title)s” too.", title=album.title))
    else:
        flash(_("The photo is already in “%(title)s”.", title=album.title))
    db.session.commit()
    return _back_to(uid)


@bp.post("/photos/<uid>/albums/hidden/delete")
def take_out_of_hidden(uid: str) -> ResponseReturnValue:
    """Take one's own photo out of albums that one does not see any more, and so cannot open."""
    viewer, photo = current_viewer(), photo_or_404(uid)
    if photo.owner_id != viewer.member_id:
        refused(_("This photo does not belong to you."))
    for album in queries.hidden_albums_with(viewer, photo):
        entries.remove(album, photo)
    db.session.commit()
    flash(_("Taken out. The photo is now only where you see it."))
    return _back_to(uid)


@bp.post("/photos/<uid>/processing")
def process_again(uid: str) -> ResponseReturnValue:
    """The "try again" of a photo whose picture could not be made."""
    photo = photo_or_404(uid, to=Ability.EDIT)
    if photo.original.state == "failed":
        processing.start_again(photo.original)
    photo.edit_attempts = 0
    original_id, photo_id = photo.original_id, photo.id
    db.session.commit()
    processing.ask_for([original_id])
    edits.ask_for(photo_id)
    flash(_("We are trying again. This may take a moment."))
    return _back_to(uid)


@bp.post("/photos/<uid>/delete")
def delete(uid: str) -> ResponseReturnValue:
    photo = photo_or_404(uid, to=Ability.MANAGE)
    actions.trash_photo(photo)
    db.session.commit()
    flash(_("The photo is in the trash. You can bring it back for %(days)d days.", days=_trash_days()))
    return redirect(safe_next(request.form.get("next")) or url_for("photos.index"), 303)


def _grid(template: str, endpoint: str, title: str, page: queries.Page, section: str) -> ResponseReturnValue:
    days = tiles.days_of(page.rows, tiles.member_links(), with_year=True)
    next_href = url_for(endpoint, after=page.after, select=selecting.kept()) if page.after else None
    if request.args.get("fragment"):
        return render_template("albums/_photo_rows.html", days=days, next_href=next_href)
    return render_template(
        template,
        days=days,
        next_href=next_href,
        title=title,
        current_section=section,
        selection=selecting.of_page(),
        earlier_href=url_for(endpoint, select=selecting.kept()) if request.args.get("after") else None,
    )


def _photo_page(page: PhotoPage, around: dict[str, Any]) -> str:
    """The page, or for the viewer that lies over a grid its content alone."""
    template = "photos/_photo.html" if request.args.get("fragment") else "photos/show.html"
    return render_template(template, page=page, **around)


def _around(photo: Photo, album: Album | None = None) -> dict[str, Any]:
    """What stands beside the picture: what one may do with it, and the albums it is in."""
    viewer = current_viewer()
    can = access.abilities(viewer, photo)
    holding = queries.albums_with(viewer, photo)
    held = {found.id for found in holding}
    choices: list[tuple[str, str]] = []
    hidden = 0
    if viewer.is_member and photo.owner_id == viewer.member_id:
        addable = db.session.scalars(access.addable_by(viewer)).all()
        choices = [(found.slug, found.title) for found in addable if found.id not in held]
        hidden = queries.count_hidden_albums_with(viewer, photo)
    form = AddToAlbumForm()
    form.album.choices = as_choices(choices)
    may_edit_album = album is not None and (
        photo.owner_id == viewer.member_id or Ability.EDIT in access.abilities(viewer, album)
    )
    return {
        **photo_care.around(photo, viewer, can),
        "can": can,
        "here": with_query(fragment=None),
        "album": album,
        "albums": [(found.title, url_for("albums.show", slug=found.slug)) for found in holding],
        "hidden_albums": hidden,
        "album_choices": choices,
        "add_form": form,
        "remove_href": url_for("albums.remove_entry", slug=album.slug, uid=photo.uid)
        if album is not None and may_edit_album
        else None,
        "cover_href": url_for("albums.set_cover", slug=album.slug)
        if album is not None and Ability.EDIT in access.abilities(viewer, album)
        else None,
        "retry_href": url_for("photos.process_again", uid=photo.uid) if Ability.EDIT in can else None,
    }


def _back_to(uid: str) -> ResponseReturnValue:
    return redirect(safe_next(request.form.get("next")) or url_for("photos.show", uid=uid), 303)


def _page_size() -> int:
    return int(current_app.config["PHOTOS_PER_PAGE"])


def _trash_days() -> int:
    return int(current_app.config["TRASH_DAYS"])
