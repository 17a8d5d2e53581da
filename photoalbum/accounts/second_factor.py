"""The second step of a login: whether a member has one, and what opens it."""

from sqlalchemy import ColumnElement, exists, or_, select

from photoalbum.accounts import authenticator, passkeys, recovery_codes, sessions
from photoalbum.accounts.authenticator import IN_USE, AuthenticatorApp
from photoalbum.accounts.models import Member
from photoalbum.accounts.passkeys import Passkey
from photoalbum.accounts.sign_ins import Way
from photoalbum.core.db import db

APP_CODE_DIGITS = 6


def is_on(member_id: int) -> bool:
    """Whether this member's password alone opens nothing."""
    return _is_there(
        exists().where(AuthenticatorApp.member_id == member_id, IN_USE),
        exists().where(Passkey.member_id == member_id, Passkey.guards),
    )


def has_any(member_id: int) -> bool:
    """Whether there is anything that a keeper could remove."""
    return _is_there(
        exists().where(AuthenticatorApp.member_id == member_id, IN_USE),
        exists().where(Passkey.member_id == member_id),
    )


def is_app_code(typed: str) -> bool:
    """Whether this looks like a code of an app; else it is meant as a recovery code."""
    code = recovery_codes.clean(typed)
    return len(code) == APP_CODE_DIGITS and code.isascii() and code.isdigit()


def way_of(member: Member, typed: str, key: str) -> Way | None:
    """What kind of code this is, if it is right. It is used up then."""
    code = recovery_codes.clean(typed)
    if is_app_code(code):
        return Way.APP if authenticator.accepts(member, code, key) else None
    return Way.RECOVERY_CODE if recovery_codes.accepts(member, code, key) else None


def codes_if_first(member: Member, key: str) -> list[str]:
    """Recovery codes for whoever has none: nobody shall be locked out by a lost phone."""
    return [] if recovery_codes.left(member.id) else recovery_codes.make(member, key)


def settle(member_id: int, *, keep: int) -> None:
    """After a change: sessions that began before it end but one, and codes without a use go."""
    sessions.end_all(member_id, but=keep)
    if not is_on(member_id):
        recovery_codes.remove(member_id)


def remove_all(member_id: int) -> bool:
    """For somebody who lost everything: the password alone counts again, and all sessions end."""
    had = has_any(member_id)
    authenticator.remove(member_id)
    passkeys.remove_all(member_id)
    recovery_codes.remove(member_id)
    sessions.end_all(member_id)
    return had


def _is_there(*which: ColumnElement[bool]) -> bool:
    return bool(db.session.scalar(select(or_(*which))))
