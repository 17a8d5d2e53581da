"""Which photos count as look-alikes, and how they come into groups."""

from collections.abc import Callable

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select, update

from photoalbum.albums import live
from photoalbum.core.db import db
from photoalbum.media.placeholder import dhash
from photoalbum.photos import fingerprints, near_duplicates
from photoalbum.photos.models import Fingerprint, LookGroup, Original, Photo
from photoalbum.work import tidy
from photoalbum.worker import Worker
from tests.cast import Person

from .looks import jpeg_of, scene

LOOK = 0x9C3E_5A7B_1D2F_4860


@pytest.fixture
def add(app: Flask, household: dict[str, int]) -> Callable[..., int]:
    """A ready photo with a hash, compared as a worker does; gives its id."""
    made = 0

    def make(
        look: int, owner: str = "mum", *, compare: bool = True, kind: str = "photo", **facts: object
    ) -> int:
        nonlocal made
        made += 1
        values = {"width": 4000, "height": 3000, "media_type": "image/jpeg", "extension": "jpg", **facts}
        with app.app_context():
            original = Original(
                sha256=f"{made:064}",
                bytes=1000,
                crc32=0,
                kind=kind,
                state="ready",
                dhash=f"{look:016x}",
                **values,
            )
            db.session.add(original)
            db.session.flush()
            photo = Photo(
                owner_id=household[owner], original_id=original.id, kind=kind, file_name=f"IMG_{made}.jpg"
            )
            db.session.add(photo)
            db.session.flush()
            if compare:
                near_duplicates.compare(photo)
            db.session.commit()
            return photo.id

    return make


@pytest.fixture
def groups(app: Flask) -> Callable[[], list[set[int]]]:
    def read() -> list[set[int]]:
        with app.app_context():
            found: dict[int, set[int]] = {}
            for photo_id, group_id in db.session.execute(select(Fingerprint.photo_id, Fingerprint.group_id)):
                if group_id is not None:
                    found.setdefault(group_id, set()).add(photo_id)
            return sorted(found.values(), key=min)

    return read


def flipped(look: int, *bits: int) -> int:
    for bit in bits:
        look ^= 1 << bit
    return look


# One bit in each word, all in one word, and what is spread in the least helpful way.
@pytest.mark.parametrize("bits", [(), (0,), (3, 20, 40, 60), (0, 1, 2, 3, 4, 5), (0, 1, 16, 17, 32, 48)])
def test_a_few_bits_are_the_same_picture(add, groups, bits: tuple[int, ...]):
    assert groups() == []
    one, other = add(LOOK), add(flipped(LOOK, *bits))
    assert groups() == [{one, other}]


@pytest.mark.parametrize("bits", [range(7), range(0, 56, 8), range(0, 64, 3)])
def test_more_bits_are_another(add, groups, bits: range):
    add(LOOK)
    add(flipped(LOOK, *bits))
    assert groups() == []


@pytest.mark.parametrize("look", [0, 2**64 - 1, 1 << 40, 0b11111])
def test_flat_pictures_are_never_alike(add, groups, look: int):
    add(look)
    add(look)
    assert groups() == []


def test_people_keep_their_own(add, groups):
    add(LOOK, "mum")
    add(LOOK, "dad")
    assert groups() == []


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ({}, {"width": 1600, "height": 1200}, True),
        ({}, {"width": 1600, "height": 1195}, True),
        ({}, {"width": 3000, "height": 3000}, False),
        ({}, {"kind": "video", "duration": 3.0}, False),
        ({"kind": "video", "duration": 12.0}, {"kind": "video", "duration": 12.4}, True),
        ({"kind": "video", "duration": 12.0}, {"kind": "video", "duration": 30.0}, False),
    ],
)
def test_shape_kind_and_length_must_fit(add, groups, one, other, alike: bool):
    add(LOOK, **one)
    add(LOOK, **other)
    assert bool(groups()) is alike


def test_a_third_joins_the_two(add, groups):
    ids = {add(LOOK), add(flipped(LOOK, 1)), add(flipped(LOOK, 1, 30, 50))}
    assert groups() == [ids]


def test_it_joins_the_nearest(add, groups):
    far = flipped(LOOK, *range(10, 20))
    first, second = {add(LOOK), add(LOOK)}, {add(far), add(far)}
    between = add(flipped(LOOK, *range(10, 16)))
    assert groups() == [first, second | {between}]


def test_groups_do_not_grow_without_end(add, groups):
    for _ in range(near_duplicates.MOST_IN_GROUP + 5):
        add(LOOK)
    assert [len(group) for group in groups()] == [near_duplicates.MOST_IN_GROUP, 5]


def test_comparing_again_changes_nothing(app: Flask, add, groups):
    first = add(LOOK)
    second = add(LOOK)
    with app.app_context():
        for photo_id in (first, second):
            near_duplicates.compare(db.session.get_one(Photo, photo_id))
        db.session.commit()
    assert groups() == [{first, second}]


def test_what_is_settled_stays_so_until_another_comes(app: Flask, add, groups, household):
    one, other = add(LOOK), add(LOOK)
    with app.app_context():
        group = db.session.scalars(select(LookGroup)).one()
        near_duplicates.settle(group)
        db.session.commit()
        assert near_duplicates.open_groups(household["mum"], 10).groups == []
    third = add(flipped(LOOK, 5))
    with app.app_context():
        (_name, photos) = near_duplicates.open_groups(household["mum"], 10).groups[0]
    assert groups() == [{one, third}, {other}]
    assert [photo.id for photo in photos] == [one, third]


