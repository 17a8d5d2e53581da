"""Originals (the bytes and their facts) and photos (what one person says of them)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photoalbum.accounts.models import Member
from photoalbum.core.clock import now
from photoalbum.core.db import Model
from photoalbum.core.tokens import new_uid

WAITING, WORKING, READY, FAILED = "waiting", "working", "ready", "failed"

# Where a photo without a known date stands in any order: behind all dated ones, never on a false day.
UNDATED = datetime(9999, 1, 1)


class Original(Model):
    """Uploaded bytes, stored once under their SHA-256 and never changed."""

    __tablename__ = "originals"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    bytes: Mapped[int] = mapped_column(BigInteger)
    crc32: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(60))
    extension: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(10))
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    duration: Mapped[float | None]
    plays_in_browsers: Mapped[bool] = mapped_column(default=False)
    damaged: Mapped[bool] = mapped_column(default=False)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    placeholder: Mapped[str] = mapped_column(String(1000), default="")
    tint: Mapped[str] = mapped_column(String(7), default="")
    dhash: Mapped[str] = mapped_column(String(16), default="")
    recipe_version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)

    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    reason: Mapped[str] = mapped_column(String(500), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    waits_until: Mapped[datetime] = mapped_column(default=now)
    leased_until: Mapped[datetime | None]

    __table_args__ = (Index(None, "state", "waits_until"),)


class Photo(Model):
    """One person's picture or video: an original and what its owner says of it."""

    __tablename__ = "photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(12), unique=True, default=new_uid)
    owner_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    original_id: Mapped[int] = mapped_column(ForeignKey("originals.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    file_name: Mapped[str] = mapped_column(String(255))
    caption: Mapped[str] = mapped_column(String(5000), default="")
    alt_text: Mapped[str] = mapped_column(String(1000), default="")
    taken_at: Mapped[datetime | None]
    taken_offset: Mapped[int | None]
    taken_source: Mapped[str] = mapped_column(String(30), default="")
    sort_at: Mapped[datetime] = mapped_column(default=UNDATED)
    created_at: Mapped[datetime] = mapped_column(default=now)
    trashed_at: Mapped[datetime | None] = mapped_column(index=True)
    trash_batch: Mapped[str | None] = mapped_column(String(12))

    owner: Mapped[Member] = relationship()
    original: Mapped[Original] = relationship()

    __table_args__ = (
        UniqueConstraint("owner_id", "original_id"),
        Index(None, "owner_id", "sort_at", "id"),
    )

    @property
    def words(self) -> str:
        """What a screen reader says of the picture, as well as we know it."""
        return self.alt_text or self.caption or self.file_name


class Favourite(Model):
    """One member's heart on one photo."""

    __tablename__ = "favourites"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    photo_id: Mapped[int] = mapped_column(
        ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime] = mapped_column(default=now)
