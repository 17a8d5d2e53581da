"""One run of `photoalbum export`, which lets the site's work go first."""

import os
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from photoalbum.core.db import db
from photoalbum.serving.verify import NICENESS
from photoalbum.work import export as work
from photoalbum.work import export_places
from photoalbum.work.export import CannotExport, Done, Wish

__all__ = ["CannotExport", "Done", "how_many", "run"]


def how_many(app: Flask, member_id: int | None) -> int:
    with app.app_context():
        try:
            return export_places.count(member_id)
        finally:
            db.session.rollback()


def run(app: Flask, destination: Path, member_id: int | None, step: Callable[[int], None]) -> Done:
    """KeyboardInterrupt ends it; the next run goes on from there."""
    os.nice(NICENESS)
    return work.export(app, Wish(destination, member_id, step))
