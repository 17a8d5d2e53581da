"""Pages of albums: the first page, one album, making, changing and deleting."""

from datetime import UTC, datetime

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.accounts import visits
from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access, actions, cover, entries, news, queries, tree
from photoalbum.albums.access import Ability
from photoalbum.albums.models import BY_HAND, Album
from photoalbum.core.db import db
from photoalbum.core.errors import Rejected
from photoalbum.web import filters, selecting, tiles, wording
from photoalbum.web.current import current_member, current_viewer
from photoalbum.web.forms.albums import AlbumForm, DeleteAlbumForm, choices
from photoalbum.web.lookup import album_or_404, member_or_login, photo_in_album_or_404
from photoalbum.web.redirects import back_to

bp = Blueprint("albums", __name__)


@bp.get("/")
def index() -> ResponseReturnValue:
    """Home for members; the family's public albums for everybody else."""
    viewer, member = current_viewer(), current_member()
    albums, after = queries.first_page_albums(viewer, request.args.get("after"))
    since = visits.before(member) if member else None
    fresh = news.albums_since(viewer, since, albums) if since else set()
    new = news.photos_since(viewer, since) if since and not request.args.get("after") else []
    return render_template(
        "albums/index.html",
        cards=[tiles.card_of(album, viewer.member_id, fresh=album.id in fresh) for album in albums],
        news=tiles.days_of(new, tiles.member_links(), with_year=True, by_day=False),
        greeting=wording.greeting(member.name.split()[0], datetime.now(UTC).astimezone().hour)
        if member
        else None,
        can_create=viewer.is_member,
        next_href=url_for("albums.index", after=after) if after else None,
        current_section="albums",
    )


@bp.get("/albums/<slug>/")
def show(slug: str) -> ResponseReturnValue:
    album = album_or_404(slug)
    viewer = current_viewer()
    page = queries.photos_of(album, viewer, current_app.config["PHOTOS_PER_PAGE"], request.args.get("after"))
    days = tiles.days_of(
        page.rows,
        tiles.member_links(album.slug),
        with_year=tiles.spans_years(album.first_taken, album.last_taken),
        by_day=album.order != BY_HAND,
    )
    select = request.args.get("select") or None
    next_href = (
        url_for("albums.show", slug=album.slug, after=page.after, select=select) if page.after else None
    )
    if request.args.get("fragment"):
        return render_template("albums/_photo_rows.html", days=days, next_href=next_href)
    return render_template(
        "albums/show.html",
        album=album,
        crumbs=crumbs_of(viewer, album),
        days=days,
        next_href=next_href,
        summary=wording.album_summary(album, viewer.member_id),
        faces=_faces(album) if viewer.is_member else [],
        children=[tiles.card_of(child, viewer.member_id) for child in tree.children(viewer, album)],
        can=access.abilities(viewer, album),
        being_prepared=queries.being_prepared(album),
        total=album.photo_count + album.video_count,
        selection=selecting.of_page(album.slug),
        is_first_page=not request.args.get("after"),
        current_section="albums",
    )


@bp.get("/albums/new")
def new() -> ResponseReturnValue:
    member_or_login()
    form = _album_form()
    form.parent.data = request.args.get("parent", "")
    return render_template(
        "albums/form.html",
        form=form,
        album=None,
        cancel_href=url_for("albums.index"),
        current_section="albums",
    )


@bp.post("/albums/")
def create() -> ResponseReturnValue:
    member = member_or_login()
    form = _album_form()
    if not form.validate_on_submit():
        page = render_template(
            "albums/form.html",
            form=form,
            album=None,
            cancel_href=url_for("albums.index"),
            current_section="albums",
        )
        return page, 422

    album = actions.create(member.id, _wish(form))
    db.session.commit()
    return redirect(url_for("albums.show", slug=album.slug), 303)


@bp.get("/albums/<slug>/edit")
def edit(slug: str) -> ResponseReturnValue:
    album = album_or_404(slug, to=Ability.EDIT)
    return _edit_page(album, _album_form(album))


@bp.post("/albums/<slug>/edit")
def change(slug: str) -> ResponseReturnValue:
    album = album_or_404(slug, to=Ability.EDIT)
    form = _album_form(album)
    if not form.validate_on_submit():
        return _edit_page(album, form), 422
    if str(form.version.data) != str(album.version):
        form.version.data = str(album.version)
        form.form_errors.append(
            _("Somebody changed this album meanwhile. If you save again, your words replace theirs.")
        )
        return _edit_page(album, form), 409

    wish = _wish(form, album)
    try:
        actions.change(album, wish)
    except Rejected as fault:
        form.parent.errors = [fault.sentence]
        return _edit_page(album, form), 422
    db.session.commit()
    flash(_("Saved."))
    return redirect(url_for("albums.show", slug=album.slug), 303)


