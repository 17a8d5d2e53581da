"""Who may see what: the only place that answers, for albums and for the photos in them.

Two shapes: a SELECT for lists, and abilities for one thing. Looking a thing up is the permission check.
"""

from enum import StrEnum

from sqlalchemy import ColumnElement, Select, exists, false, or_, select

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums.models import CONTRIBUTOR, EDITOR, FAMILY, PUBLIC, Album, AlbumEntry, Grant
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
ALL = frozenset(Ability) - {Ability.DESCRIBE}  # of an album; whoever edits a photo describes it too


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
    return Photo.trashed_at.is_(None) & or_(mine, through_album)


def shelves_visible_to(viewer: Viewer) -> Select[int]:
    """The same rule for whole shelves of photos (see albums/shelves.py), as ids."""
    seen = albums_visible_to(viewer).with_only_columns(Album.id)
    through_album = select(ShelfAlbum.shelf_id).where(ShelfAlbum.album_id.in_(seen))
    mine = Shelf.owner_id == viewer.member_id if viewer.is_member else false()
    return select(Shelf.id).where(or_(mine, Shelf.id.in_(through_album)), Shelf.photo_count > 0)


def find_album(viewer: Viewer, slug: str) -> Album | None:
    return db.session.scalar(albums_visible_to(viewer).where(Album.slug == slug))


def find_photo(viewer: Viewer, uid: str) -> Photo | None:
    return db.session.scalar(photos_visible_to(viewer).where(Photo.uid == uid))


def find_photo_in(viewer: Viewer, album: Album, uid: str) -> Photo | None:
    """A photo as part of an album that the viewer was already found to see."""
    return db.session.scalar(
        select(Photo)
        .join(AlbumEntry, AlbumEntry.photo_id == Photo.id)
        .where(AlbumEntry.album_id == album.id, Photo.uid == uid, Photo.trashed_at.is_(None))
    )


def find_trashed_album(viewer: Viewer, slug: str) -> Album | None:
    """An album in the trash, for whoever may bring it back: its owner, or the keeper if the family saw it."""
    shared = Album.audience.in_((FAMILY, PUBLIC)) if viewer.is_keeper else false()
    return db.session.scalar(
        select(Album).where(
            Album.slug == slug,
            Album.trashed_at.is_not(None),
            or_(Album.owner_id == viewer.member_id, shared),
        )
    )


def find_trashed_photo(viewer: Viewer, uid: str) -> Photo | None:
    """The same for a photo."""
    photo = db.session.scalar(select(Photo).where(Photo.uid == uid, Photo.trashed_at.is_not(None)))
    if photo is None or photo.owner_id == viewer.member_id:
        return photo
    return photo if viewer.is_keeper and _is_in_shared_album(photo) else None


def abilities(viewer: Viewer, thing: Album | Photo) -> frozenset[Ability]:
    """What the viewer may do with a thing they were found to see."""
    if isinstance(thing, Album):
        return _album_abilities(viewer, thing)
    can = _photo_abilities(viewer, thing)
    return can | {Ability.DESCRIBE} if Ability.EDIT in can or _edits_album_of(viewer, thing) else can


def _album_abilities(viewer: Viewer, album: Album) -> frozenset[Ability]:
    if not viewer.is_member:
        return LOOK if album.audience == PUBLIC or album.id in viewer.shared_album_ids else NONE
    if album.owner_id == viewer.member_id:
        return ALL
    if viewer.is_keeper and album.audience in (FAMILY, PUBLIC):
        return ALL
    match role_of(viewer, album):
        case "editor":
            return frozenset({Ability.VIEW, Ability.ADD, Ability.EDIT})
        case "contributor":
            return frozenset({Ability.VIEW, Ability.ADD})
        case "viewer":
            return LOOK
    return LOOK if album.audience in (FAMILY, PUBLIC) else NONE


def role_of(viewer: Viewer, album: Album) -> str | None:
    return db.session.scalar(
        select(Grant.role).where(Grant.album_id == album.id, Grant.member_id == viewer.member_id)
    )


def _photo_abilities(viewer: Viewer, photo: Photo) -> frozenset[Ability]:
    if viewer.is_member and photo.owner_id == viewer.member_id:
        return ALL
    if viewer.is_keeper and _is_in_shared_album(photo):
        return ALL
    return LOOK


def _edits_album_of(viewer: Viewer, photo: Photo) -> bool:
    """Whoever edits an album writes under everybody's photos in it (DESIGN ruling 3)."""
    if not viewer.is_member:
        return False
    holding = exists().where(AlbumEntry.album_id == Album.id, AlbumEntry.photo_id == photo.id)
    albums = db.session.scalars(albums_visible_to(viewer).where(holding))
    return any(Ability.EDIT in _album_abilities(viewer, album) for album in albums)


def _is_in_shared_album(photo: Photo) -> bool:
    """Whether any album that the whole family sees holds it: the keeper's word goes for those only."""
    question = exists().where(
        AlbumEntry.photo_id == photo.id,
        AlbumEntry.album_id == Album.id,
        Album.audience.in_((FAMILY, PUBLIC)),
        Album.trashed_at.is_(None),
    )
    return bool(db.session.scalar(select(question)))


def _reaches(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.passes:
        # Somebody with a link sees that link's albums and nothing else, whatever is public beside them.
        return Album.id.in_(viewer.shared_album_ids)
    if not viewer.is_member:
        return Album.audience == PUBLIC
    granted = exists().where(Grant.album_id == Album.id, Grant.member_id == viewer.member_id).correlate(Album)
    return or_(Album.owner_id == viewer.member_id, Album.audience.in_((FAMILY, PUBLIC)), granted)


def addable_by(viewer: Viewer) -> Select[Album]:
    """The albums to which this member may add photos, for the choice in forms."""
    granted = exists().where(
        Grant.album_id == Album.id,
        Grant.member_id == viewer.member_id,
        Grant.role.in_((CONTRIBUTOR, EDITOR)),
    )
    ways = [Album.owner_id == viewer.member_id, granted.correlate(Album)]
    if viewer.is_keeper:
        ways.append(Album.audience.in_((FAMILY, PUBLIC)))
    return select(Album).where(Album.trashed_at.is_(None), or_(*ways)).order_by(Album.sort_at.desc())
