"""Share links through the API: made, given rules, changed by two at once, and ended."""

from collections.abc import Callable
from typing import Any

import pytest

from ..cast import Person
from ..conftest import SummerAlbum
from .conftest import Program
from .test_albums import id_of

Programs = Callable[..., Program]
LINKS = "/api/v1/links/"
RULES: dict[str, Any] = {
    "label": "Grandma",
    "expires_at": "2100-01-01T00:00:00Z",
    "view_limit": 3,
    "with_albums_below": True,
    "may_download": True,
    "keep_metadata": True,
    "show_captions": False,
    "may_add": True,
    "needs_approval": False,
    "may_comment": True,
    "most_files": 12,
    "most_bytes": 2_000_000_000,
}


@pytest.fixture
def made(program: Programs, mum: Person, summer_album: SummerAlbum) -> dict[str, Any]:
    """A link to mum's album, with every rule."""
    client = program(mum)
    answer = client.post(f"/api/v1/albums/{id_of(client)}/links/", json=RULES)
    assert answer.status_code == 201
    return answer.json


def test_share_links(
    program: Programs, mum: Person, dad: Person, visitor: Person, summer_album: SummerAlbum
) -> None:
    client = program(mum)
    links = f"/api/v1/albums/{id_of(client)}/links/"
    made = client.post(links, json={"label": "Grandma"})
    assert made.status_code == 201
    assert (made.json["may_download"], made.json["show_captions"]) == (False, True)
    assert visitor.get(made.json["url"]).status_code == 200
    locked = client.post(links, json={"password": "seven swans", "expires_at": "2100-01-01T00:00:00Z"}).json
    assert (locked["has_password"], locked["expires_at"]) == (True, "2100-01-01T00:00:00Z")
    assert visitor.get(locked["url"]).status_code == 401
    assert client.post(links, json={"expires_at": "2001-01-01T00:00:00Z"}).status_code == 422
    assert client.post(links, json={"password": "short"}).status_code == 422
    assert {link["label"] for link in client.get(links).json} == {"Grandma", ""}
    assert program(dad).get(links).status_code == 403
    assert client.delete(links + made.json["id"]).status_code == 204
    assert visitor.get(made.json["url"]).status_code == 404
    assert client.delete(links + made.json["id"]).status_code == 404


def test_every_rule_is_told_and_kept(program: Programs, mum: Person, made: dict[str, Any]) -> None:
    client = program(mum)
    assert {name: made[name] for name in RULES} == RULES
    assert (made["album"], made["media_count"], made["has_password"]) == (id_of(client), None, False)
    assert (made["views"], made["visitors"], made["downloads"], made["openings"]) == (0, 0, 0, 0)
    assert client.get(LINKS).json == [made]
    assert client.get(LINKS + made["id"]).json == made


def test_what_is_left_out_of_a_change_stays(program: Programs, mum: Person, made: dict[str, Any]) -> None:
    client, address = program(mum), LINKS + made["id"]
    changed = client.patch(address, json={"view_limit": None, "may_download": False}).json
    assert changed == {**made, "view_limit": None, "may_download": False}
    assert client.patch(address, json={}).json == changed
    assert client.patch(address, json={"expires_at": None}).json["expires_at"] is None


def test_a_password_is_set_changed_and_taken_away(
    program: Programs, mum: Person, visitor: Person, made: dict[str, Any]
) -> None:
    client, address = program(mum), LINKS + made["id"]
    assert visitor.get(made["url"]).status_code == 200
    assert client.patch(address, json={"password": "seven swans"}).json["has_password"]
    assert visitor.get(made["url"]).status_code == 401
    assert visitor.post(f"{made['url']}unlock", data={"password": "seven swans"}).status_code == 303
    assert visitor.get(made["url"]).status_code == 200
    assert client.patch(address, json={"label": "Aunt"}).json["has_password"]
    assert visitor.get(made["url"]).status_code == 200, "a name changes nothing for those inside"
    assert client.patch(address, json={"may_download": False}).status_code == 200
    assert visitor.get(made["url"]).status_code == 401, "other rules end what was unlocked"
    assert not client.patch(address, json={"password": None}).json["has_password"]
    assert visitor.get(made["url"]).status_code == 200


