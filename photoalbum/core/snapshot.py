"""A copy of a SQLite file that is in use, and what SQLite itself finds wrong with a file."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

MOST_FAULTS = 20


def take(source: Path, target: Path) -> None:
    """Copy a database as it is in one moment, by SQLite's own backup interface.

    A plain copy of a live file is corrupt two times in three. This one is on the disk when this returns.
    """
    # Nobody else knows the new file, and locks often do not work on the network drives that backups go to.
    alone = f"file:{quote(str(target))}?nolock=1"
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(alone, uri=True)) as new:
        old.backup(new)
    with target.open("rb") as file:
        os.fsync(file.fileno())


def opened(path: Path, *, at_rest: bool) -> sqlite3.Connection:
    """A connection that writes nothing. `at_rest` says that nobody else has the file open."""
    more = "&immutable=1" if at_rest else ""
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro{more}", uri=True)


def faults_of(path: Path, *, at_rest: bool) -> list[str]:
    """What is wrong with a database, in SQLite's words: its structure, and rows that point at nothing."""
    try:
        with closing(opened(path, at_rest=at_rest)) as connection:
            told = [row[0] for row in connection.execute(f"PRAGMA integrity_check({MOST_FAULTS})")]
            loose = connection.execute("PRAGMA foreign_key_check").fetchmany(MOST_FAULTS)
    except sqlite3.Error as fault:
        return [str(fault)]
    points = [f"{table} {row_id} points at nothing in {parent}" for table, row_id, parent, _ in loose]
    return [line for line in told if line != "ok"] + points
