"""When somebody was here before, so that they can be shown what has come since."""

from datetime import datetime, timedelta

from sqlalchemy import case, or_, update

from photoalbum.accounts.models import Member
from photoalbum.core.clock import now
from photoalbum.core.db import db

# Whoever comes back within this time is still on the same visit.
PAUSE = timedelta(hours=3)


def note(member_id: int) -> None:
    """Note that a member is here. After a pause, the visit before it is over, and what came since is new."""
    moment = now()
    paused = or_(Member.last_seen_at.is_(None), Member.last_seen_at < moment - PAUSE)
    db.session.execute(
        update(Member)
        .where(Member.id == member_id)
        .values(
            last_visit_at=case((paused, Member.last_seen_at), else_=Member.last_visit_at), last_seen_at=moment
        )
        .execution_options(synchronize_session=False)
    )


def before(member: Member) -> datetime | None:
    """When the visit before this one ended; None on the first."""
    if member.last_seen_at is None or member.last_seen_at < now() - PAUSE:
        return member.last_seen_at
    return member.last_visit_at
