"""People who upload without end, each in a thread; what the site said of it is kept."""

import threading
from collections.abc import Callable, Sequence

from .browser import Uploader

# Sends something new by an uploader, and gives the name it is known by and its bytes once it is acknowledged.
Send = Callable[[Uploader, int, int], tuple[str, bytes]]


class Uploads:
    """`acknowledged` are the bytes that the site said it has."""

    def __init__(self, uploaders: Sequence[Uploader], send: Send) -> None:
        self.acknowledged: dict[str, bytes] = {}
        self.faults: list[BaseException] = []
        self._send = send
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._go_on, args=(uploader, number), daemon=True)
            for number, uploader in enumerate(uploaders)
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join(60)
        assert self.faults == []

    def _go_on(self, uploader: Uploader, number: int) -> None:
        try:
            sent = 0
            while not self._stopping.is_set():
                name, content = self._send(uploader, number, sent)
                self.acknowledged[name] = content
                sent += 1
        except BaseException as fault:  # noqa: BLE001  Told to the test in its own thread.
            self.faults.append(fault)
