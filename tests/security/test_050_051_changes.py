"""Looking changes nothing, and nobody else's page can make a member's browser change something."""

from collections.abc import Callable

import pytest
from flask import Flask

from ..cast import Person
from . import state
from .asking import Asker, all_lines, asker
from .crawl import walk
from .programs import is_api
from .route_table import Line
from .state import Tables
from .world import World

STARTS = ("/", "/photos/", "/favourites/", "/trash/", "/account/", "/uploads/new", "/login", "/healthz")


@pytest.mark.parametrize(("role", "least"), [("O", 60), ("A", 40), ("LV", 10), ("An", 5)])
def test_050_following_every_link_changes_nothing(
    app: Flask, world: World, tables: Callable[[], Tables], role: str, least: int
) -> None:
    who = asker(app, world, role)
    starts = [*STARTS, f"/s/{who.token}/", f"/join/{world.invitation}", f"/password/{world.password_link}"]
    before = tables()
    seen = walk(who.person, *starts)
    assert len(seen.answers) > least
    assert [address for address, answer in seen.answers.items() if answer.status_code >= 500] == []
    assert state.changed(before, tables()) == []


def test_050_every_link_of_a_page_leads_somewhere(app: Flask, world: World) -> None:
    for role in ("O", "LV", "M"):
        who = asker(app, world, role)
        starts = [f"/s/{who.token}/"] if role == "LV" else ["/"]
        seen = walk(who.person, *starts, fragments=False)
        assert [address for address, answer in seen.answers.items() if answer.status_code >= 400] == []


def test_050_a_get_on_what_changes_is_refused(app: Flask, world: World, tables: Callable[[], Tables]) -> None:
    who = asker(app, world, "O")
    before = tables()
    looking = {line.endpoint for line in all_lines(app, "GET")}
    shown = {rule.rule for rule in app.url_map.iter_rules() if (rule.methods or set()) & {"GET", "HEAD"}}
    for line in all_lines(app, "POST"):
        (rule,) = {rule.rule for rule in app.url_map.iter_rules(line.endpoint)}
        if line.endpoint in looking or rule in shown:
            continue
        address = who.address(line)
        for method in (who.person.get, who.person.head):
            # 404: the last word of the address is taken for a name, and nothing has it.
            assert method(address).status_code in (404, 405), address
    assert state.changed(before, tables()) == []


@pytest.mark.parametrize("role", ["O", "A", "An", "LP"])
def test_051_every_change_needs_this_browsers_own_token(
    app: Flask, world: World, tables: Callable[[], Tables], role: str
) -> None:
    others = [Person(app, world.ids["dad"], "dad").token, Person(app).token]
    who = asker(app, world, role)
    who.person.get("/login")
    before = tables()
    for line in all_lines(app, "POST"):
        if (
            line.endpoint == "auth.setup"
            or (role != "O" and is_api(line))
            or (role != "O" and line.statuses[role] == line.statuses["O"])
        ):
            continue
        for token in ("", "x", *others) if role == "O" else others[:1]:
            answer = post(who, line, {**who.form(line), "csrf_token": token})
            assert answer.status_code == 400, (line, token)
        assert post(who, line, who.form(line)).status_code == 400
        assert post(who, line, who.form(line), {"X-CSRFToken": others[0]}).status_code == 400
        query = f"{who.address(line)}?csrf_token={who.person.token}"
        assert who.person.client.post(query, data=who.form(line)).status_code == 400
    assert state.changed(before, tables()) == []


def post(who: Asker, line: Line, sent: dict, headers: dict[str, str] | None = None):
    return who.person.client.post(who.address(line), data=sent, headers=headers)


ELSEWHERE = [
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:81"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
]


def test_051_a_form_on_another_site_is_refused_whatever_it_knows(
    app: Flask, world: World, tables: Callable[[], Tables]
) -> None:
    who = asker(app, world, "O")
    token = who.person.token
    before = tables()
    for line in all_lines(app, "POST"):
        for headers in ELSEWHERE if line.endpoint != "auth.setup" else ():
            answer = post(who, line, {**who.form(line), "csrf_token": token}, headers)
            assert answer.status_code in (400, 403), (line, headers)
    assert state.changed(before, tables()) == []


def test_051_the_sites_own_forms_go_through(app: Flask, world: World) -> None:
    who = asker(app, world, "O")
    sent = {"title": "Ours", "audience": "private", "parent": ""}
    origins = [{"Origin": origin} for origin in ("http://localhost", "null")]
    for headers in (*origins, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}):
        assert who.person.post("/albums/", data=sent, headers=headers).status_code == 303


def test_051_a_login_cannot_be_forced_upon_somebody(app: Flask, world: World, visitor: Person) -> None:
    """Else a stranger could log a grandmother in as himself, and see what she uploads."""
    sent = {"email": "cousin@example.org", "password": "correct horse battery staple"}
    answer = visitor.client.post("/login", data=sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code in (400, 403)
    assert visitor.get("/account/").status_code == 302


def test_052_a_cookie_alone_is_no_key_for_json(
    mum: Person, tables: Callable[[], Tables], world: World
) -> None:
    before = tables()
    uid = world.scenes["private"].photo
    for address in ("/albums/", f"/photos/{uid}/favourite", f"/photos/{uid}/delete"):
        for kind in ("application/json", "text/plain", "application/json; charset=utf-8"):
            answer = mum.client.post(address, data=b'{"title": "x"}', content_type=kind)
            assert answer.status_code == 400
    assert state.changed(before, tables()) == []
