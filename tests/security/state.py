"""The whole database as a value, to see that nothing changed; and putting it back when something did."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from flask import Flask

from photoalbum.core.db import db

Tables = dict[str, list[tuple[object, ...]]]

# Looking at pages moves these, and may.
MOVING = {
    "sessions": {"last_used_at", "user_agent", "address"},
    "share_links": {"last_used_at", "views", "visitors", "downloads"},
    "members": {"last_seen_at", "last_visit_at"},
}
# And these come of them: counts that are forgotten with the day, and copies that can be made at any time.
OF_LOOKING = {"link_visitors", "visit_salts", "clean_copies"}


def tables_of(app: Flask) -> Tables:
    """Every row of every table."""
    with closing(sqlite3.connect(database_of(app))) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith("sqlite_") and name not in OF_LOOKING
        ]
        return {name: _rows(connection, name) for name in names}


def changed(before: Tables, after: Tables) -> list[str]:
    """The names of the tables that differ."""
    return [name for name in after if before.get(name) != after[name]]


def database_of(app: Flask) -> Path:
    return Path(app.config["INSTANCE"]) / "photoalbum.sqlite3"


def restore(app: Flask, copy: Path) -> None:
    """Put an earlier database back under a running application."""
    with app.app_context():
        db.engine.dispose()
    path = database_of(app)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    shutil.copy(copy, path)


def keep_copy(app: Flask, copy: Path) -> None:
    with closing(sqlite3.connect(database_of(app))) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)


def _rows(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    kept = [name for name in columns if name not in MOVING.get(table, ())]
    return sorted(connection.execute(f"SELECT {', '.join(kept)} FROM {table}"), key=repr)
