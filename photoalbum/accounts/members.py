"""Members: adding, finding, letting in and keeping out."""

import re
import unicodedata

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from photoalbum.accounts import password_links, sessions
from photoalbum.accounts.models import KEEPER, MEMBER, Member
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.core.errors import Conflict, Rejected

# No mail is sent, so nothing depends on more than "somebody at some place".
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")

# Marks that turn the writing direction: a name must not be able to disguise the text beside it.
_DIRECTIONS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})

HERE = Member.left_at.is_(None)


def everyone() -> list[Member]:
    return list(db.session.scalars(select(Member).where(HERE).order_by(Member.name, Member.id)))


def find(uid: str) -> Member | None:
    return db.session.scalar(select(Member).where(Member.uid == uid, HERE))


def find_by_email(email: str) -> Member | None:
    return db.session.scalar(select(Member).where(Member.email == clean_email(email)))


def add(*, name: str, email: str, password_hash: str, role: str = MEMBER) -> Member:
    """Make an account. The e-mail address must be new here."""
    name, email = clean_name(name), clean_email(email)
    if not name:
        raise Rejected(_("Please write a name."))
    if not is_email(email):
        raise Rejected(_("Please write an e-mail address, like anna@example.org."))
    member = Member(name=name, email=email, password_hash=password_hash, role=role)
    try:
        with db.session.begin_nested():
            db.session.add(member)
    except IntegrityError:
        raise Conflict(_("Somebody here has this e-mail address already.")) from None
    return member


def change_password(member: Member, password_hash: str, *, keep: int | None = None) -> None:
    """Put a new password in place. All login sessions end but `keep`, and so do all password links."""
    member.password_hash = password_hash
    member.password_changed_at = now()
    sessions.end_all(member.id, but=keep)
    password_links.revoke_all(member.id)


def disable(member: Member) -> None:
    """Keep somebody out, from the next request on. What they gave to the family stays."""
    demand_another_keeper(member)
    member.disabled_at = member.disabled_at or now()
    sessions.end_all(member.id)
    password_links.revoke_all(member.id)


def demand_another_keeper(member: Member) -> None:
    """Raise Conflict when nobody would look after the site without this member."""
    # FOR UPDATE is nothing to SQLite, whose writers wait for each other anyway.
    keepers = select(Member.id).where(Member.role == KEEPER, Member.disabled_at.is_(None)).with_for_update()
    if set(db.session.scalars(keepers)) == {member.id}:
        raise Conflict(_("This is the only keeper. Somebody must look after the site."))


def give_room(member: Member, share: int | None) -> None:
    """How many bytes their originals may take; None for what the site gives everybody."""
    member.quota_bytes = share or None


def enable(member: Member) -> None:
    member.disabled_at = None


def clean_email(raw: str) -> str:
    return unicodedata.normalize("NFC", raw).strip().lower()


def is_email(raw: str) -> bool:
    return len(raw) <= 254 and _EMAIL.fullmatch(raw) is not None


def clean_name(raw: str) -> str:
    """One line of text: control and direction marks out, runs of spaces to one."""
    kept = (letter for letter in unicodedata.normalize("NFC", raw) if not _is_unseen(letter))
    return " ".join("".join(kept).split())


def _is_unseen(letter: str) -> bool:
    if letter.isspace():
        return False
    return unicodedata.category(letter) in ("Cc", "Cs") or unicodedata.bidirectional(letter) in _DIRECTIONS
