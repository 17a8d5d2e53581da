"""Albums through the API: what one sees, makes, changes and throws away, and who may not."""

import json
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from photoalbum.albums.models import Album
from photoalbum.api.resource import CALLS
from photoalbum.core.db import db

from ..cast import Person
from ..conftest import SummerAlbum
from .conftest import Program

Programs = Callable[..., Program]
FIELDS = {
    *("id", "slug", "title", "description", "owner", "audience", "is_public", "parent", "inherits", "cover"),
    *("photo_count", "video_count", "created_at", "updated_at", "url"),
}


def id_of(client: Program, title: str = "Summer 2019") -> str:
    found = client.get("/api/v1/albums/").json["results"]
    return next(album["id"] for album in found if album["title"] == title)


def test_the_whole_life_of_an_album(program: Programs, mum: Person) -> None:
    client = program(mum)
    made = client.post("/api/v1/albums/", json={"title": "  Lake   days ", "is_public": True})
    assert made.status_code == 201
    assert set(made.json) == FIELDS
    assert (made.json["title"], made.json["audience"], made.json["owner"]["name"]) == (
        "Lake days",
        "public",
        "Mum",
    )
    address, tag = made.location, made.headers["ETag"]
    shown = client.get(address)
    assert shown.headers["ETag"] == tag
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.json["media"] == {"results": [], "next": None}
    changed = client.patch(address, json={"description": "By the lake"})
    assert (changed.json["title"], changed.json["description"]) == ("Lake days", "By the lake")
    replaced = client.put(address, json={"title": "Sea"}, headers={"If-Match": changed.headers["ETag"]})
    assert (replaced.json["title"], replaced.json["description"], replaced.json["is_public"]) == (
        "Sea",
        "",
        True,
    )
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


def test_two_editors_do_not_overwrite_each_other(
    program: Programs, mum: Person, dad: Person, summer_album
) -> None:
    hers, his = program(mum), program(dad)
    address = f"/api/v1/albums/{id_of(hers)}"
    seen = his.get(address).headers["ETag"]
    assert hers.patch(address, json={"title": "Hers"}, headers={"If-Match": seen}).status_code == 200
    for method in ("PATCH", "PUT"):
        late = his.ask(method, address, json={"title": "His"}, headers={"If-Match": seen})
        assert late.status_code == 412
        assert late.json["request_id"]
    assert his.put(address, json={"title": "His"}).status_code == 428
    assert hers.delete(address, headers={"If-Match": seen}).status_code == 412
    assert hers.get(address).json["title"] == "Hers"


def test_pages_follow_each_other_by_link_and_by_body(program: Programs, mum: Person, make_album) -> None:
    for number in range(5):
        make_album(mum, f"Album {number}")
    client, address, seen = program(mum), "/api/v1/albums/?limit=2&owner=me", []
    while address:
        page = client.get(address)
        seen += [album["title"] for album in page.json["results"]]
        address = page.json["next"]
        assert page.headers.get("Link") == (f'<{address}>; rel="next"' if address else None)
    assert sorted(seen) == [f"Album {number}" for number in range(5)]


def test_filters(program: Programs, mum: Person, dad: Person, make_album) -> None:
    make_album(mum, "Open", audience="family")
    make_album(dad, "Dads", audience="family")
    client = program(mum)
    inner = client.post("/api/v1/albums/", json={"title": "Inner", "parent": id_of(client, "Open")}).json
    asked = {
        "owner=me": {"Open", "Inner"},
        "audience=family": {"Open", "Dads"},
        f"parent={inner['parent']}": {"Inner"},
        "parent=none": {"Open", "Dads"},
        f"owner={dad.uid}": {"Dads"},
        "owner=nobody": set(),
    }
    for query, titles in asked.items():
        found = client.get(f"/api/v1/albums/?{query}").json["results"]
        assert {album["title"] for album in found} == titles, query


def test_who_sees_may_not_change_and_who_does_not_see_finds_nothing(
    program: Programs, uncle: Person, stranger: Person, mum: Person, summer_album: SummerAlbum, rows
) -> None:
    address = f"/api/v1/albums/{id_of(program(mum))}"
    refused = program(uncle).patch(address, json={"title": "Mine"})
    assert (refused.status_code, refused.json["detail"]) == (403, "Album does not belong to you.")
    for method in ("GET", "PATCH", "PUT", "DELETE"):
        body = {} if method in ("GET", "DELETE") else {"json": {"title": "x"}}
        assert program(stranger).ask(method, address, **body).status_code == 404
    assert [album.title for album in rows(Album)] == ["Summer 2019"]


def test_editors_change_words_but_not_who_sees(
    program: Programs, mum: Person, dad: Person, summer_album
) -> None:
    address = f"/api/v1/albums/{id_of(program(mum))}"
    assert program(dad).patch(address, json={"title": "Ours"}).status_code == 200
    for sent in ({"audience": "public"}, {"is_public": True}):
        assert program(dad).patch(address, json=sent).status_code == 403
    assert program(dad).patch(address, json={"cover": summer_album.photo}).json["cover"] == summer_album.photo
    assert program(dad).patch(address, json={"cover": "nothing"}).status_code == 422


