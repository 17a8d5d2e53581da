"""The real `photoalbum serve` in processes of its own, on any free port."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
SERVE = ["-m", "photoalbum.cli", "serve", "--port", "0"]


def environment(instance: Path, **more: str) -> dict[str, str]:
    keep = {name: value for name, value in os.environ.items() if not name.startswith("PHOTOALBUM_")}
    return {
        **keep,
        "PYTHONPATH": str(ROOT),
        "PHOTOALBUM_INSTANCE": str(instance),
        "PHOTOALBUM_FREE_DISK_RESERVE_BYTES": "0",
        **more,
    }


def command(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `photoalbum` to its end in a folder that holds nothing of the project."""
    return subprocess.run(
        [sys.executable, "-m", "photoalbum.cli", *arguments],
        cwd=folder,
        env=environment(folder / "instance", **more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


class Site:
    """A running site: what it prints, its address, and its processes by kind."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.printed: list[str] = []
        self.logged: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        threading.Thread(target=self._read_log, daemon=True).start()

    @property
    def url(self) -> str:
        found = re.search(r"http://127\.0\.0\.1:\d+", "".join(self.printed))
        assert found, "".join(self.logged)
        return found[0]

    def wait_until_up(self, seconds: float = 60) -> None:
        while (line := self._lines.get(timeout=seconds)) is not None:
            self.printed.append(line)
            if "Ctrl-C" in line:
                return
        raise AssertionError("".join(self.logged))

    def get(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as fault:
            return fault.code

    def children(self, kind: str) -> list[psutil.Process]:
        alive = [
            child
            for child in psutil.Process(self.process.pid).children()
            if child.status() != psutil.STATUS_ZOMBIE
        ]
        return [child for child in alive if f"photoalbum.serving.{kind}" in child.cmdline()]

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def _read_log(self) -> None:
        assert self.process.stderr is not None
        self.logged.extend(self.process.stderr)


@contextmanager
def served(folder: Path, *arguments: str, **more: str) -> Iterator[Site]:
    process = subprocess.Popen(
        # Ctrl-C is ignored in what was started in the background, and so in all that it starts; not here.
        ["env", "--default-signal=INT", sys.executable, *SERVE, *arguments],
        cwd=folder,
        env=environment(folder / "instance", **more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    site = Site(process)
    try:
        site.wait_until_up()
        yield site
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(45)
        finally:
            process.kill()


def eventually(holds: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)
