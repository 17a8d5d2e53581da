"""Quotes and keywords in every parameter: bound values, never part of a statement."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from photoalbum.delivery.limits import limiter

from . import state
from .asking import Asker, all_lines, asker
from .corpus import SQL
from .route_table import Line
from .state import Tables
from .world import World

OPENINGS = ("/", "/photos/", "/favourites/", "/timeline/", "/search", "/albums/new", "/uploads/new", "/login")
QUERIES = (
    "after",
    "fragment",
    "album",
    "parent",
    "next",
    "sort",
    "order",
    "limit",
    "page",
    "q",
    "from",
    "month",
)


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Every statement that reaches the database."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


@contextmanager
def never_inside(statements: list[str]) -> Iterator[None]:
    yield
    assert statements
    assert not [statement for statement in statements if "telltale" in statement]


def addresses(app: Flask, who: Asker, line: Line) -> Iterator[str]:
    """The line's address with each of its parts, in turn, replaced by each text."""
    values = who.values(line)
    with app.test_request_context():
        for name in values:
            for text in SQL[::2] if name != "version" else ():
                yield app.url_for(line.endpoint, **{**values, name: text})


# Guests without a name are led to where they give it, and programs are told; 412 speaks to those without tus.
ASKED_FOR_A_NAME = (303, 401)


def test_057_in_addresses_and_queries(
    app: Flask, world: World, statements: list[str], tables: Callable[[], Tables]
) -> None:
    who, scene = asker(app, world, "A"), world.scenes["family"]
    who.person.get("/")
    before = tables()
    with never_inside(statements):
        for line in all_lines(app, "GET"):
            with app.app_context():
                limiter.reset()
            for address in addresses(app, who, line):
                # To a program it is said what is wrong.
                fine = (200, 302, 308, 404, *((422,) if address.startswith("/api") else ()))
                fine += ASKED_FOR_A_NAME if line.endpoint.startswith("share_") else ()
                assert who.person.get(address).status_code in fine, address
        for address in (*OPENINGS, f"/albums/{scene.slug}/", f"/s/{scene.open_link}/"):
            for text in SQL:
                query = "&".join(f"{name}={quote(text)}" for name in QUERIES)
                assert who.person.get(f"{address}?{query}").status_code in (200, 302), address
    assert state.changed(before, tables()) == []


def test_057_in_forms(app: Flask, world: World, statements: list[str]) -> None:
    for role in ("O", "An"):
        who = asker(app, world, role)
        with never_inside(statements):
            for line in all_lines(app, "POST"):
                if line.endpoint in ("auth.logout", "account.end_sessions", "albums.delete"):
                    continue
                for text in SQL[::2] if role == "O" else SQL[:2]:
                    sent = {name: text for name in who.form(line) if name != "files"}
                    if not sent:
                        continue
                    status = who.person.post(who.address(line), data=sent).status_code
                    assert status < 500, (line, text)


def test_057_in_the_address_of_a_form(app: Flask, world: World, tables: Callable[[], Tables]) -> None:
    who = asker(app, world, "O")
    who.person.get("/login")
    before = tables()
    for line in all_lines(app, "POST"):
        for address in addresses(app, who, line):
            if line.endpoint.startswith("shares."):
                continue
            fine = (404, 429, *((415,) if address.startswith("/api") else ()))
            fine += (*ASKED_FOR_A_NAME, 412) if line.endpoint.startswith("share_") else ()
            assert who.person.post(address, data=who.form(line)).status_code in fine, address
    assert state.changed(before, tables()) == []


def test_057_in_cookies_and_headers(app: Flask, world: World, statements: list[str]) -> None:
    person = asker(app, world, "An").person
    with never_inside(statements):
        for text in SQL:
            line = text.encode("ascii", "ignore").decode().replace("\0", "").replace(";", "")
            person.client.set_cookie("photoalbum", line)
            for name in ("User-Agent", "Accept-Language", "Referer", "X-Forwarded-For", "If-None-Match"):
                assert person.get("/", headers={name: line}).status_code == 200
