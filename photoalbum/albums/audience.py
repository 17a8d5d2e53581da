"""Who can see this? All people whom an album or a photo reaches, and by which way: for those who may know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import joinedload

from photoalbum.accounts.models import Circle, CircleMember, Member
from photoalbum.albums import lineage
from photoalbum.albums.models import (
    AUDIENCES,
    EDITOR,
    PRIVATE,
    ROLES,
    VIEWER,
    Album,
    AlbumEntry,
    AlbumSource,
    CircleGrant,
    Grant,
)
from photoalbum.core.db import db
from photoalbum.core.tokens import digest
from photoalbum.photos.models import Photo

Ids = Select[int] | Sequence[int]


@dataclass(frozen=True, slots=True)
class Way:
    """One reason why one member sees something: a grant, or a circle's grant, or being the host above."""

    member: Member
    role: str
    source: Album
    circle: Circle | None = None
    is_host: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A member and all the ways they have, the best one first."""

    member: Member
    ways: Sequence[Way]

    @property
    def role(self) -> str:
        return self.ways[0].role


@dataclass(frozen=True, slots=True)
class Gain:
    """Whom a change would show an album to, or give more to, than now."""

    reach: str | None
    people: Sequence[Person]

    def __bool__(self) -> bool:
        return self.reach is not None or bool(self.people)

    @property
    def seal(self) -> str:
        """Stands for just these people, so that a "yes" given to one list does not count for another."""
        named = sorted(f"{person.member.id} {person.role}" for person in self.people)
        return digest(" ".join([self.reach or "", *named]))[:32]


@dataclass(frozen=True, slots=True)
class Loss:
    """Who will see less of an album, or nothing, when it lies in no other one any more."""

    # The audience that it had from above alone.
    reach: str | None
    gone: Sequence[tuple[Member, str]]
    # With what they may do then.
    less: Sequence[tuple[Member, str]]

    def __bool__(self) -> bool:
        return self.reach is not None or bool(self.gone or self.less)


def people_of_album(album: Album) -> list[Person]:
    """The members who were given a part in an album, here or above. Its owner is not among them."""
    found = people(lineage.sources_of([album.id]))
    return [person for person in found if person.member.id != album.owner_id]


def names_on_album(album: Album) -> list[str]:
    """The names of the same people, for the head of an album's page. One statement."""
    found = db.session.execute(_names_on_album(), {"album_id": album.id, "owner_id": album.owner_id})
    return [row.name for row in sorted(found, key=lambda row: (row.name.casefold(), row.id))]


@cache
def _names_on_album() -> Select[str, int]:
    sources = select(AlbumSource.source_id).where(AlbumSource.album_id == bindparam("album_id"))
    by_name = select(Grant.member_id).where(Grant.album_id.in_(sources))
    by_circle = (
        select(CircleMember.member_id)
        .join(CircleGrant, CircleGrant.circle_id == CircleMember.circle_id)
        .where(CircleGrant.album_id.in_(sources))
    )
    by_hosting = select(Album.owner_id).where(Album.id.in_(sources))
    return select(Member.name, Member.id).where(
        or_(Member.id.in_(by_name), Member.id.in_(by_circle), Member.id.in_(by_hosting)),
        Member.id != bindparam("owner_id"),
        Member.disabled_at.is_(None),
    )


def opened_by(album: Album) -> Sequence[Album]:
    """The albums whose audience lets the whole family or everybody see this one, the widest first."""
    wanted = select(Album).where(Album.id.in_(lineage.sources_of([album.id])), Album.audience != PRIVATE)
    found = db.session.scalars(wanted.order_by(Album.id)).all()
    return sorted(found, key=lambda source: (-_width(source.audience), source.id != album.id))


def albums_of_photo(photo: Photo) -> Sequence[Album]:
    """All albums that show a photo, whether or not its owner can open them by now."""
    return db.session.scalars(
        select(Album)
        .join(AlbumEntry, AlbumEntry.album_id == Album.id)
        .where(AlbumEntry.photo_id == photo.id, Album.trashed_at.is_(None))
        .options(joinedload(Album.owner))
        .order_by(Album.title, Album.id)
    ).all()


