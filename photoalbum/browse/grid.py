"""What timeline and search share: pages of photos by their places in the order of all photos."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access
from photoalbum.albums.queries import Page
from photoalbum.albums.shelves import ID_BITS, ShelvedPhoto
from photoalbum.core.db import db
from photoalbum.photos import queries as photo_queries
from photoalbum.photos.models import Photo

PHOTO_ID = 2**ID_BITS - 1


def place_of(viewer: Viewer, uid: str | None) -> int | None:
    """Where a photo stands, if the viewer sees it."""
    if not uid:
        return None
    return db.session.scalar(
        select(ShelvedPhoto.place)
        .join(Photo, Photo.id == ShelvedPhoto.photo_id)
        .where(Photo.uid == uid, ShelvedPhoto.shelf_id.in_(access.shelves_visible_to(viewer)))
    )


def page_of(viewer: Viewer, places: Sequence[int], size: int) -> Page:
    """The page that begins with the first of these places; one more of them tells that another follows."""
    ids = [place & PHOTO_ID for place in places[:size]]
    by_id = {
        row.id: row
        for row in db.session.execute(photo_queries.tiles(viewer.member_id).where(Photo.id.in_(ids)))
    }
    rows = [by_id[photo_id] for photo_id in ids]
    return Page(rows, rows[-1].uid if len(places) > size else None)


def uid_at(place: int | None) -> str | None:
    """The name of the photo that stands there."""
    if place is None:
        return None
    return db.session.scalar(select(Photo.uid).where(Photo.id == place & PHOTO_ID))


def walked(shelves: Select[int], *, rising: bool = False) -> Select[int]:
    """Places in their order, each asked for its shelf: for those who see much."""
    # "+ 0" keeps SQLite from going by shelf, and from sorting all that the viewer sees.
    return (
        select(ShelvedPhoto.place)
        .where((ShelvedPhoto.shelf_id + 0).in_(shelves))
        .order_by(_sorted(ShelvedPhoto.place, rising))
    )


def gathered(shelves: Select[int], *, rising: bool = False) -> Select[int]:
    """The same places, read shelf by shelf and then sorted: for those who see little of the span."""
    return (
        select(ShelvedPhoto.place)
        .where(ShelvedPhoto.shelf_id.in_(shelves))
        .order_by(_sorted(ShelvedPhoto.place + 0, rising))
    )


def among(photo_ids: Select[int], shelves: Select[int], *, rising: bool = False) -> Select[int]:
    """The places of these photos, as far as they stand on these shelves."""
    return (
        select(ShelvedPhoto.place)
        .where(ShelvedPhoto.photo_id.in_(photo_ids), (ShelvedPhoto.shelf_id + 0).in_(shelves))
        .order_by(_sorted(ShelvedPhoto.place + 0, rising))
    )


def _sorted(place: ColumnElement[int] | InstrumentedAttribute[int], rising: bool) -> ColumnElement[int]:
    return place.asc() if rising else place.desc()
