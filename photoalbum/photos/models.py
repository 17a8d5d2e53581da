"""Originals (the bytes and their facts) and photos (what one person says of them)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photoalbum.accounts.models import Member
from photoalbum.core.clock import now
from photoalbum.core.db import Model
from photoalbum.core.tokens import new_uid

WAITING, WORKING, READY, FAILED = "waiting", "working", "ready", "failed"

# Where a photo without a known date stands in any order: behind all dated ones, never on a false day.
UNDATED = datetime(9999, 1, 1)


def trash_index(table: str) -> Index:
    """An index of what is in the trash alone: most of a table never is, and need not be in it."""
    trashed = text("trashed_at IS NOT NULL")
    return Index(f"ix_{table}_trashed_at", "trashed_at", sqlite_where=trashed)


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
    # By which the two halves of a Live Photo, a still and a film, find each other.
    content_id: Mapped[str] = mapped_column(String(64), default="", index=True)
    recipe_version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)

    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    reason: Mapped[str] = mapped_column(String(500), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    waits_until: Mapped[datetime] = mapped_column(default=now)
    leased_until: Mapped[datetime | None]
    # When the work on it last came to an end, good or bad: the keeper's page tells the speed by it.
    finished_at: Mapped[datetime | None] = mapped_column(index=True)

    __table_args__ = (Index(None, "state", "waits_until"), Index(None, "recipe_version"))


class PurgedOriginal(Model):
    """Bytes whose last row has gone, until they have gone too: a crash between the two is made good by it."""

    __tablename__ = "purged_originals"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    extension: Mapped[str] = mapped_column(String(10))
    purged_at: Mapped[datetime] = mapped_column(default=now)


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
    # Whose words these are: the file's, or a person's, which nothing overwrites.
    caption_source: Mapped[str] = mapped_column(String(10), default="")
    alt_text: Mapped[str] = mapped_column(String(1000), default="")
    taken_at: Mapped[datetime | None]
    taken_offset: Mapped[int | None]
    taken_source: Mapped[str] = mapped_column(String(30), default="")
    sort_at: Mapped[datetime] = mapped_column(default=UNDATED)
    created_at: Mapped[datetime] = mapped_column(default=now)
    trashed_at: Mapped[datetime | None]
    trash_batch: Mapped[str | None] = mapped_column(String(12))
    # What the person's device says of the file, as a wall clock: for files that carry no date themselves.
    file_dated_at: Mapped[datetime | None]
    # What a notes file (XMP) says that was sent along, in the groups of `Original.details`, and its SHA-256.
    notes: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # Counts what people change, so that nobody overwrites a change they have not seen.
    version: Mapped[int] = mapped_column(default=1)
    # How its owner wants it turned and cropped (`photos.edits`), the short name of that wish, and of the wish
    # whose pictures are there: where the two differ, a worker is at it. The file itself is never changed.
    edits: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    edit_key: Mapped[str] = mapped_column(String(12), default="")
    edit_made: Mapped[str] = mapped_column(String(12), default="")
    edit_attempts: Mapped[int] = mapped_column(default=0)
    edit_width: Mapped[int] = mapped_column(default=0)
    edit_height: Mapped[int] = mapped_column(default=0)
    edit_placeholder: Mapped[str] = mapped_column(String(1000), default="")
    edit_tint: Mapped[str] = mapped_column(String(7), default="")
    # Of the film of a Live Photo: its still. Grids show the still alone, and both share one fate.
    companion_of_id: Mapped[int | None] = mapped_column(ForeignKey("photos.id"), index=True)

    owner: Mapped[Member] = relationship()
    original: Mapped[Original] = relationship()

    __table_args__ = (
        UniqueConstraint("owner_id", "original_id"),
        Index(None, "owner_id", "sort_at", "id"),
        trash_index("photos"),
        # The few whose edits a worker has not made yet are found without looking at all others.
        Index("ix_photos_unmade_edits", "id", sqlite_where=text("edit_key <> edit_made")),
    )

    @property
    def details(self) -> dict[str, Any]:
        """What the file says, and over it what its notes file says."""
        return {**self.original.details, **(self.notes or {})}

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


class Tag(Model):
    """A word that photos are found by, in small letters: who wrote it first is nobody's business."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)


class PhotoTag(Model):
    """One tag of one photo, as it was written there."""

    __tablename__ = "photo_tags"

    photo_id: Mapped[int] = mapped_column(ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(
        ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    written: Mapped[str] = mapped_column(String(60))


class Comment(Model):
    """What somebody says under a photo: a member, or a guest under the name that they gave."""

    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(12), unique=True, default=new_uid)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photos.id", ondelete="CASCADE"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"), index=True)
    guest_id: Mapped[int | None] = mapped_column(ForeignKey("guests.id"), index=True)
    # What is shown when there is no member: a guest's name, or a member's who is no longer here.
    author_name: Mapped[str] = mapped_column(String(80))
    words: Mapped[str] = mapped_column(String(2000))
    created_at: Mapped[datetime] = mapped_column(default=now)
    edited_at: Mapped[datetime | None]

    author: Mapped[Member | None] = relationship()

    __table_args__ = (Index(None, "photo_id", "created_at", "id"),)


class LookGroup(Model):
    """Photos of one member that look alike, until their owner has said which of them to keep."""

    __tablename__ = "look_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(12), unique=True, default=new_uid)
    owner_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    settled_at: Mapped[datetime | None]

    __table_args__ = (Index(None, "owner_id", "settled_at", "id"),)


class Fingerprint(Model):
    """How a photo looks, cut into four words of 16 bits; its row says that it has been compared.

    Of two hashes that differ in up to seven bits, one word differs in at most one: four plain indexes find
    all that look alike.
    """

    __tablename__ = "fingerprints"

    photo_id: Mapped[int] = mapped_column(ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    word_0: Mapped[int]
    word_1: Mapped[int]
    word_2: Mapped[int]
    word_3: Mapped[int]
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("look_groups.id", ondelete="SET NULL"), index=True
    )

    __table_args__ = tuple(Index(None, "owner_id", f"word_{place}") for place in range(4))
