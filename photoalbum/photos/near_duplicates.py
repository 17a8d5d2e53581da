"""Photos of one member that look alike: found when a photo is ready, shown until the owner has decided.

Nothing is deleted by itself. A photo is compared once in its life, so that what its owner has settled
stays settled; only a new photo that looks like an old one opens a group again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import joinedload

from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.photos import fingerprints, live
from photoalbum.photos.models import READY, Fingerprint, LookGroup, Original, Photo

JOB = "compare_photos"

MOST_IN_GROUP = 30
COPIES = ("-wa", "copy", "kopie", "copie", "edited", "resized", "thumb", "received_", "fb_img", "signal-")


@dataclass(frozen=True, slots=True)
class Page:
    """Open groups by name, each with its photos, best first; and the name after which more follow."""

    groups: Sequence[tuple[str, Sequence[Photo]]]
    after: str | None


def compare(photo: Photo) -> None:
    """Find, once, what looks like a photo whose original is ready, and put it into a group with that."""
    if db.session.get(Fingerprint, photo.id) is not None:
        return
    own = fingerprints.of(photo)
    # The film of a Live Photo is shown nowhere by itself.
    alike = fingerprints.alike(photo) if photo.companion_of_id is None else []
    db.session.add(own)
    if alike:
        _join(own, alike)
    db.session.flush()


def leave(photo: Photo) -> None:
    """Out of its group: it turned out to be a film of a Live Photo, which is shown nowhere by itself."""
    own = db.session.get(Fingerprint, photo.id)
    if own is not None:
        own.group_id = None


def not_compared(limit: int, after: int = 0) -> Sequence[int]:
    """Photos that became ready before there were fingerprints, in the order of their ids."""
    return db.session.scalars(
        select(Photo.id)
        .join(Original, Original.id == Photo.original_id)
        .where(
            Photo.id > after,
            Original.state == READY,
            ~exists().where(Fingerprint.photo_id == Photo.id),
        )
        .order_by(Photo.id)
        .limit(limit)
    ).all()


def open_groups(owner_id: int, size: int, after: str | None = None) -> Page:
    """A member's groups with two photos or more outside the trash, newest group first."""
    still_there = (
        select(func.count())
        .select_from(Fingerprint)
        .join(Photo, Photo.id == Fingerprint.photo_id)
        .where(Fingerprint.group_id == LookGroup.id, _is_shown())
        .correlate(LookGroup)
        .scalar_subquery()
    )
    wanted = select(LookGroup.id, LookGroup.uid).where(
        LookGroup.owner_id == owner_id, LookGroup.settled_at.is_(None), still_there >= 2
    )
    last = find(owner_id, after) if after else None
    if last is not None:
        wanted = wanted.where(LookGroup.id < last.id)
    found = db.session.execute(wanted.order_by(LookGroup.id.desc()).limit(size + 1)).all()
    shown = found[:size]
    inside = _inside([row.id for row in shown])
    groups = [(row.uid, sorted(inside[row.id], key=worth, reverse=True)) for row in shown]
    return Page(groups, shown[-1].uid if len(found) > size else None)


def find(owner_id: int, uid: str) -> LookGroup | None:
    """One of a member's own groups."""
    return db.session.scalar(select(LookGroup).where(LookGroup.uid == uid, LookGroup.owner_id == owner_id))


def photos_of(group: LookGroup) -> Sequence[Photo]:
    """What is in a group and not in the trash."""
    return db.session.scalars(
        select(Photo)
        .join(Fingerprint, Fingerprint.photo_id == Photo.id)
        .where(Fingerprint.group_id == group.id, _is_shown())
        .order_by(Photo.id)
    ).all()


def settle(group: LookGroup) -> None:
    """The owner has decided: this group is not shown again, whatever comes back from the trash."""
    group.settled_at = now()


def worth(photo: Photo) -> tuple[int, ...]:
    """By what the best of a group is suggested: pixels, a camera's own name, what the file tells, bytes."""
    original, details = photo.original, photo.details
    told = bool((details.get("taken") or {}).get("at")) + bool(details.get("gps"))
    named_by_camera = not is_copy_by_name(photo.file_name)
    return (original.width * original.height, named_by_camera, told, original.bytes, -photo.id)


def is_copy_by_name(name: str) -> bool:
    """Whether a messenger, a program or a second download gave the file its name.

    >>> [is_copy_by_name(name) for name in ("IMG_4120.JPG", "IMG_4120 (1).JPG", "IMG-20190712-WA0003.jpg")]
    [False, True, True]
    """
    stem = (name.rpartition(".")[0] or name).lower()
    return stem.endswith(")") or any(word in stem for word in COPIES)


def _is_shown() -> ColumnElement[bool]:
    return Photo.trashed_at.is_(None) & live.stands_alone()


def _join(own: Fingerprint, alike: Sequence[Fingerprint]) -> None:
    """Into the open group of the nearest that has room; else into a new one with the nearest that is free."""
    sizes = _sizes({found.group_id for found in alike if found.group_id is not None})
    for found in alike:
        if sizes.get(found.group_id, MOST_IN_GROUP) < MOST_IN_GROUP:
            own.group_id = found.group_id
            return
    free = next((found for found in alike if found.group_id not in sizes), None)
    if free is None:
        return
    group = LookGroup(owner_id=own.owner_id)
    db.session.add(group)
    db.session.flush()
    free.group_id = own.group_id = group.id


def _sizes(group_ids: set[int]) -> dict[int | None, int]:
    """How many photos are in those of these groups that are still open."""
    counted = (
        select(LookGroup.id, func.count())
        .join(Fingerprint, Fingerprint.group_id == LookGroup.id)
        .where(LookGroup.id.in_(group_ids), LookGroup.settled_at.is_(None))
        .group_by(LookGroup.id)
    )
    return {group_id: number for group_id, number in db.session.execute(counted).all()}  # noqa: C416  Rows are no pairs.


def _inside(group_ids: Sequence[int]) -> dict[int, list[Photo]]:
    """The photos of these groups, with their originals."""
    found: dict[int, list[Photo]] = {group_id: [] for group_id in group_ids}
    wanted: Any = (
        select(Fingerprint.group_id, Photo)
        .join(Photo, Photo.id == Fingerprint.photo_id)
        .options(joinedload(Photo.original, innerjoin=True))
        .where(Fingerprint.group_id.in_(group_ids), _is_shown())
    )
    for group_id, photo in db.session.execute(wanted):
        found[group_id].append(photo)
    return found
