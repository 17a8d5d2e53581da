"""Proving who one is by a password."""

from sqlalchemy import ColumnElement, select

from photoalbum.accounts import passwords
from photoalbum.accounts.members import clean_email
from photoalbum.accounts.models import Member
from photoalbum.core.db import db


def member_with(email: str, password: str) -> Member | None:
    """Whoever has this e-mail address and this password and may come in.

    An unknown address, a wrong password and a disabled member cost the same and look the same.
    """
    return _member(Member.email == clean_email(email), password)


def proves(member_id: int, password: str) -> bool:
    """Whether this is the member's own password."""
    return _member(Member.id == member_id, password) is not None


def _member(who: ColumnElement[bool], password: str) -> Member | None:
    enabled = Member.disabled_at.is_(None)
    stored = db.session.scalar(select(Member.password_hash).where(who, enabled))
    # Hashing takes long, and no other writer should wait for it.
    db.session.rollback()
    if not passwords.matches(stored, password) or stored is None:
        return None
    fresh = passwords.hash_password(password) if passwords.is_outdated(stored) else stored

    # Asked again, because meanwhile the password may have been changed or its owner disabled.
    member = db.session.scalar(select(Member).where(who, enabled, Member.password_hash == stored))
    if member is not None and fresh != stored:
        member.password_hash = fresh
    return member
