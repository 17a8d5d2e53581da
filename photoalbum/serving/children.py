"""Child processes that are started again when they die."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

HEALTHY_SECONDS = 60.0
LONGEST_PAUSE = 30.0
log = logging.getLogger(__name__)


def python(module: str, *arguments: str | int) -> list[str]:
    """The command for one of our own modules. -P: no file of the working directory replaces a library."""
    return [sys.executable, "-P", "-m", module, str(os.getpid()), *map(str, arguments)]


def environment() -> dict[str, str]:
    """Ours, with the code found where this process found it: -P hides a checkout that is not installed."""
    # Without this each thread gets a heap of its own from glibc: 10 MiB more for a web process that idles.
    small = {"MALLOC_ARENA_MAX": "2", **os.environ}
    ours = Path(__file__).resolve().parents[2]
    if not (ours / "pyproject.toml").is_file():
        return small
    known = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return {**small, "PYTHONPATH": os.pathsep.join([str(ours), *filter(None, known)])}


@dataclass
class Child:
    """One process and its successors. `due` is when the next one may start."""

    name: str
    command: Sequence[str]
    handed_down: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    due: float = 0.0
    started: float = field(default=0.0, init=False)
    failures: int = field(default=0, init=False)

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        # Its own process group, so that Ctrl-C reaches the supervisor alone, which then stops all in order.
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            env=environment(),
            pass_fds=tuple(self.handed_down),
            process_group=0,
        )
        self.started = time.monotonic()

    def bury(self) -> int | None:
        """The exit status if the process has died since it was last asked; its successor waits a little."""
        if self.process is None or (status := self.process.poll()) is None:
            return None
        now = time.monotonic()
        self.failures = 1 if now - self.started > HEALTHY_SECONDS else self.failures + 1
        pause = min(LONGEST_PAUSE, 0.5 * 2 ** (self.failures - 1))
        self.due, self.process = now + pause, None
        log.warning("The %s process ended with %s; the next one starts in %.1f s.", self.name, status, pause)
        return status

    def send(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)
