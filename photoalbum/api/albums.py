"""Albums: those that one sees, one's own to make, change and throw away."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select

from photoalbum.accounts.models import Member
from photoalbum.albums import access, actions, cover, queries, tree
from photoalbum.albums.access import Ability
from photoalbum.albums.actions import Wish
from photoalbum.albums.models import PRIVATE, PUBLIC, Album
from photoalbum.api import bodies, etags
from photoalbum.api.answers import done
from photoalbum.api.lookup import album_or_404, the_member
from photoalbum.api.openapi import PREFIX
from photoalbum.api.paging import PageQuery, links, next_url, page_of
from photoalbum.api.resource import Resource
from photoalbum.api.schemas import (
    AlbumPage,
    AlbumPatchSchema,
    AlbumPutSchema,
    AlbumQuery,
    AlbumSchema,
    DeleteAlbumQuery,
    FullAlbumSchema,
)
from photoalbum.core.db import db
from photoalbum.core.errors import NotAllowed, Rejected
from photoalbum.delivery.identity import current_viewer

bp = Resource("albums", f"{PREFIX}/albums", about="Albums and what is said of them.")

Said = dict[str, Any]


@bp.get("/")
@bp.arguments(AlbumQuery, location="query")
@bp.response(200, AlbumPage)
def index(query: Said) -> ResponseReturnValue:
    """The albums that the caller sees, those with the newest pictures first."""
    found, after = listed(query)
    return page_of(bodies.albums(found, current_viewer()), after)


@bp.post("/")
@bp.arguments(AlbumPutSchema)
@bp.response(201, AlbumSchema)
def create(said: Said) -> ResponseReturnValue:
    """Make an album. It is private unless said otherwise."""
    return made(said)


@bp.get("/<uid>")
@bp.arguments(PageQuery, location="query")
@bp.response(200, FullAlbumSchema)
def show(query: Said, uid: str) -> ResponseReturnValue:
    """An album with a page of its media, in its order."""
    viewer, album = current_viewer(), album_or_404(uid)
    page = queries.photos_of(album, viewer, query["limit"], query.get("after"))
    following = next_url(page.after)
    media = bodies.media_in_order([row.uid for row in page.rows], viewer)
    body = {**body_of(album), "media": {"results": media, "next": following}}
    return body, 200, {**etags.headers_of(album), **links(following)}


@bp.put("/<uid>")
@bp.doc(parameters=[etags.NEEDED])
@bp.arguments(AlbumPutSchema)
@bp.response(200, AlbumSchema)
def replace(said: Said, uid: str) -> ResponseReturnValue:
    """Say anew what an album is. Needs If-Match."""
    return changed(uid, said, needs_match=True)


@bp.patch("/<uid>")
@bp.doc(parameters=[etags.NEEDED])
@bp.arguments(AlbumPatchSchema)
@bp.response(200, AlbumSchema)
def change(said: Said, uid: str) -> ResponseReturnValue:
    """Change some of what is said of an album; with If-Match only if nobody else did meanwhile."""
    return changed(uid, said)


@bp.delete("/<uid>")
@bp.doc(parameters=[etags.NEEDED])
@bp.arguments(DeleteAlbumQuery, location="query")
@bp.response(204)
def destroy(query: Said, uid: str) -> ResponseReturnValue:
    """Move an album to the trash, from where it can come back. Its photos stay with their owners."""
    return thrown_away(uid, with_media=query["with_media"])


def listed(query: Said) -> tuple[list[Album], str | None]:
    conditions: list[ColumnElement[bool]] = []
    if "owner" in query:
        conditions.append(Album.owner_id == _owner_id(query["owner"]))
    if "audience" in query:
        conditions.append(Album.audience == query["audience"])
    if query.get("parent") == "none":
        conditions.append(Album.parent_id.is_(None))
    elif "parent" in query:
        conditions.append(Album.parent_id == album_or_404(query["parent"]).id)
    found, after = queries.albums_page(current_viewer(), query["limit"], query.get("after"), *conditions)
    return list(found), after


def made(said: Said) -> ResponseReturnValue:
    member = the_member()
    album = actions.create(member.id, _wish(said))
    db.session.commit()
    headers = {**etags.headers_of(album), "Location": f"{request.base_url}{album.uid}"}
    return body_of(album), 201, headers


def changed(uid: str, said: Said, *, needs_match: bool = False) -> ResponseReturnValue:
    viewer, album = current_viewer(), album_or_404(uid, to=Ability.EDIT)
    etags.require_match(album, needed=needs_match)
    wish = _wish(said, album)
    if wish.audience != album.audience and Ability.MANAGE not in access.abilities(viewer, album):
        raise NotAllowed(_("Only its owner says who sees an album."))
    moves = wish.parent is not album.parent or wish.inherits != album.inherits
    if moves and album.owner_id != viewer.member_id and not _is_taken_out(album, wish):
        raise NotAllowed(_("Only its owner moves an album."))
    actions.change(album, wish)
    if "cover" in said:
        _choose_cover(album, said["cover"])
    db.session.commit()
    return body_of(album), 200, etags.headers_of(album)


def thrown_away(uid: str, *, with_media: bool) -> ResponseReturnValue:
    album = album_or_404(uid, to=Ability.MANAGE)
    etags.require_match(album)
    actions.delete(album, the_member().id, also_photos=with_media)
    return done()


def body_of(album: Album) -> Said:
    return bodies.albums([album], current_viewer())[0]


def _wish(said: Said, album: Album | None = None) -> Wish:
    """What the caller asks for; what they leave out stays."""
    audience = said.get("audience") or (album.audience if album else PRIVATE)
    if "is_public" in said and said["is_public"] != (audience == PUBLIC):
        audience = PUBLIC if said["is_public"] else PRIVATE
    parent = album.parent if album else None
    if "parent" in said and said["parent"] != (parent.uid if parent else None):
        parent = _own_parent(said["parent"]) if said["parent"] else None
    return Wish(
        said.get("title", album.title if album else ""),
        said.get("description", album.description if album else ""),
        audience,
        parent,
        said.get("inherits", album.inherits if album else True),
    )


def _is_taken_out(album: Album, wish: Wish) -> bool:
    """Whether all that is asked of its place is to lie in no other one, by somebody who may ask that."""
    if wish.parent is not None or wish.inherits != album.inherits:
        return False
    viewer = current_viewer()
    return tree.may_be_taken_out_by(viewer, album, tree.ancestors(viewer, album))


def _own_parent(uid: str) -> Album:
    """Where an album may be put: into another one of one's own."""
    try_it = album_or_404(uid, to=Ability.MANAGE)
    if try_it.owner_id != the_member().id:
        raise NotAllowed(_("Album does not belong to you."))
    return try_it


def _choose_cover(album: Album, uid: str | None) -> None:
    if uid is None:
        album.cover_id = None
        return
    photo = access.find_photo_in(current_viewer(), album, uid)
    if photo is None:
        raise Rejected(_("This photo is not in the album."))
    cover.choose(album, photo)


def _owner_id(uid: str) -> int:
    """0 stands for nobody, who owns nothing."""
    if uid == "me":
        return the_member().id
    return db.session.scalar(select(Member.id).where(Member.uid == uid)) or 0
