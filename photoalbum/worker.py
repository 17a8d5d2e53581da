"""The worker: takes jobs off the queue, decodes in child processes, and keeps the rows true.

Here a job's name meets its function. Everything a job needs is in the database, so that a job that came
twice, too late or not at all does no harm.
"""

import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from huey import crontab

from photoalbum.jobs import queue
from photoalbum.media.sandbox import Sandbox
from photoalbum.photos import clean_copies, derivatives, edits, films, near_duplicates, processing
from photoalbum.uploads.sweep import sweep_parts
from photoalbum.work import clean_copies as making_clean
from photoalbum.work import edits as making_edits
from photoalbum.work import on_request, originals, rebuild, scheduled_backup, tidy, weekly
from photoalbum.work.bench import Bench
from photoalbum.work.films import Studio
from photoalbum.work.turns import Turns

HEARTBEAT_SECONDS = 5


class Worker:
    """One worker process: `threads` jobs at once, each with a decoding child of its own."""

    def __init__(self, app: Flask, threads: int) -> None:
        self.app = app
        self.threads = threads
        self.sandbox = Sandbox(threads)
        self.bench = Bench(app, self.sandbox)
        self.studio = Studio(self.bench)
        self.turns = Turns(Path(app.config["INSTANCE"]), threads)
        self.process_original = partial(originals.process_original, self.bench)
        jobs: dict[str, queue.Job] = {
            processing.JOB: self._prepare,
            derivatives.JOB: partial(on_request.make_derivative, self.bench),
            derivatives.REMAKE: partial(rebuild.remake, self.bench),
            near_duplicates.JOB: partial(tidy.compare_photos, self.bench),
            films.JOB: self.studio.ask,
            films.LOST: partial(tidy.start_lost_films_again, self.bench),
            clean_copies.JOB: partial(making_clean.make_all, self.bench),
            edits.JOB: partial(making_edits.make_edits, self.bench),
        }
        queue.init_app(app, jobs)
        self.huey = app.extensions[queue.EXTENSION].huey
        self.sweep = partial(tidy.sweep, self.bench)
        self.huey.periodic_task(crontab(minute="*"), name="sweep")(self.sweep)
        self.huey.periodic_task(crontab(minute="17", hour="3"), name="empty_trash")(
            partial(tidy.empty_trash, self.bench)
        )
        self.huey.periodic_task(crontab(minute="41"), name="verify")(
            partial(weekly.verify_if_due, self.bench)
        )
        self.huey.periodic_task(crontab(minute="11"), name="backup")(
            partial(scheduled_backup.back_up_if_due, self.bench)
        )

    def run(self) -> None:
        """Work until SIGTERM or SIGINT. What is running then is handed back, not lost."""
        threading.Thread(target=self._beat, daemon=True, name="heartbeat").start()
        with self.app.app_context():
            sweep_parts(min_age=0)
            queue.enqueue(near_duplicates.JOB, priority=queue.Priority.REBUILD)
            queue.enqueue(films.LOST, priority=queue.Priority.REBUILD)
        self.studio.start()
        self.sweep()
        consumer = self.huey.create_consumer(
            workers=self.threads,
            worker_type="thread",
            initial_delay=0.1,
            max_delay=1.0,
            graceful_signal="TERM",
            check_worker_health=True,
        )
        watcher = threading.Thread(target=self._close_sandbox_when_stopping, args=(consumer,), daemon=True)
        watcher.start()
        try:
            consumer.run()
        finally:
            self.bench.stopping.set()
            self.sandbox.close()
            self.studio.close()

    def _prepare(self, original_id: int) -> None:
        with self.turns.one(self.bench.stopping):
            self.process_original(original_id)

    def _beat(self) -> None:
        path = Path(self.app.config["INSTANCE"]) / "worker.heartbeat"
        while not self.bench.stopping.is_set():
            path.touch()
            time.sleep(HEARTBEAT_SECONDS)

    def _close_sandbox_when_stopping(self, consumer: Any) -> None:
        consumer.stop_flag.wait()
        self.bench.stopping.set()
        self.sandbox.close()
