"""The database handle, and the rules every connection and every transaction keeps.

SQLite's defaults lose updates and acknowledged rows (ACCEPTANCE D1 to D4). So each connection runs in
autocommit as far as the driver is concerned, SQLAlchemy's `begin` event opens every transaction itself,
and a unit of work is one of two kinds, known before its first statement:

- a writing unit starts with BEGIN IMMEDIATE and waits its turn;
- a reading unit starts with BEGIN under `query_only`, so that a write inside it fails loudly.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase

from photoalbum.core import ballast

BUSY_TIMEOUT_MS = 15_000

_reading: ContextVar[bool] = ContextVar("photoalbum_reading", default=False)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def start_reading() -> None:
    """Make the units that follow reading ones: the web does so for GET, HEAD and OPTIONS."""
    _reading.set(True)


def start_writing() -> None:
    """Make the units that follow writing ones, which is also the default outside requests."""
    _reading.set(False)


@contextmanager
def writing() -> Iterator[None]:
    """A short writing unit inside a reading request: what was read is let go, the block is committed."""
    db.session.rollback()
    token = _reading.set(False)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _reading.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """A reading unit where units else write: nobody has to wait until it has looked at everything."""
    db.session.rollback()
    token = _reading.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        _reading.reset(token)


@event.listens_for(Engine, "connect")
def _set_up_connection(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "temp_store=MEMORY",
        "cache_size=-16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    raw: Any = connection.connection.dbapi_connection
    if not isinstance(raw, sqlite3.Connection):
        return
    # On the raw connection, because these are no statements of the page whose cost a test counts.
    if _reading.get():
        raw.execute("PRAGMA query_only=ON")
        raw.execute("BEGIN")
    else:
        if folder := folder_of(connection.engine):
            ballast.give_up_if_needed(folder)
        raw.execute("PRAGMA query_only=OFF")
        raw.execute("BEGIN IMMEDIATE")


def folder_of(engine: Engine) -> Path | None:
    """Where the database file lies; None when it is no file of this machine."""
    name = engine.url.database
    return Path(name).parent if name and engine.dialect.name == "sqlite" and name != ":memory:" else None


def disk_is_full(fault: BaseException) -> bool:
    """Whether this fault says that there is no room left, for a file or for the database."""
    if isinstance(fault, OSError):
        return fault.errno in (errno.ENOSPC, errno.EDQUOT)
    cause = getattr(fault, "orig", None)
    return isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode == sqlite3.SQLITE_FULL


class UnsafeDatabase(Exception):
    """A connection that does not keep the promises above: the start stops."""


def assert_durable(connection: Connection) -> None:
    """Raise UnsafeDatabase unless this connection is WAL, FULL, with foreign keys and a busy timeout."""
    if connection.dialect.name != "sqlite":
        return
    want = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": BUSY_TIMEOUT_MS}
    have = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in want}
    if have != want:
        raise UnsafeDatabase(f"SQLite does not keep its promises here: wanted {want}, found {have}.")
