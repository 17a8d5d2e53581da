"""What the site knows of photos and albums beyond their files, as it leaves with them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from photoalbum.accounts.models import Member
from photoalbum.albums import entries
from photoalbum.albums.models import Album, CircleGrant, Grant
from photoalbum.core.db import db
from photoalbum.media import own_words
from photoalbum.media.dates import Taken
from photoalbum.media.own_words import OwnWords
from photoalbum.photos import captioning, dating, files
from photoalbum.photos.models import Comment, Favourite, Photo, PhotoTag
from photoalbum.storage.base import StorageError
from photoalbum.work.export_places import Leaving, Plan

FORMAT = 1
# No date, as cameras whose clock was never set say it: no program takes this day for a photo's.
_NO_DATE = datetime(1970, 1, 1, 12)


@dataclass(frozen=True)
class Words:
    """What goes beside one file, when it is dated, and what stands of it in the list."""

    notes: bytes
    modified: datetime
    about: dict[str, Any]


def words_of(lot: Sequence[Leaving]) -> dict[int, Words]:
    """By photo. One that was deleted meanwhile has none."""
    ids = [leaving.photo_id for leaving in lot]
    tags: dict[int, list[str]] = defaultdict(list)
    written = select(PhotoTag.photo_id, PhotoTag.written).where(PhotoTag.photo_id.in_(ids))
    for photo_id, word in db.session.execute(written.order_by(PhotoTag.tag_id)):
        tags[photo_id].append(word)
    comments: dict[int, list[dict[str, str]]] = defaultdict(list)
    said = select(Comment).where(Comment.photo_id.in_(ids)).options(joinedload(Comment.author))
    for comment in db.session.scalars(said.order_by(Comment.created_at, Comment.id)):
        comments[comment.photo_id].append(_comment(comment))
    photos = db.session.scalars(
        select(Photo).where(Photo.id.in_(ids)).options(joinedload(Photo.original), joinedload(Photo.owner))
    ).all()
    hearts = set(
        db.session.scalars(
            select(Favourite.photo_id)
            .join(Photo, Photo.id == Favourite.photo_id)
            .where(Photo.id.in_(ids), Favourite.member_id == Photo.owner_id)
        )
    )
    places = {leaving.photo_id: list(leaving.places.values()) for leaving in lot}
    return {
        photo.id: _words(photo, _own(photo, tags[photo.id], photo.id in hearts), places, comments[photo.id])
        for photo in photos
    }


def albums_of(plan: Plan, *, everybody: bool) -> list[dict[str, Any]]:
    """The albums that are among it, in their order and with whom they are shared."""
    places: dict[int | None, dict[int, str]] = defaultdict(dict)
    for leaving in plan.leaving:
        for album_id, place in leaving.places.items():
            places[album_id][leaving.photo_id] = place
    wanted = select(Album).where(Album.trashed_at.is_(None)).options(joinedload(Album.owner))
    return [
        _album(album, places[album.id])
        for album in db.session.scalars(wanted.order_by(Album.id))
        if everybody or album.owner_id in plan.folders or album.id in places
    ]


def members_of(plan: Plan) -> list[dict[str, str]]:
    wanted = select(Member).where(Member.id.in_(plan.folders)).order_by(Member.id)
    return [
        {"id": member.uid, "name": member.name, "email": member.email, "folder": plan.folders[member.id]}
        for member in db.session.scalars(wanted)
    ]


def _words(
    photo: Photo, own: OwnWords, places: dict[int, list[str]], comments: list[dict[str, str]]
) -> Words:
    details = photo.details
    notes = own_words.written(
        own,
        over=_notes_of(photo),
        keywords=details.get("keywords") or (),
        has_stars=bool(details.get("rating")),
    )
    about = {
        "id": photo.uid,
        "files": places[photo.id],
        "file_name": photo.file_name,
        "owner": photo.owner.uid,
        "sha256": photo.original.sha256,
        "bytes": photo.original.bytes,
        "caption": photo.caption,
        "alt_text": photo.alt_text,
        "tags": own.tags,
        "taken_at": photo.taken_at and photo.taken_at.isoformat(),
        "taken_offset": photo.taken_offset,
        "added_at": photo.created_at.isoformat(),
        "is_favorite": own.favourite,
        "edits": photo.edits,
        "comments": comments,
    }
    return Words(notes, photo.file_dated_at or photo.taken_at or _NO_DATE, about)


def _own(photo: Photo, tags: Iterable[str], favourite: bool) -> OwnWords:
    dated = photo.taken_at is not None and photo.taken_source == dating.PERSON
    return OwnWords(
        _caption(photo),
        photo.alt_text,
        Taken(photo.taken_at, photo.taken_offset) if dated and photo.taken_at else None,
        tuple(tags),
        favourite,
    )


def _caption(photo: Photo) -> str | None:
    if photo.caption_source == captioning.PERSON:
        return photo.caption
    return photo.caption or None if photo.caption_source != captioning.FILE else None


def _notes_of(photo: Photo) -> bytes:
    """The notes file that came with it. What it says is in the list of the site too, should it be gone."""
    if not (sha256 := (photo.notes or {}).get("sha256")):
        return b""
    try:
        return files.storage().path(files.notes_key(photo.original.sha256, sha256)).read_bytes()
    except (OSError, StorageError):
        return b""


def _comment(comment: Comment) -> dict[str, str]:
    name = comment.author.name if comment.author else comment.author_name
    return {"author": name, "words": comment.words, "created_at": comment.created_at.isoformat()}


def _album(album: Album, places: dict[int, str]) -> dict[str, Any]:
    people = select(Grant).where(Grant.album_id == album.id).options(joinedload(Grant.member))
    circles = (
        select(CircleGrant).where(CircleGrant.album_id == album.id).options(joinedload(CircleGrant.circle))
    )
    shared = [{"member": each.member.name, "role": each.role} for each in db.session.scalars(people)]
    return {
        "id": album.uid,
        "title": album.title,
        "description": album.description,
        "owner": album.owner.uid,
        "parent": album.parent.uid if album.parent else None,
        "audience": album.audience,
        "shared_with": shared
        + [{"circle": each.circle.name, "role": each.role} for each in db.session.scalars(circles)],
        "created_at": album.created_at.isoformat(),
        "cover": places.get(album.cover_id or 0),
        "photos": [places[id_] for id_ in db.session.scalars(entries.ids_in_order(album)) if id_ in places],
    }
