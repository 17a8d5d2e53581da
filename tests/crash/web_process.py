"""The real web process on a socket that outlives it, as under the supervisor, but started again at once."""

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from photoalbum.serving import children

from ..serving.commands import environment


class Web:
    """Started anew whenever it dies, until it is stopped. `deaths` counts how often it did."""

    def __init__(self, folder: Path, **more: str) -> None:
        self.deaths = 0
        self._stopped = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._environment = environment(folder / "instance", **more)
        self._log = (folder / "web.log").open("w+", encoding="utf-8")
        self._process = self._start()
        self._watcher = threading.Thread(target=self._watch)
        self._watcher.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    @property
    def log(self) -> str:
        self._log.seek(0)
        return self._log.read()

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        self._process.send_signal(number)

    def stop(self) -> None:
        self._stopped.set()
        while self._watcher.is_alive():
            # A successor may be starting in this moment, and would not hear of it otherwise.
            self.kill(signal.SIGTERM)
            self._watcher.join(1)
        self._listening.close()

    def _watch(self) -> None:
        while True:
            self._process.wait()
            if self._stopped.is_set():
                return
            self._process = self._start()
            self.deaths += 1

    def _start(self) -> subprocess.Popen[bytes]:
        ready, tell = os.pipe()
        process = subprocess.Popen(
            children.python("photoalbum.serving.web", self._listening.fileno(), tell),
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            pass_fds=(self._listening.fileno(), tell),
        )
        os.close(tell)
        os.read(ready, 1)
        os.close(ready)
        return process


@contextmanager
def web(folder: Path, **more: str) -> Iterator[Web]:
    process = Web(folder, **more)
    try:
        yield process
    finally:
        process.stop()
