"""Passkeys: keys that a phone, a computer or a stick holds, and opens by a finger, a face or a PIN.

Each must have asked who its holder is, so that one is enough to come in and needs no password beside it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, LargeBinary, String, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from photoalbum.accounts.models import Member
from photoalbum.accounts.rows import changed
from photoalbum.core.clock import now
from photoalbum.core.db import Model, db
from photoalbum.core.errors import Conflict, Rejected
from photoalbum.core.tokens import new_uid

# More than anybody has devices; it keeps the list in bounds.
MOST = 20


class Passkey(Model):
    """The public half of a passkey. `guards`: the password alone is then not enough any more."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(12), unique=True, default=new_uid)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(2000))
    sign_count: Mapped[int] = mapped_column(default=0)
    guards: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_used_at: Mapped[datetime | None]


class BadPasskey(Rejected):
    """What came is no answer of a passkey to what we asked."""


@dataclass(frozen=True, slots=True)
class Site:
    """For whom a passkey is: the site's name in the browser, its host name, and its whole origin."""

    name: str
    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a passkey has to sign, and when we asked for it."""

    value: bytes
    asked_at: datetime


def of_member(member_id: int) -> list[Passkey]:
    return list(
        db.session.scalars(select(Passkey).where(Passkey.member_id == member_id).order_by(Passkey.id))
    )


def question_for_new(site: Site, member: Member, challenge: Challenge) -> str:
    """What the browser needs to make a passkey, as JSON."""
    told: str = _ceremonies().question_for_new(
        site,
        challenge.value,
        # The member's public name: random, and all that a passkey tells of whom it belongs to.
        holder=(member.uid.encode(), member.email, member.name),
        known=_credential_ids(member.id),
    )
    return told


def question(site: Site, challenge: Challenge, *, member_id: int | None = None) -> str:
    """What the browser needs to ask for a passkey: any of this site, or one of this member."""
    known = _credential_ids(member_id) if member_id else None
    told: str = _ceremonies().question(site, challenge.value, known)
    return told


def add(site: Site, member: Member, challenge: Challenge, answer: str, *, name: str, guards: bool) -> Passkey:
    """Keep a new passkey of this member. Raises BadPasskey when the answer does not fit the question."""
    with _no_fit():
        made = _ceremonies().check_new(site, challenge.value, answer)
    if len(of_member(member.id)) >= MOST:
        raise Conflict(_("You have %(num)d passkeys. Please remove one first.", num=MOST))
    passkey = Passkey(
        member_id=member.id,
        name=name,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        guards=guards,
    )
    try:
        with db.session.begin_nested():
            db.session.add(passkey)
    except IntegrityError:
        raise Conflict(_("This passkey is on your list already.")) from None
    return passkey


def holder(site: Site, challenge: Challenge, answer: str) -> Member:
    """Whose passkey gave this answer. Each answer is taken once. Raises BadPasskey."""
    with _no_fit():
        credential_id = _ceremonies().credential_id(answer)
    query = (
        select(Passkey, Member)
        .join(Member, Member.id == Passkey.member_id)
        .where(Passkey.credential_id == credential_id, Member.disabled_at.is_(None))
    )
    row = db.session.execute(query).first()
    if row is None:
        raise _misfit()
    passkey, member = row
    with _no_fit():
        count = _ceremonies().check(site, challenge.value, answer, passkey.public_key, passkey.sign_count)
    # The question lies in the browser's own cookie. An answer to one that was asked before the last use
    # is an old answer brought again.
    unused = or_(Passkey.last_used_at.is_(None), Passkey.last_used_at < challenge.asked_at)
    used = {"sign_count": count, "last_used_at": now()}
    if changed(update(Passkey).where(Passkey.id == passkey.id, unused).values(used)) != 1:
        raise _misfit()
    return member


def remove(member_id: int, uid: str) -> bool:
    return changed(delete(Passkey).where(Passkey.member_id == member_id, Passkey.uid == uid)) == 1


def remove_all(member_id: int) -> bool:
    return changed(delete(Passkey).where(Passkey.member_id == member_id)) > 0


def _credential_ids(member_id: int) -> list[bytes]:
    return [passkey.credential_id for passkey in of_member(member_id)]


def _ceremonies() -> Any:
    """The module that speaks WebAuthn. It brings fourteen megabytes, which most sites never need."""
    return import_module("photoalbum.accounts.ceremonies")


def _misfit() -> BadPasskey:
    return BadPasskey(_("This passkey could not be used here. Please try again."))


@contextmanager
def _no_fit() -> Iterator[None]:
    """Whatever is wrong with an answer is told in one sentence: only its sender could make use of more."""
    try:
        yield
    except (_ceremonies().FAULT, LookupError, TypeError, ValueError, AttributeError) as fault:
        raise _misfit() from fault
