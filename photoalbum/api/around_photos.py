"""Around a photo: hearts and comments. Each is a thing of its own, to be put there and taken away."""

from typing import Any

import marshmallow as ma
from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import fields

from photoalbum.albums import access, queries
from photoalbum.albums.access import Ability
from photoalbum.api import bodies
from photoalbum.api.answers import done
from photoalbum.api.lookup import photo_or_404, the_member
from photoalbum.api.openapi import PREFIX
from photoalbum.api.paging import PageQuery, page_of
from photoalbum.api.resource import Resource
from photoalbum.api.schemas import Known, MediaPage, PersonSchema, words
from photoalbum.core.db import db
from photoalbum.core.errors import NotAllowed
from photoalbum.delivery.identity import current_viewer
from photoalbum.delivery.limits import COMMENTS
from photoalbum.photos import comments, favourites
from photoalbum.photos.models import Comment, Photo

bp = Resource("around", PREFIX, about="Hearts and comments.")

Said = dict[str, Any]


class CommentSchema(ma.Schema):
    id = fields.String(required=True)
    author = fields.Nested(PersonSchema, required=True, allow_none=True)
    name = fields.String(required=True)
    words = fields.String(required=True)
    created_at = fields.String(required=True)
    edited_at = fields.String(required=True, allow_none=True)


class WordsSchema(Known):
    words = fields.String(required=True, validate=words(comments.LONGEST, 1))


@bp.get("/favourites/")
@bp.arguments(PageQuery, location="query")
@bp.response(200, MediaPage)
def favourites_index(query: Said) -> ResponseReturnValue:
    """The photos with the caller's heart."""
    the_member()
    page = queries.photos_loved(current_viewer(), query["limit"], query.get("after"))
    return page_of(bodies.media_in_order([row.uid for row in page.rows], current_viewer()), page.after)


@bp.put("/media/<uid>/favourite")
@bp.response(204)
def favourite(uid: str) -> ResponseReturnValue:
    """Give a photo one's heart."""
    favourites.give(the_member().id, photo_or_404(uid))
    return done()


@bp.delete("/media/<uid>/favourite")
@bp.response(204)
def unfavourite(uid: str) -> ResponseReturnValue:
    """Take one's heart back."""
    favourites.take_back(the_member().id, photo_or_404(uid))
    return done()


@bp.get("/media/<uid>/comments/")
@bp.response(200, CommentSchema(many=True))
def comments_index(uid: str) -> ResponseReturnValue:
    """What members say under a photo, the newest 200, oldest first."""
    the_member()
    return [_body(comment) for comment in comments.under(photo_or_404(uid))]


@bp.post("/media/<uid>/comments/")
@bp.arguments(WordsSchema)
@bp.response(201, CommentSchema)
def say(said: Said, uid: str) -> ResponseReturnValue:
    """Say something under a photo."""
    photo, member = photo_or_404(uid), the_member()
    COMMENTS.demand(member.uid)
    COMMENTS.count(member.uid)
    made = comments.say(photo, member, said["words"])
    db.session.commit()
    return _body(made), 201


@bp.patch("/media/<uid>/comments/<comment>")
@bp.arguments(WordsSchema)
@bp.response(200, CommentSchema)
def change(said: Said, uid: str, comment: str) -> ResponseReturnValue:
    """Put one's own words better."""
    _photo, found = _comment_or_404(uid, comment)
    if found.author_id != the_member().id:
        raise NotAllowed(_("This comment does not belong to you."))
    comments.change(found, said["words"])
    db.session.commit()
    return _body(found)


@bp.delete("/media/<uid>/comments/<comment>")
@bp.response(204)
def unsay(uid: str, comment: str) -> ResponseReturnValue:
    """Delete one's own comment, or any under a photo that is one's own affair."""
    photo, found = _comment_or_404(uid, comment)
    viewer = current_viewer()
    if found.author_id != viewer.member_id and Ability.MANAGE not in access.abilities(viewer, photo):
        raise NotAllowed(_("This comment does not belong to you."))
    comments.delete(found)
    return done()


def _comment_or_404(uid: str, name: str) -> tuple[Photo, Comment]:
    photo = photo_or_404(uid)
    return photo, comments.find(photo, name) or abort(404)


def _body(comment: Comment) -> Said:
    return {
        "id": comment.uid,
        "author": bodies.person(comment.author) if comment.author else None,
        "name": comment.author.name if comment.author else comment.author_name,
        "words": comment.words,
        "created_at": bodies.utc(comment.created_at),
        "edited_at": bodies.utc(comment.edited_at) if comment.edited_at else None,
    }