def test_013_fields_that_nobody_sets_are_without_effect(program: Programs, mum: Person, dad: Person) -> None:
    client = program(mum)
    made = client.post(
        "/api/v1/albums/",
        json={
            "title": "x",
            "owner": dad.uid,
            "owner_id": dad.id,
            "created_at": "2000-01-01",
            "id": "mine",
            "role": "a",
        },
    ).json
    assert made["owner"]["name"] == "Mum"
    assert made["id"] != "mine"
    assert not made["created_at"].startswith("2000")


def test_what_is_wrong_is_named(program: Programs, mum: Person) -> None:
    client = program(mum)
    wrong = [
        ({}, "title"),
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "half \ud83d"}, "title"),
        ({"title": "x", "audience": "all"}, "audience"),
        ({"title": "x", "audience": "family", "is_public": True}, "is_public"),
    ]
    for sent, name in wrong:
        refused = client.post("/api/v1/albums/", json=sent)
        assert refused.status_code == 422
        assert refused.content_type == "application/problem+json"
        assert name in refused.json["errors"], refused.json
    for sent in ([], "x", 1, None):
        refused = client.post("/api/albums/", data=json.dumps(sent), content_type="application/json")
        assert refused.status_code == 422
    assert client.post("/api/v1/albums/", data=b"{", content_type="application/json").status_code == 400
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"):
        assert client.post("/api/v1/albums/", data=b"title=x", content_type=kind).status_code == 415
    assert client.put("/api/v1/albums/").status_code == 405


def test_an_album_is_not_put_inside_itself(program: Programs, mum: Person, make_album) -> None:
    make_album(mum, "One")
    client = program(mum)
    one = id_of(client, "One")
    assert client.patch(f"/api/v1/albums/{one}", json={"parent": one}).status_code == 422


def test_whose_album_lies_above_another_one_takes_that_out_of_it(
    app: Flask, program: Programs, mum: Person, dad: Person, cousin: Person, summer_album, make_album
) -> None:
    slug = make_album(cousin, "Cousin's part")
    with app.app_context():
        above, nested = (
            db.session.scalars(select(Album).where(Album.slug == each)).one()
            for each in (summer_album.slug, slug)
        )
        nested.parent = above
        db.session.commit()
        address = f"/api/v1/albums/{nested.uid}"
    assert program(dad).patch(address, json={"parent": None}).status_code == 403
    for more in ({"inherits": False}, {"audience": "public"}):
        assert program(mum).patch(address, json={"parent": None, **more}).status_code == 403
    changed = program(mum).patch(address, json={"parent": None})
    assert (changed.status_code, changed.json["parent"]) == (200, None)
    assert program(mum).get(address).status_code == 404
    assert program(cousin).get(address).json["parent"] is None


def test_thrown_away_with_its_photos_nothing_is_left_over(
    program: Programs, mum: Person, summer_album: SummerAlbum
) -> None:
    client = program(mum)
    assert client.delete(f"/api/v1/albums/{id_of(client)}?with_media=true").status_code == 204
    assert client.get(f"/api/v1/media/{summer_album.photo}").status_code == 404
    assert f"/trash/photos/{summer_album.photo}/restore" in mum.get("/trash/").text


def test_a_list_costs_the_same_for_2_and_for_20(
    program: Programs, mum: Person, make_album, query_count
) -> None:
    client = program(mum)
    client.get("/api/v1/albums/")
    for number in range(2):
        make_album(mum, f"Album {number}")
    with query_count() as few:
        client.get("/api/albums/")
    for number in range(18):
        make_album(mum, f"More {number}")
    with query_count() as many:
        client.get("/api/albums/")
    assert many.total == few.total < 16


def test_anonymous_callers_read_what_is_public_and_write_nothing(
    program: Programs, mum: Person, make_album, make_photo
) -> None:
    make_album(mum, "Secret")
    uid = make_photo(mum, make_album(mum, "Open", audience="public"), where=(47.3, 8.5))
    nobody = program()
    found = nobody.get("/api/v1/albums/").json["results"]
    assert [album["title"] for album in found] == ["Open"]
    photo = nobody.get(f"/api/v1/media/{uid}").json
    assert (photo["metadata"], photo["file_name"]) == ({}, "")
    assert nobody.get("/api/v1/media/?owner=me").status_code == 401
    address = f"/api/v1/albums/{found[0]['id']}"
    for method, where in (
        ("POST", "/api/v1/albums/"),
        ("PATCH", address),
        ("DELETE", address),
        ("PUT", address),
    ):
        refused = nobody.ask(method, where, json={"title": "x"})
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"] == 'Bearer realm="photoalbum"'


def test_059_rates_are_told_and_kept(app: Flask, program: Programs, mum: Person) -> None:
    client = program(mum)
    first = client.get("/api/v1/albums/").headers
    assert first["RateLimit-Policy"] == '"calls";q=600;w=60'
    assert first["RateLimit"] == '"calls";r=599;t=60'
    uid = mum.uid
    with app.test_request_context():
        for _ in range(599):
            CALLS.count(uid)
    refused = client.get("/api/v1/albums/", headers={"X-Forwarded-For": "192.0.2.1"})
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert program().get("/api/v1/albums/").status_code == 200
