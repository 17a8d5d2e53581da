"""The same albums and media as clients of the older, Django version of this site know them.

Lists are plain arrays, whose next page a Link header names; an album carries its media; forms do as well as
JSON; nobody has to know of If-Match, and who sends it is heard.
"""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from flask.typing import ResponseReturnValue
from flask_smorest.fields import Upload
from marshmallow import fields, validate
from sqlalchemy import select, union_all
from werkzeug.datastructures import FileStorage

from photoalbum.accounts.api_tokens import Scope
from photoalbum.albums import order as ordering
from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.api import albums, bodies, etags, media
from photoalbum.api.lookup import album_or_404, photo_or_404
from photoalbum.api.paging import links, next_url
from photoalbum.api.resource import FORM, MULTIPART, FormResource
from photoalbum.api.schemas import (
    AlbumPatchSchema,
    AlbumPutSchema,
    AlbumQuery,
    AlbumSchema,
    MediaFormSchema,
    MediaPatchSchema,
    MediaQuery,
    MediaSchema,
)
from photoalbum.core.db import db
from photoalbum.delivery.identity import current_viewer
from photoalbum.delivery.token_rules import needs
from photoalbum.photos.models import Photo

ABOUT = "As clients of the Django version of this site know it."
albums_bp = FormResource("plain_albums", "/api/albums", about=ABOUT, takes=(MULTIPART, FORM))
media_bp = FormResource("plain_media", "/api/media", about=ABOUT, takes=(MULTIPART, FORM))

Said = dict[str, Any]
# So many of its media an album in a list carries, and an album by itself.
IN_LIST, BY_ITSELF = 20, 500


class PlainMediaSchema(MediaSchema):
    owner = fields.String(required=True, metadata={"description": "The owner's name."})  # type: ignore[assignment]


class PlainAlbumSchema(AlbumSchema):
    owner = fields.String(required=True, metadata={"description": "The owner's name."})  # type: ignore[assignment]
    media = fields.List(fields.Nested(PlainMediaSchema), required=True)


class PlainMediaQuery(MediaQuery):
    limit = fields.Integer(load_default=200, validate=validate.Range(1, 200))


class PlainMediaPatchSchema(MediaPatchSchema):
    file = Upload()

    @ma.pre_load
    def _file_stays(self, data: Any, **_: Any) -> Any:
        if isinstance(data, Mapping) and isinstance(data.get("file"), FileStorage):
            raise ma.ValidationError("The file of a photo never changes. Send it as a new one.", "file")
        return data


@albums_bp.get("/")
@albums_bp.arguments(AlbumQuery, location="query")
@albums_bp.response(200, PlainAlbumSchema(many=True))
def index_albums(query: Said) -> ResponseReturnValue:
    """The albums that the caller sees, each with the first of its media."""
    found, after = albums.listed(query)
    return _albums(found, IN_LIST), 200, links(next_url(after))


@albums_bp.post("/")
@albums_bp.arguments(AlbumPutSchema)
@albums_bp.response(201, PlainAlbumSchema)
def create_album(said: Said) -> ResponseReturnValue:
    """Make an album."""
    return _plain_album(albums.made(said))


@albums_bp.get("/<uid>/")
@albums_bp.response(200, PlainAlbumSchema)
def show_album(uid: str) -> ResponseReturnValue:
    """An album with its media, at most 500 of them; `/api/media/?album=` gives all, in pages."""
    album = album_or_404(uid)
    return _albums([album], BY_ITSELF)[0], 200, etags.headers_of(album)


@albums_bp.put("/<uid>/")
@albums_bp.arguments(AlbumPutSchema)
@albums_bp.response(200, PlainAlbumSchema)
def replace_album(said: Said, uid: str) -> ResponseReturnValue:
    """Say anew what an album is."""
    return _plain_album(albums.changed(uid, said))


@albums_bp.patch("/<uid>/")
@albums_bp.arguments(AlbumPatchSchema)
@albums_bp.response(200, PlainAlbumSchema)
def change_album(said: Said, uid: str) -> ResponseReturnValue:
    """Change some of what is said of an album."""
    return _plain_album(albums.changed(uid, said))


