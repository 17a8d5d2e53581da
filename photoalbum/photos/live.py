"""Photos that move: with a film inside their own file, or with one beside it (Apple's Live Photos).

A Live Photo comes as two files, in either order. Both are kept as photos of their owner; the film's row
points at its still, and is shown nowhere but there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from photoalbum.core.db import db
from photoalbum.photos.models import READY, Original, Photo


@dataclass(frozen=True, slots=True)
class Film:
    """What plays: a derivative of the photo itself, or the original of its companion."""

    original: Original
    companion: Photo | None = None


def stands_alone() -> ColumnElement[bool]:
    """The condition on `photos` for grids and counts: not the film of a Live Photo."""
    return Photo.companion_of_id.is_(None)


def shown(photo: Photo) -> Photo:
    """The photo that stands for this one in albums: the still of a film, and else the photo itself."""
    still = db.session.get(Photo, photo.companion_of_id) if photo.companion_of_id else None
    return still or photo


def pairs_of(photo: Photo) -> Sequence[tuple[Photo, Photo]]:
    """The stills and films, not yet joined, that belong together now that this photo's original is ready."""
    own = photo.original
    if not own.content_id or own.state != READY or photo.companion_of_id is not None:
        return []
    wanted = (
        select(Photo)
        .join(Original, Original.id == Photo.original_id)
        .where(
            Photo.owner_id == photo.owner_id,
            Photo.kind != photo.kind,
            Original.content_id == own.content_id,
            Original.state == READY,
            stands_alone(),
        )
        .order_by(Photo.id)
    )
    others = db.session.scalars(wanted).all()
    if photo.kind == "video":
        return [(others[0], photo)] if others else []
    return [(photo, film) for film in others]


def films_of(photo: Photo) -> Sequence[Photo]:
    """The films that belong to a still, those that browsers play first."""
    if photo.kind == "video":
        return []
    wanted = select(Photo).join(Original, Original.id == Photo.original_id)
    return db.session.scalars(
        wanted.where(Photo.companion_of_id == photo.id).order_by(Original.plays_in_browsers.desc(), Photo.id)
    ).all()


def film_of(photo: Photo) -> Film | None:
    """What plays when somebody wants to see this still move."""
    if photo.kind == "video" or photo.original.state != READY:
        return None
    films = films_of(photo)
    if films:
        return Film(films[0].original, films[0])
    told: dict[str, Any] = photo.original.details.get("motion") or {}
    return Film(photo.original) if told.get("plays_in_browsers") else None
