"""Between the password and the second step: a note in the browser's signed cookie, which is no session."""

import time
from dataclasses import dataclass

from flask import session as browser

from photoalbum.accounts import members
from photoalbum.accounts.models import Member
from photoalbum.web.current import end_login

SECONDS = 10 * 60
_NOTE = "half_open"


@dataclass(frozen=True, slots=True)
class HalfOpen:
    """Whose password was right, and where they wanted to go."""

    member: Member
    wish: str


def begin(member: Member, wish: str) -> None:
    """Remember that the password was right. An earlier session of this browser ends."""
    end_login()
    browser[_NOTE] = {
        "member": member.uid,
        "password": member.password_changed_at.isoformat(),
        "until": int(time.time()) + SECONDS,
        "wish": wish,
    }


def current() -> HalfOpen | None:
    """What `begin` remembered, while it is fresh, the password is the same and its owner may come in."""
    note = browser.get(_NOTE)
    if not isinstance(note, dict) or note["until"] < time.time():
        return None
    member = members.find(note["member"])
    if member is None or member.disabled_at or member.password_changed_at.isoformat() != note["password"]:
        return None
    return HalfOpen(member, note["wish"])
