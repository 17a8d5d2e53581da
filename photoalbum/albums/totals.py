"""What albums hold together with those below them, as far as somebody may see them.

Every album counts its own photos (`tally`); here they are added up over the albums that a viewer can reach
from it, step by step: what they must not see ends the way down, and nothing behind it is counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import CTE, Select, bindparam, func, select

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access
from photoalbum.albums.models import Album
from photoalbum.albums.tally import COLLAGE
from photoalbum.core.db import db


@dataclass(frozen=True, slots=True)
class Total:
    photo_count: int
    video_count: int
    first_taken: datetime | None
    last_taken: datetime | None


def of(viewer: Viewer, albums: Sequence[Album]) -> Mapping[int, Total]:
    """The totals of these albums, which the viewer was found to see, by their ids. One statement."""
    if not albums:
        return {}
    album_ids = [album.id for album in albums]
    rows = db.session.execute(_sums(viewer.kind), {**viewer.values, "album_ids": album_ids})
    return {top_id: Total(*sums) for top_id, *sums in rows}


def covers(viewer: Viewer, albums: Sequence[Album]) -> Mapping[int, Sequence[str]]:
    """The names of the pictures on their cards: their own, or else the first ones of albums below."""
    own = {album.id: album.collage for album in albums if album.collage}
    return {**own, **_borrowed(viewer, [album.id for album in albums if album.id not in own])}


@lru_cache
def _sums(viewer: Viewer) -> Select[Any]:
    below = _below(viewer)
    return (
        select(
            below.c.top_id,
            func.sum(Album.photo_count),
            func.sum(Album.video_count),
            func.min(Album.first_taken),
            func.max(Album.last_taken),
        )
        .join(below, below.c.album_id == Album.id)
        .group_by(below.c.top_id)
    )


def _below(viewer: Viewer) -> CTE:
    """Each of these albums with itself and all below it that can be reached."""
    below = (
        select(Album.id.label("top_id"), Album.id.label("album_id"))
        .where(Album.id.in_(bindparam("album_ids", expanding=True)))
        .cte("below", recursive=True)
    )
    return below.union(
        select(below.c.top_id, Album.id)
        .join(below, Album.parent_id == below.c.album_id)
        .where(access.album_is_visible_to(viewer))
    )


def _borrowed(viewer: Viewer, album_ids: Sequence[int]) -> dict[int, list[str]]:
    """For albums without a picture of their own: the first one of each of the newest albums below."""
    if not album_ids:
        return {}
    found: dict[int, list[str]] = {}
    for top_id, collage in db.session.execute(
        _first_below(viewer.kind), {**viewer.values, "album_ids": album_ids}
    ):
        found.setdefault(top_id, []).extend(collage[:1])
    return {top_id: list(dict.fromkeys(uids)) for top_id, uids in found.items()}


@lru_cache
def _first_below(viewer: Viewer) -> Select[Any]:
    below = _below(viewer)
    newest = func.row_number().over(
        partition_by=below.c.top_id, order_by=(Album.sort_at.desc(), Album.id.desc())
    )
    ranked = (
        select(below.c.top_id, Album.collage, newest.label("place"))
        .join(below, below.c.album_id == Album.id)
        .where(
            Album.photo_count + Album.video_count > 0,
            Album.id.not_in(bindparam("album_ids", expanding=True)),
        )
        .subquery()
    )
    wanted = select(ranked.c.top_id, ranked.c.collage).where(ranked.c.place <= COLLAGE)
    return wanted.order_by(ranked.c.top_id, ranked.c.place)
