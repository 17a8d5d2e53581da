"""Albums and media as values: always the same number of statements, however many they are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from photoalbum.accounts.models import Member
from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access
from photoalbum.albums.models import PUBLIC, Album, AlbumEntry
from photoalbum.core.db import db
from photoalbum.delivery.absolute import absolute_url
from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.photos import dating, edits, queries
from photoalbum.photos.models import READY, Favourite, Photo, PhotoTag, Tag

# What the file says of itself that members are told; strangers are told nothing.
TOLD = ("camera", "gps", "taken", "title", "keywords", "rating", "people", "panorama")


KNOWN_OF_DATE = {"year": 4, "month": 7, "day": 10}


def utc(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds") + "Z"


def person(member: Member) -> dict[str, str]:
    return {"id": member.uid, "name": member.name}


def albums(found: Sequence[Album], viewer: Viewer) -> list[dict[str, Any]]:
    ids = [album.id for album in found]
    related = (joinedload(Album.owner), joinedload(Album.cover))
    db.session.scalars(select(Album).where(Album.id.in_(ids)).options(*related)).all()
    above = {album.parent_id for album in found if album.parent_id is not None}
    seen = access.albums_visible_to(viewer).where(Album.id.in_(above)).with_only_columns(Album.id, Album.uid)
    parents = dict(db.session.execute(seen).all()) if above else {}
    return [_album(album, parents.get(album.parent_id or 0)) for album in found]


def _album(album: Album, parent: str | None) -> dict[str, Any]:
    return {
        "id": album.uid,
        "slug": album.slug,
        "title": album.title,
        "description": album.description,
        "owner": person(album.owner),
        "audience": album.audience,
        "is_public": album.audience == PUBLIC,
        "parent": parent,
        "inherits": album.inherits,
        "cover": album.cover.uid if album.cover is not None else None,
        "photo_count": album.photo_count,
        "video_count": album.video_count,
        "created_at": utc(album.created_at),
        "updated_at": utc(album.updated_at),
        "url": absolute_url("albums.show", slug=album.slug),
    }


def media_in_order(uids: Iterable[str], viewer: Viewer) -> list[dict[str, Any]]:
    """Media whose names a page gave, which has asked for the right to see them."""
    wanted = list(uids)
    found = db.session.scalars(
        select(Photo)
        .where(Photo.uid.in_(wanted))
        .options(joinedload(Photo.original), joinedload(Photo.owner))
    )
    by_uid = {photo.uid: photo for photo in found}
    return media([by_uid[uid] for uid in wanted], viewer)


def media(photos: Sequence[Photo], viewer: Viewer) -> list[dict[str, Any]]:
    ids = [photo.id for photo in photos]
    held = _albums_of(ids, viewer)
    counted = select(Photo.id, queries.hearts()).where(Photo.id.in_(ids))
    hearts = dict(db.session.execute(counted).all())
    loved = set(
        db.session.scalars(
            select(Favourite.photo_id).where(
                Favourite.photo_id.in_(ids), Favourite.member_id == (viewer.member_id or 0)
            )
        )
    )
    tagged: dict[int, list[str]] = defaultdict(list)
    for photo_id, written in db.session.execute(
        select(PhotoTag.photo_id, PhotoTag.written)
        .join(Tag)
        .where(PhotoTag.photo_id.in_(ids))
        .order_by(Tag.name)
    ):
        tagged[photo_id].append(written)
    return [
        {
            **_of_file(photo, viewer),
            "caption": photo.caption,
            "alt_text": photo.alt_text,
            "tags": tagged[photo.id],
            "is_favorite": photo.id in loved,
            "favorites": hearts.get(photo.id, 0),
            "album": next(iter(held[photo.id]), None),
            "albums": held[photo.id],
            "owner": person(photo.owner),
        }
        for photo in photos
    ]


def _of_file(photo: Photo, viewer: Viewer) -> dict[str, Any]:
    original = photo.original
    width, height = edits.size_of(photo)
    gives = access.gives_original(viewer, photo)
    version = {"version": RECIPE_VERSION, "e": photo.edit_key or None}
    ready = edits.state_of(photo) == READY
    details = photo.details if viewer.is_member else {}
    return {
        "id": photo.uid,
        "file": absolute_url("media.original", uid=photo.uid) if gives else None,
        "thumbnail": absolute_url("media.derivative", uid=photo.uid, name="thumb.webp", **version)
        if ready
        else None,
        "media_type": photo.kind,
        "mime_type": original.media_type,
        "width": width or None,
        "height": height or None,
        "duration": original.duration,
        "uploaded_at": utc(photo.created_at),
        "taken_at": _taken(photo),
        "metadata": {name: details[name] for name in TOLD if details.get(name)},
        "sha256": original.sha256 if gives else None,
        "bytes": original.bytes,
        "file_name": photo.file_name if viewer.is_member else "",
        "state": original.state,
    }


def _taken(photo: Photo) -> str | None:
    """No more of a date than is known: a year alone is never the first of January."""
    if photo.taken_at is None:
        return None
    moment = photo.taken_at
    claim = {} if photo.taken_source == dating.PERSON else photo.details.get("taken") or {}
    if claim.get("precision") in KNOWN_OF_DATE:
        return moment.isoformat()[: KNOWN_OF_DATE[claim["precision"]]]
    if photo.taken_offset is not None:
        moment = moment.replace(tzinfo=timezone(timedelta(minutes=photo.taken_offset)))
    return moment.isoformat(timespec="seconds")


def _albums_of(ids: Sequence[int], viewer: Viewer) -> dict[int, list[str]]:
    """The albums that hold each photo, as far as the viewer sees them, in the order it came into them."""
    seen = access.albums_visible_to(viewer).with_only_columns(Album.id)
    rows = db.session.execute(
        select(AlbumEntry.photo_id, Album.uid)
        .join(Album, Album.id == AlbumEntry.album_id)
        .where(AlbumEntry.photo_id.in_(ids), Album.id.in_(seen))
        .order_by(AlbumEntry.added_at, Album.id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for photo_id, uid in rows:
        found[photo_id].append(uid)
    return found
