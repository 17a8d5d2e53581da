"""Circles through the API: made, renamed, filled, granted a part in an album, and ended."""

from collections.abc import Callable

from ..cast import Person
from ..conftest import SummerAlbum
from .conftest import Program
from .test_albums import id_of

Programs = Callable[..., Program]
CIRCLES = "/api/v1/circles/"


def make(client: Program, *people: Person, name: str = "Mum's side") -> str:
    """The address of a new circle with these people in it."""
    made = client.post(CIRCLES, json={"name": name})
    assert made.status_code == 201
    address = made.location
    for person in people:
        assert client.put(f"{address}/members/{person.uid}").status_code == 204
    return address


def test_the_whole_life_of_a_circle(program: Programs, mum: Person, dad: Person) -> None:
    client = program(mum)
    made = client.post(CIRCLES, json={"name": "  Mum's   side "})
    assert (made.status_code, made.json["name"], made.json["members"]) == (201, "Mum's side", [])
    address = made.location
    for _again in range(2):
        assert client.put(f"{address}/members/{dad.uid}").status_code == 204
    shown = client.get(address)
    assert [person["name"] for person in shown.json["members"]] == ["Dad"]
    assert shown.headers["ETag"] != made.headers["ETag"]
    renamed = client.patch(address, json={"name": "The lake"}, headers={"If-Match": shown.headers["ETag"]})
    assert (renamed.json["name"], renamed.json["owner"]["name"]) == ("The lake", "Mum")
    (listed,) = client.get(CIRCLES).json
    assert listed == {name: said for name, said in renamed.json.items() if name != "members"}
    assert client.delete(f"{address}/members/{dad.uid}").status_code == 204
    assert client.get(address).json["members"] == []
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
    assert client.get(CIRCLES).json == []


def test_two_who_change_a_circle_do_not_overwrite_each_other(
    program: Programs, mum: Person, keeper: Person
) -> None:
    hers, keepers = program(mum), program(keeper)
    address = make(hers)
    seen = {"If-Match": keepers.get(address).headers["ETag"]}
    assert hers.patch(address, json={"name": "Hers"}, headers=seen).status_code == 200
    assert keepers.patch(address, json={"name": "The keeper's"}, headers=seen).status_code == 412
    assert keepers.delete(address, headers=seen).status_code == 412
    assert hers.get(address).json["name"] == "Hers"
    assert keepers.patch(address, json={"name": "Ours"}).status_code == 200


def test_only_who_looks_after_it_changes_it_and_everybody_may_leave(
    program: Programs, mum: Person, dad: Person, uncle: Person, stranger: Person
) -> None:
    address = make(program(mum), dad, uncle)
    his = program(dad)
    assert his.get(address).status_code == 200
    assert his.patch(address, json={"name": "Dad's side"}).status_code == 403
    assert his.delete(address).status_code == 403
    for method in ("PUT", "DELETE"):
        assert his.ask(method, f"{address}/members/{uncle.uid}").status_code == 403
    assert his.delete(f"{address}/members/{dad.uid}").status_code == 204
    assert his.get(address).status_code == 404
    assert his.get(CIRCLES).json == []
    others = program(stranger)
    assert others.get(address).status_code == 404
    assert others.put(f"{address}/members/{stranger.uid}").status_code == 404
    assert others.delete(f"{address}/members/{stranger.uid}").status_code == 404


def test_what_is_wrong_with_a_circle_is_named(program: Programs, mum: Person) -> None:
    client = program(mum)
    for sent in ({}, {"name": ""}, {"name": "   "}, {"name": "x" * 81}, {"name": 7}, {"name": "a\0b"}):
        assert client.post(CIRCLES, json=sent).status_code == 422, sent
    address = make(client)
    assert client.patch(address, json={"name": None}).status_code == 422
    assert client.put(f"{address}/members/{'z' * 12}").status_code == 404
    assert client.post(CIRCLES, data="name=x", content_type="text/plain").status_code == 415
    assert program(None).post(CIRCLES, json={"name": "x"}).status_code == 401


def test_being_in_a_circle_opens_what_it_was_granted(
    program: Programs, mum: Person, stranger: Person, summer_album: SummerAlbum
) -> None:
    client = program(mum)
    circle = make(client, stranger)
    uid = circle.rpartition("/")[2]
    album = f"/api/v1/albums/{id_of(client)}"
    assert program(stranger).get(album).status_code == 404
    given = client.put(f"{album}/circles/{uid}", json={"role": "viewer"})
    assert given.json == {"circle": {"id": uid, "name": "Mum's side"}, "role": "viewer"}
    assert program(stranger).get(album).status_code == 200
    assert program(stranger).put(f"{album}/circles/{uid}", json={"role": "editor"}).status_code == 403
    assert client.put(f"{album}/circles/{uid}", json={"role": "owner"}).status_code == 422
    assert client.get(f"{album}/circles/").json == [given.json]
    assert client.delete(f"{circle}/members/{stranger.uid}").status_code == 204
    assert program(stranger).get(album).status_code == 404
    assert client.delete(f"{album}/circles/{uid}").status_code == 204
    assert client.delete(f"{album}/circles/{uid}").status_code == 404
