"""Counting what a statement changed, which is how a single use is told from a second one."""

from typing import Any, cast

from sqlalchemy import CursorResult, UpdateBase

from photoalbum.core.db import db


def changed(statement: UpdateBase) -> int:
    """Execute an UPDATE or DELETE and say how many rows it met."""
    return cast("CursorResult[Any]", db.session.execute(statement)).rowcount
