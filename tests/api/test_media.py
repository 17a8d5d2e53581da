"""Media through the API: sent, shown, described, moved and thrown away."""

import hashlib
import io
import json
from collections.abc import Callable

from photoalbum.photos.models import Photo

from ..cast import Person
from ..conftest import SummerAlbum
from ..pictures import jpeg
from .conftest import Program
from .test_albums import id_of

Programs = Callable[..., Program]
PLAIN = {
    *("id", "file", "thumbnail", "media_type", "width", "height", "duration", "uploaded_at", "taken_at"),
    *("metadata", "is_favorite", "album", "owner", "sha256"),
}


def send(client: Program, content: bytes, where: str = "/api/v1/media/", **fields: str):
    return client.post(where, data={**fields, "file": (io.BytesIO(content), "IMG_1.jpg")})


def test_a_photo_is_sent_prepared_and_fetched(program: Programs, mum: Person, make_album, process) -> None:
    make_album(mum)
    client, content = program(mum), jpeg(taken="2019-07-14 18:40:00")
    made = send(client, content, album=id_of(client), media_type="image/jpeg")
    assert made.status_code == 201
    assert set(made.json) > PLAIN
    assert (made.json["thumbnail"], made.json["media_type"]) == (None, "photo")
    assert made.json["sha256"] == hashlib.sha256(content).hexdigest()
    process()
    shown = client.get(made.location).json
    assert shown["taken_at"].startswith("2019-07-14T18:40:00")
    assert shown["album"] == id_of(client)
    assert client.get(shown["file"]).data == content
    assert client.get(shown["thumbnail"]).mimetype == "image/webp"
    again = send(client, content)
    assert (again.status_code, again.json["id"]) == (200, shown["id"])


def test_into_somebody_elses_album(
    program: Programs, uncle: Person, cousin: Person, stranger: Person, mum: Person, summer_album, rows
) -> None:
    album, before = id_of(program(mum)), len(rows(Photo))
    refused = send(program(uncle), jpeg(), album=album)
    assert (refused.status_code, refused.json["detail"]) == (403, "Album does not belong to you.")
    assert send(program(stranger), jpeg(), album=album).status_code == 404
    assert send(program(), jpeg(), album=album).status_code == 401
    assert len(rows(Photo)) == before
    assert send(program(cousin), jpeg(colour="red"), album=album).status_code == 201


def test_020_the_content_decides(program: Programs, mum: Person, rows) -> None:
    client = program(mum)
    for said, status in (("video", 415), ("image/png", 415), ("nonsense", 422)):
        assert send(client, jpeg(), media_type=said).status_code == status
    assert send(client, b"<html><script>alert(1)</script>").status_code == 415
    assert send(client, b"").status_code == 422
    assert client.post("/api/v1/media/", data={}, content_type="multipart/form-data").status_code == 422
    assert client.post("/api/v1/media/", json={"file": "x"}).status_code == 422
    assert client.post("/api/v1/media/", data={"file": "x"}).status_code == 415
    assert rows(Photo) == []
    assert send(client, jpeg(), media_type="image").status_code == 201


def test_described_with_care(program: Programs, mum: Person, dad: Person, summer_album: SummerAlbum) -> None:
    client, address = program(mum), f"/api/v1/media/{summer_album.photo}"
    seen = client.get(address).headers["ETag"]
    said = {
        "caption": "Boat",
        "alt_text": "A boat",
        "tags": ["Lake", "boat"],
        "taken_at": "2019-07-14T18:40:00+02:00",
    }
    changed = client.patch(address, json=said, headers={"If-Match": seen})
    assert {name: changed.json[name] for name in said} == {**said, "tags": ["boat", "Lake"]}
    assert program(dad).patch(address, json={"caption": "His"}, headers={"If-Match": seen}).status_code == 412
    assert client.put(address, json={"caption": "Sea"}).status_code == 428
    replaced = client.put(
        address, json={"caption": "Sea"}, headers={"If-Match": changed.headers["ETag"]}
    ).json
    assert (replaced["caption"], replaced["alt_text"], replaced["tags"]) == ("Sea", "", [])
    for wrong in ({"taken_at": "yesterday"}, {"tags": "x"}, {"caption": 1}, [], None):
        for where in (address, f"/api/media/{summer_album.photo}/"):
            sent = {"data": json.dumps(wrong), "content_type": "application/json"}
            assert client.patch(where, **sent).status_code == 422, wrong
    assert client.patch(address, json={"taken_at": None}).json["taken_at"] is None


