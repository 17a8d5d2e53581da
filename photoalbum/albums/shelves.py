"""Shelves: all photos of one owner that lie in exactly the same albums stand on one.

Whoever sees one photo of a shelf sees them all, so rights over a million photos are rights over some
thousand shelves: a timeline walks its photos in order and asks each one's shelf, a month's count is a sum
over shelves, and a photo that is visible in several ways counts once. docs/decisions/shelves.md says more.

The rows are written by triggers of the database (migration 0010), and by nothing else: no change of a photo
or of an album's entries, by whatever statement, can forget them. They hold what is shown: nothing from the
trash, and no film of a Live Photo.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint, delete
from sqlalchemy.orm import Mapped, mapped_column

from photoalbum.core.db import Model, db
from photoalbum.photos.models import UNDATED

# A place is one number that holds a moment and a photo: seconds since the year 1, then the photo's id.
ID_BITS = 26
LAST_SECOND = 2**37 - 1
_YEAR_ONE = datetime(1, 1, 1)


def first_place(moment: datetime) -> int:
    """The place before all photos of this second and later; all without a date stand behind `WITHOUT_DATE`.

    >>> first_place(datetime(1, 1, 1, 0, 0, 2)) == 2 * 2**26
    True
    """
    seconds = LAST_SECOND if moment >= UNDATED else int((moment - _YEAR_ONE).total_seconds())
    return min(seconds, LAST_SECOND) << ID_BITS


WITHOUT_DATE = first_place(UNDATED)
BEHIND_ALL = (LAST_SECOND + 1 << ID_BITS) - 1


class Shelf(Model):
    """One owner and one set of albums, as their ids in order, between commas."""

    __tablename__ = "shelves"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    albums: Mapped[str] = mapped_column(String(5000))
    photo_count: Mapped[int] = mapped_column(default=0)

    __table_args__ = (UniqueConstraint("owner_id", "albums"),)


class ShelfAlbum(Model):
    """That the photos of a shelf lie in this album, among others."""

    __tablename__ = "shelf_albums"

    album_id: Mapped[int] = mapped_column(ForeignKey("albums.id", ondelete="CASCADE"), primary_key=True)
    shelf_id: Mapped[int] = mapped_column(
        ForeignKey("shelves.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ShelfMonth(Model):
    """How many photos of a shelf were taken in a month, written as 201408 is August 2014."""

    __tablename__ = "shelf_months"

    shelf_id: Mapped[int] = mapped_column(ForeignKey("shelves.id", ondelete="CASCADE"), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    photo_count: Mapped[int] = mapped_column(default=0)


class ShelvedPhoto(Model):
    """A photo's place in the order of all photos, and its shelf."""

    __tablename__ = "shelved_photos"

    # SQLite keeps a key of exactly this type as the row's own number, of 64 bits.
    place: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    photo_id: Mapped[int] = mapped_column(ForeignKey("photos.id", ondelete="CASCADE"), unique=True)
    shelf_id: Mapped[int] = mapped_column(ForeignKey("shelves.id"))
    month: Mapped[int]

    __table_args__ = (Index(None, "shelf_id", "place"),)


def forget_empty() -> None:
    """Shelves from which all photos were moved; one that is needed again is made again."""
    db.session.execute(delete(Shelf).where(Shelf.photo_count == 0))
