"""Bringing the database to today's schema: at start, once, under a lock, after a backup.

Alembic takes 12 MiB, so it is imported by the short-lived process that migrates and by no other.
"""

import contextlib
import fcntl
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import inspect, text

from photoalbum.core import snapshot
from photoalbum.core.db import db

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
BACKUPS_KEPT = 5
SEARCH_INDEXES = ("photo_search", "album_search")
log = logging.getLogger(__name__)


class NewerDatabase(Exception):
    """The database was written by a newer photoalbum than this one."""


def connect(app: Flask) -> None:
    """Let Flask-Migrate know the application and its models."""
    import flask_migrate

    flask_migrate.Migrate(
        app,
        db,
        directory=str(MIGRATIONS),
        render_as_batch=True,
        compare_type=True,
        include_name=has_model,
    )


def has_model(name: str | None, kind: str, _parents: object) -> bool:
    """Whether there is a model of it: there is none of the search indexes and what SQLite keeps for them."""
    return kind != "table" or not (name or "").startswith(SEARCH_INDEXES)


def upgrade(app: Flask) -> None:
    """Migrate to the newest schema. Raises NewerDatabase rather than touch what it does not know."""
    import flask_migrate
    from alembic.script import ScriptDirectory

    connect(app)
    with app.app_context(), _only_one(Path(app.config["INSTANCE"]) / "migrate.lock"):
        scripts = ScriptDirectory(str(MIGRATIONS))
        head, have = scripts.get_current_head(), current_revision()
        if have == head:
            return
        if have is not None:
            _refuse_unknown(scripts, have)
            _back_up(app, have)
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        log.info("The database is at schema %s now.", head)


def current_revision() -> str | None:
    """The schema that the database has, or None for an empty one."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return str(found) if found else None


def refuse_newer(revision: str) -> None:
    """Raise NewerDatabase for a schema that only a newer program knows."""
    from alembic.script import ScriptDirectory

    _refuse_unknown(ScriptDirectory(str(MIGRATIONS)), revision)


def is_newest(app: Flask) -> bool:
    """Whether the database has today's schema."""
    from alembic.script import ScriptDirectory

    with app.app_context():
        return current_revision() == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def _refuse_unknown(scripts: "ScriptDirectory", have: str) -> None:
    from alembic.script.revision import ResolutionError
    from alembic.util import CommandError

    try:
        scripts.get_revision(have)
    except (ResolutionError, CommandError) as fault:
        raise NewerDatabase(
            "This database was written by a newer version of photoalbum. "
            "Install that version again, or restore the backup made before the upgrade."
        ) from fault


def _back_up(app: Flask, have: str) -> None:
    """Copy the SQLite file before it is changed."""
    source = db.engine.url.database
    if db.engine.dialect.name != "sqlite" or not source:
        return
    folder = Path(app.config["INSTANCE"]) / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-before-{have}.sqlite3"
    snapshot.take(Path(source), target)
    for stale in sorted(folder.glob("*-before-*.sqlite3"))[:-BACKUPS_KEPT]:
        stale.unlink()


@contextlib.contextmanager
def _only_one(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