def test_hearts_are_each_ones_own(
    program: Programs, mum: Person, uncle: Person, summer_album: SummerAlbum
) -> None:
    address = f"/api/v1/media/{summer_album.photo}"
    assert program(uncle).patch(address, json={"is_favorite": True}).json["is_favorite"] is True
    shown = program(mum).get(address).json
    assert (shown["is_favorite"], shown["favorites"]) == (False, 1)
    loved = program(uncle).get("/api/v1/media/?is_favorite=true").json["results"]
    assert [photo["id"] for photo in loved] == [summer_album.photo]


def test_who_sees_may_not_describe_or_delete(
    program: Programs, uncle: Person, stranger: Person, summer_album: SummerAlbum
) -> None:
    address = f"/api/v1/media/{summer_album.photo}"
    for sent in ({"caption": "x"}, {"tags": []}, {"taken_at": None}, {"album": None}):
        assert program(uncle).patch(address, json=sent).status_code == 403, sent
        assert program(stranger).patch(address, json=sent).status_code == 404
    assert program(uncle).delete(address).status_code == 403


def test_lists_and_their_pages(program: Programs, mum: Person, make_album, make_photo) -> None:
    slug = make_album(mum)
    uids = {make_photo(mum, slug, taken=f"2019-07-{day} 12:00:00") for day in range(10, 15)}
    other = make_photo(mum)
    client = program(mum)
    for query in (f"album={id_of(client)}", "owner=me", "media_type=image", ""):
        seen, address = [], f"/api/v1/media/?limit=2&{query}"
        while address:
            page = client.get(address).json
            seen += [photo["id"] for photo in page["results"]]
            address = page["next"]
        assert len(seen) == len(set(seen))
        assert set(seen) == (uids if "album" in query else {*uids, other}), query
    assert client.get("/api/v1/media/?media_type=video").json["results"] == []
    assert client.get("/api/v1/media/?owner=me&media_type=video").status_code == 422
    assert client.get("/api/v1/media/?limit=0").status_code == 422


def test_an_album_s_media_cost_the_same_for_3_and_30(
    program: Programs, mum: Person, make_album, make_photo, many_photos, query_count
) -> None:
    slug, client = make_album(mum), program(mum)
    many_photos(slug, 3)
    address = f"/api/v1/albums/{id_of(client)}"
    with query_count() as few:
        client.get(address)
    many_photos(make_album(mum, "Other"), 30)
    address = f"/api/v1/albums/{id_of(client, 'Other')}"
    with query_count() as many:
        assert len(client.get(address).json["media"]["results"]) == 33
    assert many.total == few.total < 16


def test_moved_between_albums(program: Programs, mum: Person, make_album, make_photo) -> None:
    first, client = make_album(mum, "One"), program(mum)
    make_album(mum, "Two")
    address = f"/api/v1/media/{make_photo(mum, first)}"
    two = id_of(client, "Two")
    moved = client.patch(address, json={"album": two}).json
    assert (moved["album"], moved["albums"]) == (two, [two])
    assert client.patch(address, json={"album": None}).json["albums"] == []


def test_016_what_went_is_gone_here_too(program: Programs, mum: Person, summer_album: SummerAlbum) -> None:
    client, address = program(mum), f"/api/v1/media/{summer_album.photo}"
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
    everywhere = client.get("/api/v1/media/").text + client.get(f"/api/v1/albums/{id_of(client)}").text
    assert summer_album.photo not in everywhere
    assert client.get(f"/photos/{summer_album.photo}/original").status_code == 404
