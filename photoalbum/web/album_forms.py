"""The form of an album: what it offers to whom, and what was asked for by it."""

from typing import TypedDict

from flask_babel import gettext as _

from photoalbum.albums import access, actions
from photoalbum.albums.access import Ability
from photoalbum.albums.models import Album
from photoalbum.core.db import db
from photoalbum.delivery.identity import current_viewer
from photoalbum.web.forms.albums import AlbumForm, choices

# The choice of a parent that has no name here, because the album's owner cannot see it.
STAY = "stay"


class Place(TypedDict):
    """Where an album is to stand, and for whom it is to be open by itself."""

    audience: str
    parent: Album | None
    inherits: bool


def form_for(album: Album | None = None) -> AlbumForm:
    """The form, with the albums that may be chosen as parent: those one may add to, but not itself."""
    form = AlbumForm(obj=album)
    if album is not None and album.owner_id != current_viewer().member_id:
        # Only its owner moves an album: nobody else need see the one above it.
        del form.parent, form.alone
        return form
    addable = db.session.scalars(access.addable_by(current_viewer())).all()
    offered = [found for found in addable if album is None or found.id != album.id]
    here = album.parent if album is not None else None
    form.parent.choices = choices([("", _("none")), *((found.slug, found.title) for found in offered)])
    if here is not None and here not in offered:
        # It lies where its owner may not add any more, and may stay there.
        form.parent.choices += choices([(STAY, _("where it is now"))])
    if album is not None and not form.is_submitted():
        form.parent.data = "" if here is None else here.slug if here in offered else STAY
        form.alone.data = not album.inherits
    return form


def wish(form: AlbumForm, album: Album | None = None) -> actions.Wish:
    """What the form asks for. Audience and place in the tree are the owner's affairs, whatever was posted."""
    viewer = current_viewer()
    audience = form.audience.data
    if album is not None and Ability.MANAGE not in access.abilities(viewer, album):
        audience = album.audience
    if album is not None and album.owner_id != viewer.member_id:
        parent, inherits = album.parent, album.inherits
    else:
        inherits = not form.alone.data
        if album is not None and form.parent.data == STAY:
            parent = album.parent
        else:
            parent = access.find_album(viewer, form.parent.data) if form.parent.data else None
    return actions.Wish(form.title.data or "", form.description.data or "", audience, parent, inherits)


def place(album: Album, wanted: actions.Wish) -> Place:
    return Place(
        audience=wanted.audience,
        parent=wanted.parent,
        inherits=actions.will_inherit(album, wanted),
    )


def title_of(parent: Album | None) -> str:
    """The title of the album above, if it may be said to the one who asks."""
    seen = access.find_album(current_viewer(), parent.slug) if parent is not None else None
    return seen.title if seen is not None else _("the album above")
