"""Giving members and circles a part in an album and in those below it, and taking it back."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import Row, select

from photoalbum.accounts.models import Circle, Member
from photoalbum.albums.models import ROLES, Album, CircleGrant, Grant
from photoalbum.core.db import db
from photoalbum.core.errors import Conflict, Rejected


def grant(album: Album, member_id: int, role: str) -> None:
    """Give a member a part in an album, or another one than before."""
    _demand_role(role)
    if member_id == album.owner_id:
        raise Conflict(_("The album is this person's own."))
    given = db.session.get(Grant, (album.id, member_id))
    if given is None:
        db.session.add(Grant(album_id=album.id, member_id=member_id, role=role))
    else:
        given.role = role


def revoke(album: Album, member_id: int) -> None:
    given = db.session.get(Grant, (album.id, member_id))
    if given is not None:
        db.session.delete(given)


def grant_circle(album: Album, circle: Circle, role: str) -> None:
    """The same for all who are in a circle now or will be."""
    _demand_role(role)
    given = db.session.get(CircleGrant, (album.id, circle.id))
    if given is None:
        db.session.add(CircleGrant(album_id=album.id, circle_id=circle.id, role=role))
    else:
        given.role = role


def revoke_circle(album: Album, circle_uid: str) -> bool:
    """Take a circle's part back; False when it has none. One's own album may be closed to any circle."""
    given = db.session.scalar(
        select(CircleGrant)
        .join(Circle, Circle.id == CircleGrant.circle_id)
        .where(CircleGrant.album_id == album.id, Circle.uid == circle_uid)
    )
    if given is None:
        return False
    db.session.delete(given)
    return True


def members_of(album: Album) -> Sequence[Row[Grant, Member]]:
    return db.session.execute(
        select(Grant, Member).join(Member).where(Grant.album_id == album.id).order_by(Member.name)
    ).all()


def circles_of(album: Album) -> Sequence[Row[CircleGrant, Circle]]:
    return db.session.execute(
        select(CircleGrant, Circle).join(Circle).where(CircleGrant.album_id == album.id).order_by(Circle.name)
    ).all()


def _demand_role(role: str) -> None:
    if role not in ROLES:
        raise Rejected(_("Choose what this person may do."))
