"""Huey in a file of its own. The queue is only a hint: rows in the database say what is still to do.

What is enqueued is a name and plain values; `worker.py` owns which function a name means.
"""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from flask import Flask, current_app
from huey import SqliteHuey

EXTENSION = "photoalbum.queue"
log = logging.getLogger(__name__)

Job = Callable[..., None]


class Queue:
    def __init__(self, path: Path, jobs: Mapping[str, Job] | None = None) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.huey = SqliteHuey("photoalbum", filename=str(path), results=False, timeout=15)
        self._jobs = jobs or {}
        self._run = self.huey.task(name="run", retries=0)(self._dispatch)

    def enqueue(self, name: str, *values: int | str, priority: int = 0) -> None:
        """Ask for a job. A queue that cannot take it is logged, no more: the sweep finds the row later."""
        try:
            self._run(name, *values, priority=priority)
        except Exception:
            log.warning("The queue did not take %s; the sweep will.", name, exc_info=True)

    def waiting(self) -> int:
        return cast(int, self.huey.pending_count())

    def _dispatch(self, name: str, *values: int | str) -> None:
        self._jobs[name](*values)


def init_app(app: Flask, jobs: Mapping[str, Job] | None = None) -> None:
    app.extensions[EXTENSION] = Queue(Path(app.config["QUEUE_PATH"]), jobs)


def queue() -> Queue:
    return cast(Queue, current_app.extensions[EXTENSION])


def enqueue(name: str, *values: int | str, priority: int = 0) -> None:
    queue().enqueue(name, *values, priority=priority)
