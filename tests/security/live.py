"""The real server on a free port, in a thread of the test."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from photoalbum.serving.bodies import BodyRules
from photoalbum.serving.server import AlbumServer
from photoalbum.settings import Settings

from ..conftest import SECRET_KEY


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Live:
    port: int

    def ask(self, target: str, *, method: str = "GET", **headers: str) -> Answer:
        """One request whose target is sent exactly as it is written here."""
        lines = [f"{method} {target} HTTP/1.1", f"Host: localhost:{self.port}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as wire:
            wire.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
            received = b"".join(iter(lambda: wire.recv(65536), b""))
        head, _, body = received.partition(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in rest)
        return Answer(int(first.split()[1]), {n.lower(): v.strip() for n, _, v in pairs}, body)


@contextmanager
def serving(app: Flask, folder: Path) -> Iterator[Live]:
    listening = socket.create_server(("127.0.0.1", 0))
    rules = BodyRules(lambda method, path, cookies: 0, lambda: 1 << 40)
    server = AlbumServer(app, listening, Settings(instance=folder, secret_key=SECRET_KEY, threads=4), rules)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield Live(listening.getsockname()[1])
    finally:
        server.stop()
        thread.join(20)
        assert not thread.is_alive()
