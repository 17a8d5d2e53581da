"""Deleting an account: the ways in end, the name goes, and what others wrote and own stays."""

from flask_babel import gettext as _
from sqlalchemy import Table, delete, update

from photoalbum.accounts import members
from photoalbum.accounts.models import Circle, Invitation, Member
from photoalbum.core.clock import now
from photoalbum.core.db import Model, db


def leave(member: Member, heir: Member) -> None:
    """Delete an account. Its row stays without a name or an address, for the record of what keepers did.

    Circles that the member looked after pass to the heir, and so do no photos: see `albums.leaving`.
    """
    members.demand_another_keeper(member)
    member.left_at = now()
    member.disabled_at = member.disabled_at or now()
    member.name = _("Somebody who left")
    # No address that anybody can have: the old one may be invited again.
    member.email = f"left/{member.uid.lower()}"
    member.password_hash = ""
    member.role = "member"
    db.session.execute(update(Circle).where(Circle.owner_id == member.id).values(owner_id=heir.id))
    still_open = (Invitation.created_by_id == member.id, Invitation.used_at.is_(None))
    db.session.execute(update(Invitation).where(*still_open).values(revoked_at=now()))
    db.session.flush()
    _let_go(member.id)


def _let_go(member_id: int) -> None:
    """What the database would do with the rows that hang from a member's, were it deleted.

    So whatever is added later, such as tokens or passkeys, ends with the account as its table says.
    """
    for table in Model.metadata.tables.values():
        for column in table.columns:
            for key in column.foreign_keys:
                if key.column.table.name == Member.__tablename__:
                    _let_go_of(table, column.name, key.ondelete, member_id)
    db.session.expire_all()


def _let_go_of(table: Table, column: str, rule: str | None, member_id: int) -> None:
    mine = table.c[column] == member_id
    if rule == "CASCADE":
        db.session.execute(delete(table).where(mine))
    elif rule == "SET NULL":
        db.session.execute(update(table).where(mine).values({column: None}))
