"""Reading receipts. A person sees their own and nobody else's."""

from collections.abc import Sequence

from sqlalchemy import Row, case, func, select
from sqlalchemy.orm import selectinload

from photoalbum.core.db import db
from photoalbum.uploads.models import Receipt, ReceiptLine


def open_receipt(member_id: int, album_id: int | None) -> Receipt:
    receipt = Receipt(member_id=member_id, album_id=album_id)
    db.session.add(receipt)
    db.session.flush()
    return receipt


def find(member_id: int, uid: str) -> Receipt | None:
    return db.session.scalar(
        select(Receipt)
        .where(Receipt.uid == uid, Receipt.member_id == member_id)
        .options(selectinload(Receipt.lines).selectinload(ReceiptLine.photo))
    )


def latest(member_id: int, limit: int = 100) -> Sequence[Row[Receipt, int, int]]:
    """A member's receipts, newest first, with how many files each kept and refused."""
    refused = func.coalesce(func.sum(case((ReceiptLine.refusal != "", 1), else_=0)), 0)
    return db.session.execute(
        select(Receipt, func.count(ReceiptLine.id) - refused, refused)
        .outerjoin(ReceiptLine)
        .where(Receipt.member_id == member_id)
        .group_by(Receipt.id)
        .order_by(Receipt.created_at.desc())
        .limit(limit)
    ).all()
