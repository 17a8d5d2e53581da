"""For machines that watch the site: is the process alive, and can it do its work?"""

import logging
import os
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from flask import Blueprint, Flask, Response, current_app, jsonify
from sqlalchemy import text

from photoalbum.core.db import db, writing

EXTENSION = "photoalbum.status"
HEARTBEAT = "worker.heartbeat"
HEARTBEAT_SECONDS = 60
REMEMBER_SECONDS = 2.0

Check = Callable[[], bool]

bp = Blueprint("status", __name__)
log = logging.getLogger(__name__)


@dataclass
class Health:
    """The checks of /readyz. Answers are remembered for a moment, so that asking a lot costs nothing."""

    checks: list[tuple[str, Check]]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _failing: list[str] = field(default_factory=list)
    _asked_at: float | None = None

    def failing(self) -> list[str]:
        """The names of all parts that do not work."""
        with self._lock:
            if self._asked_at is None or time.monotonic() > self._asked_at + REMEMBER_SECONDS:
                self._failing = list(
                    dict.fromkeys(name for name, check in self.checks if not _holds(name, check))
                )
                self._asked_at = time.monotonic()
            return self._failing

    def forget(self) -> None:
        """Look anew at the next question."""
        self._asked_at = None


def init_app(app: Flask, checks: Sequence[tuple[str, Check]] = ()) -> None:
    """Add the routes. `checks` come on top of what is looked at anyway: a name and whether it is well."""
    always = [
        ("database", _database_is_writable),
        ("storage", _storage_is_writable),
        ("space", _reserve_is_free),
        ("worker", _worker_beats),
    ]
    app.extensions[EXTENSION] = Health([*always, *checks])
    app.register_blueprint(bp)


def failing() -> list[str]:
    """The names of all parts of this site that do not work."""
    health: Health = current_app.extensions[EXTENSION]
    return health.failing()


@bp.get("/healthz")
def healthz() -> Response:
    """This process answers. Nothing is said of the database, so that no restart is asked for in vain."""
    return jsonify(status="ok")


@bp.get("/readyz")
def readyz() -> Response:
    names = failing()
    answer = jsonify(status="failing" if names else "ok", failing=names)
    answer.status_code = 503 if names else 200
    return answer


@bp.get("/robots.txt")
def robots() -> Response:
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")


def _holds(name: str, check: Check) -> bool:
    try:
        return check()
    except Exception:
        log.exception("The check of %s failed", name)
        return False


def _database_is_writable() -> bool:
    with writing():
        db.session.execute(text("SELECT 1"))
    return True


def _storage_is_writable() -> bool:
    probe = Path(current_app.config["MEDIA_ROOT"]) / f".probe-{uuid4().hex}"
    try:
        with probe.open("wb") as file:
            file.write(b"photoalbum")
            file.flush()
            os.fsync(file.fileno())
    finally:
        probe.unlink(missing_ok=True)
    return True


def _reserve_is_free() -> bool:
    free = shutil.disk_usage(current_app.config["MEDIA_ROOT"]).free
    return free >= int(current_app.config["FREE_DISK_RESERVE_BYTES"])


def _worker_beats() -> bool:
    heartbeat = Path(current_app.config["INSTANCE"]) / HEARTBEAT
    return heartbeat.is_file() and time.time() - heartbeat.stat().st_mtime < HEARTBEAT_SECONDS
