"""Albums inside albums."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access
from photoalbum.albums.models import Album
from photoalbum.core.db import db

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
    return db.session.scalars(
        access.albums_visible_to(viewer)
        .where(Album.parent_id == album.id)
        .order_by(Album.sort_at.desc(), Album.id.desc())
        .limit(200)
    ).all()


def is_below(album_id: int, top: Album) -> bool:
    """Whether an album is `top` itself or lies below it: it must then not become top's parent."""
    walk: int | None = album_id
    for _step in range(1000):
        if walk is None:
            return False
        if walk == top.id:
            return True
        walk = db.session.scalar(select(Album.parent_id).where(Album.id == walk))
    return True


def stands_alone(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that an album has no parent which this viewer sees: it belongs on the first page."""
    visible = access.albums_visible_to(viewer).with_only_columns(Album.id).subquery()
    return or_(Album.parent_id.is_(None), Album.parent_id.not_in(select(visible.c.id)))
