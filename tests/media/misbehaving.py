"""What hostile files make decoders do, as tasks that a sandbox's child loads instead of ours."""

import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from photoalbum.media.faults import CannotShow


def say(word: str) -> str:
    return word


def who() -> int:
    return os.getpid()


def eat(mebibytes: int) -> int:
    return len(bytearray(mebibytes * 1024 * 1024))


def spin() -> None:
    while True:
        pass


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def write(path: str, mebibytes: int) -> None:
    with Path(path).open("wb") as file:
        file.writelines(bytes(1024 * 1024) for _ in range(mebibytes))


def chatter() -> str:
    os.write(1, b"libsomething: warning\n")
    print("hello")  # noqa: T201
    return "done"


def refuse() -> None:
    raise CannotShow("There is nothing to see here.")


def stumble() -> None:
    raise KeyError("something nobody thought of")


def environment() -> list[str]:
    return sorted(os.environ)


def connect(port: int) -> str:
    try:
        with socket.create_connection(("127.0.0.1", port), 2):
            return "connected"
    except OSError as error:
        return type(error).__name__


def start_something(seconds: float) -> int:
    pid = os.fork()
    if not pid:
        time.sleep(seconds)
        os._exit(0)
    time.sleep(seconds)
    return pid


def note_pid_and_sleep(path: str, seconds: float) -> None:
    Path(path).write_text(str(os.getpid()))
    time.sleep(seconds)


TASKS: dict[str, Callable[..., Any]] = {
    each.__name__: each
    for each in (say, who, eat, spin, sleep, crash, write, chatter, refuse, stumble, environment, connect)
} | {"start_something": start_something, "note_pid_and_sleep": note_pid_and_sleep}
