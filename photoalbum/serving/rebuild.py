"""One run of `photoalbum derivatives rebuild`, in children of its own that let the site's work go first."""

import os
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from flask import Flask

from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.media.sandbox import Sandbox
from photoalbum.work.bench import Bench
from photoalbum.work.rebuild import Outcome, Scope, how_many, remake_all

NICENESS = 10
# Names the moment at which making everything anew was begun, until it is done.
BEGUN = "rebuild-begun"

__all__ = ["Outcome", "Rebuild"]


class Rebuild:
    """What is to be looked at, and whether it goes on with what an earlier run began."""

    def __init__(self, app: Flask, *, everything: bool, outdated: bool, missing: bool) -> None:
        self.app = app
        self._note = Path(app.config["INSTANCE"]) / BEGUN
        self.goes_on = everything and self._note.exists()
        self._scope = Scope(outdated, missing, self._since() if everything else None)
        with app.app_context():
            self.number = how_many(self._scope)
            db.session.rollback()

    def run(self, threads: int | None, step: Callable[[], None]) -> Counter[Outcome]:
        """Make them; KeyboardInterrupt ends it at once, and what was at work is handed back."""
        outcomes: Counter[Outcome] = Counter()

        def count(outcome: Outcome) -> None:
            outcomes[outcome] += 1
            step()

        # Inherited by the children, which do the work.
        os.nice(NICENESS)
        hands = threads or int(self.app.config["DECODERS"])
        with closing(Sandbox(hands)) as sandbox:
            remake_all(Bench(self.app, sandbox), self._scope, hands, count)
        if self._scope.made_before is not None and not outcomes[Outcome.BUSY]:
            self._note.unlink(missing_ok=True)
        return outcomes

    def _since(self) -> datetime:
        if self.goes_on:
            return datetime.fromisoformat(self._note.read_text().strip())
        since = now()
        self._note.write_text(since.isoformat())
        return since
