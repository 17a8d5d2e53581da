"""Lines of the route table that no form asks for: JSON, and files in pieces."""

from typing import Any

from werkzeug.test import TestResponse

from ..cast import Person
from .route_table import Line

HEADERS: dict[str, dict[str, str]] = {
    "tus.create": {"Upload-Length": "1000"},
    "tus.head": {},
    "tus.append": {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"},
    "tus.override": {
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
        "X-HTTP-Method-Override": "PATCH",
    },
    "tus.destroy": {},
}
JSON = frozenset({"drops.create", "drops.ask", "drops.enter"})
FOR_PROGRAMS = JSON | set(HEADERS)


def ask_as_program(
    person: Person,
    line: Line,
    address: str,
    sent: dict[str, Any],
    headers: dict[str, str] | None = None,
    **options: Any,
) -> TestResponse:
    """As the script of the upload page asks."""
    known = {"X-CSRFToken": person.token, "Tus-Resumable": "1.0.0", **HEADERS.get(line.endpoint, {})}
    body: dict[str, Any] = {"json": sent} if line.endpoint in JSON else {}
    if line.endpoint in ("tus.append", "tus.override"):
        body = {"data": b"beginning"}
    return person.client.open(
        address, method=line.method, headers={**known, **(headers or {})}, **body, **options
    )
