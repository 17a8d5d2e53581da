"""Whose audience and grants hold for which albums: the rights of nested albums, worked out ahead.

An album takes over what holds for the album above it, unless it does not inherit. What lies in the trash
gives nothing to those below. The outcome stands in `album_sources`, one row for each album that gives rights
(the album itself among them), and in `Album.reach`, so that no page has to climb. It is worked out anew, in
the same transaction, whenever an album is made, moved, opened, closed, thrown away or brought back.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    Connection,
    Select,
    and_,
    case,
    delete,
    event,
    exists,
    insert,
    inspect,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.attributes import set_committed_value

from photoalbum.albums.models import FAMILY, PRIVATE, PUBLIC, Album, AlbumSource
from photoalbum.core.db import db

WATCHED = ("parent_id", "audience", "inherits", "trashed_at", "owner_id")

# So many ids at once: databases limit the values of one statement.
BATCH = 500


def given_by(source_ids: Select[Any] | Sequence[int]) -> Select[int]:
    """The ids of all albums for which the audience and grants of these hold: themselves and those below."""
    return select(AlbumSource.album_id).where(AlbumSource.source_id.in_(source_ids))


def sources_of(album_ids: Select[Any] | Sequence[int]) -> Select[int]:
    """The ids of all albums whose audience and grants hold for one of these."""
    return select(AlbumSource.source_id).where(AlbumSource.album_id.in_(album_ids))


def refresh_all() -> None:
    """Work everything out anew, after statements that no session has watched."""
    db.session.flush()
    _refresh(db.session(), db.session.scalars(select(Album.id)).all())


def _refresh(session: Session, album_ids: Iterable[int]) -> None:
    connection = session.connection()
    affected = _with_those_below(connection, album_ids)
    for ids in _batches(affected):
        _write_sources(connection, ids)
        _write_reach(connection, ids)
    loaded = {album.id: album for album in _albums_in(session) if album.id in affected}
    for ids in _batches(loaded):
        for album_id, reach in connection.execute(select(Album.id, Album.reach).where(Album.id.in_(ids))):
            set_committed_value(loaded[album_id], "reach", reach)


def _with_those_below(connection: Connection, album_ids: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for ids in _batches(album_ids):
        below = select(Album.id).where(Album.id.in_(ids)).cte("below", recursive=True)
        child = aliased(Album)
        below = below.union(select(child.id).join(below, child.parent_id == below.c.id))
        found.update(connection.scalars(select(below.c.id)))
    return found


def _write_sources(connection: Connection, ids: Sequence[int]) -> None:
    climb = _climb(ids)
    album, source = aliased(Album), aliased(Album)
    rows = (
        select(climb.c.album_id, source.id, case((source.owner_id != album.owner_id, source.owner_id)))
        .select_from(climb)
        .join(source, source.id == climb.c.source_id)
        .join(album, album.id == climb.c.album_id)
        .where(or_(source.id == album.id, source.trashed_at.is_(None)))
        .distinct()
    )
    connection.execute(delete(AlbumSource).where(AlbumSource.album_id.in_(ids)))
    connection.execute(insert(AlbumSource).from_select(["album_id", "source_id", "host_id"], rows))


def _climb(ids: Sequence[int]) -> CTE:
    """Pairs of each of these albums and every album above it, up to the first that does not inherit.

    A UNION of distinct rows, so that even a ring, which no action makes, would come to an end.
    """
    onward = case((Album.inherits, Album.parent_id))
    climb = (
        select(Album.id.label("album_id"), Album.id.label("source_id"), onward.label("next_id"))
        .where(Album.id.in_(ids))
        .cte("climb", recursive=True)
    )
    above = aliased(Album)
    further = case((above.inherits, above.parent_id))
    return climb.union(select(climb.c.album_id, above.id, further).join(climb, climb.c.next_id == above.id))


def _write_reach(connection: Connection, ids: Sequence[int]) -> None:
    source = aliased(Album)

    def is_open_to(audience: str) -> Any:
        given = and_(AlbumSource.album_id == Album.id, AlbumSource.source_id == source.id)
        return exists().where(given, source.audience == audience).correlate(Album)

    widest = case((is_open_to(PUBLIC), PUBLIC), (is_open_to(FAMILY), FAMILY), else_=PRIVATE)
    connection.execute(
        update(Album).where(Album.id.in_(ids)).values(reach=widest, updated_at=Album.updated_at)
    )


@event.listens_for(Session, "after_flush")
def _follow(session: Session, _context: object) -> None:
    changed = [album for album in (*session.new, *session.dirty) if isinstance(album, Album)]
    touched = [album.id for album in changed if _is_touched(album)]
    if touched:
        _refresh(session, touched)


def _is_touched(album: Album) -> bool:
    attributes = inspect(album).attrs
    return any(attributes[name].history.has_changes() for name in WATCHED)


def _albums_in(session: Session) -> Iterator[Album]:
    for thing in (*session.new, *session.identity_map.values()):
        if isinstance(thing, Album):
            yield thing


def _batches(ids: Iterable[int]) -> Iterator[Sequence[int]]:
    whole = sorted(ids)
    for start in range(0, len(whole), BATCH):
        yield whole[start : start + BATCH]
