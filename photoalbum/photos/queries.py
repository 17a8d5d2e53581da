"""Reading photos. Rights are not asked here: `albums.access` says which photos a viewer may see."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from photoalbum.core.db import db
from photoalbum.photos import edits, films
from photoalbum.photos.guests import GuestHeart, GuestUpload
from photoalbum.photos.models import Favourite, Original, Photo

HEARTS: tuple[type[Favourite | GuestHeart], ...] = (Favourite, GuestHeart)


def by_uid(uid: str) -> Photo | None:
    return db.session.scalar(select(Photo).where(Photo.uid == uid))


def of_owner_with_sha256(owner_id: int, sha256: str) -> Photo | None:
    return db.session.scalar(
        select(Photo).join(Original).where(Photo.owner_id == owner_id, Original.sha256 == sha256)
    )


def original_by_sha256(sha256: str) -> Original | None:
    return db.session.scalar(select(Original).where(Original.sha256 == sha256))


def bytes_of(member_id: int) -> int:
    """How many bytes this member's photos take, with those in the trash and those that guests have sent."""
    mine = select(Photo.original_id).where(Photo.owner_id == member_id)
    offered = select(GuestUpload.original_id).where(
        GuestUpload.owner_id == member_id, GuestUpload.original_id.is_not(None)
    )
    total = select(func.coalesce(func.sum(Original.bytes), 0))
    return int(db.session.scalar(total.where(Original.id.in_(mine.union(offered)))) or 0)


def photos_of(original_id: int) -> Sequence[Photo]:
    return db.session.scalars(select(Photo).where(Photo.original_id == original_id)).all()


def file_name_of(original_id: int) -> str:
    """What one of those who sent it calls the file: its name may tell the date."""
    names = select(Photo.file_name).where(Photo.original_id == original_id)
    offered = select(GuestUpload.file_name).where(GuestUpload.original_id == original_id)
    return db.session.scalar(names.order_by(Photo.id).limit(1)) or db.session.scalar(offered.limit(1)) or ""


def hearts() -> ColumnElement[int]:
    """How many hearts the photo of the surrounding SELECT has, those of guests among them."""
    given = [
        select(func.count()).where(heart.photo_id == Photo.id).correlate(Photo).scalar_subquery()
        for heart in HEARTS
    ]
    return given[0] + given[1]


def loved_by(member_id: int | None) -> ColumnElement[bool]:
    """Whether this member's heart is on the photo of the surrounding SELECT."""
    return exists().where(
        Favourite.photo_id == Photo.id, Favourite.member_id == (0 if member_id is None else member_id)
    )


def tiles(member_id: int | None) -> Any:
    """What a grid needs of each photo and no more: a page of 120 stays one cheap statement."""
    return select(
        Photo.id,
        Photo.uid,
        Photo.kind,
        Photo.caption,
        Photo.caption_source,
        Photo.alt_text,
        Photo.file_name,
        Photo.taken_at,
        Photo.sort_at,
        Photo.edit_key,
        *edits.looks(),
        Original.duration,
        edits.state().label("state"),
        hearts().label("hearts"),
        loved_by(member_id).label("mine"),
        films.has_preview().label("previewed"),
    ).join(Original, Original.id == Photo.original_id)


def hearts_of(photo: Photo) -> int:
    given = (select(func.count()).where(heart.photo_id == photo.id) for heart in HEARTS)
    return sum(int(db.session.scalar(each) or 0) for each in given)
