"""Albums, what is in them, and who was granted a part in them."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photoalbum.accounts.models import Circle, Member
from photoalbum.core.clock import now
from photoalbum.core.db import Model
from photoalbum.core.tokens import new_uid
from photoalbum.photos.models import UNDATED, Photo, trash_index

PRIVATE, FAMILY, PUBLIC = "private", "family", "public"
AUDIENCES = (PRIVATE, FAMILY, PUBLIC)

VIEWER, CONTRIBUTOR, EDITOR = "viewer", "contributor", "editor"
BY_DATE, NEWEST_FIRST, BY_HAND = "date", "newest", "hand"
ORDERS = (BY_DATE, NEWEST_FIRST, BY_HAND)

# Where a photo stands in an order by hand until somebody gives it a place: behind all others, by its date.
UNPLACED = 2**40

ROLES = (VIEWER, CONTRIBUTOR, EDITOR)


class Album(Model):
    __tablename__ = "albums"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(12), unique=True, default=new_uid)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(String(5000), default="")
    owner_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("albums.id"), index=True)
    audience: Mapped[str] = mapped_column(String(10), default=PRIVATE)
    # Whether the audiences and grants of the albums above hold here too.
    inherits: Mapped[bool] = mapped_column(default=True)
    # The widest audience that holds here, its own or one from above. Kept by `lineage`.
    reach: Mapped[str] = mapped_column(String(10), default=PRIVATE, index=True)
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("photos.id", ondelete="SET NULL"), index=True)

    order: Mapped[str] = mapped_column("photo_order", String(10), default=BY_DATE)

    # Kept by `tally.refresh`, so that a page costs the same for 100 photos and for 100,000.
    photo_count: Mapped[int] = mapped_column(default=0)
    video_count: Mapped[int] = mapped_column(default=0)
    first_taken: Mapped[datetime | None]
    last_taken: Mapped[datetime | None]
    sort_at: Mapped[datetime] = mapped_column(default=now)
    collage: Mapped[list[str]] = mapped_column(JSON, default=list)

    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    trashed_at: Mapped[datetime | None]
    trash_batch: Mapped[str | None] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(default=1)

    owner: Mapped[Member] = relationship()
    cover: Mapped[Photo | None] = relationship()
    parent: Mapped["Album | None"] = relationship(remote_side=[id])

    __table_args__ = (
        CheckConstraint("audience IN ('private', 'family', 'public')", name="audience"),
        CheckConstraint("photo_order IN ('date', 'newest', 'hand')", name="photo_order"),
        Index(None, "trashed_at", "sort_at", "id"),
        trash_index("albums"),
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy reads it once.


class AlbumEntry(Model):
    """One photo's place in one album. `sort_at` repeats the photo's, for an index that serves a page."""

    __tablename__ = "album_entries"

    album_id: Mapped[int] = mapped_column(ForeignKey("albums.id", ondelete="CASCADE"), primary_key=True)
    photo_id: Mapped[int] = mapped_column(
        ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    sort_at: Mapped[datetime] = mapped_column(default=UNDATED)
    position: Mapped[int] = mapped_column(BigInteger, default=UNPLACED)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    added_at: Mapped[datetime] = mapped_column(default=now, index=True)

    __table_args__ = (
        Index(None, "album_id", "sort_at", "photo_id"),
        Index(None, "album_id", "position", "sort_at", "photo_id"),
    )


# What guests may add by one link, all of them together, unless its maker says otherwise.
GUESTS_MOST_FILES = 200
GUESTS_MOST_BYTES = 5 * 10**9


class ShareLink(Model):
    """An unguessable address of one album, or of photos picked by hand where there is no album.

    `version` is part of its token, `rules` of every unlocking.
    """

    __tablename__ = "share_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    # 22 characters carry 128 bits; the token adds an HMAC that cannot be made from the database.
    uid: Mapped[str] = mapped_column(String(22), unique=True, default=lambda: new_uid(22))
    album_id: Mapped[int | None] = mapped_column(ForeignKey("albums.id", ondelete="CASCADE"), index=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    label: Mapped[str] = mapped_column(String(100), default="")
    version: Mapped[int] = mapped_column(default=1)
    rules: Mapped[int] = mapped_column(default=1)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_used_at: Mapped[datetime | None]

    with_albums_below: Mapped[bool] = mapped_column(default=False)
    may_download: Mapped[bool] = mapped_column(default=False)
    keep_metadata: Mapped[bool] = mapped_column(default=False)
    show_captions: Mapped[bool] = mapped_column(default=True)
    # What guests may do who give a name, and how much they may add, all of them together.
    may_add: Mapped[bool] = mapped_column(default=False)
    needs_approval: Mapped[bool] = mapped_column(default=True)
    may_comment: Mapped[bool] = mapped_column(default=False)
    most_files: Mapped[int] = mapped_column(default=GUESTS_MOST_FILES)
    most_bytes: Mapped[int] = mapped_column(BigInteger, default=GUESTS_MOST_BYTES)
    # How many browsers may open it, and how many have.
    view_limit: Mapped[int | None]
    openings: Mapped[int] = mapped_column(default=0)

    views: Mapped[int] = mapped_column(default=0)
    visitors: Mapped[int] = mapped_column(default=0)
    downloads: Mapped[int] = mapped_column(default=0)

    album: Mapped[Album | None] = relationship()
    maker: Mapped[Member] = relationship()


class LinkPhoto(Model):
    """One photo that its owner picked by hand for a share link."""

    __tablename__ = "link_photos"

    link_id: Mapped[int] = mapped_column(ForeignKey("share_links.id", ondelete="CASCADE"), primary_key=True)
    photo_id: Mapped[int] = mapped_column(
        ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class AlbumSource(Model):
    """An album whose audience and grants hold for another one. Kept by `lineage`, which says which."""

    __tablename__ = "album_sources"

    album_id: Mapped[int] = mapped_column(ForeignKey("albums.id", ondelete="CASCADE"), primary_key=True)
    source_id: Mapped[int] = mapped_column(
        ForeignKey("albums.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    # The owner of the source, where the album itself is somebody else's.
    host_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)


class Grant(Model):
    """Lets one member be viewer, contributor or editor of one album and of those below it."""

    __tablename__ = "grants"

    album_id: Mapped[int] = mapped_column(ForeignKey("albums.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str] = mapped_column(String(12))
    granted_at: Mapped[datetime] = mapped_column(default=now)

    member: Mapped[Member] = relationship()

    __table_args__ = (CheckConstraint("role IN ('viewer', 'contributor', 'editor')", name="role"),)


class CircleGrant(Model):
    """The same for all members of a circle, whoever they are at the moment."""

    __tablename__ = "circle_grants"

    album_id: Mapped[int] = mapped_column(ForeignKey("albums.id", ondelete="CASCADE"), primary_key=True)
    circle_id: Mapped[int] = mapped_column(
        ForeignKey("circles.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str] = mapped_column(String(12))
    granted_at: Mapped[datetime] = mapped_column(default=now)

    circle: Mapped[Circle] = relationship()

    __table_args__ = (CheckConstraint("role IN ('viewer', 'contributor', 'editor')", name="role"),)
