"""Migrates copies of a database and dies at one statement after the other: `python -m tests.crash.migrating`.

Prints a line of JSON for each: at which statement, and what the file was afterwards, in a word.
"""

import json
import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from photoalbum import create_app, migrate
from photoalbum.core.db import db
from photoalbum.settings import Settings

KEY = "a key for tests, long enough to be taken for a real one"


def schema(path: Path) -> list[tuple[object, ...]]:
    """Everything that a migration changes: the tables as they are declared, and the version that is noted."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tables = connection.execute(
            "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
        ).fetchall()
        return [*tables, *connection.execute("SELECT version_num FROM alembic_version").fetchall()]


def upgrade(instance: Path, die_at: int | None) -> int:
    """Migrate, and kill this process before a statement; how many there were."""
    app = create_app(Settings(instance=instance, secret_key=KEY))
    seen = 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    with app.app_context():
        db.event.listen(db.engine, "before_cursor_execute", count)
    migrate.upgrade(app)
    with app.app_context():
        db.engine.dispose()
    return seen


def main(source: Path, folder: Path, step: int) -> None:
    def fresh() -> Path:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return Path(shutil.copy(source, folder / "photoalbum.sqlite3"))

    old = schema(fresh())
    statements = upgrade(folder, None)
    new = schema(folder / "photoalbum.sqlite3")
    for number in range(1, statements + 1, step):
        path = fresh()
        child = os.fork()
        if child == 0:
            upgrade(folder, number)
            os._exit(1)
        _pid, status = os.waitpid(child, 0)
        found = schema(path)
        state = "old" if found == old else "new" if found == new else "between"
        sys.stdout.write(json.dumps([number, os.WTERMSIG(status), state]) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
