"""Paths and methods bent in every way: never more than GET gives, never a fault of ours."""

import io
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from ..cast import Person
from . import state
from .asking import Asker, all_lines, asker, raw
from .live import Live
from .programs import is_api
from .route_table import Line
from .state import Tables
from .world import World

# What belongs to mum's private album and may stand in no answer to somebody without a right to it.
SECRETS = (b"Album for private", b"Seebad.jpg", b"Boot.jpg", b"For grandma", b"For the choir")
MULTIPART = "multipart/form-data; boundary=b"
FORM = "application/x-www-form-urlencoded"
PART = b'--b\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n\r\nx\r\n--b--'
OVERRIDES = dict.fromkeys(("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"), "DELETE")


def bent(path: str) -> Iterator[str]:
    """The same path, written as an attacker would."""
    head, _, tail = path.rstrip("/").rpartition("/")
    yield path[:-1] if path.endswith("/") else f"{path}/"
    yield f"/{path}"
    yield f"{head}//{tail}"
    yield f"{head}/./{tail}"
    yield f"{head}/%2e/{tail}"
    yield f"{head}/x/../{tail}"
    yield f"{head}/x/%2e%2e/{tail}"
    yield f"{head}%2f{tail}"
    yield f"{head}%252f{tail}"
    yield f"{head}/{tail};x=1"
    yield f"{head};/{tail}"
    yield f"{head}/..;/{tail}"
    yield path.upper()
    yield f"{path}%00"
    yield f"{head}/%00{tail}"
    yield f"{path}%0a"
    yield f"{path}%20"
    yield f"{path}."
    yield f"{path}%ff%fe"
    yield f"{head}\\{tail}"
    yield f"{head}/%c0%ae%c0%ae/{tail}"
    yield f"{path}?_method=POST&method=DELETE"
    yield "".join(f"%{ord(letter):02x}" if letter.isalpha() else letter for letter in path)


def routes(app: Flask) -> list[Line]:
    """All but those that would log the asker in or out."""
    ways_in_and_out = ("auth.login", "auth.logout", "auth.join")
    return [line for line in all_lines(app) if line.endpoint not in ways_in_and_out]


@pytest.mark.parametrize("role", ["An", "LP", "N"])
def test_019_no_crooked_path_gives_more_than_the_straight_one(
    app: Flask, world: World, tables: Callable[[], Tables], role: str
) -> None:
    who = asker(app, world, role)
    before = tables()
    for line in routes(app):
        address = who.address(line)
        # A page that asks for the password first is one that may be looked at.
        straight = landed(who, who.person.get(address))
        # Where one may look anyway, the question is only whether something breaks: some of them will do.
        for target in list(bent(address))[:: 5 if straight == 200 else 1]:
            answer = raw(who.person, "GET", target)
            assert answer.status_code < 500, target
            # What the whole family sees has files of the same names, and is found by them.
            if not line.endpoint.startswith("api_finding."):
                assert not any(word in answer.data for word in SECRETS), target
            if straight != 200:
                assert landed(who, answer) != 200, target
    assert state.changed(before, tables()) == []


def landed(who: Asker, answer: TestResponse) -> int:
    """The status at the end of its redirections; asking to log in counts as the refusal that it is."""
    for _ in range(4):
        if not answer.location:
            break
        parts = urlsplit(answer.location)
        assert parts.netloc in ("", "localhost")
        if parts.path == "/login":
            return 302
        answer = who.person.get(parts.path)
    return answer.status_code


@pytest.mark.parametrize("role", ["N", "O"])
def test_019_methods_that_no_route_has_do_nothing(
    app: Flask, world: World, tables: Callable[[], Tables], role: str
) -> None:
    who = asker(app, world, role)
    token = {"X-CSRFToken": who.person.token}
    before = tables()
    for line in routes(app):
        address = who.address(line)
        if line.about in ("mums_upload", "guests_piece") or is_api(line):
            continue
        for method in ("PUT", "PATCH", "DELETE", "TRACE"):
            answer = raw(who.person, method, address, **token)
            assert answer.status_code in (404, 405), (method, address)
        answer = raw(who.person, "GET", f"{address}?_method=DELETE", **token, **OVERRIDES)
        assert answer.status_code in (200, 302, 303, 401, 403, 404, 405), address
    assert state.changed(before, tables()) == []


def test_019_numbers_without_end(uncle: Person, world: World) -> None:
    """Python refuses to read very long numbers; wherever one may stand, that must be no fault of ours."""
    uid, long = world.scenes["private"].photo, "1" * 5000
    assert uncle.get(f"/photos/{uid}/d/{long}/thumb.webp").status_code == 404
    assert uncle.get(f"/photos/{uid}/d/{'9' * 30}/thumb.webp").status_code == 404
    assert uncle.get(f"/photos/{'x' * 9000}").status_code == 404
    assert uncle.get(f"/?after={long}&fragment={long}").status_code == 200


def test_019_bodies_that_make_no_sense(mum: Person, tables: Callable[[], Tables]) -> None:
    before = tables()
    token = {"X-CSRFToken": mum.token}
    bodies: list[tuple[bytes, str]] = [
        (b"{", "application/json"),
        (b"[[[[", "application/json"),
        (b"x", "multipart/form-data"),
        (b"--b\r\n", "multipart/form-data; boundary=b"),
        (PART % (b"title", b"x"), MULTIPART),
        (PART % (b"files", b"\xed\xa0\x80"), MULTIPART),
        (b"title=%ff%fe&audience=%00", FORM),
        (b"&&&===&%%%", FORM),
        (b"&".join(b"a=%d" % number for number in range(3000)), FORM),
        (b"title=" + b"x" * 700_000, FORM),
        (b"\0" * 1000, "text/plain"),
        (b"<x/>", "application/xml"),
    ]
    for address in ("/albums/", "/uploads/new", "/account/password", "/login"):
        for body, kind in bodies:
            answer = mum.client.post(address, data=body, content_type=kind, headers=token)
            assert 400 <= answer.status_code < 500, (address, body[:60])
    assert state.changed(before, tables()) == []


def test_019_a_file_where_text_is_meant(app: Flask, world: World) -> None:
    """Every text of every form, sent as a file with a name: asked again, never broken."""
    for line in [line for line in all_lines(app, "POST") if line.statuses["O"] == 303]:
        for role in ("O", "A"):
            who = asker(app, world, role)
            names = set(who.form(line)) - {"files"}
            files = {name: (io.BytesIO(b"\xff\xfe"), "file.txt") for name in names}
            answer = who.person.post(who.address(line), data=files, content_type="multipart/form-data")
            assert answer.status_code < 500, line


def test_034_and_so_behind_the_real_server(live: Live, world: World) -> None:
    """Targets as they stand on the wire, among them those that other servers have fallen for."""
    targets = [
        "/../../etc/passwd",
        "/static/-/../../../../etc/passwd",
        "/static/-/..%2f..%2f..%2fphotoalbum.sqlite3",
        "//etc/passwd",
        "http://localhost/photos/x/original",
        "http://evil.example/",
        "*",
        "/%",
        "/%zz",
        "/photos/%2e%2e/%2e%2e/secret_key",
        "/\x7f",
        f"/photos/{world.scenes['private'].photo}/original#x",
    ]
    for target in targets:
        answer = live.ask(target)
        assert answer.status in (200, 302, 308, 400, 404, 405), target
        assert b"root:" not in answer.body
        assert not any(word in answer.body for word in SECRETS)
        assert "location" not in answer.headers or "evil" not in answer.headers["location"]
    assert live.ask("/", Host="evil.example").status == 400
