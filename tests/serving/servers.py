"""Servers for tests: ours on a stand-in application, and bare sockets to misbehave with."""

import http.client
import io
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from photoalbum.serving.bodies import BodyRules
from photoalbum.serving.server import AlbumServer
from photoalbum.settings import Settings


@dataclass
class StandIn:
    """A WSGI application that remembers what reached it and answers the size of the body."""

    asked: list[str] = field(default_factory=list)
    environs: list[dict] = field(default_factory=list)

    def __call__(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        self.environs.append(environ)
        if environ["PATH_INFO"] == "/slow":
            time.sleep(1.5)
        body = str(len(environ["wsgi.input"].read())).encode()
        if environ["PATH_INFO"] == "/file":
            size = 8 << 20
            start_response("200 OK", [("Content-Length", str(size))])
            return environ["wsgi.file_wrapper"](io.BytesIO(bytes(size)), 1 << 16)
        start_response("200 OK", [("Content-Length", str(len(body))), ("X-Request-Id", "cafe")])
        return [body]


@dataclass
class Running:
    server: AlbumServer
    application: StandIn
    port: int
    thread: threading.Thread

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def send(self, *parts: bytes) -> bytes:
        """Everything that comes back for these bytes, until the server closes."""
        with self.connect() as wire:
            for part in parts:
                wire.sendall(part)
            return read_all(wire)

    def request(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(
            method, path, body, {name.replace("_", "-"): value for name, value in headers.items()}
        )
        answer = connection.getresponse()
        answer.body = answer.read()
        connection.close()
        return answer


def read_all(wire: socket.socket) -> bytes:
    received = b""
    try:
        while piece := wire.recv(65536):
            received += piece
    except ConnectionResetError:
        pass
    return received


@contextmanager
def running(
    folder: Path,
    *,
    may_send_large: Callable[[str, str], bool] = lambda path, cookies: False,
    largest: int = 64 << 20,
    room: int = 1 << 40,
    kind: type[AlbumServer] = AlbumServer,
    **settings: object,
) -> Iterator[Running]:
    application = StandIn()
    listening = socket.create_server(("127.0.0.1", 0))

    def allowance(method: str, path: str, headers: Mapping[str, str]) -> int:
        cookies = headers.get("COOKIE", "")
        return largest if method in ("POST", "PATCH") and may_send_large(path, cookies) else 0

    server = kind(
        application,
        listening,
        Settings(instance=folder, threads=2, **settings),
        BodyRules(allowance, lambda: room),
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield Running(server, application, listening.getsockname()[1], thread)
    finally:
        server.stop()
        thread.join(40)
        assert not thread.is_alive()
