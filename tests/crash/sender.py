"""A real tus client over real connections, which goes on after every break as the browser's does."""

import time
from dataclasses import dataclass, field
from typing import Any

from ..tus_client import CHUNK, digest, metadata
from .browser import Uploader

PATIENCE_SECONDS = 120


@dataclass
class Sent:
    """What became of one file, and how many bytes of it went over the wire."""

    outcome: dict[str, str] = field(default_factory=dict)
    bytes: int = 0


class Sender(Uploader):
    """A signed-in client that sends files in pieces, until the site says that each is safe."""

    piece = 64 << 10
    root = "/uploads/"

    def send(self, name: str, content: bytes) -> Sent:
        """Send one file, however often the server dies under it."""
        sent = Sent()
        about = metadata(filename=name, sha256=digest(content))
        begun = self.insist(
            "POST", self.root, **{"Upload-Length": str(len(content)), "Upload-Metadata": about}
        )
        assert begun.status == 201, begun.body
        address, at = begun.headers["Location"], 0
        while not sent.outcome:
            try:
                answer = self._tus(
                    "PATCH", address, content[at : at + self.piece], **CHUNK, **{"Upload-Offset": str(at)}
                )
                sent.bytes += len(content[at : at + self.piece])
            except OSError:
                sent.bytes += len(content[at : at + self.piece])
                answer = self.insist("HEAD", address)
            if answer.status in (409, 423):
                answer = self.insist("HEAD", address)
            assert answer.status in (200, 204, 423), (answer.status, answer.body)
            at = int(answer.headers.get("Upload-Offset", at))
            sent.outcome = {n: v for n, v in answer.headers.items() if n.startswith("Photoalbum-")}
        return sent

    def send_once(self, name: str, content: bytes) -> None:
        """Send one file in one piece. Raises OSError when the server dies under it."""
        headers = {"Upload-Length": str(len(content)), "Upload-Metadata": metadata(filename=name), **CHUNK}
        self._tus("POST", self.root, content, **headers)

    def insist(self, method: str, address: str, **headers: str) -> Any:
        """Ask again until an answer comes, from whichever process."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return self._tus(method, address, **headers)
            except OSError:
                assert time.monotonic() < deadline, f"{method} {address} is not answered"
                time.sleep(0.05)

    def _tus(self, method: str, address: str, data: bytes = b"", **headers: str) -> Any:
        known = {"Tus-Resumable": "1.0.0", "X-CSRFToken": self.token}
        return self._ask(method, address, data, {**known, **headers})
