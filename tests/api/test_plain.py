"""A plain `requests` client against the real server, by the addresses that old clients know.

And each fault of the Django version of this site, reproduced there, which is not to be ours.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from flask import Flask

from photoalbum.photos.models import Photo

from ..cast import Person
from ..pictures import jpeg
from ..security.live import serving


class Client(requests.Session):
    """Knows where the site is and who asks."""

    def __init__(self, port: int, token: str = "") -> None:
        super().__init__()
        self.trust_env = False
        self.place = f"http://localhost:{port}"
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def request(self, method: str, url: str, **sent: object) -> requests.Response:  # type: ignore[override]
        return super().request(method, url if "://" in url else self.place + url, timeout=60, **sent)  # type: ignore[arg-type]

    def send_photo(self, content: bytes, **fields: str) -> requests.Response:
        return self.post("/api/media/", data=fields, files={"file": ("IMG_1.jpg", content)})


@pytest.fixture
def client(app: Flask, instance: Path, make_token) -> Iterator[Callable[..., Client]]:
    with serving(app, instance) as live:
        opened: list[Client] = []

        def make(person: Person | None = None) -> Client:
            opened.append(Client(live.port, make_token(person) if person else ""))
            return opened[-1]

        yield make
        for each in opened:
            each.close()


def test_the_whole_life_cycle(client, mum: Person, process) -> None:
    mine, content = client(mum), jpeg(taken="2019-07-14 18:40:00", size=(300, 200))
    album = mine.post("/api/albums/", json={"title": "Lake", "is_public": False}).json()
    by_form = mine.post("/api/albums/", data={"title": "By form", "description": "x", "is_public": "true"})
    assert (by_form.status_code, by_form.json()["is_public"]) == (201, True)
    sent = mine.send_photo(content, album=album["id"], media_type="photo")
    assert sent.status_code == 201
    photo = sent.json()
    assert photo["album"] == album["id"]
    assert photo["owner"] == "Mum"
    process()
    shown = mine.get(f"/api/media/{photo['id']}/").json()
    assert (shown["width"], shown["height"], shown["duration"]) == (300, 200, None)
    assert shown["taken_at"].startswith("2019-07-14T18:40:00")
    assert mine.get(shown["thumbnail"]).headers["Content-Type"] == "image/webp"
    part = mine.get(shown["file"], headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.content) == (206, content[:10])

    listed = mine.get("/api/albums/").json()
    assert isinstance(listed, list)
    with_media = next(each for each in listed if each["id"] == album["id"])
    assert [each["id"] for each in with_media["media"]] == [photo["id"]]
    assert [each["id"] for each in mine.get("/api/media/").json()] == [photo["id"]]

    one = f"/api/media/{photo['id']}/"
    assert mine.patch(one, json={"is_favorite": True}).json()["is_favorite"] is True
    assert mine.patch(one, data={"is_favorite": "false"}).json()["is_favorite"] is False
    assert mine.patch(one, files={"caption": (None, "The lake")}).json()["caption"] == "The lake"
    back = mine.put(one, json=mine.get(one).json())
    assert (back.status_code, back.json()["caption"]) == (200, "The lake")
    assert mine.put(one, data={"album": by_form.json()["id"]}).json()["album"] == by_form.json()["id"]
    assert mine.put(f"/api/albums/{album['id']}/", data={"title": "Sea"}).json()["title"] == "Sea"
    assert mine.patch(f"/api/albums/{album['id']}/", json={"title": "Ocean"}).json()["title"] == "Ocean"
    assert mine.delete(one).status_code == 204
    assert mine.get(one).status_code == 404
    assert mine.delete(f"/api/albums/{album['id']}/").status_code == 204
    assert [each["title"] for each in mine.get("/api/albums/").json()] == ["By form"]


def test_uploads_answer_and_html_is_no_photo(client, mum: Person, rows) -> None:
    """There: every upload answered 500, and HTML sent as a photo came back as text/html."""
    mine = client(mum)
    assert mine.send_photo(jpeg()).status_code == 201
    refused = mine.send_photo(b"<!doctype html><script>alert(1)</script>", media_type="photo")
    assert (refused.status_code, refused.headers["Content-Type"]) == (415, "application/problem+json")
    assert len(rows(Photo)) == 1


def test_anonymous_lists_answer_and_is_public_counts(client, mum: Person, make_album, make_photo) -> None:
    """There: anonymous lists crashed, is_public did nothing, and originals were anybody's who had the URL."""
    nobody, mine = client(), client(mum)
    uid = make_photo(mum, make_album(mum, "Closed"))
    assert nobody.get("/api/albums/").json() == []
    assert nobody.get("/api/media/").json() == []
    address = mine.get(f"/api/media/{uid}/").json()["file"]
    assert nobody.get(address).status_code == 404
    album = mine.get("/api/albums/").json()[0]
    assert mine.patch(f"/api/albums/{album['id']}/", json={"is_public": True}).json()["audience"] == "public"
    assert [each["title"] for each in nobody.get("/api/albums/").json()] == ["Closed"]
    assert nobody.get(address).status_code == 200
    assert nobody.post("/api/albums/", json={"title": "x"}).status_code == 401
    assert nobody.send_photo(jpeg()).status_code == 401


