"""Whether anybody is looking at pages just now: said by the processes that answer, heard by those that work.

It is the time of an empty file in the instance folder, so that it needs no write to the database and holds
between processes.
"""

import time
from pathlib import Path

from flask import Flask, current_app, request

FILE = "pages.lately"
LATELY_SECONDS = 3.0
EXTENSION = "photoalbum-presence"
# What programs and open pages ask for by themselves; sending files is waited for, but not looked at.
NOT_LOOKING = ("static", "status", "progress", "tus", "drops", "assets")


def init_app(app: Flask) -> None:
    app.extensions[EXTENSION] = 0.0
    app.before_request(_note)


def is_anybody(instance: Path) -> bool:
    """Whether a page was asked for in the last seconds."""
    try:
        return abs(time.time() - (instance / FILE).stat().st_mtime) < LATELY_SECONDS
    except OSError:
        return False


def note(app: Flask) -> None:
    """Write it down, at most once a second."""
    at = time.monotonic()
    if at - app.extensions[EXTENSION] < 1:
        return
    app.extensions[EXTENSION] = at
    try:
        (Path(app.config["INSTANCE"]) / FILE).touch()
    except OSError:
        # A full disk must not take the pages away.
        return


def _note() -> None:
    if request.method == "GET" and (request.endpoint or "static").split(".")[0] not in NOT_LOOKING:
        note(current_app)