def test_what_lies_in_the_trash_is_not_shown_but_found_again(app: Flask, add, household):
    one, _other = add(LOOK), add(LOOK)
    with app.app_context():
        mum = household["mum"]
        photo = db.session.get_one(Photo, one)
        photo.trashed_at = photo.created_at
        db.session.commit()
        assert near_duplicates.open_groups(mum, 10).groups == []
        db.session.get_one(Photo, one).trashed_at = None
        db.session.commit()
        assert len(near_duplicates.open_groups(mum, 10).groups) == 1


def test_the_film_of_a_live_photo_is_left_out(app: Flask, add, groups, household):
    film = {"kind": "video", "duration": 3.0}
    still, one, _other = add(LOOK), add(LOOK, **film), add(LOOK, **film)
    assert len(groups()) == 1
    with app.app_context():
        db.session.execute(update(Photo).where(Photo.id == one).values(companion_of_id=still))
        db.session.commit()
        assert near_duplicates.open_groups(household["mum"], 10).groups == []
    # Nor is a later film compared with it: only with the other, which is one.
    add(LOOK, **film)
    with app.app_context():
        ((_, shown),) = near_duplicates.open_groups(household["mum"], 10).groups
        assert one not in [photo.id for photo in shown]


def test_a_film_that_turns_out_to_be_of_a_live_photo_leaves_its_group(app: Flask, add):
    film = {"kind": "video", "duration": 3.0, "content_id": "A" * 36}
    clip = add(LOOK, **film)
    add(LOOK, kind="video", duration=3.0)
    add(0x0F0F_3C3C_5A5A_1234, content_id="A" * 36)
    with app.app_context():
        assert db.session.get_one(Fingerprint, clip).group_id is not None
        live.join(db.session.get_one(Photo, clip))
        db.session.commit()
        assert db.session.get_one(Photo, clip).companion_of_id is not None
        assert db.session.get_one(Fingerprint, clip).group_id is None


def test_groups_come_in_pages(app: Flask, add, household):
    for number in range(5):
        look = int(dhash(scene(number)), 16)
        add(look)
        add(look)
    with app.app_context():
        first = near_duplicates.open_groups(household["mum"], 2)
        second = near_duplicates.open_groups(household["mum"], 2, first.after)
        third = near_duplicates.open_groups(household["mum"], 2, second.after)
        names = [name for page in (first, second, third) for name, _photos in page.groups]
        assert len(set(names)) == 5
        assert third.after is None
        assert near_duplicates.open_groups(household["dad"], 2, first.after).groups == []


def test_the_best_is_the_largest_then_the_camera_s_own(app: Flask, add):
    small = add(LOOK, width=1600, height=1200)
    copy, told, plain = (add(LOOK) for _ in range(3))
    with app.app_context():
        photos = {name: db.session.get_one(Photo, name) for name in (small, copy, told, plain)}
        photos[copy].file_name = "IMG_1 (1).jpg"
        photos[told].original.details = {"taken": {"at": "2019-07-14T10:00:00"}, "gps": {"lat": 1, "lon": 2}}
        best_first = sorted(photos.values(), key=near_duplicates.worth, reverse=True)
        assert [photo.id for photo in best_first] == [told, plain, copy, small]


def test_photos_from_before_are_compared_by_the_worker(app: Flask, add, groups):
    ids = {add(LOOK, compare=False) for _ in range(2)}
    add(0, compare=False)
    worker = Worker(app, threads=1)
    tidy.compare_photos(worker.bench)
    assert groups() == [ids]
    with app.app_context():
        assert near_duplicates.not_compared(10) == []
    worker.sandbox.close()


@pytest.mark.parametrize(
    "change",
    [
        lambda image: jpeg_of(image, longest=320, quality=70),
        lambda image: jpeg_of(image, quality=30),
        lambda image: jpeg_of(image.point(lambda value: min(255, int(value * 1.15)))),
    ],
    ids=["small", "pressed", "brighter"],
)
def test_copies_are_found_among_others_when_they_are_ready(
    mum: Person, make_photo, process, groups, rows, change: Callable[[Image.Image], bytes]
):
    for seed in range(4):
        make_photo(mum, content=jpeg_of(scene(seed)))
    make_photo(mum, content=change(scene(2)), name="IMG-20190714-WA0001.jpg")
    process()
    (group,) = groups()
    names = {photo.id: photo.file_name for photo in rows(Photo)}
    assert {names[photo_id] for photo_id in group} == {"IMG_0003.jpg", "IMG-20190714-WA0001.jpg"}


def test_somebody_else_s_bytes_are_compared_at_once(mum: Person, dad: Person, make_photo, process, groups):
    make_photo(mum, content=jpeg_of(scene(7)))
    make_photo(dad, content=jpeg_of(scene(7), longest=400))
    process()
    assert groups() == []
    make_photo(dad, content=jpeg_of(scene(7)))
    assert len(groups()) == 1


def test_every_hash_survives_being_cut_into_words():
    for look in (0, 1, LOOK, 2**64 - 1):
        assert fingerprints.hash_from(fingerprints.words_of(look)) == look
