"""Circles: named sets of members, each looked after by its owner and by the keeper."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import Select, exists, or_, select, true

from photoalbum.accounts.members import clean_name
from photoalbum.accounts.models import Circle, CircleMember, Member
from photoalbum.accounts.viewer import Viewer
from photoalbum.core.db import db
from photoalbum.core.errors import Rejected


def visible_to(viewer: Viewer) -> Select[Circle]:
    """The circles that one belongs to or looks after; the keeper sees all."""
    belongs = exists().where(CircleMember.circle_id == Circle.id, CircleMember.member_id == viewer.member_id)
    keeps = true() if viewer.is_keeper else Circle.owner_id == viewer.member_id
    return select(Circle).where(or_(keeps, belongs)).order_by(Circle.name, Circle.id)


def find(viewer: Viewer, uid: str) -> Circle | None:
    return db.session.scalar(visible_to(viewer).where(Circle.uid == uid))


def is_kept_by(viewer: Viewer, circle: Circle) -> bool:
    """Whether somebody says who is in it."""
    return viewer.is_keeper or (viewer.is_member and circle.owner_id == viewer.member_id)


def make(owner_id: int, name: str) -> Circle:
    circle = Circle(owner_id=owner_id, name=_wanted(name))
    db.session.add(circle)
    db.session.flush()
    return circle


def rename(circle: Circle, name: str) -> None:
    circle.name = _wanted(name)


def add(circle: Circle, member_id: int) -> bool:
    """Take a member in; False when they are in it already."""
    if db.session.get(CircleMember, (circle.id, member_id)) is not None:
        return False
    db.session.add(CircleMember(circle_id=circle.id, member_id=member_id))
    return True


def remove(circle: Circle, member_id: int) -> None:
    place = db.session.get(CircleMember, (circle.id, member_id))
    if place is not None:
        db.session.delete(place)


def delete(circle: Circle) -> None:
    """End a circle. What was granted to it ends with it."""
    db.session.delete(circle)


def members_of(circle: Circle) -> Sequence[Member]:
    return db.session.scalars(
        select(Member)
        .join(CircleMember, CircleMember.member_id == Member.id)
        .where(CircleMember.circle_id == circle.id)
        .order_by(Member.name, Member.id)
    ).all()


def _wanted(name: str) -> str:
    name = clean_name(name)
    if not name:
        raise Rejected(_("Please write a name."))
    return name
