"""Looking a thing up is the permission check: 404 where one cannot see it, 403 where one only may look."""

from flask import abort
from flask_babel import gettext as _
from sqlalchemy import select

from photoalbum.accounts.models import Member
from photoalbum.albums import access
from photoalbum.albums.access import Ability
from photoalbum.albums.models import Album
from photoalbum.core.db import db
from photoalbum.core.errors import NotAllowed
from photoalbum.delivery.identity import current_member, current_viewer
from photoalbum.photos.models import Photo


def the_member() -> Member:
    """The member who asks. Nobody else changes anything."""
    return current_member() or abort(401)


def album_or_404(uid: str, *, to: Ability = Ability.VIEW) -> Album:
    viewer = current_viewer()
    album = db.session.scalar(access.albums_visible_to(viewer).where(Album.uid == uid))
    if album is None:
        abort(404 if viewer.is_member or to is Ability.VIEW else 401)
    if to not in access.abilities(viewer, album):
        the_member()
        raise NotAllowed(_("Album does not belong to you."))
    return album


def photo_or_404(uid: str, *, to: Ability = Ability.VIEW) -> Photo:
    viewer = current_viewer()
    photo = access.find_photo(viewer, uid)
    if photo is None:
        abort(404 if viewer.is_member or to is Ability.VIEW else 401)
    if to not in access.abilities(viewer, photo):
        the_member()
        raise NotAllowed(_("This photo does not belong to you."))
    return photo


def member_or_404(uid: str) -> Member:
    the_member()
    return db.session.scalar(select(Member).where(Member.uid == uid)) or abort(404)
