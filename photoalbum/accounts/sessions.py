"""Login sessions: rows on the server, of which a browser holds only a random id."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Row, Select, bindparam, delete, or_, select, update

from photoalbum.accounts.models import LoginSession, Member
from photoalbum.accounts.rows import changed
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.core.tokens import digest, new_secret

IDLE = timedelta(days=14)
ABSOLUTE = timedelta(days=90)
TOUCHED_EVERY = timedelta(hours=1)
CONFIRMED_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Login:
    """What a request remembers of its session: plain values, which no commit or rollback can expire."""

    id: int
    uid: str
    last_used_at: datetime
    confirmed_at: datetime

    @property
    def is_due(self) -> bool:
        """Whether it is time to note that the session is still used."""
        return now() - self.last_used_at >= TOUCHED_EVERY

    @property
    def is_confirmed(self) -> bool:
        """Whether the password was entered a short while ago, which some acts ask for."""
        return now() - self.confirmed_at < CONFIRMED_FOR


def start(member_id: int, *, user_agent: str = "", address: str = "") -> str:
    """Make a session and return the secret for its cookie, which is kept nowhere."""
    forget_expired()
    secret = new_secret()
    db.session.add(
        LoginSession(digest=digest(secret), member_id=member_id, user_agent=user_agent[:200], address=address)
    )
    return secret


def find(secret: str) -> tuple[Login, Member] | None:
    """The session with this secret and its member, if both may still be used. One statement."""
    moment = now()
    row = db.session.execute(
        _by_digest(),
        {"digest": digest(secret), "used_after": moment - IDLE, "made_after": moment - ABSOLUTE},
    ).first()
    if row is None:
        return None
    session, member = row
    return Login(session.id, session.uid, session.last_used_at, session.confirmed_at), member


@cache
def _by_digest() -> Select[LoginSession, Member]:
    return (
        select(LoginSession, Member)
        .join(Member, Member.id == LoginSession.member_id)
        .where(
            LoginSession.digest == bindparam("digest"),
            LoginSession.last_used_at > bindparam("used_after"),
            LoginSession.created_at > bindparam("made_after"),
            Member.disabled_at.is_(None),
        )
    )


def touch(login_id: int, *, user_agent: str, address: str) -> None:
    """Note the use. Of many requests at once only the first changes the row."""
    fields = {"last_used_at": now(), "user_agent": user_agent[:200], "address": address}
    stale = LoginSession.last_used_at <= now() - TOUCHED_EVERY
    db.session.execute(update(LoginSession).where(LoginSession.id == login_id, stale).values(fields))


def confirm(login_id: int) -> None:
    """Note that the password was entered just now."""
    db.session.execute(update(LoginSession).where(LoginSession.id == login_id).values(confirmed_at=now()))


def of_member(member_id: int) -> list[LoginSession]:
    query = select(LoginSession).where(
        LoginSession.member_id == member_id,
        LoginSession.last_used_at > now() - IDLE,
        LoginSession.created_at > now() - ABSOLUTE,
    )
    return list(db.session.scalars(query.order_by(LoginSession.last_used_at.desc(), LoginSession.id.desc())))


def everywhere(limit: int = 200) -> Sequence[Row[LoginSession, str]]:
    """All that are open, with the names of their members, the last used first."""
    query = select(LoginSession, Member.name).join(Member, Member.id == LoginSession.member_id)
    query = query.where(LoginSession.last_used_at > now() - IDLE, LoginSession.created_at > now() - ABSOLUTE)
    last_first = query.order_by(LoginSession.last_used_at.desc(), LoginSession.id.desc())
    return db.session.execute(last_first.limit(limit)).all()


def end(member_id: int, uid: str) -> bool:
    """End one session of this member. False when there is none of that name."""
    query = delete(LoginSession).where(LoginSession.member_id == member_id, LoginSession.uid == uid)
    return changed(query) == 1


def end_secret(secret: str) -> None:
    """End the session that this cookie names, whoever brings it."""
    changed(delete(LoginSession).where(LoginSession.digest == digest(secret)))


def end_all(member_id: int, *, but: int | None = None) -> int:
    query = delete(LoginSession).where(LoginSession.member_id == member_id)
    return changed(query if but is None else query.where(LoginSession.id != but))


def forget_expired() -> int:
    """Remove sessions that can no longer be used, and with them the addresses they were used from."""
    expired = or_(LoginSession.last_used_at <= now() - IDLE, LoginSession.created_at <= now() - ABSOLUTE)
    return changed(delete(LoginSession).where(expired))
