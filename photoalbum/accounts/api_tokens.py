"""API tokens: what a program shows instead of a password. Each is told once and kept as a digest only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, or_, select, update

from photoalbum.accounts.models import ApiToken, Member
from photoalbum.accounts.rows import changed
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.core.errors import Conflict
from photoalbum.core.tokens import digest, new_secret

# By which scanners of public places recognise one that got there by mistake.
PREFIX = "pa_"
MOST = 50
TOUCHED_EVERY = timedelta(minutes=10)


class Scope(StrEnum):
    READ = "read"  # look at what the member may see
    UPLOAD = "upload"  # send photos and videos
    MANAGE = "manage"  # change, share and delete


@dataclass(frozen=True, slots=True)
class TokenUse:
    """What a request remembers of its token: plain values, which no commit or rollback can expire."""

    id: int
    scopes: frozenset[str]
    last_used_at: datetime | None

    @property
    def is_due(self) -> bool:
        """Whether it is time to note that the token is still used."""
        return self.last_used_at is None or now() - self.last_used_at >= TOUCHED_EVERY


def make(member_id: int, *, name: str, scopes: frozenset[Scope], expires_at: datetime | None) -> str:
    """Make a token and return it, this once."""
    if len(of_member(member_id)) >= MOST:
        raise Conflict(_("You have as many tokens as one can have. Please end some of them first."))
    secret = PREFIX + new_secret()
    db.session.add(
        ApiToken(
            member_id=member_id,
            name=name,
            digest=digest(secret),
            hint=secret[: len(PREFIX) + 4],
            scopes=" ".join(scope for scope in Scope if scope in scopes),
            expires_at=expires_at,
        )
    )
    db.session.flush()
    return secret


def find(secret: str) -> tuple[TokenUse, Member] | None:
    """The token and its member, if both may still be used. One statement."""
    if not secret.startswith(PREFIX):
        return None
    query = (
        select(ApiToken, Member)
        .join(Member, Member.id == ApiToken.member_id)
        .where(ApiToken.digest == digest(secret), _is_alive(), Member.disabled_at.is_(None))
    )
    row = db.session.execute(query).first()
    if row is None:
        return None
    token, member = row
    return TokenUse(token.id, frozenset(token.scopes.split()), token.last_used_at), member


def touch(token_id: int) -> None:
    """Note the use. Of many requests at once only the first changes the row."""
    stale = or_(ApiToken.last_used_at.is_(None), ApiToken.last_used_at <= now() - TOUCHED_EVERY)
    db.session.execute(update(ApiToken).where(ApiToken.id == token_id, stale).values(last_used_at=now()))


def of_member(member_id: int) -> list[ApiToken]:
    """A member's tokens, those that have run out included, the newest first."""
    query = select(ApiToken).where(ApiToken.member_id == member_id)
    return list(db.session.scalars(query.order_by(ApiToken.created_at.desc(), ApiToken.id.desc())))


def end(member_id: int, uid: str) -> bool:
    """End one token of this member, from the next request on. False when there is none of that name."""
    return changed(delete(ApiToken).where(ApiToken.member_id == member_id, ApiToken.uid == uid)) == 1


def _is_alive() -> ColumnElement[bool]:
    return or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > now())
