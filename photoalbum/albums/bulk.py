"""Doing one thing to many photos: what one may change is changed, and how many were not is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access, actions, entries
from photoalbum.albums.access import Ability
from photoalbum.albums.models import Album
from photoalbum.core.db import db
from photoalbum.photos import dating, live, tags, versions
from photoalbum.photos.models import Favourite, Photo

MOST = 2000


@dataclass(frozen=True, slots=True)
class Chosen:
    """The photos that somebody chose, as far as they see them, and how many names were sent."""

    viewer: Viewer
    photos: Sequence[Photo]
    asked: int

    def may(self, ability: Ability) -> list[Photo]:
        return [photo for photo in self.photos if ability in access.abilities(self.viewer, photo)]

    def own(self) -> list[Photo]:
        return [photo for photo in self.photos if photo.owner_id == self.viewer.member_id]


def choose(viewer: Viewer, uids: Sequence[str]) -> Chosen:
    wanted = list(dict.fromkeys(uids))[:MOST]
    visible = access.photos_visible_to(viewer).where(Photo.uid.in_(wanted), live.stands_alone())
    return Chosen(viewer, db.session.scalars(visible.order_by(Photo.sort_at, Photo.id)).all(), len(wanted))


def add_to_album(chosen: Chosen, album: Album) -> int:
    """Only one's own photos: nobody widens another's (DESIGN 4)."""
    own = chosen.own()
    entries.add_all(album, own, chosen.viewer.member_id)
    return len(own)


def take_out(chosen: Chosen, album: Album) -> int:
    """One's own photos, or everybody's for whoever edits the album."""
    edits_all = Ability.EDIT in access.abilities(chosen.viewer, album)
    out = list(chosen.photos) if edits_all else chosen.own()
    return entries.remove_all(album, out)


def move(chosen: Chosen, source: Album, target: Album) -> int:
    own = Chosen(chosen.viewer, entries.held(source, chosen.own()), chosen.asked)
    moved = add_to_album(own, target)
    if target.id != source.id:
        entries.remove_all(source, own.photos)
    return moved


def tag(chosen: Chosen, words: Sequence[str]) -> int:
    photos = chosen.may(Ability.DESCRIBE)
    tags.add(photos, words)
    versions.step_all(photos)
    return len(photos)


def love(chosen: Chosen) -> int:
    member_id, ids = chosen.viewer.member_id, [photo.id for photo in chosen.photos]
    loved = set(
        db.session.scalars(
            select(Favourite.photo_id).where(Favourite.member_id == member_id, Favourite.photo_id.in_(ids))
        )
    )
    db.session.add_all(Favourite(member_id=member_id, photo_id=id_) for id_ in ids if id_ not in loved)
    return len(ids)


def set_date(chosen: Chosen, moment: datetime) -> int:
    def say(photo: Photo) -> bool:
        dating.say(photo, moment)
        return True

    return _date(chosen, say)


def shift_dates(chosen: Chosen, by: timedelta) -> int:
    return _date(chosen, lambda photo: dating.shift(photo, by))


def take_back_dates(chosen: Chosen) -> int:
    def take_back(photo: Photo) -> bool:
        dating.take_back(photo)
        return True

    return _date(chosen, take_back)


def trash(chosen: Chosen) -> int:
    photos = chosen.may(Ability.MANAGE)
    actions.trash_photos(photos)
    return len(photos)


def _date(chosen: Chosen, change: Callable[[Photo], bool]) -> int:
    changed = [photo for photo in chosen.may(Ability.EDIT) if change(photo)]
    versions.step_all(changed)
    entries.follow_dates([photo.id for photo in changed])
    return len(changed)
