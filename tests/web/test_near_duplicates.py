"""The page of look-alikes: what it shows, what it throws away, and to whom it answers."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.core.db import db
from photoalbum.photos.models import Fingerprint, LookGroup, Photo
from photoalbum.web import near_duplicates as pages
from tests.cast import Person
from tests.conftest import SummerAlbum
from tests.photos.looks import jpeg_of, scene

PAGE = "/photos/look-alikes/"


@pytest.fixture
def pair(mum: Person, make_photo: Callable[..., str], process: Callable[[], None]) -> tuple[str, str]:
    """A photo of mum's and the copy of it that came back through a messenger."""
    best = make_photo(mum, content=jpeg_of(scene(1), taken="2019:07:14 10:00:00"), name="IMG_4120.jpg")
    copy = make_photo(mum, content=jpeg_of(scene(1), longest=320), name="IMG-20190714-WA0001.jpg")
    process()
    return best, copy


def group_of(page: str) -> str:
    found = re.search(rf"{PAGE}(\w+)/choice", page)
    assert found
    return found.group(1)


def trashed(app: Flask) -> set[str]:
    with app.app_context():
        return set(db.session.scalars(select(Photo.uid).where(Photo.trashed_at.is_not(None))))


def test_copies_stand_side_by_side_and_the_best_is_ticked(mum: Person, pair: tuple[str, str]):
    page = mum.get(PAGE).text
    best, copy = pair
    for words in (
        "640 × 480",
        "320 × 240",
        "IMG_4120.jpg",
        "IMG-20190714-WA0001.jpg",
        "2 pictures that look alike",
    ):
        assert words in page
    assert "14 July 2019" in page
    ticks = dict(re.findall(r'name="keep"\s+value="(\w+)"\s*(checked)?', page))
    assert ticks == {best: "checked", copy: ""}
    assert page.index(f"/photos/{best}/d/") < page.index(f"/photos/{copy}/d/")
    assert page.count("probably the best") == 1


def test_without_look_alikes_it_says_so(mum: Person, dad: Person, pair: tuple[str, str]):
    assert "No look-alikes" in dad.get(PAGE).text


def test_the_others_go_to_the_trash_and_come_back(app: Flask, mum: Person, pair: tuple[str, str]):
    best, copy = pair
    group = group_of(mum.get(PAGE).text)
    answer = mum.post(f"{PAGE}{group}/choice", {"keep": best, "shown": f"{best} {copy}"})
    assert (answer.status_code, answer.location) == (303, PAGE)
    page = mum.get(PAGE).text
    assert "1 picture is in the trash" in page
    assert "No look-alikes" in page
    assert trashed(app) == {copy}
    mum.post(f"/trash/photos/{copy}/restore")
    assert trashed(app) == set()
    assert "No look-alikes" in mum.get(PAGE).text, "what was decided is not asked again"


def test_different_pictures_are_kept_and_not_shown_again(app: Flask, mum: Person, pair: tuple[str, str]):
    group = group_of(mum.get(PAGE).text)
    assert mum.post(f"{PAGE}{group}/dismissal", {"shown": " ".join(pair)}).status_code == 303
    assert "No look-alikes" in mum.get(PAGE).text
    assert trashed(app) == set()


def test_keeping_all_throws_nothing_away(app: Flask, mum: Person, pair: tuple[str, str]):
    group = group_of(mum.get(PAGE).text)
    mum.post(f"{PAGE}{group}/choice", {"keep": list(pair), "shown": " ".join(pair)})
    assert trashed(app) == set()
    assert "No look-alikes" in mum.get(PAGE).text


@pytest.mark.parametrize("form", [{}, {"keep": ""}, {"keep": "unknown"}, {"keep": "../x", "shown": "é "}])
def test_at_least_one_is_kept(app: Flask, mum: Person, pair: tuple[str, str], form: dict[str, str]):
    group = group_of(mum.get(PAGE).text)
    answer = mum.post(f"{PAGE}{group}/choice", {"shown": " ".join(pair), **form})
    assert answer.status_code == 422
    assert "Tick at least one picture" in answer.text
    assert 'role="alert"' in answer.text
    assert trashed(app) == set()


def test_what_was_not_on_the_page_is_never_thrown_away(
    app: Flask, mum: Person, pair: tuple[str, str], make_photo, process
):
    best, copy = pair
    group = group_of(mum.get(PAGE).text)
    late = make_photo(mum, content=jpeg_of(scene(1), longest=200))
    process()
    page = mum.post(f"{PAGE}{group}/dismissal", {"shown": f"{best} {copy}"}, follow_redirects=True).text
    assert "Please look again" in page
    mum.post(f"{PAGE}{group}/choice", {"keep": best, "shown": f"{best} {copy}"})
    assert trashed(app) == {copy}
    page = mum.get(PAGE).text
    assert late in page
    assert group_of(page) == group


