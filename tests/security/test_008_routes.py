"""Every route, every method, every role, against the written table; and what the table leaves to rules."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from photoalbum import create_app
from photoalbum.albums import lineage
from photoalbum.albums.models import Album
from photoalbum.core.db import db
from photoalbum.delivery.limits import limiter

from ..conftest import make_settings
from . import state
from .asking import Asker, all_lines, asker, unknown
from .pages import bare
from .route_table import OF_AN_ALBUM, ROLES, Line, lines
from .world import World


@pytest.fixture
def each_afresh(app: Flask, tmp_path: Path) -> Callable[[], Iterator[None]]:
    """Whatever a request of the block changes is undone after it."""
    copy = tmp_path / "before.sqlite3"
    state.keep_copy(app, copy)

    @contextmanager
    def undone() -> Iterator[None]:
        with app.app_context():
            limiter.reset()
        try:
            yield
        finally:
            state.restore(app, copy)

    return undone


def routes_of(app: Flask) -> set[tuple[str, str]]:
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"OPTIONS"}
        if method != "HEAD" or "GET" not in (rule.methods or ())
    }


def test_008_every_route_and_method_has_a_line(app: Flask) -> None:
    written = {(line.endpoint, line.method) for line in all_lines(app)}
    assert written == routes_of(app), "a route without a line, or a line without a route"


def test_008_developers_have_no_more_routes_than_the_table_says(instance: Path) -> None:
    app = create_app(make_settings(instance, debug=True))
    assert routes_of(app) == {(line.endpoint, line.method) for line in lines()}


@pytest.mark.parametrize("role", [*ROLES, "A on a private album"])
def test_008_each_role_gets_what_the_table_says(
    app: Flask, world: World, each_afresh: Callable[[], Iterator[None]], role: str
) -> None:
    private = role not in ROLES
    column, who_is_it = ("N", ("A", "private")) if private else (role, (role, ""))
    asked = [line for line in all_lines(app) if line.about in OF_AN_ALBUM or not private]
    looking = [line for line in asked if line.method == "GET"]
    wrong = []

    who = asker(app, world, *who_is_it)
    for line in looking:
        answer, head = who.ask(line), who.person.head(who.address(line))
        if answer.status_code != line.statuses[column]:
            wrong.append((line, answer.status))
        if (head.status_code, head.data) != (answer.status_code, b""):
            wrong.append((line, f"HEAD {head.status} with {len(head.data)} bytes"))
    for line in [line for line in asked if line not in looking]:
        with each_afresh():
            answer = asker(app, world, *who_is_it).ask(line)
        if answer.status_code != line.statuses[column]:
            wrong.append((line, answer.status))
    assert wrong == []


def test_008_an_acting_keeper_gets_what_the_owner_gets(
    app: Flask, world: World, each_afresh: Callable[[], Iterator[None]]
) -> None:
    """On a private album, once its owner can read why: what the table says of A."""
    acted = {"member": world.uids["mum"], "reason": "A broken album"}
    wrong = []
    for line in [line for line in lines() if line.about in OF_AN_ALBUM]:
        with each_afresh():
            who = asker(app, world, "A", "private")
            assert who.person.post("/admin/acts/", acted).status_code == 303
            answer = who.ask(line)
        if answer.status_code != line.statuses["A"]:
            wrong.append((line, answer.status))
    assert wrong == []


@pytest.mark.parametrize("role", ["An", "N", "O", "A"])
def test_008_options_say_the_methods_and_nothing_else(app: Flask, world: World, role: str) -> None:
    who = asker(app, world, role)
    for line in all_lines(app):
        if line.endpoint == "auth.setup":
            continue
        answer = who.person.client.options(who.address(line))
        assert (answer.status_code, answer.data) == (200, b""), line
        assert line.method in answer.headers["Allow"], line


@pytest.mark.parametrize("role", ["An", "LP", "LV"])
def test_008_programs_get_401_instead_of_a_login_page(app: Flask, world: World, role: str) -> None:
    who = asker(app, world, role)
    asked = [line for line in all_lines(app) if line.statuses[role] == 302]
    assert len(asked) > 10
    for line in asked:
        for headers in ({"Accept": "application/json"}, {"Sec-Fetch-Mode": "cors"}):
            assert who.ask(line, headers=headers).status_code == 401, line
        answer = who.ask(line, headers={"Accept": "application/json"})
        assert answer.content_type == "application/problem+json"
        assert {"error", "request_id"} <= set(answer.json)


def of_the_album() -> list[Line]:
    kinds = {"album", "mums_photo", "video", "grant", "link"}
    return [line for line in lines() if line.about in kinds and not line.endpoint.startswith("shares.")]


@pytest.mark.parametrize("audience", ["family", "public"])
def test_008_what_all_see_makes_every_member_a_viewer(
    app: Flask, world: World, each_afresh: Callable[[], Iterator[None]], audience: str
) -> None:
    """DESIGN, ruling 3: for an album of this audience N counts as M."""
    become(app, world, audience)
    who = asker(app, world, "N")
    for line in of_the_album():
        assert who.ask(line).status_code == line.statuses["M"], line


def test_008_what_is_public_is_shown_to_everybody_and_changed_by_nobody_new(app: Flask, world: World) -> None:
    become(app, world, "public")
    who = asker(app, world, "An")
    for line in of_the_album():
        shown = line.method == "GET" and line.statuses["M"] == 200
        assert who.ask(line).status_code == (200 if shown else line.statuses["An"]), line


def become(app: Flask, world: World, audience: str) -> None:
    with app.app_context():
        slug = world.scenes["private"].slug
        db.session.execute(update(Album).where(Album.slug == slug).values(audience=audience))
        lineage.refresh_all()
        db.session.commit()


def test_008_the_kinds_of_404_look_the_same(app: Flask, world: World) -> None:
    """What one may not see answers as what never was: same status, same headers, same page."""
    who = asker(app, world, "N")
    nobody = Asker(app, unknown(world), "N", who.person, "private")
    compared = 0
    for line in all_lines(app):
        if line.statuses["N"] == 404 and line.about in OF_AN_ALBUM | {"mums_receipt", "mums_upload"}:
            real, made_up = who.ask(line), nobody.ask(line)
            assert bare(real) == bare(made_up), line
            compared += 1
    assert compared > 25
