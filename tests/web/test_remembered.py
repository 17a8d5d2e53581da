"""A thumbnail costs no question while nothing has changed, and a change is felt at the next request."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, update

from photoalbum.accounts.models import Household, LoginSession
from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.photos import files
from photoalbum.photos.models import Original, Photo
from photoalbum.web import remembered
from tests.cast import Person
from tests.conftest import SummerAlbum


@pytest.fixture
def thumb(summer_album: SummerAlbum, process: Callable[[], None]) -> str:
    process()
    return f"/photos/{summer_album.photo}/d/{RECIPE_VERSION}/thumb.webp"


def test_asked_again_it_costs_no_statement(uncle: Person, thumb: str, query_count):
    first = uncle.get(thumb)
    assert first.status_code == 200
    with query_count() as again:
        second = uncle.get(thumb)
    assert again.total == 0
    assert second.data == first.data
    assert second.headers["ETag"] == first.headers["ETag"]
    assert second.headers["Cache-Control"] == first.headers["Cache-Control"]
    with query_count() as unchanged:
        assert uncle.get(thumb, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert unchanged.total == 0


def test_what_one_may_see_says_nothing_of_others(
    uncle: Person, stranger: Person, visitor: Person, thumb: str
):
    for _ in range(2):
        assert uncle.get(thumb).status_code == 200
        assert stranger.get(thumb).status_code == 404
        assert visitor.get(thumb).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        delete(LoginSession),
        delete(AlbumEntry),
        update(Photo).values(trashed_at=now()),
        update(Album).values(audience="private", trashed_at=now()),
        update(Original).values(state="failed"),
    ],
    ids=["logged out", "taken out", "photo in the trash", "album in the trash", "failed"],
)
def test_a_change_is_felt_at_the_next_request(app: Flask, uncle: Person, thumb: str, change):
    assert uncle.get(thumb).status_code == 200
    assert uncle.get(thumb).status_code == 200
    with app.app_context():
        db.session.execute(change)
        db.session.commit()
    assert uncle.get(thumb).status_code == 404


def test_a_file_that_went_is_looked_for_anew(app: Flask, uncle: Person, thumb: str):
    assert uncle.get(thumb).status_code == 200
    with app.app_context():
        for path in (files.storage().root / "derivatives").rglob("thumb.webp"):
            path.unlink()
    assert uncle.get(thumb).status_code == 404


def test_nothing_is_kept_that_was_asked_before_a_change(app: Flask):
    with app.app_context():
        memory = remembered.of_app()
        assert memory is not None
        before = memory.version()
        found = remembered.Found(files.storage().root, "image/webp", "tag", "private")
        memory.keep("key", found, before)
        assert memory.recall("key") == found
        db.session.add(Household(id=1, family_name="The Testers"))
        db.session.commit()
        assert memory.version() != before
        memory.keep("key", found, before)
        assert memory.recall("key") is None


def test_it_forgets_with_time_and_does_not_grow_without_end(app: Flask, monkeypatch: pytest.MonkeyPatch):
    with app.app_context():
        memory = remembered.of_app()
        assert memory is not None
        state = memory.version()
        found = remembered.Found(files.storage().root, "image/webp", "tag", "private")
        for number in range(remembered.MOST + 1):
            memory.keep(number, found, state)
        assert memory.recall(0) is None
        assert memory.recall(remembered.MOST) == found
        monkeypatch.setattr(remembered, "LONGEST", 0.0)
        assert memory.recall(remembered.MOST) is None
