"""Receipts: what a person sent, and the proof of what is kept. And uploads on their way there."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photoalbum.albums.models import Album
from photoalbum.core.clock import now
from photoalbum.core.db import Model
from photoalbum.core.tokens import new_uid
from photoalbum.photos.models import Photo

UPLOAD_LIFE = timedelta(days=7)


def _expiry() -> datetime:
    return now() + UPLOAD_LIFE


class Receipt(Model):
    """One drop: all that was sent together."""

    __tablename__ = "receipts"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(12), unique=True, default=new_uid)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    # Who sent it by a share link to this member, if it was not the member.
    guest_id: Mapped[int | None] = mapped_column(ForeignKey("guests.id"), index=True)
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
    # Whether the SHA-256 was compared with one that was made on the sender's device.
    verified: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime] = mapped_column(default=now)
    refusal: Mapped[str] = mapped_column(String(500), default="")

    photo: Mapped[Photo | None] = relationship()


class ResumableUpload(Model):
    """One file that comes in pieces. Its bytes grow in `incoming/` until its line stands on the receipt.

    Finished ones are remembered until they expire, for senders that lost the last answer.
    """

    __tablename__ = "resumable_uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(22), unique=True, default=lambda: new_uid(22))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    guest_id: Mapped[int | None] = mapped_column(ForeignKey("guests.id"), index=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipts.id", ondelete="CASCADE"), index=True)
    length: Mapped[int] = mapped_column(BigInteger)
    # So many bytes are on the disk for certain: raised only after they were synced.
    offset: Mapped[int] = mapped_column(BigInteger, default=0)
    file_name: Mapped[str] = mapped_column(String(255))
    # As the sender wrote it, for it is to be repeated to them.
    sent_metadata: Mapped[str] = mapped_column(String(4000), default="")
    promised_sha256: Mapped[str] = mapped_column(String(64), default="")
    # Of what arrived. Known before the file is moved, so that after a crash it is found where it went.
    sha256: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(default=_expiry, index=True)
    line_id: Mapped[int | None] = mapped_column(
        ForeignKey("receipt_lines.id", ondelete="CASCADE"), index=True
    )

    receipt: Mapped[Receipt] = relationship()
    line: Mapped[ReceiptLine | None] = relationship()

    @property
    def is_finished(self) -> bool:
        return self.line_id is not None
