"""Who sees an album: the parts that members were granted, and its share links. Its owner's affairs."""

from typing import Any

import marshmallow as ma
from flask import abort
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from photoalbum.accounts import circles
from photoalbum.albums import grants as given
from photoalbum.albums.access import Ability
from photoalbum.albums.models import ROLES
from photoalbum.api import bodies
from photoalbum.api.answers import done
from photoalbum.api.circles import CircleNameSchema, named
from photoalbum.api.links import LinkFormSchema, LinkSchema, bodies_of, made
from photoalbum.api.lookup import album_or_404, member_or_404, the_member
from photoalbum.api.openapi import PREFIX
from photoalbum.api.resource import Resource
from photoalbum.api.schemas import Known, PersonSchema
from photoalbum.core.db import db
from photoalbum.delivery.identity import current_viewer
from photoalbum.delivery.limits import count_link
from photoalbum.sharing import links

bp = Resource("sharing", f"{PREFIX}/albums/<uid>", about="Grants and share links of an album.")

Said = dict[str, Any]


class RoleSchema(Known):
    role = fields.String(required=True, validate=validate.OneOf(ROLES))


class GrantSchema(ma.Schema):
    member = fields.Nested(PersonSchema, required=True)
    role = fields.String(required=True)


class CircleGrantSchema(ma.Schema):
    circle = fields.Nested(CircleNameSchema, required=True)
    role = fields.String(required=True)


@bp.get("/grants/")
@bp.response(200, GrantSchema(many=True))
def grants(uid: str) -> ResponseReturnValue:
    """Who was granted a part in the album."""
    the_member()
    found = given.members_of(album_or_404(uid, to=Ability.MANAGE))
    return [{"member": bodies.person(member), "role": grant.role} for grant, member in found]


@bp.put("/grants/<member_uid>")
@bp.arguments(RoleSchema)
@bp.response(200, GrantSchema)
def grant(said: Said, uid: str, member_uid: str) -> ResponseReturnValue:
    """Let a member view the album, add to it, or edit it."""
    found, person = album_or_404(uid, to=Ability.MANAGE), member_or_404(member_uid)
    given.grant(found, person.id, said["role"])
    body = {"member": bodies.person(person), "role": said["role"]}
    db.session.commit()
    return body


@bp.delete("/grants/<member_uid>")
@bp.response(204)
def revoke_grant(uid: str, member_uid: str) -> ResponseReturnValue:
    """Take a part back."""
    given.revoke(album_or_404(uid, to=Ability.MANAGE), member_or_404(member_uid).id)
    return done()


@bp.get("/circles/")
@bp.response(200, CircleGrantSchema(many=True))
def circle_grants(uid: str) -> ResponseReturnValue:
    """The circles that were granted a part in the album."""
    the_member()
    found = given.circles_of(album_or_404(uid, to=Ability.MANAGE))
    return [{"circle": named(circle), "role": part.role} for part, circle in found]


@bp.put("/circles/<circle_uid>")
@bp.arguments(RoleSchema)
@bp.response(200, CircleGrantSchema)
def grant_circle(said: Said, uid: str, circle_uid: str) -> ResponseReturnValue:
    """Let all of a circle view the album, add to it, or edit it."""
    album = album_or_404(uid, to=Ability.MANAGE)
    circle = circles.find(current_viewer(), circle_uid) or abort(404)
    given.grant_circle(album, circle, said["role"])
    body = {"circle": named(circle), "role": said["role"]}
    db.session.commit()
    return body


@bp.delete("/circles/<circle_uid>")
@bp.response(204)
def revoke_circle(uid: str, circle_uid: str) -> ResponseReturnValue:
    """Take a circle's part back."""
    if not given.revoke_circle(album_or_404(uid, to=Ability.MANAGE), circle_uid):
        abort(404)
    return done()


@bp.get("/links/")
@bp.response(200, LinkSchema(many=True))
def share_links(uid: str) -> ResponseReturnValue:
    """The album's share links."""
    the_member()
    return bodies_of(links.of_album(album_or_404(uid, to=Ability.MANAGE)))


@bp.post("/links/")
@bp.arguments(LinkFormSchema)
@bp.response(201, LinkSchema)
def create_link(said: Said, uid: str) -> ResponseReturnValue:
    """Make a link by which people without an account see the album."""
    count_link(the_member().uid)
    found, maker_id = album_or_404(uid, to=Ability.MANAGE), the_member().id
    db.session.rollback()  # Hashing takes long, and no other writer should wait for it.
    return made(links.create(found, maker_id, **said))


@bp.delete("/links/<link_uid>")
@bp.response(204)
def revoke_link(uid: str, link_uid: str) -> ResponseReturnValue:
    """End a link, at the next request."""
    found = links.find_of(album_or_404(uid, to=Ability.MANAGE), link_uid)
    links.revoke(found or abort(404))
    return done()
