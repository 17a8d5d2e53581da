"""What the invented family tells hangs together, and can be painted."""

from collections import Counter

import pytest

from photoalbum.accounts import passwords
from photoalbum.albums.models import AUDIENCES, ROLES
from photoalbum.demo.camera import CAMERAS
from photoalbum.demo.orders import LEAST_FOR_CLIPS, STORIES, all_orders
from photoalbum.demo.pictures import studio
from photoalbum.demo.pictures.light import LIGHTS
from photoalbum.demo.story import PEOPLE, Clip, Shot, Story
from photoalbum.demo.words import new_password, seen_on

KEYS = {person.key for person in PEOPLE}
SHOTS = [
    pytest.param(story, shot, id=f"{story.key}-{n}")
    for story in STORIES
    for n, shot in enumerate(story.shots)
]


@pytest.mark.parametrize(("story", "shot"), SHOTS)
def test_each_picture_can_be_painted(story: Story, shot: Shot):
    assert shot.subject in studio.OUTDOORS or shot.subject in studio.CLOSE_UP
    assert shot.light in LIGHTS
    assert shot.shape in studio.SHAPES
    assert shot.finish in studio.FINISHES
    assert (shot.camera or story.camera) in CAMERAS
    assert {*shot.hearts, shot.by or story.owner} <= KEYS


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)
def test_whoever_adds_to_an_album_may(story: Story):
    may_add = {story.owner, *(key for key, role in story.grants.items() if role != "viewer")}
    assert {shot.by or story.owner for shot in story.shots} <= may_add
    assert story.owner not in story.grants


def test_each_kind_of_album_and_right_is_there():
    assert {story.audience for story in STORIES} == set(AUDIENCES)
    assert {role for story in STORIES for role in story.grants.values()} == set(ROLES)
    assert any(story.parent for story in STORIES)
    assert {link.locked for story in STORIES for link in story.links} == {True, False}


def test_an_album_comes_after_the_one_around_it():
    told: set[str] = set()
    for story in STORIES:
        assert not story.parent or story.parent in told
        told.add(story.key)


def test_names_of_files_are_as_cameras_give_them():
    names = Counter((order.story.key, order.file_name) for order in all_orders())
    assert max(names.values()) == 1
    garden = [order.file_name for order in all_orders() if order.story.key == "garden"]
    assert garden[0] == "IMG_0100.JPG"


def test_fewer_photos_come_from_all_albums():
    orders = all_orders(len(STORIES))
    assert {order.story.key for order in orders} == {story.key for story in STORIES}
    assert not any(isinstance(order.what, Clip) for order in orders)
    assert sum(isinstance(order.what, Clip) for order in all_orders(LEAST_FOR_CLIPS)) == 2


def test_passwords_are_good_and_never_the_same():
    first, second = new_password("Anna", "anna@example.org"), new_password("Anna", "anna@example.org")
    assert first != second
    passwords.demand_strong(first, about=("Anna", "anna@example.org"))


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("red dunes", "Sand dunes under a wide sky"),
        ("dahlia", "A dahlia in flower"),
        ("river rockets", "Fireworks over a town by the river"),
    ],
)
def test_what_a_screen_reader_says(subject: str, words: str):
    assert seen_on(subject) == words
