"""Circles: sides of the family, each looked after by its owner and by the keeper."""

from typing import Any

import marshmallow as ma
from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import fields
from sqlalchemy.orm import joinedload

from photoalbum.accounts import circles
from photoalbum.accounts.models import Circle
from photoalbum.api import bodies, etags
from photoalbum.api.answers import done, saved
from photoalbum.api.lookup import member_or_404, the_member
from photoalbum.api.openapi import PREFIX
from photoalbum.api.resource import Resource
from photoalbum.api.schemas import Known, PersonSchema, words
from photoalbum.core.db import db
from photoalbum.core.errors import NotAllowed
from photoalbum.delivery.identity import current_viewer

bp = Resource("circles", f"{PREFIX}/circles", about="Sides of the family.")

Said = dict[str, Any]


class CircleNameSchema(ma.Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)


class CircleSchema(CircleNameSchema):
    owner = fields.Nested(PersonSchema, required=True)
    created_at = fields.String(required=True)


class FullCircleSchema(CircleSchema):
    members = fields.List(fields.Nested(PersonSchema), required=True)


class CircleFormSchema(Known):
    name = fields.String(required=True, validate=words(80, 1))


@bp.get("/")
@bp.response(200, CircleSchema(many=True))
def index() -> ResponseReturnValue:
    """The circles that the caller belongs to or looks after."""
    the_member()
    found = db.session.scalars(circles.visible_to(current_viewer()).options(joinedload(Circle.owner)))
    return [_body(circle) for circle in found]


@bp.post("/")
@bp.arguments(CircleFormSchema)
@bp.response(201, FullCircleSchema)
def create(said: Said) -> ResponseReturnValue:
    """Make a circle. Nobody is in it yet."""
    circle = circles.make(the_member().id, said["name"])
    return saved(_full(circle), _tag(circle), 201, Location=f"{request.base_url}{circle.uid}")


@bp.get("/<uid>")
@bp.response(200, FullCircleSchema)
def show(uid: str) -> ResponseReturnValue:
    """A circle, and who is in it."""
    circle = _circle_or_404(uid)
    return _full(circle), 200, etags.headers_of(_tag(circle))


@bp.patch("/<uid>")
@bp.doc(parameters=[etags.NEEDED])
@bp.arguments(CircleFormSchema)
@bp.response(200, FullCircleSchema)
def change(said: Said, uid: str) -> ResponseReturnValue:
    """Give a circle another name."""
    circle = _kept_circle_or_404(uid)
    etags.require_match(_tag(circle))
    circles.rename(circle, said["name"])
    return saved(_full(circle), _tag(circle))


@bp.delete("/<uid>")
@bp.doc(parameters=[etags.NEEDED])
@bp.response(204)
def destroy(uid: str) -> ResponseReturnValue:
    """End a circle, and what was shared with it. Albums and photos stay."""
    circle = _kept_circle_or_404(uid)
    etags.require_match(_tag(circle))
    circles.delete(circle)
    return done()


@bp.put("/<uid>/members/<member_uid>")
@bp.response(204)
def add_member(uid: str, member_uid: str) -> ResponseReturnValue:
    """Take a member in. They see what is shared with the circle."""
    circles.add(_kept_circle_or_404(uid), member_or_404(member_uid).id)
    return done()


@bp.delete("/<uid>/members/<member_uid>")
@bp.response(204)
def remove_member(uid: str, member_uid: str) -> ResponseReturnValue:
    """Take a member out. Everybody may leave a circle by themselves."""
    circle, person = _circle_or_404(uid), member_or_404(member_uid)
    if person.id != the_member().id:
        _kept_circle_or_404(uid)
    circles.remove(circle, person.id)
    return done()


def named(circle: Circle) -> Said:
    return {"id": circle.uid, "name": circle.name}


def _body(circle: Circle) -> Said:
    about = {"owner": bodies.person(circle.owner), "created_at": bodies.utc(circle.created_at)}
    return {**named(circle), **about}


def _full(circle: Circle) -> Said:
    return {**_body(circle), "members": [bodies.person(member) for member in circles.members_of(circle)]}


def _tag(circle: Circle) -> str:
    return etags.tag_from(circle.uid, circle.name, [member.uid for member in circles.members_of(circle)])


def _circle_or_404(uid: str) -> Circle:
    the_member()
    return circles.find(current_viewer(), uid) or abort(404)


def _kept_circle_or_404(uid: str) -> Circle:
    circle = _circle_or_404(uid)
    if not circles.is_kept_by(current_viewer(), circle):
        raise NotAllowed(_("Somebody else looks after this circle."))
    return circle
