"""Hearts, comments, grants, search, timeline, trash, receipts and jobs through the API."""

from collections.abc import Callable

from ..cast import Person
from ..conftest import SummerAlbum
from ..pictures import jpeg
from .conftest import Program
from .test_albums import id_of
from .test_media import send

Programs = Callable[..., Program]


def test_hearts(program: Programs, uncle: Person, stranger: Person, summer_album: SummerAlbum) -> None:
    client, address = program(uncle), f"/api/v1/media/{summer_album.photo}/favourite"
    assert [client.put(address).status_code for _ in range(2)] == [204, 204]
    loved = client.get("/api/v1/favourites/").json["results"]
    assert [photo["id"] for photo in loved] == [summer_album.photo]
    assert client.delete(address).status_code == 204
    assert client.get("/api/v1/favourites/").json["results"] == []
    assert program(stranger).put(address).status_code == 404


def test_comments(
    program: Programs, mum: Person, uncle: Person, cousin: Person, summer_album: SummerAlbum
) -> None:
    his, address = program(uncle), f"/api/v1/media/{summer_album.photo}/comments/"
    said = his.post(address, json={"words": "How lovely"}).json
    assert (said["name"], said["edited_at"]) == ("Uncle", None)
    one = address + said["id"]
    assert his.patch(one, json={"words": "How nice"}).json["edited_at"]
    assert program(cousin).patch(one, json={"words": "x"}).status_code == 403
    assert program(cousin).delete(one).status_code == 403
    assert his.post(address, json={"words": ""}).status_code == 422
    assert [each["words"] for each in program(mum).get(address).json] == ["How nice"]
    assert program(mum).delete(one).status_code == 204
    assert program(mum).get(address).json == []


def test_grants(
    program: Programs, mum: Person, stranger: Person, dad: Person, summer_album: SummerAlbum
) -> None:
    client = program(mum)
    album = f"/api/v1/albums/{id_of(client)}"
    given = client.put(f"{album}/grants/{stranger.uid}", json={"role": "contributor"})
    assert given.json == {"member": {"id": stranger.uid, "name": "Stranger"}, "role": "contributor"}
    assert program(stranger).get(album).status_code == 200
    assert len(client.get(f"{album}/grants/").json) == 4
    assert client.put(f"{album}/grants/{stranger.uid}", json={"role": "owner"}).status_code == 422
    assert client.put(f"{album}/grants/{mum.uid}", json={"role": "viewer"}).status_code == 409
    assert program(dad).put(f"{album}/grants/{dad.uid}", json={"role": "editor"}).status_code == 403
    assert client.delete(f"{album}/grants/{stranger.uid}").status_code == 204
    assert program(stranger).get(album).status_code == 404


def test_search_and_timeline(
    program: Programs, mum: Person, stranger: Person, make_album, make_photo, process
) -> None:
    uid = make_photo(mum, make_album(mum), taken="2019-07-14 18:40:00", name="Regatta.jpg")
    process()
    hers, others = program(mum), program(stranger)
    found = hers.get("/api/v1/search?q=regatta").json
    assert ([photo["id"] for photo in found["results"]], found["total"]) == ([uid], 1)
    assert [album["title"] for album in hers.get("/api/v1/search?q=summer").json["albums"]] == ["Summer 2019"]
    assert others.get("/api/v1/search?q=regatta").json["total"] == 0
    months = hers.get("/api/v1/timeline/").json
    assert months == {"months": [{"month": "2019-07", "count": 1}], "undated": 0, "total": 1}
    assert others.get("/api/v1/timeline/").json["total"] == 0
    july = hers.get("/api/v1/timeline/media/?month=2019-07").json["results"]
    assert [photo["id"] for photo in july] == [uid]
    assert hers.get("/api/v1/timeline/media/?month=2019-08").json["results"] == []
    assert hers.get("/api/v1/timeline/media/?month=2019-13").status_code == 422
    assert hers.get("/api/v1/timeline/media/?month=9999-12").status_code == 200


def test_trash(program: Programs, mum: Person, dad: Person, summer_album: SummerAlbum) -> None:
    client = program(mum)
    album = id_of(client)
    client.delete(f"/api/v1/media/{summer_album.photo}")
    client.delete(f"/api/v1/albums/{album}")
    thrown = client.get("/api/v1/trash/").json
    assert [photo["id"] for photo in thrown["media"]] == [summer_album.photo]
    assert [each["id"] for each in thrown["albums"]] == [album]
    for what in (f"media/{summer_album.photo}", f"albums/{album}"):
        address = f"/api/v1/trash/{what}/restoration"
        assert program(dad).post(address).status_code == 404
        assert client.post(address).status_code == 204
        assert client.post(address).status_code == 404
    assert client.get(f"/api/v1/media/{summer_album.photo}").json["album"] == album


def test_receipts(program: Programs, mum: Person, dad: Person) -> None:
    client = program(mum)
    sent = send(client, jpeg())
    assert send(client, b"no picture").status_code == 415
    refused, kept = client.get("/api/v1/receipts/").json
    assert (kept["kept"], kept["refused"], refused["refused"]) == (1, 0, 1)
    address = f"/api/v1/receipts/{sent.headers['Photoalbum-Receipt']}"
    (line,) = client.get(address).json["lines"]
    assert (line["media"], line["sha256"]) == (sent.json["id"], sent.json["sha256"])
    assert program(dad).get(address).status_code == 404


def test_jobs_are_the_keepers(program: Programs, keeper: Person, mum: Person, make_photo) -> None:
    make_photo(mum)
    assert program(keeper).get("/api/v1/jobs/").json["originals"] == {"waiting": 1}
    assert program(keeper).post("/api/v1/jobs/retries").status_code == 204
    for method, address in (("GET", "/api/v1/jobs/"), ("POST", "/api/v1/jobs/retries")):
        assert program(mum).ask(method, address).status_code == 404
