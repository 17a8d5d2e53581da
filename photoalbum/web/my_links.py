"""Every link that a member has made, in one list: how it is used, its rules, and the switches that end it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from photoalbum.albums.models import ShareLink
from photoalbum.core.db import db
from photoalbum.delivery.absolute import absolute_url
from photoalbum.delivery.identity import current_viewer
from photoalbum.sharing import links
from photoalbum.sharing.links import Rules
from photoalbum.uploads import deciding
from photoalbum.web.current import login_required, the_member
from photoalbum.web.forms.links import AlbumLinkForm, LinkForm
from photoalbum.web.lookup import member_or_login
from photoalbum.web.qr import qr_code
from photoalbum.web.redirects import back_to

bp = Blueprint("my_links", __name__, url_prefix="/links")


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link as its maker sees it."""

    uid: str
    name: str
    about: str
    url: str
    rules: str
    has_password: bool
    expires: datetime | None
    created: datetime
    last_used: datetime | None
    uses: str
    is_over: bool


@bp.get("/")
@login_required
def index() -> ResponseReturnValue:
    made = links.made_by(the_member().id)
    counts = links.photos_of(made)
    return render_template(
        "links/index.html",
        links=[row_of(link, counts.get(link.id, 0)) for link in made],
        waiting=deciding.count_waiting(the_member().id),
    )


@bp.get("/<uid>")
def show(uid: str) -> ResponseReturnValue:
    link = _link_or_404(uid)
    form = _form_class(link)(data=LinkForm.values_of(Rules.of(link)))
    return _page(link, form)


@bp.post("/<uid>")
def change(uid: str) -> ResponseReturnValue:
    link = _link_or_404(uid)
    form = _form_class(link)()
    if not form.validate_on_submit():
        return _page(link, form), 422

    db.session.rollback()  # Hashing takes long, and no other writer should wait for it.
    links.change(
        link, password=form.password.data or "", drop_password=bool(form.drop_password.data), **form.rules
    )
    db.session.commit()
    flash(_("Saved."))
    return redirect(url_for("my_links.show", uid=uid), 303)


@bp.post("/<uid>/delete")
def revoke(uid: str) -> ResponseReturnValue:
    links.revoke(_link_or_404(uid))
    db.session.commit()
    flash(_("The link does not work any more."))
    return back_to(url_for("my_links.index"))


@bp.post("/delete")
@login_required
def revoke_all() -> ResponseReturnValue:
    made = links.made_by(the_member().id)
    for link in made:
        links.revoke(link)
    db.session.commit()
    flash(ngettext("%(num)d link does not work any more.", "%(num)d links do not work any more.", len(made)))
    return redirect(url_for("my_links.index"), 303)


def row_of(link: ShareLink, photo_count: int = 0) -> LinkRow:
    album = link.album
    about = (
        _("the album “%(title)s”", title=album.title)
        if album is not None
        else ngettext("%(num)d chosen photo", "%(num)d chosen photos", photo_count)
    )
    return LinkRow(
        uid=link.uid,
        name=link.label or _("Link without a name"),
        about=about,
        url=absolute_url("shares.show", token=links.token_of(link, current_app.config["SECRET_KEY"])),
        rules=", ".join(_rules(link)) or _("look only"),
        has_password=link.password_hash is not None,
        expires=link.expires_at,
        created=link.created_at,
        last_used=link.last_used_at,
        uses=_uses(link),
        is_over=not links.is_open(link),
    )


def _rules(link: ShareLink) -> list[str]:
    told = {
        _("download"): link.may_download,
        _("with place and camera"): link.may_download and link.keep_metadata,
        _("the albums inside"): link.with_albums_below,
        _("without captions"): not link.show_captions,
        _("add photos, which wait for you"): link.may_add and link.needs_approval,
        _("add photos"): link.may_add and not link.needs_approval,
        _("comment and give hearts"): link.may_comment,
    }
    return [words for words, holds in told.items() if holds]


def _uses(link: ShareLink) -> str:
    told = [
        ngettext("opened %(num)d time", "opened %(num)d times", link.views),
        ngettext("%(num)d visitor", "%(num)d visitors", link.visitors),
        ngettext("%(num)d download", "%(num)d downloads", link.downloads),
    ]
    if link.view_limit is not None:
        told.append(_("%(used)d of %(most)d devices", used=link.openings, most=link.view_limit))
    return " · ".join(told)


def _link_or_404(uid: str) -> ShareLink:
    member_or_login()
    return links.find(current_viewer(), uid) or abort(404)


def _form_class(link: ShareLink) -> type[LinkForm]:
    return AlbumLinkForm if link.album_id is not None else LinkForm


def _page(link: ShareLink, form: LinkForm) -> str:
    row = row_of(link, links.photos_of([link]).get(link.id, 0))
    letter = _letter(link, row)
    subject = link.album.title if link.album is not None else _("Photos for you")
    return render_template(
        "links/show.html",
        link=row,
        form=form,
        qr=qr_code(row.url),
        letter=letter,
        mail_href=f"mailto:?subject={quote(subject)}&body={quote(letter)}",
        album=link.album,
    )


def _letter(link: ShareLink, row: LinkRow) -> str:
    """What somebody may write to Grandma; the password goes another way."""
    if link.album is not None:
        first = _("Here are the photos of “%(title)s”:", title=link.album.title)
    else:
        first = _("Here are some photos for you:")
    lines: list[Any] = [_("Hello!"), "", first, row.url]
    if row.has_password:
        lines += ["", _("It asks for a password. I will tell you.")]
    return "\n".join(lines)
