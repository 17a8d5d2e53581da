"""The family's name, and whether the site is set up at all."""

from functools import cache

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from photoalbum.accounts import members
from photoalbum.accounts.models import KEEPER, Household, Member
from photoalbum.core.db import db
from photoalbum.core.errors import Missing


def current() -> Household | None:
    return db.session.get(Household, 1)


def family_name() -> str | None:
    """What every page is headed with; None before the site is set up."""
    return db.session.scalar(_family_name())


@cache
def _family_name() -> Select[str]:
    return select(Household.family_name).where(Household.id == 1)


def is_set_up() -> bool:
    return current() is not None


def set_up(family_name: str, *, name: str, email: str, password_hash: str) -> Member:
    """Make the household and its first keeper. Of two at once the second finds nothing to set up."""
    try:
        with db.session.begin_nested():
            db.session.add(Household(id=1, family_name=members.clean_name(family_name)))
    except IntegrityError:
        raise Missing(_("The site is set up already.")) from None
    return members.add(name=name, email=email, password_hash=password_hash, role=KEEPER)
