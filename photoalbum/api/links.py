"""Share links and their rules: one's own, and those of albums that are one's own affair."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any

import marshmallow as ma
from flask import abort, current_app
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from photoalbum.accounts import passwords
from photoalbum.albums import access
from photoalbum.albums.models import ShareLink
from photoalbum.api import bodies, etags
from photoalbum.api.answers import done, saved
from photoalbum.api.lookup import the_member
from photoalbum.api.openapi import PREFIX
from photoalbum.api.resource import Resource
from photoalbum.api.schemas import Known, words
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.delivery.absolute import absolute_url
from photoalbum.delivery.identity import current_viewer
from photoalbum.delivery.limits import count_link
from photoalbum.photos.models import Photo
from photoalbum.sharing import links
from photoalbum.sharing.links import Rules

bp = Resource("links", f"{PREFIX}/links", about="Share links that one has made.")

MOST_PICKED = 500

Said = dict[str, Any]


class LinkRulesSchema(Known):
    """What may be said of a link. What is left out stays, or is as `sharing.links` has it."""

    label = fields.String(validate=words(100))
    password = fields.String(
        allow_none=True, validate=words(200, 6), metadata={"description": "Null: open without a password."}
    )
    expires_at = fields.NaiveDateTime(allow_none=True, timezone=UTC)
    view_limit = fields.Integer(
        allow_none=True,
        strict=True,
        validate=validate.Range(1, 100_000),
        metadata={"description": "How many phones and computers may open it."},
    )
    with_albums_below = fields.Boolean(metadata={"description": "The albums inside this one, too."})
    may_download = fields.Boolean()
    keep_metadata = fields.Boolean(
        metadata={"description": "What is downloaded says where it was taken, and by which camera."}
    )
    show_captions = fields.Boolean()
    may_add = fields.Boolean(metadata={"description": "Guests may add photos to the album."})
    needs_approval = fields.Boolean(metadata={"description": "What guests add waits until it is accepted."})
    may_comment = fields.Boolean()
    most_files = fields.Integer(
        strict=True,
        validate=validate.Range(1, 100_000),
        metadata={"description": "How many files all guests may add together."},
    )
    most_bytes = fields.Integer(strict=True, validate=validate.Range(1_000_000, 10**15))

    @ma.validates("expires_at")
    def _later(self, value: Any, **_: Any) -> None:
        if value is not None and value <= now():
            raise ma.ValidationError("This is over already.")


class LinkFormSchema(LinkRulesSchema):
    @ma.post_load
    def _open(self, data: Said, **_: Any) -> Said:
        return {**data, "password": data.get("password") or ""}


class PickedLinkSchema(LinkFormSchema):
    media = fields.List(
        fields.String(validate=words(20)),
        required=True,
        validate=validate.Length(1, MOST_PICKED),
        metadata={"description": "One's own photos. The link shows them and nothing else."},
    )


class LinkSchema(ma.Schema):
    id = fields.String(required=True)
    url = fields.String(required=True)
    label = fields.String(required=True)
    album = fields.String(
        required=True, allow_none=True, metadata={"description": "Null: photos that were picked."}
    )
    media_count = fields.Integer(
        required=True, allow_none=True, metadata={"description": "How many photos were picked."}
    )
    has_password = fields.Boolean(required=True)
    expires_at = fields.String(required=True, allow_none=True)
    view_limit = fields.Integer(required=True, allow_none=True)
    with_albums_below = fields.Boolean(required=True)
    may_download = fields.Boolean(required=True)
    keep_metadata = fields.Boolean(required=True)
    show_captions = fields.Boolean(required=True)
    may_add = fields.Boolean(required=True)
    needs_approval = fields.Boolean(required=True)
    may_comment = fields.Boolean(required=True)
    most_files = fields.Integer(required=True)
    most_bytes = fields.Integer(required=True)
    created_at = fields.String(required=True)
    last_used_at = fields.String(required=True, allow_none=True)
    openings = fields.Integer(required=True, metadata={"description": "How many of `view_limit` are used."})
    views = fields.Integer(required=True)
    visitors = fields.Integer(required=True)
    downloads = fields.Integer(required=True)


@bp.get("/")
@bp.response(200, LinkSchema(many=True))
def index() -> ResponseReturnValue:
    """Every link of the caller that was not ended."""
    return bodies_of(links.made_by(the_member().id))


@bp.post("/")
@bp.arguments(PickedLinkSchema)
@bp.response(201, LinkSchema)
def create(said: Said) -> ResponseReturnValue:
    """Make a link to photos of one's own. One to a whole album is made at the album."""
    count_link(the_member().uid)
    maker_id, picked = the_member().id, set(said.pop("media"))
    seen = access.photos_visible_to(current_viewer()).where(Photo.uid.in_(picked))
    photo_ids = [photo.id for photo in db.session.scalars(seen)]
    if len(photo_ids) != len(picked):
        abort(404)
    db.session.rollback()  # Hashing takes long, and no other writer should wait for it.
    return made(links.create_for_photos(photo_ids, maker_id, **said))


