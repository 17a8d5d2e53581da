"""Who may see what: the only place that answers, for albums and for the photos in them.

Two shapes: a SELECT for lists, and abilities for one thing. Looking a thing up is the permission check.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, false, literal, or_, select, union_all

from photoalbum.accounts.models import CircleMember
from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import lineage
from photoalbum.albums.models import (
    CONTRIBUTOR,
    EDITOR,
    FAMILY,
    PUBLIC,
    ROLES,
    VIEWER,
    Album,
    AlbumEntry,
    AlbumSource,
    CircleGrant,
    Grant,
    LinkPhoto,
)
from photoalbum.albums.shelves import Shelf, ShelfAlbum
from photoalbum.core.db import db
from photoalbum.photos.models import Photo


class Ability(StrEnum):
    VIEW = "view"
    ADD = "add"  # photos to an album
    EDIT = "edit"  # captions, order, cover, what is in the album; of a photo, how it looks and its date
    DESCRIBE = "describe"  # a photo: caption, alt text, tags
    MANAGE = "manage"  # audience, grants, links, deleting: the owner's affairs


NONE: frozenset[Ability] = frozenset()
LOOK = frozenset({Ability.VIEW})
# Of an album; whoever edits a photo describes it too.
ALL = frozenset(Ability) - {Ability.DESCRIBE}
BY_ROLE = {
    VIEWER: LOOK,
    CONTRIBUTOR: frozenset({Ability.VIEW, Ability.ADD}),
    EDITOR: frozenset({Ability.VIEW, Ability.ADD, Ability.EDIT}),
}
SHARED = (FAMILY, PUBLIC)


def albums_visible_to(viewer: Viewer) -> Select[Album]:
    return select(Album).where(album_is_visible_to(viewer))


def album_is_visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on `albums`, for use inside other SELECTs."""
    return Album.trashed_at.is_(None) & _reaches(viewer)


def photos_visible_to(viewer: Viewer) -> Select[Photo]:
    return select(Photo).where(photo_is_visible_to(viewer))


def photo_is_visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on `photos`: one's own, or in an album that one may see. Nothing from the trash."""
    through_album = (
        exists()
        .where(AlbumEntry.photo_id == Photo.id, AlbumEntry.album_id == Album.id, album_is_visible_to(viewer))
        .correlate(Photo)
    )
    mine = Photo.owner_id == viewer.member_id if viewer.is_member else false()
    return Photo.trashed_at.is_(None) & or_(mine, through_album, *_picked(viewer))


def _picked(viewer: Viewer) -> list[ColumnElement[bool]]:
    """The condition on `photos` that somebody picked it by hand for one of the viewer's links."""
    if not viewer.selection_ids:
        return []
    picked = select(LinkPhoto.photo_id).where(LinkPhoto.link_id.in_(viewer.selection_ids))
    return [Photo.id.in_(picked)]


def shelves_visible_to(viewer: Viewer) -> Select[int]:
    """The same rule for whole shelves of photos (see albums/shelves.py), as ids."""
    seen = albums_visible_to(viewer).with_only_columns(Album.id)
    through_album = select(ShelfAlbum.shelf_id).where(ShelfAlbum.album_id.in_(seen))
    mine = Shelf.owner_id == viewer.member_id if viewer.is_member else false()
    return select(Shelf.id).where(or_(mine, Shelf.id.in_(through_album)), Shelf.photo_count > 0)


def find_album(viewer: Viewer, slug: str) -> Album | None:
    return db.session.scalar(_album_by_slug(viewer.kind), {**viewer.values, "slug": slug})


def find_photo(viewer: Viewer, uid: str) -> Photo | None:
    return db.session.scalar(_photo_by_uid(viewer.kind), {**viewer.values, "uid": uid})


@lru_cache
def _album_by_slug(viewer: Viewer) -> Select[Album]:
    return albums_visible_to(viewer).where(Album.slug == bindparam("slug"))


@lru_cache
def _photo_by_uid(viewer: Viewer) -> Select[Photo]:
    return photos_visible_to(viewer).where(Photo.uid == bindparam("uid"))


def find_photo_in(viewer: Viewer, album: Album, uid: str) -> Photo | None:
    """A photo as part of an album that the viewer was already found to see."""
    return db.session.scalar(
        select(Photo)
        .join(AlbumEntry, AlbumEntry.photo_id == Photo.id)
        .where(AlbumEntry.album_id == album.id, Photo.uid == uid, Photo.trashed_at.is_(None))
    )


def find_trashed_album(viewer: Viewer, slug: str) -> Album | None:
    """An album in the trash, for whoever may bring it back: its owner, or the keeper if the family saw it."""
    return db.session.scalar(
        select(Album).where(
            Album.slug == slug,
            Album.trashed_at.is_not(None),
            or_(Album.owner_id == viewer.member_id, _is_kept_by(viewer)),
        )
    )


def find_trashed_photo(viewer: Viewer, uid: str) -> Photo | None:
    """The same for a photo."""
    photo = db.session.scalar(select(Photo).where(Photo.uid == uid, Photo.trashed_at.is_not(None)))
    if photo is None or photo.owner_id == viewer.member_id:
        return photo
    return photo if _is_in_album_kept_by(viewer, photo) else None


def gives_original(viewer: Viewer, photo: Photo) -> bool:
    """Whether this person gets the file itself: who is no member sees an edited photo as edited, no more."""
    return viewer.is_member or not photo.edit_key


