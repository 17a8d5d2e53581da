"""What was sent and what was thrown away: receipts and the trash; and for the keeper, the work that waits."""

from typing import Any

import marshmallow as ma
from flask import Response, abort
from flask.typing import ResponseReturnValue
from marshmallow import fields
from sqlalchemy import select

from photoalbum.albums import access, actions, queries
from photoalbum.albums.models import Album
from photoalbum.api import bodies
from photoalbum.api.answers import done
from photoalbum.api.lookup import the_member
from photoalbum.api.openapi import PREFIX
from photoalbum.api.resource import Resource
from photoalbum.api.schemas import AlbumSchema, MediaSchema
from photoalbum.core.db import db
from photoalbum.delivery.identity import current_viewer
from photoalbum.photos import films, processing, workload
from photoalbum.uploads import receipts

bp = Resource("keeping", PREFIX, about="Receipts, the trash, and for keepers the work that waits.")

Said = dict[str, Any]


class TrashSchema(ma.Schema):
    albums = fields.List(fields.Nested(AlbumSchema), required=True)
    media = fields.List(fields.Nested(MediaSchema), required=True)


class ReceiptSchema(ma.Schema):
    id = fields.String(required=True)
    created_at = fields.String(required=True)
    kept = fields.Integer(required=True)
    refused = fields.Integer(required=True)


class LineSchema(ma.Schema):
    file_name = fields.String(required=True)
    sha256 = fields.String(required=True)
    bytes = fields.Integer(required=True)
    duplicate = fields.Boolean(required=True)
    verified = fields.Boolean(
        required=True, metadata={"description": "Compared with a hash made by the sender."}
    )
    refusal = fields.String(required=True)
    media = fields.String(required=True, allow_none=True)
    received_at = fields.String(required=True)


class FullReceiptSchema(ma.Schema):
    id = fields.String(required=True)
    created_at = fields.String(required=True)
    lines = fields.List(fields.Nested(LineSchema), required=True)


class JobsSchema(ma.Schema):
    originals = fields.Dict(required=True, keys=fields.String(), values=fields.Integer())
    films = fields.Dict(required=True, keys=fields.String(), values=fields.Integer())


@bp.get("/trash/")
@bp.response(200, TrashSchema)
def trash() -> ResponseReturnValue:
    """The caller's own albums and photos in the trash, at most 500 of these."""
    member, viewer = the_member(), current_viewer()
    thrown = [row.uid for row in queries.photos_trashed(viewer)]
    return {
        "albums": bodies.albums(queries.trashed(member.id), viewer),
        "media": bodies.media_in_order(thrown, viewer),
    }


@bp.post("/trash/media/<uid>/restoration")
@bp.response(204)
def restore_media(uid: str) -> ResponseReturnValue:
    """Take a photo out of the trash: it is back in its albums."""
    actions.restore_photo(access.find_trashed_photo(current_viewer(), uid) or abort(404))
    return done()


@bp.post("/trash/albums/<uid>/restoration")
@bp.response(204)
def restore_album(uid: str) -> ResponseReturnValue:
    """Take an album out of the trash, and the photos that went there with it."""
    slug = db.session.scalar(select(Album.slug).where(Album.uid == uid))
    found = access.find_trashed_album(current_viewer(), slug) if slug else None
    actions.restore(found or abort(404))
    return done()


@bp.get("/receipts/")
@bp.response(200, ReceiptSchema(many=True))
def receipts_index() -> ResponseReturnValue:
    """The caller's newest hundred receipts."""
    return [
        {"id": found.uid, "created_at": bodies.utc(found.created_at), "kept": kept, "refused": refused}
        for found, kept, refused in receipts.latest(the_member().id)
    ]


@bp.get("/receipts/<uid>")
@bp.response(200, FullReceiptSchema)
def receipt(uid: str) -> ResponseReturnValue:
    """What became of each file that was sent together."""
    found = receipts.of_member(the_member().id, uid) or abort(404)
    lines = [
        {
            "file_name": line.file_name,
            "sha256": line.sha256,
            "bytes": line.bytes,
            "duplicate": line.duplicate,
            "verified": line.verified,
            "refusal": line.refusal,
            "media": line.photo.uid if line.photo is not None and line.photo.trashed_at is None else None,
            "received_at": bodies.utc(line.received_at),
        }
        for line in receipts.lines_of(found)
    ]
    return {"id": found.uid, "created_at": bodies.utc(found.created_at), "lines": lines}


@bp.get("/jobs/")
@bp.response(200, JobsSchema)
def jobs() -> ResponseReturnValue:
    """For keepers: how many files wait, are in work, are ready, or failed."""
    _keeper_or_404()
    return {"originals": processing.counts(), "films": workload.film_counts()}


@bp.post("/jobs/retries")
@bp.response(204)
def retry() -> ResponseReturnValue:
    """For keepers: try everything again that failed."""
    _keeper_or_404()
    ids = workload.start_all_again()
    db.session.commit()
    processing.ask_for(ids)
    films.ask_for_all()
    return Response(status=204)


def _keeper_or_404() -> None:
    if not the_member().is_keeper:
        abort(404)
