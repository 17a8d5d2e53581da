"""People without an account who gave their name at a share link, and what they left there.

What a guest sent is an original that no photo stands for until the owner of the link has accepted it: so no
album, search, count or download can show it before. The row holds the bytes as long as it names them.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photoalbum.core.clock import now
from photoalbum.core.db import Model, db
from photoalbum.core.tokens import new_uid
from photoalbum.photos.models import Original, Photo

PENDING, ACCEPTED, REFUSED, WITHDRAWN = "pending", "accepted", "refused", "withdrawn"


class Guest(Model):
    """Somebody who came by a link and said who they are. Their browser alone is known to be them."""

    __tablename__ = "guests"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(12), unique=True, default=new_uid)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("share_links.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(80))
    browser: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (UniqueConstraint("link_id", "browser"),)


class GuestUpload(Model):
    """One file that a guest sent, for whoever made the link."""

    __tablename__ = "guest_uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(12), unique=True, default=new_uid)
    owner_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    link_id: Mapped[int | None] = mapped_column(ForeignKey("share_links.id", ondelete="SET NULL"))
    guest_id: Mapped[int | None] = mapped_column(ForeignKey("guests.id", ondelete="SET NULL"))
    line_id: Mapped[int | None] = mapped_column(
        ForeignKey("receipt_lines.id", ondelete="SET NULL"), index=True
    )
    # As long as it waits. Afterwards the photo holds the bytes, or nobody does.
    original_id: Mapped[int | None] = mapped_column(ForeignKey("originals.id"), index=True)
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("photos.id", ondelete="SET NULL"), index=True)
    file_name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    bytes: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(10), default=PENDING)
    # What is undone when it is withdrawn: not a photo that the owner had before, nor its place in the album.
    made_photo: Mapped[bool] = mapped_column(default=False)
    made_entry: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    guest: Mapped[Guest | None] = relationship()
    original: Mapped[Original | None] = relationship()
    photo: Mapped[Photo | None] = relationship()

    __table_args__ = (
        Index(None, "owner_id", "state", "id"),
        Index(None, "link_id", "state"),
        Index(None, "guest_id", "sha256"),
    )


class GuestHeart(Model):
    """One guest's heart on one photo."""

    __tablename__ = "guest_hearts"

    guest_id: Mapped[int] = mapped_column(ForeignKey("guests.id", ondelete="CASCADE"), primary_key=True)
    photo_id: Mapped[int] = mapped_column(
        ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime] = mapped_column(default=now)


def has_heart_of(guest_id: int, photo: Photo) -> bool:
    return db.session.get(GuestHeart, (guest_id, photo.id)) is not None


def give_heart(guest_id: int, photo: Photo) -> None:
    if not has_heart_of(guest_id, photo):
        db.session.add(GuestHeart(guest_id=guest_id, photo_id=photo.id))


def take_heart_back(guest_id: int, photo: Photo) -> None:
    heart = db.session.get(GuestHeart, (guest_id, photo.id))
    if heart is not None:
        db.session.delete(heart)
