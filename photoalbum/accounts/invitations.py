"""Invitations: a keeper makes a link, one person makes one account with it."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select, update

from photoalbum.accounts import members
from photoalbum.accounts.models import INVITATION_LIFE, Invitation, Member
from photoalbum.accounts.rows import changed
from photoalbum.core import tokens
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.core.errors import Missing

PURPOSE = "invitation"
OPEN = (Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))


def make(creator: Member, name: str, *, life: timedelta = INVITATION_LIFE) -> Invitation:
    """Invite somebody to become a member. Never for longer than a week."""
    invitation = Invitation(
        name=members.clean_name(name),
        created_by_id=creator.id,
        expires_at=now() + min(life, INVITATION_LIFE),
    )
    db.session.add(invitation)
    db.session.flush()
    return invitation


def token(invitation: Invitation, key: str) -> str:
    return tokens.seal(key, PURPOSE, invitation.uid, 1)


def find_by_token(raw: str, key: str) -> Invitation | None:
    """The invitation that this link still opens."""
    uid = tokens.uid_of(raw)
    if uid is None or not tokens.genuine(key, PURPOSE, raw, 1):
        return None
    return db.session.scalar(
        select(Invitation).where(Invitation.uid == uid, *OPEN, Invitation.expires_at > now())
    )


def find(uid: str) -> Invitation | None:
    """An invitation that a keeper may still show, expired ones included."""
    return db.session.scalar(select(Invitation).where(Invitation.uid == uid, *OPEN))


def waiting() -> list[Invitation]:
    """Those that nobody has used yet and that can still be used, the newest first."""
    query = select(Invitation).where(*OPEN, Invitation.expires_at > now())
    return list(db.session.scalars(query.order_by(Invitation.created_at.desc(), Invitation.id.desc())))


def accept(invitation_id: int, *, name: str, email: str, password_hash: str) -> Member:
    """Use the invitation up and make its member. Of two at once the second finds it gone."""
    claim = (
        update(Invitation)
        .where(Invitation.id == invitation_id, *OPEN, Invitation.expires_at > now())
        .values(used_at=now())
    )
    if changed(claim) != 1:
        raise Missing(_("This invitation has been used, or is too old."))
    member = members.add(name=name, email=email, password_hash=password_hash)
    db.session.execute(update(Invitation).where(Invitation.id == invitation_id).values(used_by_id=member.id))
    return member


def revoke(uid: str) -> bool:
    """Make the link useless. False when there is no open invitation of that name."""
    return changed(update(Invitation).where(Invitation.uid == uid, *OPEN).values(revoked_at=now())) == 1
