"""The pages that answer "who can see this?" for an album and for a photo, in plain words.

For those only who may know: who edits an album, and whose photo it is. What they cannot see themselves, an
album above or a circle of others, is not named to them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.accounts import circles, members
from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access, audience
from photoalbum.albums.access import Ability
from photoalbum.albums.audience import Person, Way
from photoalbum.albums.models import PRIVATE, PUBLIC, Album, ShareLink
from photoalbum.core.db import db
from photoalbum.delivery.identity import current_viewer
from photoalbum.sharing import links
from photoalbum.web import wording
from photoalbum.web.filters import day, eve
from photoalbum.web.lookup import album_or_404, photo_or_404

bp = Blueprint("audience", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """One member, what they may do, and why."""

    name: str
    may: str
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class Part:
    """All that is to be said of one album."""

    title: str
    everybody: str
    lines: Sequence[Line]
    links: Sequence[str]


@bp.get("/albums/<slug>/audience")
def of_album(slug: str) -> ResponseReturnValue:
    album = album_or_404(slug, to=Ability.EDIT)
    return render_template(
        "audience/show.html",
        heading=_("Who can see %(album)s?", album=album.title),
        crumbs=[(album.title, url_for("albums.show", slug=album.slug))],
        owner_words=_owner_words(album.owner_id, album.owner.name),
        parts=[_part(album, _Teller(current_viewer()))],
        keepers=_keeper_words([album]),
        is_of_photo=False,
        current_section="albums",
    )


@bp.get("/photos/<uid>/audience")
def of_photo(uid: str) -> ResponseReturnValue:
    photo = photo_or_404(uid, to=Ability.MANAGE)
    holding, teller = audience.albums_of_photo(photo), _Teller(current_viewer())
    return render_template(
        "audience/show.html",
        heading=_("Who can see this photo?"),
        crumbs=[(photo.caption or photo.file_name, url_for("photos.show", uid=uid))],
        owner_words=_owner_words(photo.owner_id, photo.owner.name),
        parts=[_part(album, teller, of_photo=True) for album in holding],
        keepers=_keeper_words(holding),
        photo_links=[_link_words(link, named=True) for link in links.open_of_photo(photo)],
        is_of_photo=True,
        current_section="photos",
    )


class _Teller:
    """Says names as far as the asker knows them anyway."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.circle_ids = {circle.id for circle in db.session.scalars(circles.visible_to(viewer))}
        self.seen: dict[int, bool] = {}

    def album(self, album: Album) -> str:
        if album.id not in self.seen:
            self.seen[album.id] = access.find_album(self.viewer, album.slug) is not None
        return f"“{album.title}”" if self.seen[album.id] else _("an album that you cannot see")

    def reason(self, way: Way, album: Album) -> str:
        if way.is_host:
            return _("owner of %(above)s, in which it lies", above=self.album(way.source))
        known = way.circle is not None and (
            way.circle.id in self.circle_ids or way.source.owner_id == self.viewer.member_id
        )
        circle = f"“{way.circle.name}”" if way.circle is not None and known else _("a circle")
        if way.source.id == album.id:
            return _("through %(circle)s", circle=circle) if way.circle is not None else _("by name")
        if way.circle is not None:
            return _("through %(circle)s, in %(above)s above it", circle=circle, above=self.album(way.source))
        return _("by name, in %(above)s above it", above=self.album(way.source))


def _part(album: Album, teller: _Teller, *, of_photo: bool = False) -> Part:
    people = audience.people_of_album(album)
    lines = [_line(person, album, teller) for person in people]
    if of_photo:
        lines.insert(0, Line(album.owner.name, _("may do everything with the album"), [_("its owner")]))
    may_read_labels = Ability.MANAGE in access.abilities(teller.viewer, album)
    return Part(
        teller.album(album),
        _everybody(album, teller),
        lines,
        [
            _link_words(link, named=may_read_labels and link.album_id == album.id)
            for link in links.open_of_album(album)
        ],
    )


def _line(person: Person, album: Album, teller: _Teller) -> Line:
    reasons = dict.fromkeys(teller.reason(way, album) for way in person.ways)
    return Line(person.member.name, str(wording.ROLES[person.role]), list(reasons))


def _everybody(album: Album, teller: _Teller) -> str:
    if album.reach == PRIVATE:
        return _("Only these people:")
    widest = audience.opened_by(album)[0]
    words = _("Anyone, also without an account.") if album.reach == PUBLIC else _("Everyone in the family.")
    if widest.id == album.id:
        return words
    return words + " " + _("This comes from %(above)s, in which it lies.", above=teller.album(widest))


def _owner_words(owner_id: int, name: str) -> str:
    if owner_id == current_viewer().member_id:
        return _("You, because it is yours.")
    return _("%(name)s, who may do everything with it.", name=name)


def _link_words(link: ShareLink, *, named: bool) -> str:
    label = f"“{link.label}”" if named and link.label else _("without a name")
    parts = [
        _("with password") if link.password_hash else _("without password"),
        _("works until %(day)s", day=day(eve(link.expires_at)))
        if link.expires_at
        else _("does not end by itself"),
    ]
    if link.may_add:
        parts.append(_("may add photos"))
    if link.may_comment:
        parts.append(_("may comment"))
    return _("Whoever has the link %(label)s: %(facts)s", label=label, facts=", ".join(parts))


def _keeper_words(albums: Iterable[Album]) -> str:
    names = ", ".join(
        member.name for member in members.everyone() if member.is_keeper and member.disabled_at is None
    )
    if any(album.reach != PRIVATE for album in albums):
        return _("Who keeps the site (%(names)s) may do everything with what the family sees.", names=names)
    return _(
        "Who keeps the site (%(names)s) does not see it, unless they open private albums with a reason,"
        " which the owner can read.",
        names=names,
    )
