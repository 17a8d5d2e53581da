"""Albums inside albums."""

from collections.abc import Sequence
from functools import lru_cache

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, bindparam, literal, or_, select
from sqlalchemy.orm import aliased

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access
from photoalbum.albums.models import Album
from photoalbum.core.db import db
from photoalbum.core.errors import Conflict, Rejected

DEEPEST = 12


def ancestors(viewer: Viewer, album: Album) -> Sequence[Album]:
    """The albums above this one, outermost first, as far as the viewer may see them."""
    if album.parent_id is None:
        return []
    climb = select(Album.id, Album.parent_id).where(Album.id == album.parent_id).cte("climb", recursive=True)
    above = aliased(Album)
    climb = climb.union(select(above.id, above.parent_id).join(climb, climb.c.parent_id == above.id))
    by_id = {
        found.id: found
        for found in db.session.scalars(
            access.albums_visible_to(viewer).where(Album.id.in_(select(climb.c.id)))
        )
    }
    path: list[Album] = []
    parent_id: int | None = album.parent_id
    while parent_id in by_id and len(path) < DEEPEST:
        path.append(by_id[parent_id])
        parent_id = by_id[parent_id].parent_id
    return path[::-1]


def children(viewer: Viewer, album: Album) -> Sequence[Album]:
    return db.session.scalars(_children(viewer.kind), {**viewer.values, "album_id": album.id}).all()


@lru_cache
def _children(viewer: Viewer) -> Select[Album]:
    return (
        access.albums_visible_to(viewer)
        .where(Album.parent_id == bindparam("album_id"))
        .order_by(Album.sort_at.desc(), Album.id.desc())
        .limit(200)
    )


def may_be_taken_out_by(viewer: Viewer, album: Album, above: Sequence[Album]) -> bool:
    """Whether somebody may let an album stand by itself: its owner, or whoever manages one above it.

    `above` are its `ancestors` as this viewer sees them.
    """
    return album.owner_id == viewer.member_id or any(access.is_managed_by(viewer, each) for each in above)


def demand_parent(album: Album) -> None:
    if album.parent_id is None:
        raise Conflict(_("This album lies in no other one."))


def demand_room(album: Album | None, parent: Album | None) -> None:
    """Raise Rejected when an album would come to lie in itself, or too many albums one inside the other."""
    if parent is None:
        return
    above = _levels(parent.id, upwards=True)
    if album is not None and album.id in above:
        raise Rejected(_("An album cannot be put inside itself."))
    below = _levels(album.id, upwards=False) if album is not None else {}
    if len(above) + max(below.values(), default=1) > DEEPEST:
        raise Rejected(_("Albums can lie %(number)d deep inside each other, not more.", number=DEEPEST))


def _levels(album_id: int, *, upwards: bool) -> dict[int, int]:
    """The album itself and all above or below it, by their distance; 1 is itself."""
    one, step = aliased(Album), aliased(Album)
    walk = (
        select(one.id, one.parent_id, literal(1).label("level"))
        .where(one.id == album_id)
        .cte("walk", recursive=True)
    )
    onward = step.id == walk.c.parent_id if upwards else step.parent_id == walk.c.id
    # The bound ends the walk in a ring as well, which no action makes.
    walk = walk.union(
        select(step.id, step.parent_id, walk.c.level + 1).join(walk, onward).where(walk.c.level <= DEEPEST)
    )
    return {row.id: row.level for row in db.session.execute(select(walk.c.id, walk.c.level))}


def stands_alone(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that an album has no parent which this viewer sees: it belongs on the first page."""
    visible = access.albums_visible_to(viewer).with_only_columns(Album.id).subquery()
    return or_(Album.parent_id.is_(None), Album.parent_id.not_in(select(visible.c.id)))
