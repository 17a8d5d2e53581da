"""Media: the photos and videos that one sees, and one's own to send, describe and throw away."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.accounts.api_tokens import Scope
from photoalbum.albums import access, actions, entries, queries
from photoalbum.albums.access import Ability
from photoalbum.albums.models import Album
from photoalbum.api import bodies, etags
from photoalbum.api.answers import done
from photoalbum.api.lookup import album_or_404, photo_or_404, the_member
from photoalbum.api.openapi import PREFIX
from photoalbum.api.paging import page_of
from photoalbum.api.resource import MULTIPART, BadFields, Resource
from photoalbum.api.schemas import (
    KIND_WORDS,
    MIME,
    MediaFormSchema,
    MediaPage,
    MediaPatchSchema,
    MediaPutSchema,
    MediaQuery,
    MediaSchema,
)
from photoalbum.browse import search
from photoalbum.browse.question import Question
from photoalbum.core.db import db
from photoalbum.core.errors import NotAllowed
from photoalbum.delivery.identity import current_viewer
from photoalbum.delivery.token_rules import needs
from photoalbum.photos import captioning, dating, favourites, live, processing, tags, versions
from photoalbum.photos.models import Photo
from photoalbum.uploads.take_in import Expected, open_drop, take_in

bp = Resource("media", f"{PREFIX}/media", about="Photos and videos.", takes=(MULTIPART,))

Said = dict[str, Any]


@bp.get("/")
@bp.arguments(MediaQuery, location="query")
@bp.response(200, MediaPage)
def index(query: Said) -> ResponseReturnValue:
    """What the caller sees, the newest first; or what is in one album, in its order."""
    uids, after = listed(query)
    return page_of(bodies.media_in_order(uids, current_viewer()), after)


@bp.post("/")
@needs(Scope.UPLOAD)
@bp.arguments(MediaFormSchema, location="files")
@bp.response(201, MediaSchema)
@bp.alt_response(200, schema=MediaSchema, description="The caller had sent this file before.", success=True)
def create(said: Said) -> ResponseReturnValue:
    """Send a photo or a video, perhaps into an album. Sent twice, it is kept once."""
    return taken_in(said)


@bp.get("/<uid>")
@bp.response(200, MediaSchema)
def show(uid: str) -> ResponseReturnValue:
    """One photo or video."""
    photo = photo_or_404(uid)
    return body_of(photo), 200, etags.headers_of(photo)


@bp.put("/<uid>")
@bp.doc(parameters=[etags.NEEDED])
@bp.arguments(MediaPutSchema)
@bp.response(200, MediaSchema)
def replace(said: Said, uid: str) -> ResponseReturnValue:
    """Say anew what a photo shows. Needs If-Match; the file itself never changes."""
    return changed(uid, said, needs_match=True)


@bp.patch("/<uid>")
@bp.doc(parameters=[etags.NEEDED])
@bp.arguments(MediaPatchSchema)
@bp.response(200, MediaSchema)
def change(said: Said, uid: str) -> ResponseReturnValue:
    """Change some of what is said of a photo, or give it a heart, or put it into another album."""
    return changed(uid, said)


@bp.delete("/<uid>")
@bp.doc(parameters=[etags.NEEDED])
@bp.response(204)
def destroy(uid: str) -> ResponseReturnValue:
    """Move a photo to the trash, from where it can come back."""
    return thrown_away(uid)


def listed(query: Said) -> tuple[list[str], str | None]:
    """The names of a page of media."""
    viewer, size, after = current_viewer(), query["limit"], query.get("after")
    kind = KIND_WORDS.get(query.get("media_type", ""))
    if "album" in query:
        album = album_or_404(query["album"])
        page = queries.photos_of(album, viewer, size, after)
    elif "owner" in query:
        the_member()
        page = queries.photos_owned(viewer, size, after)
    else:
        asked = Question(kind=kind, favourite=bool(query.get("is_favorite")))
        page = search.page(asked, viewer, size, after)
    return [row.uid for row in page.rows], page.after


def taken_in(said: Said) -> ResponseReturnValue:
    member_id = the_member().id
    album_id = album_or_404(said["album"], to=Ability.ADD).id if said.get("album") else None
    file = said["file"]
    drop = open_drop(member_id, album_id)
    taken = take_in(file.stream, file.filename or "", drop, _expected(said.get("media_type", "")))
    if taken.original_id is not None:
        processing.ask_for([taken.original_id])
    photo = photo_or_404(taken.photo_uid)
    headers = {
        **etags.headers_of(photo),
        "Location": f"{request.base_url}{photo.uid}",
        "Photoalbum-Receipt": drop.receipt_uid,
    }
    return body_of(photo), 200 if taken.duplicate else 201, headers


def changed(uid: str, said: Said, *, needs_match: bool = False) -> ResponseReturnValue:
    member, photo = the_member(), photo_or_404(uid)
    can = access.abilities(current_viewer(), photo)
    if {"caption", "alt_text", "tags"} & set(said) and Ability.DESCRIBE not in can:
        raise NotAllowed(_("This photo does not belong to you."))
    if "taken_at" in said and Ability.EDIT not in can:
        raise NotAllowed(_("This photo does not belong to you."))
    etags.require_match(photo, needed=needs_match)
    if "album" in said:
        _move(photo, said["album"], member.id)
    if "is_favorite" in said:
        (favourites.give if said["is_favorite"] else favourites.take_back)(member.id, photo)
    if {"caption", "alt_text", "tags", "taken_at"} & set(said):
        versions.step(photo)
        _describe(photo, said)
    db.session.commit()
    return body_of(photo), 200, etags.headers_of(photo)


def thrown_away(uid: str) -> ResponseReturnValue:
    photo = photo_or_404(uid, to=Ability.MANAGE)
    etags.require_match(photo)
    actions.trash_photo(photo)
    return done()


def body_of(photo: Photo) -> Said:
    return bodies.media([photo], current_viewer())[0]


def _describe(photo: Photo, said: Said) -> None:
    if "caption" in said:
        captioning.say(photo, said["caption"])
    if "alt_text" in said:
        photo.alt_text = said["alt_text"]
    if "tags" in said:
        tags.put(photo, tags.parse(",".join(said["tags"])))
    if "taken_at" in said:
        moment = said["taken_at"]
        if moment is None:
            dating.take_back(photo)
        else:
            dating.say(photo, moment.replace(tzinfo=None))
            offset = moment.utcoffset()
            photo.taken_offset = int(offset.total_seconds() // 60) if offset is not None else None
        entries.follow_dates([photo.id])


def _move(photo: Photo, uid: str | None, member_id: int) -> None:
    """Into another album instead of the one it is in; out of all that one sees when there is none.

    Only the photo's owner may, and only into an album to which they may add.
    """
    holding = [album_or_404(each) for each in body_of(photo)["albums"]]
    if uid == (holding[0].uid if holding else None):
        return
    target = album_or_404(uid, to=Ability.ADD) if uid is not None else None
    if photo.owner_id != member_id:
        raise NotAllowed(_("This photo does not belong to you."))
    if target is not None:
        entries.add(target, live.shown(photo), member_id)
    leaving: list[Album] = holding if target is None else holding[:1]
    for album in leaving:
        entries.remove(album, photo)


def _expected(said: str) -> Expected:
    if not said:
        return Expected()
    sentence = _("This file is not what “media_type” says: %(said)s.", said=said)
    if said in KIND_WORDS:
        return Expected(kind=KIND_WORDS[said], sentence=sentence)
    if MIME.fullmatch(said):
        return Expected(media_type=said, sentence=sentence)
    raise BadFields({"media_type": ["photo, video, or a type like image/jpeg."]})
