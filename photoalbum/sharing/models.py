"""Share links."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photoalbum.accounts.models import Member
from photoalbum.albums.models import Album
from photoalbum.core.clock import now
from photoalbum.core.db import Model
from photoalbum.core.tokens import new_uid


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
    # How many browsers may open it, and how many have.
    view_limit: Mapped[int | None]
    openings: Mapped[int] = mapped_column(default=0)

    views: Mapped[int] = mapped_column(default=0)
    visitors: Mapped[int] = mapped_column(default=0)
    downloads: Mapped[int] = mapped_column(default=0)

    album: Mapped[Album | None] = relationship()
    maker: Mapped[Member] = relationship()


class LinkVisitor(Model):
    """That somebody was here today: a hash under a salt which is thrown away when the day is over."""

    __tablename__ = "link_visitors"

    link_id: Mapped[int] = mapped_column(ForeignKey("share_links.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(32), primary_key=True)
    day: Mapped[date] = mapped_column(ForeignKey("visit_salts.day", ondelete="CASCADE"), index=True)


class VisitSalt(Model):
    """What the visitors' hashes of one day are made with."""

    __tablename__ = "visit_salts"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    salt: Mapped[str] = mapped_column(String(43))


class Selection(Model):
    """Photos that a member picked by hand to take along. Who may see them is asked when they are fetched."""

    __tablename__ = "selections"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(22), unique=True, default=lambda: new_uid(22))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    photo_uids: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
