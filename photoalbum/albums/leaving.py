"""What becomes of somebody's albums and photos when their account is deleted."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, exists, func, select, update

from photoalbum.accounts.models import Member
from photoalbum.albums import actions, tally
from photoalbum.albums.models import Album, AlbumEntry, Grant
from photoalbum.core.db import db
from photoalbum.photos.models import Fingerprint, LookGroup, Photo

BATCH = 500


@dataclass(frozen=True, slots=True)
class Belongings:
    """How much somebody has, and how much of it others look at."""

    albums: int
    photos: int
    in_albums_of_others: int
    of_others_in_albums: int


def belongings(member: Member) -> Belongings:
    return Belongings(
        albums=_count(select(Album.id).where(Album.owner_id == member.id, Album.trashed_at.is_(None))),
        photos=_count(_photos_of(member)),
        in_albums_of_others=_count(
            _photos_of(member).where(
                exists().where(
                    AlbumEntry.photo_id == Photo.id,
                    AlbumEntry.album_id == Album.id,
                    Album.owner_id != member.id,
                    Album.trashed_at.is_(None),
                )
            )
        ),
        of_others_in_albums=_count(
            select(AlbumEntry.photo_id)
            .join(Album, Album.id == AlbumEntry.album_id)
            .join(Photo, Photo.id == AlbumEntry.photo_id)
            .where(
                Album.owner_id == member.id,
                Photo.owner_id != member.id,
                Album.trashed_at.is_(None),
                Photo.trashed_at.is_(None),
            )
            .distinct()
        ),
    )


def hand_over(member: Member, heir: Member) -> None:
    """Give everything but the trash to somebody else. Albums stay as open or closed as they were."""
    _give_what_the_heir_has_already(member, heir)
    _forget_looks(member)
    given = (Photo.owner_id == member.id, Photo.trashed_at.is_(None))
    db.session.execute(update(Photo).where(*given).values(owner_id=heir.id))
    for album in _albums_of(member):
        db.session.execute(delete(Grant).where(Grant.album_id == album.id, Grant.member_id == heir.id))
        album.owner_id = heir.id
        db.session.flush()


def throw_away(member: Member) -> None:
    """Everything to the trash, where it goes after the usual days. Other people's photos stay theirs."""
    _forget_looks(member)
    for album in _albums_of(member):
        actions.delete(album, member.id, also_photos=False)
        db.session.flush()
    while photos := db.session.scalars(_photos_of(member).limit(BATCH)).all():
        actions.trash_photos(photos)
        db.session.flush()


def _give_what_the_heir_has_already(member: Member, heir: Member) -> None:
    """Of a picture that both have, the heir's stands in the albums from now on, and the other goes."""
    theirs = select(Photo.original_id).where(Photo.owner_id == heir.id)
    twice = (Photo.owner_id == member.id, Photo.trashed_at.is_(None), Photo.original_id.in_(theirs))
    for photo in db.session.scalars(select(Photo).where(*twice)).all():
        kept = db.session.scalars(
            select(Photo).where(Photo.owner_id == heir.id, Photo.original_id == photo.original_id)
        ).one()
        if kept.trashed_at is not None:
            actions.restore_photo(kept)
        held = select(AlbumEntry.album_id).where(AlbumEntry.photo_id == kept.id)
        moved = (AlbumEntry.photo_id == photo.id, AlbumEntry.album_id.not_in(held))
        db.session.execute(update(AlbumEntry).where(*moved).values(photo_id=kept.id, sort_at=kept.sort_at))
        db.session.execute(update(Album).where(Album.cover_id == photo.id).values(cover_id=kept.id))
        actions.trash_photo(photo)
        tally.refresh_around([kept.id])


def _forget_looks(member: Member) -> None:
    """Look-alikes are one owner's affair, and are looked for anew."""
    db.session.execute(delete(Fingerprint).where(Fingerprint.owner_id == member.id))
    db.session.execute(delete(LookGroup).where(LookGroup.owner_id == member.id))


def _albums_of(member: Member) -> list[Album]:
    mine = select(Album).where(Album.owner_id == member.id, Album.trashed_at.is_(None))
    return list(db.session.scalars(mine.order_by(Album.id)))


def _photos_of(member: Member) -> Select[Photo]:
    """Films of Live Photos go where their stills go."""
    return select(Photo).where(
        Photo.owner_id == member.id, Photo.trashed_at.is_(None), Photo.companion_of_id.is_(None)
    )


def _count(wanted: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