@bp.get("/albums/<slug>/delete")
def confirm_delete(slug: str) -> ResponseReturnValue:
    album = album_or_404(slug, to=Ability.MANAGE)
    return render_template(
        "albums/delete.html",
        album=album,
        own_only_here=queries.count_only_here(album, member_or_login().id),
        most_counted=queries.MOST_COUNTED,
        form=DeleteAlbumForm(),
        current_section="albums",
    )


@bp.post("/albums/<slug>/delete")
def delete(slug: str) -> ResponseReturnValue:
    album = album_or_404(slug, to=Ability.MANAGE)
    form = DeleteAlbumForm()
    actions.delete(album, member_or_login().id, also_photos=bool(form.also_photos.data))
    db.session.commit()
    flash(_("The album is in the trash. You can bring it back for %(days)d days.", days=_trash_days()))
    return redirect(url_for("albums.index"), 303)


@bp.post("/albums/<slug>/entries/<uid>/delete")
def remove_entry(slug: str, uid: str) -> ResponseReturnValue:
    album = album_or_404(slug)
    photo = photo_in_album_or_404(album, uid)
    if photo.owner_id != current_viewer().member_id:
        album = album_or_404(slug, to=Ability.EDIT)
    entries.remove(album, photo)
    db.session.commit()
    flash(_("Taken out of this album. The photo itself is kept."))
    return redirect(url_for("albums.show", slug=album.slug), 303)


@bp.post("/albums/<slug>/cover")
def set_cover(slug: str) -> ResponseReturnValue:
    album = album_or_404(slug, to=Ability.EDIT)
    photo = photo_in_album_or_404(album, request.form.get("photo", ""))
    cover.choose(album, photo)
    db.session.commit()
    flash(_("This is the album's cover now."))
    return back_to(url_for("photos.in_album", slug=album.slug, uid=photo.uid))


def crumbs_of(viewer: Viewer, album: Album) -> list[tuple[str, str]]:
    above = [(_("Albums"), url_for("albums.index"))]
    return above + [
        (found.title, url_for("albums.show", slug=found.slug)) for found in tree.ancestors(viewer, album)
    ]


def _faces(album: Album) -> list[tuple[str, str]]:
    names = [album.owner.name, *(member.name for _grant, member in queries.grants_of(album))]
    return [(filters.initials(name), name) for name in names]


def _edit_page(album: Album, form: AlbumForm) -> str:
    return render_template(
        "albums/form.html",
        form=form,
        album=album,
        can=access.abilities(current_viewer(), album),
        cancel_href=url_for("albums.show", slug=album.slug),
        current_section="albums",
    )


def _album_form(album: Album | None = None) -> AlbumForm:
    """The form, with the albums that may be chosen as parent: one's own, and not the album itself."""
    form = AlbumForm(obj=album)
    if album is not None and album.owner_id != current_viewer().member_id:
        # Only its owner moves an album: nobody else need see the one above it.
        del form.parent
        return form
    own = [
        found
        for found in db.session.scalars(access.addable_by(current_viewer()))
        if found.owner_id == current_viewer().member_id and (album is None or found.id != album.id)
    ]
    form.parent.choices = choices([("", _("none")), *((found.slug, found.title) for found in own)])
    if album is not None and not form.is_submitted():
        form.parent.data = next((found.slug for found in own if found.id == album.parent_id), "")
    return form


def _wish(form: AlbumForm, album: Album | None = None) -> actions.Wish:
    """What the form asks for. Audience and place in the tree are the owner's affairs, whatever was posted."""
    viewer = current_viewer()
    audience = form.audience.data
    if album is not None and Ability.MANAGE not in access.abilities(viewer, album):
        audience = album.audience
    if album is not None and album.owner_id != viewer.member_id:
        parent = album.parent
    else:
        parent = access.find_album(viewer, form.parent.data) if form.parent.data else None
    return actions.Wish(form.title.data or "", form.description.data or "", audience, parent)


def _trash_days() -> int:
    return int(current_app.config["TRASH_DAYS"])
