"""A small tus client for tests: what the browser sends, without a browser."""

import base64
import hashlib
from typing import Any

from werkzeug.test import TestResponse

from .cast import Person

CHUNK = {"Content-Type": "application/offset+octet-stream"}


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def metadata(**said: str) -> str:
    return ",".join(f"{name} {encoded(value)}" for name, value in said.items() if value)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def checksum(content: bytes, algorithm: str = "sha256") -> str:
    raw = hashlib.new(algorithm, content).digest()
    return f"{algorithm} {base64.b64encode(raw).decode()}"


class Tus:
    """One person's sending, request by request."""

    def __init__(self, person: Person, root: str = "/uploads/") -> None:
        self.person = person
        self.root = root

    def ask(self, method: str, address: str, *, data: bytes = b"", **headers: str) -> TestResponse:
        sent = {"Tus-Resumable": "1.0.0", "X-CSRFToken": self.person.token}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.person.client.open(address, method=method, data=data, headers=sent)

    def announce(self, length: int, *, data: bytes = b"", **said: str) -> TestResponse:
        more = CHUNK if data else {}
        about = metadata(**said)
        headers = {"Upload-Length": str(length), **({"Upload-Metadata": about} if about else {}), **more}
        return self.ask("POST", self.root, data=data, **headers)

    def begin(self, length: int, **said: str) -> str:
        answer = self.announce(length, **said)
        assert answer.status_code == 201, answer.text
        return answer.headers["Location"]

    def patch(self, address: str, at: int, data: bytes, **headers: str) -> TestResponse:
        return self.ask("PATCH", address, data=data, **{"Upload-Offset": str(at), **CHUNK, **headers})

    def head(self, address: str) -> TestResponse:
        return self.ask("HEAD", address)

    def send(self, content: bytes, *, piece: int = 1 << 20, **said: str) -> TestResponse:
        """A whole file, and the answer to its last piece."""
        address = self.begin(len(content), **said)
        for at in range(0, len(content), piece):
            answer = self.patch(address, at, content[at : at + piece])
        return answer

    def drop(self, **wish: Any) -> str:
        """Open a receipt, and give its name."""
        answer = post_json(self.person, f"{self.root}drops", wish)
        assert answer.status_code == 201, answer.text
        return str(answer.json["receipt"])

    def lines(self, receipt: str) -> list[dict[str, Any]]:
        return list(self.person.get(f"{self.root}drops/{receipt}/state").json["lines"])


def post_json(person: Person, address: str, sent: Any) -> TestResponse:
    return person.client.post(address, json=sent, headers={"X-CSRFToken": person.token})
