"""The way out through the API: everything of one's own, originals byte for byte and what is said of them."""

import hashlib
from collections.abc import Callable
from typing import Any

from ..cast import Person
from ..conftest import SummerAlbum
from ..pictures import jpeg
from .conftest import Program
from .test_media import send

Programs = Callable[..., Program]


def all_of(client: Program, address: str) -> list[dict[str, Any]]:
    """A list to its end, page by page as each names the next."""
    found, following = [], address
    while following:
        page = client.get(following).json
        found += page["results"]
        following = page["next"]
    return found


def test_091_all_that_is_ones_own_comes_out_as_it_went_in(
    program: Programs, mum: Person, cousin: Person, summer_album: SummerAlbum
) -> None:
    client = program(mum)
    sent = {}
    for number in range(7):
        content = jpeg(size=(90 + number, 60))
        made = send(client, content)
        said = {"caption": f"The lake {number}", "tags": ["lake"], "taken_at": f"2019-07-1{number}T18:40:00"}
        assert client.patch(f"/api/v1/media/{made.json['id']}", json=said).status_code == 200
        sent[made.json["id"]] = (content, said)

    media = {each["id"]: each for each in all_of(client, "/api/v1/media/?owner=me&limit=3")}
    assert media.keys() == {*sent, summer_album.photo}
    for uid, (content, said) in sent.items():
        told = media[uid]
        assert client.get(told["file"]).data == content
        assert (told["sha256"], told["file_name"]) == (hashlib.sha256(content).hexdigest(), "IMG_1.jpg")
        assert (told["caption"], told["tags"]) == (said["caption"], said["tags"])
        assert told["taken_at"].startswith(said["taken_at"])

    (album,) = all_of(client, "/api/v1/albums/?owner=me")
    inside = client.get(f"/api/v1/albums/{album['id']}").json["media"]["results"]
    assert {each["id"] for each in inside} == {summer_album.photo, summer_album.photo_of_cousin}
    grants = client.get(f"/api/v1/albums/{album['id']}/grants/").json
    assert {each["member"]["name"] for each in grants} == {"Dad", "Uncle", "Cousin"}
    assert summer_album.photo not in {
        each["id"] for each in all_of(program(cousin), "/api/v1/media/?owner=me")
    }