def abilities(viewer: Viewer, thing: Album | Photo) -> frozenset[Ability]:
    """What the viewer may do with a thing they were found to see."""
    if isinstance(thing, Album):
        return _album_abilities(viewer, thing)
    can = _photo_abilities(viewer, thing)
    return can | {Ability.DESCRIBE} if Ability.EDIT in can or _edits_album_of(viewer, thing) else can


def is_managed_by(viewer: Viewer, album: Album) -> bool:
    """Whether an album is the viewer's own, or the keeper's word goes for it. Asks the database nothing."""
    if not viewer.is_member:
        return False
    is_kept = viewer.is_keeper and (album.reach in SHARED or album.owner_id == viewer.acting_for)
    return is_kept or album.owner_id == viewer.member_id


def _album_abilities(viewer: Viewer, album: Album) -> frozenset[Ability]:
    if not viewer.is_member:
        return LOOK if album.reach == PUBLIC or _is_passed_to(viewer, album) else NONE
    if is_managed_by(viewer, album):
        return ALL
    role = role_of(viewer, album)
    if role is not None:
        return BY_ROLE[role]
    return LOOK if album.reach in SHARED else NONE


def role_of(viewer: Viewer, album: Album) -> str | None:
    """The best of the roles that a member was given here or above, by name, by circle, or as host.

    Whoever owns an album above somebody else's is an editor of that one.
    """
    sources = lineage.sources_of([album.id])
    hosts = select(literal(EDITOR)).where(
        AlbumSource.album_id == album.id, AlbumSource.host_id == viewer.member_id
    )
    given = union_all(
        select(Grant.role).where(Grant.member_id == viewer.member_id, Grant.album_id.in_(sources)),
        select(CircleGrant.role)
        .join(CircleMember, CircleMember.circle_id == CircleGrant.circle_id)
        .where(CircleMember.member_id == viewer.member_id, CircleGrant.album_id.in_(sources)),
        hosts,
    )
    return max(db.session.scalars(given), key=ROLES.index, default=None)


def _photo_abilities(viewer: Viewer, photo: Photo) -> frozenset[Ability]:
    if viewer.is_member and photo.owner_id == viewer.member_id:
        return ALL
    return ALL if _is_in_album_kept_by(viewer, photo) else LOOK


def _edits_album_of(viewer: Viewer, photo: Photo) -> bool:
    """Whoever edits an album writes under everybody's photos in it (DESIGN ruling 3)."""
    if not viewer.is_member:
        return False
    holding = exists().where(AlbumEntry.album_id == Album.id, AlbumEntry.photo_id == photo.id)
    albums = db.session.scalars(albums_visible_to(viewer).where(holding))
    return any(Ability.EDIT in _album_abilities(viewer, album) for album in albums)


def _is_in_album_kept_by(viewer: Viewer, photo: Photo) -> bool:
    """Whether any album holds it on which the keeper's word goes."""
    question = exists().where(
        AlbumEntry.photo_id == photo.id,
        AlbumEntry.album_id == Album.id,
        Album.trashed_at.is_(None),
        _is_kept_by(viewer),
    )
    return viewer.is_keeper and bool(db.session.scalar(select(question)))


def _is_kept_by(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on `albums` that the keeper's word goes: the family sees it, or its owner was told."""
    if not viewer.is_keeper:
        return false()
    acting = Album.owner_id == viewer.acting_for if viewer.acting_for is not None else false()
    return or_(Album.reach.in_(SHARED), acting)


def _is_passed_to(viewer: Viewer, album: Album) -> bool:
    return bool(db.session.scalar(select(exists().where(Album.id == album.id, _is_passed(viewer)))))


def _is_passed(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that one of the viewer's links opens an album."""
    listed = Album.id.in_(viewer.shared_album_ids)
    if not viewer.shared_tree_ids:
        return listed
    return or_(listed, Album.id.in_(lineage.given_by(viewer.shared_tree_ids)))


def _reaches(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.passes:
        # Somebody with a link sees that link's albums and nothing else, whatever is public beside them.
        return _is_passed(viewer)
    if not viewer.is_member:
        return Album.reach == PUBLIC
    return or_(
        Album.owner_id == viewer.member_id,
        Album.reach.in_(SHARED),
        *_given_to(viewer, ROLES),
        _is_kept_by(viewer),
    )


def _given_to(viewer: Viewer, roles: Sequence[str]) -> list[ColumnElement[bool]]:
    """The conditions that a member has one of these roles, as `role_of` finds them.

    None depends on the row that is looked at, so a database makes each list once and not for every row.
    """
    granted: Select[Any] = select(Grant.album_id).where(
        Grant.member_id == viewer.member_id, Grant.role.in_(roles)
    )
    by_circle: Select[Any] = (
        select(CircleGrant.album_id)
        .join(CircleMember, CircleMember.circle_id == CircleGrant.circle_id)
        .where(CircleMember.member_id == viewer.member_id, CircleGrant.role.in_(roles))
    )
    ways: list[ColumnElement[bool]] = [
        Album.id.in_(lineage.given_by(source)) for source in (granted, by_circle)
    ]
    if EDITOR in roles:
        hosted = select(AlbumSource.album_id).where(AlbumSource.host_id == viewer.member_id)
        ways.append(Album.id.in_(hosted))
    return ways


def addable_by(viewer: Viewer) -> Select[Album]:
    """The albums to which this member may add photos, for the choice in forms."""
    ways = [
        Album.owner_id == viewer.member_id,
        *_given_to(viewer, (CONTRIBUTOR, EDITOR)),
        _is_kept_by(viewer),
    ]
    return select(Album).where(Album.trashed_at.is_(None), or_(*ways)).order_by(Album.sort_at.desc())
