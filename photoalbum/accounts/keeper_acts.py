"""When a keeper has to look into somebody's private albums: asked for, short, and on record for the owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from flask_babel import gettext as _
from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.orm import joinedload

from photoalbum.accounts.models import KeeperAct, Member
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.core.errors import Conflict, NotAllowed, Rejected

LASTS = timedelta(minutes=30)
SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Acting:
    """What a request remembers of it: plain values, which no commit or rollback can expire."""

    owner_id: int
    owner_name: str
    ends_at: datetime


def start(keeper: Member, owner: Member, login_id: int, reason: str) -> KeeperAct:
    """Open one member's private albums to one login of a keeper, and end what was open to it before."""
    if not keeper.is_keeper:
        raise NotAllowed(_("Only a keeper can do this."))
    if owner.id == keeper.id:
        raise Conflict(_("These albums are your own."))
    if not reason.strip():
        raise Rejected(_("Please say why. The owner will read it."))
    end(login_id)
    act = KeeperAct(
        keeper_id=keeper.id,
        owner_id=owner.id,
        session_id=login_id,
        reason=" ".join(reason.split()),
        ends_at=now() + LASTS,
    )
    db.session.add(act)
    return act


def current(login_id: int) -> Acting | None:
    """The act that is open to this login. One statement, asked for keepers only."""
    row = db.session.execute(_current(), {"login_id": login_id, "moment": now()}).one_or_none()
    return Acting(*row) if row else None


@cache
def _current() -> Select[int, str, datetime]:
    return (
        select(Member.id, Member.name, KeeperAct.ends_at)
        .join(Member, Member.id == KeeperAct.owner_id)
        .where(KeeperAct.session_id == bindparam("login_id"), KeeperAct.ends_at > bindparam("moment"))
        .order_by(KeeperAct.id.desc())
        .limit(1)
    )


def end(login_id: int) -> None:
    moment = now()
    db.session.execute(
        update(KeeperAct)
        .where(KeeperAct.session_id == login_id, KeeperAct.ends_at > moment)
        .values(ends_at=moment)
    )


def latest(limit: int = 100) -> Sequence[KeeperAct]:
    """What keepers have done so far, for all keepers to read."""
    wanted = select(KeeperAct).options(joinedload(KeeperAct.keeper), joinedload(KeeperAct.owner))
    return db.session.scalars(wanted.order_by(KeeperAct.id.desc()).limit(limit)).all()


def about(owner_id: int, *, since: datetime | None = None) -> Sequence[KeeperAct]:
    """When somebody's own albums were opened, last first."""
    wanted = select(KeeperAct).options(joinedload(KeeperAct.keeper)).where(KeeperAct.owner_id == owner_id)
    if since is not None:
        wanted = wanted.where(KeeperAct.started_at > since)
    return db.session.scalars(wanted.order_by(KeeperAct.id.desc()).limit(100)).all()


def recently_about(owner_id: int) -> Sequence[KeeperAct]:
    return about(owner_id, since=now() - SHOWN_FOR)
