"""Looking a thing up is the permission check: what one may not see does not exist."""

from typing import NoReturn

from flask import abort
from flask_babel import gettext as _

from photoalbum.accounts.models import Member
from photoalbum.albums import access
from photoalbum.albums.access import Ability
from photoalbum.albums.models import Album
from photoalbum.core.errors import NotAllowed
from photoalbum.delivery.identity import current_member, current_viewer
from photoalbum.photos.models import Photo
from photoalbum.web.current import ask_to_log_in


def album_or_404(slug: str, *, to: Ability = Ability.VIEW) -> Album:
    viewer = current_viewer()
    album = access.find_album(viewer, slug)
    if album is None:
        hidden()
    if to not in access.abilities(viewer, album):
        refused(_("Album does not belong to you."))
    return album


def photo_or_404(uid: str, *, to: Ability = Ability.VIEW) -> Photo:
    viewer = current_viewer()
    photo = access.find_photo(viewer, uid)
    if photo is None:
        hidden()
    if to not in access.abilities(viewer, photo):
        refused(_("This photo does not belong to you."))
    return photo


def photo_in_album_or_404(album: Album, uid: str) -> Photo:
    photo = access.find_photo_in(current_viewer(), album, uid)
    if photo is None:
        hidden()
    return photo


def member_or_login() -> Member:
    """The member who asks; a stranger is sent to sign in."""
    member = current_member()
    if member is None:
        ask_to_log_in()
    return member


def member_or_401() -> Member:
    """The same for programs and scripts, which no page helps."""
    member = current_member()
    if member is None:
        abort(401)
    return member


def hidden() -> NoReturn:
    """404 for members; strangers are asked to sign in first, whether or not the thing exists."""
    if current_viewer().is_member:
        abort(404)
    ask_to_log_in()


def refused(sentence: str) -> NoReturn:
    """403 for somebody who may see a thing but not do this with it."""
    if not current_viewer().is_member:
        ask_to_log_in()
    raise NotAllowed(sentence)
