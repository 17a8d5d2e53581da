"""Lines of the route table that no form asks for: JSON, and files in pieces."""

import io
from typing import Any

from werkzeug.test import TestResponse

from ..cast import Person
from ..pictures import jpeg
from .route_table import Line
from .world import Scene

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
HEADERS |= {f"share_{endpoint}": headers for endpoint, headers in HEADERS.items()}
JSON = frozenset(f"{door}drops.{act}" for door in ("", "share_") for act in ("create", "ask", "enter"))
FOR_PROGRAMS = JSON | set(HEADERS)


BODIES = {
    "api_around.say": {"words": "How lovely"},
    "api_around.change": {"words": "How nice"},
    "api_sharing.grant": {"role": "viewer"},
    "api_sharing.grant_circle": {"role": "viewer"},
    "api_sharing.create_link": {"label": "New"},
    "api_circles.create": {"name": "Neighbours"},
    "api_circles.change": {"name": "Neighbours"},
    "api_links.change": {"label": "Other"},
}


def is_api(line: Line) -> bool:
    return line.endpoint.startswith("api_") and line.endpoint != "api_docs.index"


def ask_api(person: Person, line: Line, address: str, scene: Scene, **options: Any) -> TestResponse:
    """As a script in a page of one's own asks the API: by the session, with the token against forgery."""
    headers = {"X-CSRFToken": person.token, "If-Match": "*", **options.pop("headers", {})}
    if line.endpoint == "api_links.create":
        options["json"] = {"media": [scene.photo]}
    elif line.endpoint in BODIES:
        options["json"] = BODIES[line.endpoint]
    elif line.method in ("PUT", "PATCH"):
        is_album = "album" in line.endpoint
        options["json"] = {"title": "Renamed"} if is_album else {"caption": "Renamed"}
    elif line.method == "POST" and "media.create" in line.endpoint:
        into = {"album": scene.uid} if line.about == "album" else {}
        options["data"] = {**into, "file": (io.BytesIO(jpeg(colour="teal")), "t.jpg")}
    elif line.method == "POST":
        options["json"] = {"title": "New"}
    return person.client.open(address, method=line.method, headers=headers, **options)


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
