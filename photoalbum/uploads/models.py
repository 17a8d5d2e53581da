"""Receipts: what a person sent, and the proof of what is kept."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photoalbum.albums.models import Album
from photoalbum.core.clock import now
from photoalbum.core.db import Model
from photoalbum.core.tokens import new_uid
from photoalbum.photos.models import Photo


class Receipt(Model):
    """One drop: all that was sent together."""

    __tablename__ = "receipts"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(12), unique=True, default=new_uid)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    album_id: Mapped[int | None] = mapped_column(ForeignKey("albums.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    album: Mapped[Album | None] = relationship()
    lines: Mapped[list["ReceiptLine"]] = relationship(order_by="ReceiptLine.id", cascade="all, delete-orphan")

    __table_args__ = (Index(None, "member_id", "created_at"),)


class ReceiptLine(Model):
    """One file of a drop: kept, known already, or refused with a sentence."""

    __tablename__ = "receipt_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipts.id", ondelete="CASCADE"), index=True)
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("photos.id", ondelete="SET NULL"), index=True)
    file_name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64), default="")
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    duplicate: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime] = mapped_column(default=now)
    refusal: Mapped[str] = mapped_column(String(500), default="")

    photo: Mapped[Photo | None] = relationship()