@pytest.mark.parametrize(
    "change", [{"label": "Theirs"}, {"password": "eight swans"}, {"may_download": False}]
)
def test_two_who_change_a_link_do_not_overwrite_each_other(
    program: Programs, mum: Person, made: dict[str, Any], change: dict[str, Any]
) -> None:
    client, address = program(mum), LINKS + made["id"]
    seen = {"If-Match": client.get(address).headers["ETag"]}
    first = client.patch(address, json=change, headers=seen)
    assert first.status_code == 200
    for late in ({"label": "Mine"}, {"password": "nine swans"}):
        assert client.patch(address, json=late, headers=seen).status_code == 412
    assert client.delete(address, headers=seen).status_code == 412
    assert client.get(address).json == first.json
    assert client.delete(address, headers={"If-Match": first.headers["ETag"]}).status_code == 204


def test_a_link_to_photos_of_ones_own(
    program: Programs, mum: Person, dad: Person, stranger: Person, visitor: Person, summer_album: SummerAlbum
) -> None:
    sent = {"media": [summer_album.photo, summer_album.photo], "label": "One", "may_download": True}
    made = program(mum).post(LINKS, json=sent)
    assert (made.status_code, made.json["album"], made.json["media_count"]) == (201, None, 1)
    assert visitor.get(made.json["url"]).status_code == 200
    assert program(dad).post(LINKS, json=sent).status_code == 403, "it is not his, though he sees it"
    assert program(stranger).post(LINKS, json=sent).status_code == 404
    assert program(None).post(LINKS, json=sent).status_code == 401
    assert program(mum).post(LINKS, json={**sent, "media": [*sent["media"], "z" * 12]}).status_code == 404
    address = LINKS + made.json["id"]
    assert not program(mum).patch(address, json={"with_albums_below": True}).json["with_albums_below"]


def test_a_link_is_its_makers_and_the_albums_owners_affair(
    program: Programs, mum: Person, dad: Person, visitor: Person, made: dict[str, Any]
) -> None:
    address = LINKS + made["id"]
    for method in ("GET", "PATCH", "DELETE"):
        assert program(dad).ask(method, address, json={}).status_code == 404
        assert program(None).ask(method, address, json={}).status_code == 401
    assert program(dad).get(LINKS).json == []
    assert program(mum).delete(address).status_code == 204
    assert program(mum).get(address).status_code == 404
    assert program(mum).get(LINKS).json == []
    assert visitor.get(made["url"]).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": "x" * 101},
        {"label": "a\0b"},
        {"password": "short"},
        {"expires_at": "2001-01-01T00:00:00Z"},
        {"expires_at": "tomorrow"},
        {"view_limit": 0},
        {"view_limit": 100_001},
        {"view_limit": "3.5"},
        {"may_download": None},
        {"keep_metadata": "perhaps"},
    ],
)
def test_what_is_wrong_with_a_rule_is_named(
    program: Programs, mum: Person, made: dict[str, Any], wrong: dict[str, Any]
) -> None:
    client, (name,) = program(mum), wrong
    for method, address in (
        ("PATCH", LINKS + made["id"]),
        ("POST", f"/api/v1/albums/{id_of(client)}/links/"),
    ):
        answer = client.ask(method, address, json=wrong)
        assert answer.status_code == 422
        assert list(answer.json["errors"]) == [name]
    assert client.get(LINKS).json == [made]


def test_photos_must_be_named(program: Programs, mum: Person) -> None:
    for sent in ({}, {"media": []}, {"media": "x"}, {"media": [7]}, {"media": ["x" * 12] * 501}):
        assert program(mum).post(LINKS, json=sent).status_code == 422
