"""Reading receipts. A person sees their own and nobody else's: of what guests send to them, the guests do."""

from collections.abc import Sequence

from sqlalchemy import Row, case, delete, func, select
from sqlalchemy.orm import joinedload

from photoalbum.core.db import db
from photoalbum.photos.models import WAITING, WORKING, Original, Photo
from photoalbum.uploads.models import Receipt, ReceiptLine


def open_receipt(member_id: int, album_id: int | None, guest_id: int | None = None) -> Receipt:
    receipt = Receipt(member_id=member_id, album_id=album_id, guest_id=guest_id)
    db.session.add(receipt)
    db.session.flush()
    return receipt


def of_member(member_id: int, uid: str, guest_id: int | None = None) -> Receipt | None:
    """A member's own receipt, or that of one of their guests.

    `lines_of` gives its lines, of which there may be a thousand.
    """
    sender = Receipt.guest_id == guest_id  # IS NULL where there is none.
    return db.session.scalar(
        select(Receipt).where(Receipt.uid == uid, Receipt.member_id == member_id, sender)
    )


def of_guest(guest_id: int) -> Sequence[Receipt]:
    """A guest's receipts, newest first."""
    mine = select(Receipt).where(Receipt.guest_id == guest_id)
    return db.session.scalars(mine.order_by(Receipt.id.desc())).all()


def lines_of(receipt: Receipt, only: Sequence[int] = ()) -> Sequence[ReceiptLine]:
    """The lines of a receipt with all that is said of their photos, in one statement."""
    lines = select(ReceiptLine).where(ReceiptLine.receipt_id == receipt.id).order_by(ReceiptLine.id)
    if only:
        lines = lines.where(ReceiptLine.id.in_(only))
    return db.session.scalars(lines.options(joinedload(ReceiptLine.photo).joinedload(Photo.original))).all()


def count_waiting(receipt: Receipt) -> int:
    """How many files of a receipt a worker has still to prepare."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(ReceiptLine)
            .join(Photo, Photo.id == ReceiptLine.photo_id)
            .join(Original, Original.id == Photo.original_id)
            .where(ReceiptLine.receipt_id == receipt.id, Original.state.in_((WAITING, WORKING)))
        )
        or 0
    )


def latest(member_id: int, limit: int = 100) -> Sequence[Row[Receipt, int, int]]:
    """A member's receipts, newest first, with how many files each kept and refused."""
    refused = func.coalesce(func.sum(case((ReceiptLine.refusal != "", 1), else_=0)), 0)
    return db.session.execute(
        select(Receipt, func.count(ReceiptLine.id) - refused, refused)
        .outerjoin(ReceiptLine)
        .where(Receipt.member_id == member_id, Receipt.guest_id.is_(None))
        .group_by(Receipt.id)
        .order_by(Receipt.created_at.desc())
        .limit(limit)
    ).all()


def forget_all_of(member_id: int) -> None:
    """Delete a member's receipts and their lines. What was kept is not touched."""
    db.session.execute(delete(Receipt).where(Receipt.member_id == member_id))