@albums_bp.delete("/<uid>/")
@albums_bp.response(204)
def destroy_album(uid: str) -> ResponseReturnValue:
    """Move an album to the trash, with one's own photos that are in no other album, as it was before."""
    return albums.thrown_away(uid, with_media=True)


@media_bp.get("/")
@media_bp.arguments(PlainMediaQuery, location="query")
@media_bp.response(200, PlainMediaSchema(many=True))
def index_media(query: Said) -> ResponseReturnValue:
    """What the caller sees, the newest first."""
    uids, after = media.listed(query)
    found = [_plain(body) for body in bodies.media_in_order(uids, current_viewer())]
    return found, 200, links(next_url(after))


@media_bp.post("/")
@needs(Scope.UPLOAD)
@media_bp.arguments(MediaFormSchema, location="files")
@media_bp.response(201, PlainMediaSchema)
@media_bp.alt_response(200, schema=PlainMediaSchema, description="Sent before.", success=True)
def create_media(said: Said) -> ResponseReturnValue:
    """Send a photo or a video into an album."""
    return _plain_media(media.taken_in(said))


@media_bp.get("/<uid>/")
@media_bp.response(200, PlainMediaSchema)
def show_media(uid: str) -> ResponseReturnValue:
    """One photo or video."""
    photo = photo_or_404(uid)
    return _plain(media.body_of(photo)), 200, etags.headers_of(photo)


@media_bp.put("/<uid>/")
@media_bp.arguments(PlainMediaPatchSchema)
@media_bp.response(200, PlainMediaSchema)
def replace_media(said: Said, uid: str) -> ResponseReturnValue:
    """Change what is said of a photo; what is left out stays."""
    return _plain_media(media.changed(uid, said))


@media_bp.patch("/<uid>/")
@media_bp.arguments(PlainMediaPatchSchema)
@media_bp.response(200, PlainMediaSchema)
def change_media(said: Said, uid: str) -> ResponseReturnValue:
    """Change some of what is said of a photo."""
    return _plain_media(media.changed(uid, said))


@media_bp.delete("/<uid>/")
@media_bp.response(204)
def destroy_media(uid: str) -> ResponseReturnValue:
    """Move a photo to the trash."""
    return media.thrown_away(uid)


def _plain(body: Said) -> Said:
    return {**body, "owner": body["owner"]["name"]}


def _plain_media(answer: Any) -> ResponseReturnValue:
    body, status, headers = answer
    return _plain(body), status, headers


def _plain_album(answer: Any) -> ResponseReturnValue:
    body, status, headers = answer
    return _albums([album_or_404(body["id"])], BY_ITSELF)[0], status, headers


def _albums(found: list[Album], most: int) -> list[Said]:
    """Albums with the first of their media: as many statements for sixty of them as for one."""
    first = _first_of(found, most)
    viewer = current_viewer()
    shown = bodies.media_in_order({uid for uids in first.values() for uid in uids}, viewer)
    by_uid = {body["id"]: _plain(body) for body in shown}
    return [
        {**_plain(body), "media": [by_uid[uid] for uid in first[album.id]]}
        for album, body in zip(found, bodies.albums(found, viewer), strict=True)
    ]


def _first_of(found: list[Album], most: int) -> dict[int, list[str]]:
    """The names of the first media of each album, in its order."""
    parts = []
    for album in found:
        entries = (
            select(AlbumEntry.album_id, Photo.uid)
            .join(Photo, Photo.id == AlbumEntry.photo_id)
            .where(AlbumEntry.album_id == album.id, Photo.trashed_at.is_(None))
            .order_by(*ordering.of(album).sorted())
            .limit(most)
            .subquery()
        )
        parts.append(select(entries))
    first: dict[int, list[str]] = {album.id: [] for album in found}
    for album_id, uid in db.session.execute(union_all(*parts)) if parts else ():
        first[album_id].append(uid)
    return first
