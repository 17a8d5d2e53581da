"""A small site to back up: three photos in an album, one with a notes file beside it."""

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from photoalbum.core.db import db
from photoalbum.photos import files
from photoalbum.work import backup_folder
from photoalbum.work.backup import Done, Wish, back_up
from photoalbum.work.backup_check import check

from .ageing import original_of


class House:
    def __init__(self, app: Flask, uids: list[str], destination: Path) -> None:
        self.app, self.uids, self.destination = app, uids, destination
        self.media = Path(app.config["MEDIA_ROOT"])

    def back_up(self, *, keep: int = 0, step: Callable[[int], None] = lambda _files: None) -> Done:
        return back_up(self.app, Wish(self.destination, keep, step), threading.Event())

    def key(self, number: int = 0) -> str:
        with self.app.app_context():
            original = original_of(self.uids[number])
            key = files.original_key(original.sha256, original.extension)
            db.session.rollback()
        return key

    def path(self, number: int = 0) -> Path:
        """The original of a photo, which a test may break."""
        path = self.media / self.key(number)
        path.chmod(0o644)
        return path

    def add_notes(self, number: int = 0) -> str:
        content = b"<x:xmpmeta>notes</x:xmpmeta>"
        name = hashlib.sha256(content).hexdigest()
        with self.app.app_context():
            key = files.notes_key(original_of(self.uids[number]).sha256, name)
            db.session.rollback()
        (self.media / key).write_bytes(content)
        return key

    def finished(self) -> list[str]:
        return sorted(path.name for path in self.destination.iterdir() if not path.name.startswith("."))


def faults(folder: Path) -> list[tuple[str, str]]:
    manifest = backup_folder.read(folder)
    return [(str(fault.kind), fault.about) for fault in check(folder, manifest)]


def files_of(folder: Path) -> list[str]:
    return [key for _digest, key in backup_folder.listed(folder)]
