"""Look-alikes: a member's own photos side by side, and which of them to keep."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from photoalbum.albums import keeping
from photoalbum.core.db import db
from photoalbum.delivery.identity import current_viewer
from photoalbum.photos import near_duplicates
from photoalbum.photos.models import LookGroup, Photo
from photoalbum.web import tiles, wording
from photoalbum.web.filters import filesize
from photoalbum.web.lookup import hidden, member_or_login

bp = Blueprint("near_duplicates", __name__, url_prefix="/photos/look-alikes")

GROUPS_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Alike:
    """One picture of a group, and what is said under it."""

    uid: str
    href: str
    src: str
    label: str
    file_name: str
    caption: str
    size: str
    taken: str
    has_place: bool
    is_best: bool
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Group:
    uid: str
    pictures: list[Alike]
    fault: str

    @property
    def shown(self) -> str:
        """What the page has shown, for nothing else may be thrown away."""
        return " ".join(picture.uid for picture in self.pictures)


@bp.get("/")
def index() -> ResponseReturnValue:
    member_or_login()
    return _page()


@bp.post("/<uid>/choice")
def choose(uid: str) -> ResponseReturnValue:
    """Keep what is ticked; what was shown beside it goes to the trash."""
    group = _group_or_404(uid)
    shown, unseen = _shown_and_unseen(group)
    wanted = set(request.form.getlist("keep"))
    kept = [photo for photo in shown if photo.uid in wanted]
    if not kept:
        return _page(uid, _("Tick at least one picture to keep.")), 422
    others = [photo for photo in shown if photo.uid not in wanted]
    if others:
        keeping.keep(current_viewer(), sorted(kept, key=near_duplicates.worth, reverse=True), others)
    if not unseen:
        near_duplicates.settle(group)
    db.session.commit()
    flash(_thrown_away(len(others)) if others else _("All of them are kept."), "success")
    return _back()


@bp.post("/<uid>/dismissal")
def dismiss(uid: str) -> ResponseReturnValue:
    """They are different pictures: this group is not shown again."""
    group = _group_or_404(uid)
    _shown, unseen = _shown_and_unseen(group)
    if unseen:
        flash(_("One more picture has come that looks like these. Please look again."))
        return _back()
    near_duplicates.settle(group)
    db.session.commit()
    flash(_("All of them are kept, and not shown here again."), "success")
    return _back()


def _page(faulty: str = "", fault: str = "") -> str:
    after = request.args.get("after")
    found = near_duplicates.open_groups(member_or_login().id, GROUPS_PER_PAGE, after)
    wanted = set(request.form.getlist("keep")) if faulty else None
    return render_template(
        "near_duplicates/index.html",
        groups=[
            Group(uid, _pictures(photos, wanted if uid == faulty else None), fault if uid == faulty else "")
            for uid, photos in found.groups
        ],
        here=after,
        next_href=url_for("near_duplicates.index", after=found.after) if found.after else None,
        current_section="photos",
    )


def _pictures(photos: Sequence[Photo], wanted: set[str] | None) -> list[Alike]:
    links = tiles.member_links()
    return [
        Alike(
            uid=photo.uid,
            href=links.href(photo.uid),
            src=links.src(photo.uid, "thumb.webp", photo.edit_key),
            label=photo.words,
            file_name=photo.file_name,
            caption=photo.caption,
            size=f"{photo.original.width} × {photo.original.height} · {filesize(photo.original.bytes)}",
            taken=wording.taken_lines(photo)[0],
            has_place=bool(photo.details.get("gps")),
            is_best=place == 0,
            is_kept=place == 0 if wanted is None else photo.uid in wanted,
        )
        for place, photo in enumerate(photos)
    ]


def _group_or_404(uid: str) -> LookGroup:
    group = near_duplicates.find(member_or_login().id, uid)
    if group is None:
        hidden()
    return group


def _shown_and_unseen(group: LookGroup) -> tuple[list[Photo], list[Photo]]:
    """What the person had before their eyes, and what has come since."""
    seen = set(request.form.get("shown", "").split())
    photos = near_duplicates.photos_of(group)
    return [photo for photo in photos if photo.uid in seen], [
        photo for photo in photos if photo.uid not in seen
    ]


def _back() -> ResponseReturnValue:
    return redirect(url_for("near_duplicates.index", after=request.args.get("after") or None), 303)


def _thrown_away(number: int) -> str:
    days = int(current_app.config["TRASH_DAYS"])
    return str(
        ngettext(
            "%(num)d picture is in the trash. You can bring it back for %(days)d days.",
            "%(num)d pictures are in the trash. You can bring them back for %(days)d days.",
            number,
            days=days,
        )
    )
