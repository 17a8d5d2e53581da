"""A pool of children that decode, so that no file in the world can hurt the process that asked."""

import json
import logging
import os
import queue
import select
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, cast

from photoalbum.media.faults import DecoderDied, DecoderFailed, DecoderTimeout
from photoalbum.media.limits import STILL, Budget

log = logging.getLogger(__name__)

MOST_ANSWER = 8_000_000
_CHILD = Path(__file__).with_name("sandbox_child.py")
# A child gets none of our settings, for they hold secrets.
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH")


class Sandbox:
    """Up to `size` children, started when there is work and gone when there has been none for a while.

    Safe to be used from several threads. A child is replaced after some hundred jobs, so that what leaks
    or is damaged in it does not last.
    """

    def __init__(
        self,
        size: int = 2,
        *,
        idle_seconds: float = 60.0,
        jobs_per_child: int = 200,
        tasks: str = "photoalbum.media.tasks",
    ) -> None:
        self._words = (tasks, str(idle_seconds), str(jobs_per_child))
        self._slots: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(max(1, size)):
            self._slots.put(None)
        self._lock = threading.Lock()
        self._children: set[_Child] = set()
        self._closed = threading.Event()
        # The kernel kills a child when the *thread* that started it ends: one lasting thread starts them all.
        self._nursery = ThreadPoolExecutor(1, thread_name_prefix="sandbox-nursery")

    def run(self, task: str, *args: Any, budget: Budget = STILL, deadline: float | None = None) -> Any:
        """Do a task of the list in `tasks.py` and give back its plain answer.

        Raises DecoderFailed (the file's fault, with a sentence), DecoderDied or DecoderTimeout.
        `deadline` replaces the budget's seconds on the clock.
        """
        request = {
            "task": task,
            "args": args,
            "limits": {"memory": budget.memory, "cpu": budget.cpu, "file_size": budget.file_size},
        }
        line = json.dumps(request).encode() + b"\n"
        seconds = budget.seconds if deadline is None else deadline
        child = self._slots.get()
        try:
            child, answer = self._ask(child, line, time.monotonic() + seconds)
        except BaseException:
            self._slots.put(None)
            raise
        self._slots.put(child)
        return _result(task, answer)

    def close(self) -> None:
        """Kill every child, also those at work, whose jobs end with DecoderDied. No job begins any more."""
        with self._lock:
            self._closed.set()
            children = list(self._children)
        for child in children:
            child.stop()
        with suppress(queue.Empty):
            while True:
                resting = self._slots.get_nowait()
                if resting is not None:
                    resting.kill()
        self._slots.put(None)
        self._nursery.shutdown(wait=False)

    def _ask(
        self, child: "_Child | None", line: bytes, until: float
    ) -> "tuple[_Child | None, dict[str, Any]]":
        """The answer to a job, and the child for the next one unless it has left."""
        for _ in range(3):
            if child is None:
                child = self._start()
            try:
                answer = child.ask(line, until)
            except _LeftBefore:
                # It went home, idle or old, perhaps in the moment we called.
                child.kill()
                child = None
            except BaseException:
                child.kill()
                raise
            else:
                if answer.get("leaving"):
                    child.kill()
                    child = None
                return child, answer
        raise DecoderDied("The program that prepares pictures could not be started.")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self) -> "_Child":
        with self._lock:
            if self._closed.is_set():
                raise DecoderDied("The site is being stopped; this file is prepared at the next start.")
            start = self._nursery.submit(_Child, self._words)
        child = start.result()
        with self._lock:
            self._children = {each for each in self._children if each.alive} | {child}
            if self._closed.is_set():
                child.stop()
        return child


class _LeftBefore(Exception):
    """The child was gone before it began the job, so that nothing has happened yet."""


class _Child:
    def __init__(self, words: tuple[str, ...]) -> None:
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        # One heap instead of one a thread: address space is what the limit counts.
        environment |= {"MALLOC_ARENA_MAX": "2", "PYTHONUTF8": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(_CHILD), str(os.getpid()), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
        self._to = cast(IO[bytes], self._process.stdin)
        self._from = cast(IO[bytes], self._process.stdout)
        self._unread = b""

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, line: bytes, until: float) -> dict[str, Any]:
        try:
            self._to.write(line)
            self._to.flush()
        except OSError as error:
            raise _LeftBefore from error
        if self._message(until) is None:
            raise _LeftBefore
        answer = self._message(until)
        if answer is None:
            raise DecoderDied(self._epitaph())
        return answer

    def stop(self) -> None:
        """End the child and whatever it started, at once. May be called while another thread waits for it."""
        if self.alive:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def kill(self) -> None:
        """Stop the child and let go of its pipes; only for the thread that uses it."""
        self.stop()
        self._process.wait()
        for pipe in (self._to, self._from):
            with suppress(OSError):
                pipe.close()

    def _message(self, until: float) -> dict[str, Any] | None:
        """The child's next line; None when it has gone without one."""
        source = self._from.fileno()
        while b"\n" not in self._unread:
            left = until - time.monotonic()
            if left <= 0 or not _readable(source, left):
                self.kill()
                raise DecoderTimeout("Preparing this file took too long, so it was stopped.")
            piece = os.read(source, 65_536)
            if not piece:
                return None
            self._unread += piece
            if len(self._unread) > MOST_ANSWER:
                self.kill()
                raise DecoderDied("Preparing this file gave an answer that is too long.")
        line, self._unread = self._unread.split(b"\n", 1)
        return cast(dict[str, Any], json.loads(line))

    def _epitaph(self) -> str:
        code = self._process.wait()
        if code == -signal.SIGXCPU:
            return "Preparing this file took more computing than one file may have, so it was stopped."
        if code in (-signal.SIGKILL, -signal.SIGABRT):
            return "Preparing this file took more memory than one file may have, so it was stopped."
        return "The program that prepares pictures stopped unexpectedly at this file."


def _readable(source: int, seconds: float) -> bool:
    poll = select.poll()
    poll.register(source, select.POLLIN | select.POLLHUP)
    return bool(poll.poll(seconds * 1000))


def _result(task: str, answer: dict[str, Any]) -> Any:
    if "fault" in answer:
        if "trace" in answer:
            log.warning("the task %s failed in its child:\n%s", task, answer["trace"])
        raise DecoderFailed(answer["fault"] or "This file could not be read: something in it is broken.")
    return answer["result"]
