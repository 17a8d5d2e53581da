"""What a member picked by hand, kept for some days so that a download that broke off can be resumed."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, select

from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.sharing.models import Selection

KEPT_FOR = timedelta(days=7)
MOST_PHOTOS = 5_000


def create(member_id: int, photo_uids: Iterable[str]) -> Selection:
    chosen = list(dict.fromkeys(photo_uids))[:MOST_PHOTOS]
    selection = Selection(member_id=member_id, photo_uids=chosen)
    db.session.add(selection)
    db.session.flush()
    return selection


def find(member_id: int, uid: str) -> Selection | None:
    """One's own, and no older than it may be."""
    return db.session.scalar(
        select(Selection).where(
            Selection.uid == uid,
            Selection.member_id == member_id,
            Selection.created_at > now() - KEPT_FOR,
        )
    )


def forget_old() -> None:
    db.session.execute(delete(Selection).where(Selection.created_at <= now() - KEPT_FOR))
