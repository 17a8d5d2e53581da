"""Share links."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photoalbum.albums.models import Album
from photoalbum.core.clock import now
from photoalbum.core.db import Model
from photoalbum.core.tokens import new_uid


class ShareLink(Model):
    """An unguessable address of one album. `version` is part of its token, `rules` of every unlocking."""

    __tablename__ = "share_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    # 22 characters carry 128 bits; the token adds an HMAC that cannot be made from the database.
    uid: Mapped[str] = mapped_column(String(22), unique=True, default=lambda: new_uid(22))
    album_id: Mapped[int] = mapped_column(ForeignKey("albums.id", ondelete="CASCADE"), index=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    label: Mapped[str] = mapped_column(String(100), default="")
    version: Mapped[int] = mapped_column(default=1)
    rules: Mapped[int] = mapped_column(default=1)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_used_at: Mapped[datetime | None]

    album: Mapped[Album] = relationship()


class Selection(Model):
    """Photos that a member picked by hand to take along. Who may see them is asked when they are fetched."""

    __tablename__ = "selections"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(22), unique=True, default=lambda: new_uid(22))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    photo_uids: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
