"""What was thrown away, taken out or locked is gone at the next request, by whichever way it went."""

from collections.abc import Callable

import pytest
from flask import Flask

from ..cast import Person
from .asking import asker
from .crawl import walk
from .world import World

Way = Callable[[Flask, World, Person], None]


def to_the_trash(app: Flask, world: World, mum: Person) -> None:
    assert mum.post(f"/photos/{world.scenes['private'].photo}/delete").status_code == 303


def out_of_the_album(app: Flask, world: World, mum: Person) -> None:
    scene = world.scenes["private"]
    assert mum.post(f"/albums/{scene.slug}/entries/{scene.photo}/delete").status_code == 303


def by_an_editor(app: Flask, world: World, mum: Person) -> None:
    scene = world.scenes["private"]
    dad = Person(app, world.ids["dad"], "dad")
    assert dad.post(f"/albums/{scene.slug}/entries/{scene.photo}/delete").status_code == 303


def with_its_album(app: Flask, world: World, mum: Person) -> None:
    address = f"/albums/{world.scenes['private'].slug}/delete"
    assert mum.post(address, data={"also_photos": "y"}).status_code == 303


def as_a_cover(app: Flask, world: World, mum: Person) -> None:
    scene = world.scenes["private"]
    assert mum.post(f"/albums/{scene.slug}/cover", data={"photo": scene.photo}).status_code == 303
    to_the_trash(app, world, mum)


def near(world: World) -> Callable[[str], bool]:
    """Addresses on which the album or its photos may be seen."""
    scene = world.scenes["private"]
    names = (scene.slug, scene.photo, scene.open_link, scene.locked_link)
    return lambda address: address in ("/", "/favourites/") or any(name in address for name in names)


WAYS = [to_the_trash, out_of_the_album, by_an_editor, with_its_album, as_a_cover]


@pytest.mark.parametrize("way", WAYS)
def test_016_a_photo_that_went_is_nowhere(
    app: Flask, world: World, mum: Person, uncle: Person, passer_by: Callable[[str], Person], way: Way
) -> None:
    scene = world.scenes["private"]
    uncle.post(f"/photos/{scene.photo}/favourite")
    visitor = passer_by(scene.locked_link)
    places = [(uncle, "/"), (visitor, f"/s/{scene.locked_link}/"), (Person(app), f"/s/{scene.open_link}/")]
    before = [set(walk(person, start, only=near(world)).answers) for person, start in places]
    assert all(any(scene.photo in address for address in seen) for seen in before)

    way(app, world, mum)

    for (person, start), seen in zip(places, before, strict=True):
        for address in seen:
            if scene.photo in address.partition("?")[0]:
                assert person.get(address).status_code == 404, address
        for address, answer in walk(person, start, only=near(world)).answers.items():
            assert scene.photo.encode() not in answer.data, address


def test_016_and_it_comes_back_with_everything(app: Flask, world: World, mum: Person) -> None:
    uncle = asker(app, world, "M").person
    scene = world.scenes["private"]
    before = walk(uncle, "/", only=near(world)).answers
    seen = {address: answer.data for address, answer in before.items() if "/d/" in address}
    for way, back in (
        (to_the_trash, f"/trash/photos/{scene.photo}/restore"),
        (with_its_album, f"/trash/albums/{scene.slug}/restore"),
    ):
        way(app, world, mum)
        assert mum.post(back).status_code == 303
        again = walk(uncle, "/", only=near(world)).answers
        assert {address: again[address].data for address in seen} == seen
        assert "2 photos, 1 video" in uncle.get(f"/albums/{scene.slug}/").text


def test_016_sending_a_photo_again_takes_it_out_of_the_trash_everywhere(
    app: Flask, world: World, mum: Person, uncle: Person
) -> None:
    """It stands in its albums again, and they count it again."""
    scene = world.scenes["private"]
    content = mum.get(f"/photos/{scene.photo}/original").data
    to_the_trash(app, world, mum)
    assert "1 photo, 1 video" in uncle.get(f"/albums/{scene.slug}/").text
    assert mum.upload(("again.jpg", content)).status_code == 303
    assert "2 photos, 1 video" in uncle.get(f"/albums/{scene.slug}/").text


def test_045_a_link_opens_its_album_alone(
    app: Flask, world: World, passer_by: Callable[[str], Person], make_album: Callable[..., str], mum: Person
) -> None:
    """Names of photos of other albums, of this one's child, and of the owner's own, under a good link."""
    token = world.scenes["private"].locked_link
    visitor = passer_by(token)
    family = world.scenes["family"]
    others = [family.photo, family.video, family.photo_of_cousin, world.own["mum"]]
    others += [world.scenes["private"].trashed_photo]
    for uid in others:
        for part in ("", "/d/1/thumb.webp", "/d/1/large.jpg", "/video", "/original"):
            assert visitor.get(f"/s/{token}/photos/{uid}{part}").status_code == 404
    assert visitor.get(f"/s/{family.locked_link}/").status_code == 401


def test_011_a_link_belongs_to_its_maker(
    app: Flask, world: World, uncle: Person, keeper: Person, stranger: Person
) -> None:
    """Neither who sees the album nor the keeper, before whom it is private, gets at its links."""
    scene = world.scenes["private"]
    for person in (uncle, keeper, stranger):
        assert person.get(f"/links/{scene.open_link_uid}").status_code == 404
        for part in ("", "/delete"):
            answer = person.post(f"/links/{scene.open_link_uid}{part}", data={"label": "x"})
            assert answer.status_code == 404
    assert Person(app).get(f"/s/{scene.open_link}/").status_code == 200


def test_043_a_link_for_ever_is_no_fault(mum: Person, world: World) -> None:
    """The last day that a calendar knows has none after it."""
    address = f"/albums/{world.scenes['private'].slug}/links"
    for day, status in (("9999-12-31", 303), ("9999-12-30", 303), ("0001-01-01", 422), ("10000-01-01", 422)):
        assert mum.post(address, data={"label": "x", "expires_on": day}).status_code == status
    assert mum.get(f"/albums/{world.scenes['private'].slug}/sharing").status_code == 200
