"""Ten codes on paper, for the day on which the phone is gone. Each opens once."""

import secrets
from datetime import datetime

from sqlalchemy import ForeignKey, String, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from photoalbum.accounts.models import Member
from photoalbum.accounts.rows import changed
from photoalbum.core import vault
from photoalbum.core.clock import now
from photoalbum.core.db import Model, db

PURPOSE = "recovery code"
HOW_MANY = 10
# No letter that looks like another one in handwriting; twelve of them are 59 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 12


class RecoveryCode(Model):
    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]


def make(member: Member, key: str) -> list[str]:
    """New codes, to be shown now and never again. The old ones end."""
    remove(member.id)
    codes = [_new_code() for _ in range(HOW_MANY)]
    db.session.add_all(
        RecoveryCode(member_id=member.id, digest=_digest(member, clean(code), key)) for code in codes
    )
    return codes


def accepts(member: Member, typed: str, key: str) -> bool:
    """Whether this is a code of the member that was not used yet. It is then."""
    unused = (RecoveryCode.member_id == member.id, RecoveryCode.used_at.is_(None))
    this_one = RecoveryCode.digest == _digest(member, clean(typed), key)
    return changed(update(RecoveryCode).where(*unused, this_one).values(used_at=now())) == 1


def left(member_id: int) -> int:
    unused = (RecoveryCode.member_id == member_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def remove(member_id: int) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.member_id == member_id))


def clean(typed: str) -> str:
    """The letters alone, however the code was written down.

    >>> clean(" ABCD-efgh 2345 ")
    'abcdefgh2345'
    """
    return "".join(letter for letter in typed.lower() if letter.isalnum())


def _new_code() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))


def _digest(member: Member, code: str, key: str) -> str:
    return vault.keyed_digest(key, PURPOSE, member.uid, code)
