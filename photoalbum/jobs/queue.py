"""Huey in a file of its own. The queue is only a hint: rows in the database say what is still to do.

What is enqueued is a name and plain values; `worker.py` owns which function a name means.
"""

import logging
import time
from collections.abc import Callable, Mapping
from enum import IntEnum
from pathlib import Path
from typing import cast

from flask import Flask, current_app
from huey import SqliteHuey

EXTENSION = "photoalbum.queue"
log = logging.getLogger(__name__)

Job = Callable[..., object]

# For how long a hint that was given is not given again, and how many of them a process remembers.
ONCE_SECONDS = 30
MOST_REMEMBERED = 20_000


class Priority(IntEnum):
    """What goes first when much waits: the higher."""

    UPLOAD = 40
    ON_REQUEST = 30
    VIDEO = 20
    REBUILD = 10


class Queue:
    def __init__(self, path: Path, jobs: Mapping[str, Job] | None = None) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.huey = SqliteHuey("photoalbum", filename=str(path), results=False, timeout=15)
        self._jobs = jobs or {}
        self._asked: dict[tuple[int | str, ...], float] = {}
        self._run = self.huey.task(name="run", retries=0)(self._dispatch)

    def enqueue(self, name: str, *values: int | str, priority: int = 0) -> None:
        """Ask for a job. A queue that cannot take it is logged, no more: the sweep finds the row later."""
        try:
            self._run(name, *values, priority=priority)
        except Exception:
            log.warning("The queue did not take %s; the sweep will.", name, exc_info=True)

    def enqueue_once(self, name: str, *values: int | str, priority: int = 0) -> None:
        """The same for hints that every view of a page gives: one in half a minute is enough."""
        moment, asked = time.monotonic(), (name, *values)
        if moment - self._asked.get(asked, -ONCE_SECONDS) < ONCE_SECONDS:
            return
        if len(self._asked) >= MOST_REMEMBERED:
            self._asked.clear()
        self._asked[asked] = moment
        self.enqueue(name, *values, priority=priority)

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


def enqueue_once(name: str, *values: int | str, priority: int = 0) -> None:
    queue().enqueue_once(name, *values, priority=priority)