def test_no_file_is_moved_into_somebody_elses_album(client, mum: Person, uncle: Person, summer_album) -> None:
    """There: PATCH could, and the album's owner could not delete it then."""
    his, hers = client(uncle), client(mum)
    uid = his.send_photo(jpeg(colour="red")).json()["id"]
    album = hers.get("/api/albums/").json()[0]["id"]
    for method in (his.patch, his.put):
        refused = method(f"/api/media/{uid}/", json={"album": album})
        assert (refused.status_code, refused.json()["detail"]) == (403, "Album does not belong to you.")
    assert his.get(f"/api/media/{uid}/").json()["album"] is None


def test_the_file_itself_never_changes(client, mum: Person, make_photo) -> None:
    mine, uid = client(mum), make_photo(mum)
    refused = mine.patch(f"/api/media/{uid}/", files={"file": ("other.jpg", jpeg(colour="red"))})
    assert refused.status_code == 422


def test_pages_etags_and_no_session_needed_for_other_origins(
    app: Flask, client, mum: Person, make_album
) -> None:
    """There: no paging, Range, ETag or caching; CORS that could never work with its session login."""
    for number in range(3):
        make_album(mum, f"Album {number}")
    mine = client(mum)
    first = mine.get("/api/albums/?limit=2")
    assert len(first.json()) == 2
    assert len(mine.get(first.links["next"]["url"]).json()) == 1
    one = f"/api/albums/{first.json()[0]['id']}/"
    tag = mine.get(one).headers["ETag"]
    mine.patch(one, json={"title": "x"})
    assert mine.patch(one, json={"title": "y"}, headers={"If-Match": tag}).status_code == 412

    here = {"Origin": "https://friend.example.org", "Sec-Fetch-Site": "cross-site"}
    assert mine.patch(one, json={"title": "y"}, headers=here).status_code == 403
    app.config["CORS_ORIGINS"] = ("https://friend.example.org",)
    asked = mine.options(one, headers=here).headers
    assert {"PUT", "PATCH", "DELETE"} <= set(asked["Access-Control-Allow-Methods"].split(", "))
    assert "If-Match" in asked["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in asked
    changed = mine.patch(one, json={"title": "y"}, headers=here)
    assert (changed.status_code, changed.headers["Access-Control-Allow-Origin"]) == (200, here["Origin"])
    assert "ETag" in changed.headers["Access-Control-Expose-Headers"]


def test_every_member_may_sign_in(client, stranger: Person) -> None:
    """There: only staff could."""
    assert client(stranger).get("/api/albums/").status_code == 200
