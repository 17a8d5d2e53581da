"""Who came in, who was refused, and what was changed about the ways in. Kept for thirty days."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, delete, func, insert, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from photoalbum.accounts.members import clean_email
from photoalbum.accounts.models import Member
from photoalbum.accounts.rows import changed
from photoalbum.core.clock import now
from photoalbum.core.db import Model, db

KEPT_FOR = timedelta(days=30)
# Whoever knocks from many networks must not fill the disk: of refusals only the newest are kept.
MOST_REFUSALS = 20_000


class Outcome(StrEnum):
    IN = "in"
    REFUSED = "refused"
    CHANGED = "changed"


class Way(StrEnum):
    """How somebody came in or tried to, or what was changed."""

    PASSWORD = "password"  # noqa: S105 - the name of a way in
    SECOND_STEP = "second step"
    APP = "password and app"
    RECOVERY_CODE = "password and recovery code"
    PASSKEY_TOO = "password and passkey"
    PASSKEY = "passkey"
    INVITATION = "invitation"
    SET_UP = "set-up"

    PASSWORD_CHANGED = "password changed"  # noqa: S105 - what was changed
    APP_ADDED = "app added"
    APP_REMOVED = "app removed"
    PASSKEY_ADDED = "passkey added"
    PASSKEY_REMOVED = "passkey removed"
    CODES_MADE = "recovery codes made"
    FACTORS_REMOVED = "second step removed by a keeper"


class SignIn(Model):
    """One line of the record. A refusal may be nobody's: what was typed as an e-mail address is not kept."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    outcome: Mapped[str] = mapped_column(String(10))
    way: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(45), default="")

    __table_args__ = (Index("ix_sign_ins_member_id_at", "member_id", "at"),)


def note(member_id: int | None, outcome: Outcome, way: Way, *, address: str) -> None:
    db.session.add(SignIn(member_id=member_id, outcome=outcome, way=way, address=address))


def note_refusal(email: str, way: Way, *, address: str) -> None:
    """A refusal under this e-mail address. One statement, whether somebody has the address or nobody."""
    whose = select(Member.id).where(Member.email == clean_email(email)).scalar_subquery()
    fields = {"at": now(), "outcome": Outcome.REFUSED, "way": way, "address": address}
    db.session.execute(insert(SignIn).values(member_id=whose, **fields))


def of_member(member_id: int, *, most: int) -> list[SignIn]:
    query = select(SignIn).where(SignIn.member_id == member_id)
    return list(db.session.scalars(query.order_by(SignIn.at.desc(), SignIn.id.desc()).limit(most)))


def latest(most: int) -> list[tuple[SignIn, str | None]]:
    """The newest lines of everybody, each with the name of whom it concerns, where that is known."""
    query = select(SignIn, Member.name).outerjoin(Member, Member.id == SignIn.member_id)
    rows = db.session.execute(query.order_by(SignIn.at.desc(), SignIn.id.desc()).limit(most))
    return [(line, name) for line, name in rows]


def forget_old() -> int:
    """Remove what is too old, and of many refusals the oldest."""
    refused = SignIn.outcome == Outcome.REFUSED
    newest = select(func.max(SignIn.id)).where(refused).scalar_subquery()
    too_many = refused & (SignIn.id <= newest - MOST_REFUSALS)
    return changed(delete(SignIn).where(or_(SignIn.at < now() - KEPT_FOR, too_many)))
