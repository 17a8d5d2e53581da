"""The sharing page of an album: who was given a part in it, and its links."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.accounts import circles, members
from photoalbum.albums import grants
from photoalbum.albums.access import Ability
from photoalbum.albums.models import Album
from photoalbum.core.db import db
from photoalbum.delivery.identity import current_viewer
from photoalbum.delivery.limits import count_link
from photoalbum.sharing import links
from photoalbum.web import my_links, wording
from photoalbum.web.forms.albums import GrantForm, choices
from photoalbum.web.forms.circles import CircleGrantForm
from photoalbum.web.forms.links import AlbumLinkForm
from photoalbum.web.lookup import album_or_404, hidden, member_or_login

bp = Blueprint("album_sharing", __name__)


@bp.get("/albums/<slug>/sharing")
def sharing(slug: str) -> ResponseReturnValue:
    return _page(album_or_404(slug, to=Ability.MANAGE))


@bp.post("/albums/<slug>/grants")
def grant(slug: str) -> ResponseReturnValue:
    album = album_or_404(slug, to=Ability.MANAGE)
    form = _grant_form(album)
    if not form.validate_on_submit():
        return _page(album, grant_form=form), 422

    member = members.find(form.member.data)
    if member is None:
        return _page(album, grant_form=form), 422
    grants.grant(album, member.id, form.role.data)
    db.session.commit()
    flash(_("%(name)s can see this album now.", name=member.name))
    return _back(album)


@bp.post("/albums/<slug>/grants/<member_uid>/delete")
def revoke_grant(slug: str, member_uid: str) -> ResponseReturnValue:
    album = album_or_404(slug, to=Ability.MANAGE)
    member = members.find(member_uid)
    if member is None:
        hidden()
    grants.revoke(album, member.id)
    db.session.commit()
    flash(_("Taken back."))
    return _back(album)


@bp.post("/albums/<slug>/circle-grants")
def grant_circle(slug: str) -> ResponseReturnValue:
    album = album_or_404(slug, to=Ability.MANAGE)
    form = _circle_form()
    circle = circles.find(current_viewer(), form.circle.data or "") if form.validate_on_submit() else None
    if circle is None:
        return _page(album, circle_form=form), 422
    grants.grant_circle(album, circle, form.role.data)
    db.session.commit()
    flash(_("All in “%(name)s” can see this album now.", name=circle.name))
    return _back(album)


@bp.post("/albums/<slug>/circle-grants/<circle_uid>/delete")
def revoke_circle_grant(slug: str, circle_uid: str) -> ResponseReturnValue:
    album = album_or_404(slug, to=Ability.MANAGE)
    if not grants.revoke_circle(album, circle_uid):
        hidden()
    db.session.commit()
    flash(_("Taken back."))
    return _back(album)


@bp.post("/albums/<slug>/links")
def create_link(slug: str) -> ResponseReturnValue:
    album = album_or_404(slug, to=Ability.MANAGE)
    count_link(member_or_login().uid)
    form = AlbumLinkForm()
    if not form.validate_on_submit():
        return _page(album, link_form=form), 422

    maker_id = member_or_login().id
    db.session.rollback()  # Hashing takes long, and no other writer should wait for it.
    link = links.create(album, maker_id, password=form.password.data or "", **form.rules)
    uid = link.uid
    db.session.commit()
    flash(_("The link is ready. Copy it and send it to whoever should see this album."))
    return redirect(url_for("my_links.show", uid=uid), 303)


def _page(
    album: Album,
    grant_form: GrantForm | None = None,
    link_form: AlbumLinkForm | None = None,
    circle_form: CircleGrantForm | None = None,
) -> str:
    return render_template(
        "albums/sharing.html",
        album=album,
        audience=wording.audience_words(album),
        grants=[
            (member.name, member.uid, wording.ROLES[given.role]) for given, member in grants.members_of(album)
        ],
        grant_form=grant_form or _grant_form(album),
        circles=[
            (circle.name, circle.uid, wording.ROLES[given.role]) for given, circle in grants.circles_of(album)
        ],
        circle_form=circle_form or _circle_form(),
        links=[my_links.row_of(link) for link in links.of_album(album)],
        link_form=link_form or AlbumLinkForm(),
        current_section="albums",
    )


def _grant_form(album: Album) -> GrantForm:
    form = GrantForm()
    form.member.choices = choices(
        (member.uid, member.name)
        for member in members.everyone()
        if member.id != album.owner_id and member.disabled_at is None
    )
    return form


def _circle_form() -> CircleGrantForm:
    """The choice of circles: those only that the asker may know."""
    form = CircleGrantForm()
    known = db.session.scalars(circles.visible_to(current_viewer()))
    form.circle.choices = choices((circle.uid, circle.name) for circle in known)
    return form


def _back(album: Album) -> ResponseReturnValue:
    return redirect(url_for("album_sharing.sharing", slug=album.slug), 303)
