"""The one process that a person starts. It answers no request itself and stays small.

It binds the port, has the database migrated, keeps web processes and workers running, and takes all of them
down in order. The socket outlives its web processes: while one is started again, visitors only wait.
"""

import contextlib
import errno
import logging
import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator

from photoalbum.serving import children
from photoalbum.serving.children import Child
from photoalbum.serving.start import CannotStart
from photoalbum.settings import Settings

STOP_SECONDS = 35.0
BAD_START = 2
log = logging.getLogger(__name__)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket that child processes take over."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(1024)
    except socket.gaierror:
        raise CannotStart(f"{host} is no address of this machine.") from None
    except PermissionError:
        raise CannotStart(f"Port {port} needs special rights: choose one above 1023 with --port.") from None
    except OSError as fault:
        in_use = "it is in use, perhaps by a photoalbum that already runs"
        reason = in_use if fault.errno == errno.EADDRINUSE else fault.strerror
        hint = "Choose another with --port."
        raise CannotStart(f"Port {port} of {host} cannot be had: {reason}. {hint}") from None
    return listening


def prepare() -> str:
    """Migrate, in a process of its own that takes its memory with it, and answer the setup code or ''."""
    done = subprocess.run(
        children.python("photoalbum.serving.prepare"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env=children.environment(),
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(BAD_START if done.returncode == BAD_START else 1)
    return done.stdout.strip()


class Supervisor:
    def __init__(self, settings: Settings, listening: socket.socket, when_ready: Callable[[], None]) -> None:
        self.listening = listening
        self.when_ready = when_ready
        self.signals: list[signal.Signals] = []
        self.is_ready = False
        self.status = 0
        self._ready, ready = os.pipe()
        handed_down = (listening.fileno(), ready)
        web = children.python("photoalbum.serving.web", *handed_down)
        work = children.python("photoalbum.serving.work")
        self.children = [
            *(Child("web", web, handed_down) for _ in range(settings.processes)),
            *(Child("worker", work) for _ in range(settings.workers)),
        ]

    def run(self) -> int:
        """Until a signal asks to stop, or until a first start is hopeless. Answers the exit status."""
        with _wakeful(self.signals.append) as wakeup:
            while not self.signals and not self.status:
                self._start_due()
                self._wait(wakeup)
                self._look_after()
            self._stop(wakeup)
        return self.status

    def _start_due(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.process is None and child.due <= now:
                child.start()

    def _wait(self, wakeup: int) -> None:
        dues = [child.due for child in self.children if child.process is None]
        pause = max(0.0, min(dues) - time.monotonic()) if dues else None
        readable, _, _ = select.select([wakeup, self._ready], [], [], pause)
        if wakeup in readable:
            os.read(wakeup, 512)
        if self._ready in readable:
            os.read(self._ready, 512)
            if not self.is_ready:
                self.is_ready = True
                self.when_ready()

    def _look_after(self) -> None:
        for child in self.children:
            status = child.bury()
            if status == BAD_START and not self.is_ready:
                # It has said why. Nothing gets better by trying again.
                self.status = BAD_START

    def _stop(self, wakeup: int) -> None:
        """First politely: requests are finished, jobs handed back. A second signal ends all at once."""
        self.listening.close()
        for child in self.children:
            child.send(signal.SIGTERM)
        patience = len(self.signals) + 1
        deadline = time.monotonic() + STOP_SECONDS
        while any(child.is_alive for child in self.children):
            left = deadline - time.monotonic()
            if left <= 0 or len(self.signals) >= patience:
                for child in self.children:
                    child.send(signal.SIGKILL)
            if select.select([wakeup], [], [], max(0.1, min(left, 1.0)))[0]:
                os.read(wakeup, 512)


@contextlib.contextmanager
def _wakeful(note: Callable[[signal.Signals], None]) -> Iterator[int]:
    """Signals are noted and wake the loop through a pipe, so that none is lost between two looks."""
    receiving, sending = socket.socketpair()
    sending.setblocking(False)
    before = signal.set_wakeup_fd(sending.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda got, _frame: note(signal.Signals(got)))
    try:
        yield receiving.fileno()
    finally:
        signal.set_wakeup_fd(before)
        receiving.close()
        sending.close()