def test_albums_keep_the_picture(app: Flask, mum: Person, summer_album: SummerAlbum, make_photo, process):
    best = make_photo(mum, content=jpeg_of(scene(3)))
    copy = make_photo(mum, summer_album.slug, content=jpeg_of(scene(3), longest=320))
    process()
    mum.post(f"/albums/{summer_album.slug}/cover", {"photo": copy})
    group = group_of(mum.get(PAGE).text)
    mum.post(f"{PAGE}{group}/choice", {"keep": best, "shown": f"{best} {copy}"})
    with app.app_context():
        album = db.session.scalars(select(Album).where(Album.slug == summer_album.slug)).one()
        held = select(Photo.uid).join(AlbumEntry).where(AlbumEntry.album_id == album.id)
        shown = set(db.session.scalars(held.where(Photo.trashed_at.is_(None))))
        assert best in shown
        assert copy not in shown
        assert album.photo_count == len(shown)
        assert db.session.get_one(Photo, album.cover_id).uid == best


def test_nothing_is_put_into_an_album_that_was_closed(
    app: Flask, cousin: Person, mum: Person, summer_album: SummerAlbum, make_photo, process
):
    copy = make_photo(cousin, summer_album.slug, content=jpeg_of(scene(3), longest=320))
    best = make_photo(cousin, content=jpeg_of(scene(3)))
    process()
    mum.post(f"/albums/{summer_album.slug}/grants/{cousin.uid}/delete")
    group = group_of(cousin.get(PAGE).text)
    cousin.post(f"{PAGE}{group}/choice", {"keep": best, "shown": f"{best} {copy}"})
    with app.app_context():
        held = select(Photo.uid).join(AlbumEntry).join(Album).where(Album.slug == summer_album.slug)
        assert best not in set(db.session.scalars(held))


def test_only_the_owner_is_answered(
    app: Flask, mum: Person, keeper: Person, visitor: Person, pair: tuple[str, str]
):
    group = group_of(mum.get(PAGE).text)
    form = {"keep": pair[0], "shown": " ".join(pair)}
    assert visitor.get(PAGE).status_code == 302
    for end in ("choice", "dismissal"):
        assert keeper.post(f"{PAGE}{group}/{end}", form).status_code == 404
        assert visitor.post(f"{PAGE}{group}/{end}", form).status_code == 401
        assert mum.post(f"{PAGE}nothing/{end}", form).status_code == 404
        assert mum.client.post(f"{PAGE}{group}/{end}", data=form).status_code == 400, "no token"
    assert trashed(app) == set()
    with app.app_context():
        assert db.session.scalars(select(LookGroup.settled_at)).all() == [None]


def test_pages_and_what_they_cost(
    app: Flask,
    mum: Person,
    pair: tuple[str, str],
    query_count,
    monkeypatch: pytest.MonkeyPatch,
    make_photo,
    process,
):
    mum.get(PAGE)
    with query_count() as few:
        mum.get(PAGE)
    for number in range(2, 5):
        make_photo(mum, content=jpeg_of(scene(number)))
        make_photo(mum, content=jpeg_of(scene(number), longest=320))
    process()
    with query_count() as many:
        page = mum.get(PAGE).text
    assert few.total == many.total <= 8
    assert page.count("/choice") == 4
    assert 'rel="next"' not in page

    monkeypatch.setattr(pages, "GROUPS_PER_PAGE", 2)
    first = mum.get(PAGE).text
    after = re.search(r'rel="next" href="([^"]+)"', first)
    assert after
    second = mum.get(after.group(1)).text
    assert (first.count("/choice"), second.count("/choice")) == (2, 2)
    assert group_of(first) != group_of(second)
    assert after.group(1).partition("?")[2] in second.partition("/choice")[2][:40]
    assert mum.get(f"{PAGE}?after=nonsense").status_code == 200


def test_a_photo_deleted_for_good_leaves_nothing(app: Flask, mum: Person, pair: tuple[str, str]):
    with app.app_context():
        photo = db.session.scalars(select(Photo).where(Photo.uid == pair[1])).one()
        db.session.execute(update(Album).values(cover_id=None))
        db.session.delete(photo)
        db.session.commit()
        assert len(db.session.scalars(select(Fingerprint)).all()) == 1
    assert "No look-alikes" in mum.get(PAGE).text
