"""Which file answers a request for a picture, remembered for as long as nothing was committed.

A grid asks for sixty pictures at once, and each answer needs a session, a member and a question about rights.
SQLite says in microseconds whether anything in the database has changed since the question was asked: by
`PRAGMA data_version`, on a connection kept for nothing else, for a connection does not see its own commits.
So a change of rights, a logout and a deleted photo are felt at the next request. Sessions end by the clock as
well, and therefore nothing is remembered for longer than half a minute.

Other databases have no such counter; there everything is asked each time.
"""

import sqlite3
import time
from collections.abc import Hashable
from pathlib import Path
from threading import Lock
from typing import NamedTuple, cast

from flask import current_app
from sqlalchemy import event
from sqlalchemy.engine import Engine

from photoalbum.core.db import db

EXTENSION = "photoalbum.remembered"
LONGEST = 30.0
MOST = 4096


class Found(NamedTuple):
    """A file that may be sent to whoever asked, and how."""

    path: Path
    media_type: str
    etag: str
    cache: str


class Remembered:
    """What was found since the last commit anywhere."""

    def __init__(self, database: str) -> None:
        self._connection = sqlite3.connect(database, check_same_thread=False, isolation_level=None)
        self._lock = Lock()
        self._version = -1
        self._found: dict[Hashable, tuple[float, Found]] = {}

    def close(self) -> None:
        """Let go of the database's file, which somebody may be about to put another in the place of."""
        self._connection.close()

    __del__ = close

    def version(self) -> int:
        """The state of the database; to be asked before the questions whose answer is to be remembered."""
        with self._lock:
            found: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
            if found != self._version:
                self._found.clear()
                self._version = found
            return found

    def recall(self, key: Hashable) -> Found | None:
        kept = self._found.get(key)
        return kept[1] if kept is not None and time.monotonic() - kept[0] < LONGEST else None

    def keep(self, key: Hashable, found: Found, version: int) -> None:
        with self._lock:
            if version != self._version:
                return
            if len(self._found) >= MOST:
                self._found.clear()
            self._found[key] = (time.monotonic(), found)


def of_app() -> Remembered | None:
    """This process's memory; None where the database is no file of SQLite's."""
    extensions = current_app.extensions
    if EXTENSION not in extensions:
        url = db.engine.url
        if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
            return None
        memory = Remembered(url.database)
        extensions[EXTENSION] = memory

        @event.listens_for(db.engine, "engine_disposed", once=True)
        def forget(_engine: Engine) -> None:
            memory.close()
            extensions.pop(EXTENSION, None)

    return cast(Remembered, extensions[EXTENSION])
