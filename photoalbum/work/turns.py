"""How many originals are prepared at once: all hands while nobody looks, one fewer than there are cores else.

Pages then find a core that is free (docs/decisions/pages-first.md).
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from photoalbum.core import presence

LOOK_AGAIN_SECONDS = 0.5
# A film may take a hand for minutes: the photos behind it wait no longer than this for the other.
PATIENCE_SECONDS = 10.0


class Turns:
    def __init__(self, instance: Path, hands: int, cores: int | None = None) -> None:
        self._instance = instance
        self._hands = hands
        self._beside_pages = max(1, min(hands, (cores or _cores()) - 1))
        self._changed = threading.Condition()
        self._busy = 0

    @contextmanager
    def one(self, stopping: threading.Event) -> Iterator[None]:
        """Wait until there is a hand for the block, but not for ever."""
        with self._changed:
            until = time.monotonic() + PATIENCE_SECONDS
            while self._busy >= self._most() and time.monotonic() < until and not stopping.is_set():
                self._changed.wait(LOOK_AGAIN_SECONDS)
            self._busy += 1
        try:
            yield
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify()

    def _most(self) -> int:
        return self._beside_pages if presence.is_anybody(self._instance) else self._hands


def _cores() -> int:
    """The cores that this process may use, which in a container are not all there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