def people(source_ids: Ids) -> list[Person]:
    """The members whom grants on these albums reach, by name. Three statements, however many they are."""
    by_member: dict[int, list[Way]] = {}
    for way in [*_by_name(source_ids), *_by_circle(source_ids), *_by_hosting(source_ids)]:
        by_member.setdefault(way.member.id, []).append(way)
    found = [
        Person(ways[0].member, sorted(ways, key=lambda way: -ROLES.index(way.role)))
        for ways in by_member.values()
    ]
    return sorted(found, key=lambda person: (person.member.name.casefold(), person.member.id))


def gain_of(album: Album, *, audience: str, parent: Album | None, inherits: bool) -> Gain:
    """Whom it would newly reach if it lay there. What its own audience opens was asked for in words."""
    if parent is not None and (parent.id, inherits) == (album.parent_id, album.inherits):
        return Gain(None, [])
    before = set(db.session.scalars(lineage.sources_of([album.id])))
    after = {album.id}
    if parent is not None and inherits:
        after |= set(db.session.scalars(lineage.sources_of([parent.id])))
    if after <= before:
        return Gain(None, [])
    reach = max(album.reach, audience, key=_width)
    wider = max([reach, *_audiences(after - {album.id})], key=_width)
    had = {person.member.id: person.role for person in people(sorted(before))}
    rank = {id_: ROLES.index(role) for id_, role in had.items()}
    # Whoever is one of "everybody" is named only where they may do more than look.
    least = -1 if wider == PRIVATE else ROLES.index(VIEWER)
    gained = [
        person
        for person in people(sorted(after))
        if ROLES.index(person.role) > max(rank.get(person.member.id, -1), least)
        and person.member.id != album.owner_id
    ]
    return Gain(wider if _width(wider) > _width(reach) else None, gained)


def loss_of(album: Album) -> Loss:
    """Whom it would no longer reach if it lay in no other one; `gain_of`, the other way round."""
    everybody = None if album.audience == PRIVATE else VIEWER
    then = {person.member.id: person.role for person in people([album.id])}
    gone: list[tuple[Member, str]] = []
    less: list[tuple[Member, str]] = []
    for person in people_of_album(album):
        role = then.get(person.member.id, everybody)
        if role is None:
            gone.append((person.member, person.role))
        elif ROLES.index(role) < ROLES.index(person.role):
            less.append((person.member, role))
    return Loss(album.reach if _width(album.reach) > _width(album.audience) else None, gone, less)


def _by_name(source_ids: Ids) -> Iterable[Way]:
    rows = db.session.execute(
        select(Member, Grant.role, Album)
        .join(Grant, Grant.member_id == Member.id)
        .join(Album, Album.id == Grant.album_id)
        .where(Grant.album_id.in_(source_ids), Member.disabled_at.is_(None))
    )
    return [Way(member, role, source) for member, role, source in rows]


def _by_circle(source_ids: Ids) -> Iterable[Way]:
    rows = db.session.execute(
        select(Member, CircleGrant.role, Album, Circle)
        .join(CircleMember, CircleMember.member_id == Member.id)
        .join(CircleGrant, CircleGrant.circle_id == CircleMember.circle_id)
        .join(Circle, Circle.id == CircleGrant.circle_id)
        .join(Album, Album.id == CircleGrant.album_id)
        .where(CircleGrant.album_id.in_(source_ids), Member.disabled_at.is_(None))
    )
    return [Way(member, role, source, circle) for member, role, source, circle in rows]


def _by_hosting(source_ids: Ids) -> Iterable[Way]:
    rows = db.session.execute(
        select(Member, Album)
        .join(Album, Album.owner_id == Member.id)
        .where(Album.id.in_(source_ids), Member.disabled_at.is_(None))
    )
    return [Way(member, EDITOR, source, is_host=True) for member, source in rows]


def _audiences(album_ids: Iterable[int]) -> Sequence[str]:
    return db.session.scalars(select(Album.audience).where(Album.id.in_(sorted(album_ids)))).all()


def _width(audience: str) -> int:
    return AUDIENCES.index(audience)
