"""Links by which a member who forgot the password chooses a new one, made by a keeper."""

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from photoalbum.accounts.models import PASSWORD_LINK_LIFE, Member, PasswordLink
from photoalbum.accounts.rows import changed
from photoalbum.core import tokens
from photoalbum.core.clock import now
from photoalbum.core.db import db

PURPOSE = "password"
OPEN = (PasswordLink.used_at.is_(None), PasswordLink.revoked_at.is_(None))


def make(member: Member, creator: Member | None) -> PasswordLink:
    """A link for an hour. Older ones of this member end."""
    revoke_all(member.id)
    link = PasswordLink(
        member_id=member.id,
        created_by_id=creator.id if creator else None,
        expires_at=now() + PASSWORD_LINK_LIFE,
    )
    db.session.add(link)
    db.session.flush()
    return link


def token(link: PasswordLink, key: str) -> str:
    return tokens.seal(key, PURPOSE, link.uid, 1)


def find_by_token(raw: str, key: str) -> PasswordLink | None:
    """The link, if it still opens anything, with its member."""
    uid = tokens.uid_of(raw)
    if uid is None or not tokens.genuine(key, PURPOSE, raw, 1):
        return None
    return find(uid)


def find(uid: str) -> PasswordLink | None:
    query = (
        select(PasswordLink)
        .join(PasswordLink.member)
        .options(joinedload(PasswordLink.member))
        .where(PasswordLink.uid == uid, *OPEN, PasswordLink.expires_at > now(), Member.disabled_at.is_(None))
    )
    return db.session.scalar(query)


def claim(link_id: int) -> bool:
    """Use the link up. True for exactly one of all who try."""
    still_open = (PasswordLink.id == link_id, *OPEN, PasswordLink.expires_at > now())
    return changed(update(PasswordLink).where(*still_open).values(used_at=now())) == 1


def revoke_all(member_id: int) -> None:
    db.session.execute(
        update(PasswordLink).where(PasswordLink.member_id == member_id, *OPEN).values(revoked_at=now())
    )
