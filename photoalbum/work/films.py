"""Making films behind everything else: one that is encoded anew at a time on the whole machine.

Two lanes, each with a lock that the kernel takes back however its holder ends: what is light (copies,
previews) need not wait for hours behind what is heavy. Whoever finds a lane taken goes away, for its
holder goes on until nothing waits, and the sweep asks again for what was noted in that moment.
"""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from photoalbum.core.db import db
from photoalbum.media.faults import CannotShow, MediaFault
from photoalbum.media.film_progress import percent_made
from photoalbum.media.limits import PREVIEW, filming
from photoalbum.media.sandbox import Sandbox
from photoalbum.photos import files, films
from photoalbum.photos.films import Claim
from photoalbum.photos.processing import DIED_EACH_TIME
from photoalbum.work.bench import Bench, only_one, work_folder

log = logging.getLogger(__name__)

LANES = (False, True)
LOOK_SECONDS = 0.3


@dataclass
class Studio:
    """The worker's part that makes films: a thread for each lane once it is started, or none in tests."""

    bench: Bench
    # Between two words of progress in the database, which also ask whether the film is still wanted.
    tick_seconds: float = 4.0
    _bells: list[threading.Event] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        for heavy in LANES:
            bell = threading.Event()
            bell.set()
            name = "heavy films" if heavy else "light films"
            thread = threading.Thread(target=self._serve, args=(bell, heavy), daemon=True, name=name)
            self._bells.append(bell)
            self._threads.append(thread)
            thread.start()

    def ask(self) -> None:
        """Films wait: wake who makes them, or make them here and now when nobody was started for it."""
        for bell in self._bells:
            bell.set()
        if not self._threads:
            for heavy in LANES:
                self.make_all(heavy=heavy)

    def close(self, seconds: float = 10.0) -> None:
        """To be called when the bench is stopping: what is being made is handed back."""
        for bell in self._bells:
            bell.set()
        for thread in self._threads:
            thread.join(seconds)

    def make_all(self, *, heavy: bool) -> None:
        """Make what waits, one after the other. Nothing if another worker is at it."""
        lock = Path(self.bench.app.config["INSTANCE"]) / f"films-{'heavy' if heavy else 'light'}.lock"
        with only_one(lock) as mine:
            while mine and not self.bench.stopping.is_set() and self._make_next(heavy):
                pass

    def _serve(self, bell: threading.Event, heavy: bool) -> None:
        while not self.bench.stopping.is_set():
            bell.wait()
            bell.clear()
            try:
                self.make_all(heavy=heavy)
            except Exception:
                log.exception("Making films broke off; the sweep asks for them again.")

    def _make_next(self, heavy: bool) -> bool:
        with self.bench.app.app_context():
            claim = films.claim_next(heavy=heavy)
            if claim is not None and films.is_hopeless(claim):
                films.give_up(claim, DIED_EACH_TIME)
                db.session.commit()
                return True
            db.session.commit()
            if claim is None:
                return False
            with work_folder(f"film-{claim.film_id}") as folder:
                self._make(claim, folder)
        return True

    def _make(self, claim: Claim, folder: Path) -> None:
        with Sandbox(1) as sandbox, self._watched(claim, folder, sandbox):
            try:
                made = _ask_for(claim, folder, sandbox)
            except MediaFault as fault:
                self._note_fault(claim, fault)
                return
        name = made["file_name"] if made else ""
        key = films.finish(claim, name)
        if key is not None and made:
            # Inside the writing unit, so that a film is never ready without its file, nor kept without a row.
            files.keep_derivative(key, folder / name)
        db.session.commit()
        if key is not None and made:
            films.drop_older(claim.sha256, name)

    def _note_fault(self, claim: Claim, fault: MediaFault) -> None:
        if self.bench.stopping.is_set():
            films.hand_back(claim)
        elif isinstance(fault, CannotShow):
            films.give_up(claim, fault.sentence)
        else:
            films.try_later(claim, fault.sentence)
        db.session.commit()

    @contextmanager
    def _watched(self, claim: Claim, folder: Path, sandbox: Sandbox) -> Iterator[None]:
        """Say now and then how far it is, and end it when nobody wants it any more or the worker stops."""
        done = threading.Event()

        def watch() -> None:
            waited = 0.0
            while not done.wait(LOOK_SECONDS):
                waited += LOOK_SECONDS
                if self.bench.stopping.is_set() or (
                    waited >= self.tick_seconds and not self._still_wanted(claim, folder)
                ):
                    sandbox.close()
                    return
                waited %= self.tick_seconds

        watcher = threading.Thread(target=watch, daemon=True, name=f"film {claim.film_id}")
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()

    def _still_wanted(self, claim: Claim, folder: Path) -> bool:
        # The sweep takes folders for forgotten that nobody has touched for hours.
        os.utime(folder)
        with self.bench.app.app_context():
            wanted = films.note_progress(claim, percent_made(folder, claim.duration))
            db.session.commit()
            return wanted


def _ask_for(claim: Claim, folder: Path, sandbox: Sandbox) -> dict[str, Any] | None:
    words = (str(claim.source), claim.media_type)
    if claim.part == films.PREVIEWED:
        made = sandbox.run("make_preview", *words, claim.starts_at, str(folder), budget=PREVIEW)
    else:
        budget = filming(claim.duration, claim.bytes)
        made = sandbox.run("make_web_copy", *words, str(folder), budget=budget)
    return made if isinstance(made, dict) else None
