"""One connection: bounded bodies, one log line a request, and refusals that reach their reader."""

import html
import json
import logging
import secrets
import socket
import time
from collections.abc import Sequence
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask, Task, WSGITask

from photoalbum.core.errors import DiskFull
from photoalbum.serving.bodies import BoundedParser
from photoalbum.web.security import plain_headers

LINGER_SECONDS = 5
LINGER_BYTES = 64 << 20

log = logging.getLogger("photoalbum.requests")

SENTENCES = {
    400: ("That did not work", "The site did not understand this request."),
    413: (
        "That is too much at once",
        "The site did not take this: it is too large, or you are no longer signed in. Please sign in again.",
    ),
    431: ("That did not work", "This request carries too much beside the address."),
    500: ("Our fault", "Something went wrong on our side. Nothing was lost. Please try again."),
    501: ("That did not work", "The site does not know this kind of request."),
    507: ("The disk is full", "There is no room left for these files. Please tell whoever keeps this site."),
}


class _Logged(Task):
    """Writes down each request once it is answered, without address, query, cookie or body."""

    def service(self) -> None:
        began = time.perf_counter()
        try:
            super().service()
        finally:
            milliseconds = (time.perf_counter() - began) * 1000
            log.info("%s", request_line(self, milliseconds))


def request_line(task: Task, milliseconds: float) -> str:
    request: Any = task.request
    method = getattr(request, "command", "-")
    path = str(getattr(request, "request_uri", "-")).partition("?")[0]
    sent = 0 if method == "HEAD" else task.content_bytes_written or task.content_length or 0
    ids = [value for name, value in task.response_headers if name.lower() == "x-request-id"]
    printable = path.encode("unicode_escape").decode("ascii")
    return " ".join([method, printable, task.status[:3], str(sent), f"{milliseconds:.0f}ms", *ids])


class PageTask(_Logged, WSGITask):
    pass


class RefusalTask(_Logged, ErrorTask):
    """Answers what never reached the application. Without style, since the page must stand alone."""

    def execute(self) -> None:
        request: Any = self.request
        code: int = request.error.code
        title, sentence = SENTENCES.get(code, SENTENCES[400])
        # Whoever sends files in pieces is a program; all others may be people.
        draw = _problem if "TUS_RESUMABLE" in getattr(request, "headers", {}) else _page
        kind, body = draw(code, title, sentence)
        self.status = f"{code} {request.error.reason}"
        self.response_headers = [*plain_headers(), ("Content-Type", kind)]
        if code == 507:
            self.response_headers.append(("Retry-After", str(DiskFull.retry_after)))
        self.content_length = len(body)
        self.set_close_on_finish()
        self.write(body)


def _page(_code: int, title: str, sentence: str) -> tuple[str, bytes]:
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{html.escape(title)}</title><h1>{html.escape(title)}</h1>"
        f'<p>{html.escape(sentence)}</p><p><a href="/">To the photos</a></p></html>'
    )
    return "text/html; charset=utf-8", page.encode()


def _problem(code: int, title: str, sentence: str) -> tuple[str, bytes]:
    said = {"type": "about:blank", "title": title, "status": code, "detail": sentence, "error": sentence}
    return "application/problem+json", json.dumps({**said, "request_id": secrets.token_hex(8)}).encode()


class AlbumChannel(HTTPChannel):
    parser_class = BoundedParser
    task_class = PageTask
    error_task_class = RefusalTask

    requests: Sequence[Any]
    header_began = 0.0
    _flush_exception: Any
    _flush_some: Any
    _refuses = False
    _lingers_until = 0.0
    _lingered = 0

    def received(self, data: bytes) -> bool:
        if self.request is None:
            self.header_began = time.time()
        return super().received(data)

    def service(self) -> None:
        self._refuses = getattr(self.requests[0], "is_refused_body", False)
        super().service()

    # A connection closed while the other side still sends is reset, and the reason why its body was refused
    # is lost on the way. So the answer is sent, our side is closed, and for a few seconds what still comes
    # is thrown away.

    def handle_write(self) -> None:
        if not (self._refuses and self.close_when_flushed):
            super().handle_write()
            return
        with self.outbuf_lock:
            self._flush_exception(self._flush_some)
        if self.will_close:
            self.handle_close()
        elif not self.total_outbufs_len:
            self._start_lingering()

    def readable(self) -> bool:
        return self._lingers_until > 0 or super().readable()

    def writable(self) -> bool:
        return self.will_close if self._lingers_until else super().writable()

    def handle_read(self) -> None:
        if not self._lingers_until:
            if not self._receive_into_place():
                super().handle_read()
            return
        self._lingered += len(self.recv(self.adj.recv_bytes))
        if self._lingered > LINGER_BYTES or time.time() > self._lingers_until:
            self.will_close = True

    def _receive_into_place(self) -> bool:
        """Whether this brought more of a body that is held in memory."""
        request: Any = self.request
        if request is None or self.socket is None:
            return False
        try:
            is_more: bool = request.receive_into_place(self.socket)
        except OSError:
            # The ordinary way sees the same, and knows what to do about it.
            return False
        if is_more:
            self.last_activity = time.time()
        return is_more

    def is_overdue(self, now: float, header_seconds: float) -> bool:
        """Whether this connection only holds a place: refused long ago, or dripping its headers."""
        if self._lingers_until:
            return now > self._lingers_until
        unfinished = self.request is not None and not self.request.headers_finished
        return unfinished and now > self.header_began + header_seconds

    def is_idle(self, now: float) -> bool:
        """Whether nobody would miss this connection when the server stops."""
        if self.requests:
            return False
        moving = self.total_outbufs_len or self.request is not None
        return not (moving and now < self.last_activity + 3)

    def _start_lingering(self) -> None:
        self.close_when_flushed = False
        try:
            if self.socket is not None:
                self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.handle_close()
            return
        self._lingers_until = time.time() + LINGER_SECONDS