@bp.get("/<uid>")
@bp.response(200, LinkSchema)
def show(uid: str) -> ResponseReturnValue:
    """A link, its rules and how it is used."""
    link = _link_or_404(uid)
    return bodies_of([link])[0], 200, etags.headers_of(_tag(link))


@bp.patch("/<uid>")
@bp.doc(parameters=[etags.NEEDED])
@bp.arguments(LinkRulesSchema)
@bp.response(200, LinkSchema)
def change(said: Said, uid: str) -> ResponseReturnValue:
    """Change rules of a link. When more than its name does, whoever unlocked it does so again."""
    link = _link_or_404(uid)
    drops = "password" in said and said["password"] is None
    password_hash = None
    if password := said.pop("password", None):
        db.session.rollback()  # Hashing takes long, and no other writer should wait for it.
        password_hash = passwords.hash_password(password)
        link = _link_or_404(uid)
    etags.require_match(_tag(link))
    rules = Rules.of(link)
    kept = {name: getattr(rules, name) for name in Rules.__slots__}
    links.change(link, password_hash=password_hash, drop_password=drops, **{**kept, **said})
    return saved(bodies_of([link])[0], _tag(link))


@bp.delete("/<uid>")
@bp.doc(parameters=[etags.NEEDED])
@bp.response(204)
def destroy(uid: str) -> ResponseReturnValue:
    """End a link, at the next request."""
    link = _link_or_404(uid)
    etags.require_match(_tag(link))
    links.revoke(link)
    return done()


def made(link: ShareLink) -> ResponseReturnValue:
    return saved(bodies_of([link])[0], _tag(link), 201)


def bodies_of(found: Sequence[ShareLink]) -> list[Said]:
    picked = links.photos_of([link for link in found if link.album_id is None])
    return [_body(link, picked.get(link.id, 0)) for link in found]


def _body(link: ShareLink, picked: int) -> Said:
    rules = Rules.of(link)
    return {
        **{name: getattr(rules, name) for name in Rules.__slots__},
        "id": link.uid,
        "url": absolute_url("shares.show", token=links.token_of(link, current_app.config["SECRET_KEY"])),
        "album": link.album.uid if link.album else None,
        "media_count": None if link.album else picked,
        "has_password": link.password_hash is not None,
        "expires_at": bodies.utc(link.expires_at) if link.expires_at else None,
        "created_at": bodies.utc(link.created_at),
        "last_used_at": bodies.utc(link.last_used_at) if link.last_used_at else None,
        "openings": link.openings,
        "views": link.views,
        "visitors": link.visitors,
        "downloads": link.downloads,
    }


def _tag(link: ShareLink) -> str:
    return etags.tag_from(link.uid, link.rules, link.label)


def _link_or_404(uid: str) -> ShareLink:
    the_member()
    return links.find(current_viewer(), uid) or abort(404)
