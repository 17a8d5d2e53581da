"""One run of `photoalbum verify`, which lets the site's work go first."""

import os
import threading

from flask import Flask

from photoalbum.core.db import db
from photoalbum.settings import readers
from photoalbum.work import repair as repairs
from photoalbum.work import verify as work
from photoalbum.work.verify import AlreadyRunning, Result, Wish

NICENESS = 10

__all__ = ["AlreadyRunning", "Result", "Wish", "how_many", "repair", "run", "size"]

size = readers.size


def how_many(app: Flask) -> int:
    with app.app_context():
        return work.how_many()


def run(app: Flask, wish: Wish) -> Result:
    """KeyboardInterrupt ends it; what was read until then need not be read again."""
    os.nice(NICENESS)
    return work.verify(app, wish, threading.Event())


def repair(app: Flask, result: Result, owner_id: int | None) -> int:
    with app.app_context():
        mended = repairs.repair(result.run_id, owner_id)
        db.session.rollback()
        return mended
