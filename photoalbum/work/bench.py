"""What every job works with: the application, the decoding children, and a folder of its own."""

import fcntl
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from flask import Flask

from photoalbum.core.db import db
from photoalbum.media.sandbox import Sandbox
from photoalbum.photos import files, processing

RENEW_SECONDS = 20


@dataclass(frozen=True)
class Bench:
    app: Flask
    sandbox: Sandbox
    stopping: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def lease(self, original_id: int) -> Iterator[None]:
        """Renew the claim on an original for as long as the block runs."""
        done = threading.Event()

        def renew() -> None:
            while not done.wait(RENEW_SECONDS):
                with self.app.app_context():
                    processing.renew_lease(original_id)
                    db.session.commit()

        threading.Thread(target=renew, daemon=True, name=f"lease {original_id}").start()
        try:
            yield
        finally:
            done.set()


@contextmanager
def work_folder(name: str = "") -> Iterator[Path]:
    """A folder of one job's own on the media volume, gone afterwards. Under a name, also after a crash."""
    folder = files.scratch() / (name or f"job-{uuid4().hex}")
    if name:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def only_one(path: Path) -> Iterator[bool]:
    """Whether this process, and no other, holds the lock for as long as the block runs."""
    with path.open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
