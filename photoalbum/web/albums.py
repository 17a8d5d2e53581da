"""Pages of albums: the first page, one album, making, changing and deleting."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.accounts import keeper_acts, visits
from photoalbum.albums import access, actions, audience, cover, entries, news, queries, totals, tree
from photoalbum.albums.access import Ability
from photoalbum.albums.models import BY_HAND, Album
from photoalbum.core.db import db
from photoalbum.core.errors import Rejected
from photoalbum.delivery.identity import current_member, current_viewer
from photoalbum.uploads import deciding
from photoalbum.web import album_forms, filters, selecting, tiles, wording
from photoalbum.web.forms.albums import AlbumForm, DeleteAlbumForm
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
        cards=tiles.cards_of(viewer, albums, fresh=fresh),
        news=tiles.days_of(new, tiles.member_links(), with_year=True, by_day=False),
        keeper_acts=keeper_acts.recently_about(member.id) if member else [],
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
    size, after = current_app.config["PHOTOS_PER_PAGE"], request.args.get("after")
    page = queries.photos_of(album, viewer, size, after)
    days = tiles.days_of(
        page.rows,
        tiles.member_links(album.slug),
        with_year=tiles.spans_years(album.first_taken, album.last_taken),
        by_day=album.order != BY_HAND,
    )
    next_href = (
        url_for("albums.show", slug=album.slug, after=page.after, select=selecting.kept())
        if page.after
        else None
    )
    if request.args.get("fragment"):
        return render_template("albums/_photo_rows.html", days=days, next_href=next_href)
    children, can = tree.children(viewer, album), access.abilities(viewer, album)
    above = tree.ancestors(viewer, album)
    sums = totals.of(viewer, [album, *children])
    return render_template(
        "albums/show.html",
        album=album,
        crumbs=crumbs_of(above),
        days=days,
        next_href=next_href,
        summary=wording.album_summary(album, sums[album.id], viewer.member_id),
        faces=_faces(album, can) if viewer.is_member else [],
        children=tiles.cards_of(viewer, children, sums),
        can=can,
        may_take_out=album.parent_id is not None and tree.may_be_taken_out_by(viewer, album, above),
        may_be_shared_by=album.owner.name
        if Ability.ADD in can and album.owner_id != viewer.member_id
        else None,
        from_guests=deciding.count_waiting(viewer.member_id, album)
        if viewer.member_id is not None and Ability.MANAGE in can
        else 0,
        being_prepared=queries.being_prepared(album),
        total=album.photo_count + album.video_count,
        selection=selecting.of_page(album.slug),
        is_first_page=not after,
        earlier_href=_earlier_href(album, size, after) if after else None,
        current_section="albums",
    )


@bp.get("/albums/new")
def new() -> ResponseReturnValue:
    member_or_login()
    form = album_forms.form_for()
    form.parent.data = request.args.get("parent", "")
    return _new_page(form)


@bp.post("/albums/")
def create() -> ResponseReturnValue:
    member = member_or_login()
    form = album_forms.form_for()
    if not form.validate_on_submit():
        return _new_page(form), 422

    try:
        album = actions.create(member.id, album_forms.wish(form))
    except Rejected as fault:
        form.parent.errors = [fault.sentence]
        return _new_page(form), 422
    db.session.commit()
    return redirect(url_for("albums.show", slug=album.slug), 303)


@bp.get("/albums/<slug>/edit")
def edit(slug: str) -> ResponseReturnValue:
    album = album_or_404(slug, to=Ability.EDIT)
    return _edit_page(album, album_forms.form_for(album))


@bp.post("/albums/<slug>/edit")
def change(slug: str) -> ResponseReturnValue:
    album = album_or_404(slug, to=Ability.EDIT)
    form = album_forms.form_for(album)
    if not form.validate_on_submit():
        return _edit_page(album, form), 422
    if str(form.version.data) != str(album.version):
        form.version.data = str(album.version)
        form.form_errors.append(
            _("Somebody changed this album meanwhile. If you save again, your words replace theirs.")
        )
        return _edit_page(album, form), 409

    wish = album_forms.wish(form, album)
    try:
        tree.demand_room(album, wish.parent)
        gain = audience.gain_of(album, **album_forms.place(album, wish))
        if gain and form.confirmed.data != gain.seal:
            return _question(album, form, wish, gain)
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


def crumbs_of(above: Sequence[Album]) -> list[tuple[str, str]]:
    first = [(_("Albums"), url_for("albums.index"))]
    return first + [(found.title, url_for("albums.show", slug=found.slug)) for found in above]


def _earlier_href(album: Album, size: int, after: str) -> str:
    """The page before the one that begins behind this photo."""
    before = queries.start_of_page_before(album, size, after)
    return url_for("albums.show", slug=album.slug, after=before, select=selecting.kept())


def _faces(album: Album, can: frozenset[Ability]) -> list[tuple[str, str]]:
    """The people of the album; who else sees it is told to those only who care for it."""
    names = [album.owner.name]
    if Ability.EDIT in can:
        names += audience.names_on_album(album)
    return [(filters.initials(name), name) for name in names]


def _new_page(form: AlbumForm) -> str:
    return render_template(
        "albums/form.html",
        form=form,
        album=None,
        cancel_href=url_for("albums.index"),
        current_section="albums",
    )


def _question(album: Album, form: AlbumForm, wish: actions.Wish, gain: audience.Gain) -> str:
    """Asks before an album is shown to more people, by their names."""
    return render_template(
        "albums/confirm_place.html",
        album=album,
        form=form,
        gain=gain,
        parent=album_forms.title_of(wish.parent),
        roles=wording.ROLES,
        current_section="albums",
    )


def _edit_page(album: Album, form: AlbumForm) -> str:
    return render_template(
        "albums/form.html",
        form=form,
        album=album,
        can=access.abilities(current_viewer(), album),
        cancel_href=url_for("albums.show", slug=album.slug),
        current_section="albums",
    )


def _trash_days() -> int:
    return int(current_app.config["TRASH_DAYS"])
