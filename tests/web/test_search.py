"""The search box and the page of what was found."""

from collections.abc import Callable

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from photoalbum.core.db import db
from photoalbum.delivery.limits import limiter
from photoalbum.photos.models import Photo

from ..cast import Person
from ..conftest import SummerAlbum
from ..security.corpus import SQL, XSS
from .test_timeline import tiles


@pytest.fixture
def say(app: Flask) -> Callable[[str, str], None]:
    """Give a photo a caption."""

    def caption(uid: str, words: str) -> None:
        with app.app_context():
            db.session.execute(update(Photo).where(Photo.uid == uid).values(caption=words))
            db.session.commit()

    return caption


def test_every_page_of_a_member_has_the_box(mum: Person, visitor: Person, summer_album: SummerAlbum) -> None:
    for address in (
        "/",
        f"/albums/{summer_album.slug}/",
        "/search",
        "/account/",
    ):
        assert mum.get(address).text.count('role="search"') == 1, address
    assert 'role="search"' in visitor.get("/").text
    assert 'role="search"' not in visitor.get("/login").text


def test_photos_and_albums_are_found(
    uncle: Person, summer_album: SummerAlbum, say: Callable[[str, str], None]
) -> None:
    say(summer_album.photo, "Summer at the Zürichsee")
    page = uncle.get("/search?q=summer").text
    assert tiles(page) == [summer_album.photo]
    assert "1 photo or video" in page
    assert f'href="/albums/{summer_album.slug}/"' in page
    assert tiles(uncle.get("/search?q=zurich&fragment=1").text) == [summer_album.photo]
    assert 'value="summer"' in page


def test_a_worker_lets_its_camera_and_date_be_found(
    mum: Person, make_photo: Callable[..., str], process: Callable[[], None]
) -> None:
    """The search index is the last step of processing, in the same unit as the others."""
    uid = make_photo(mum, taken="2014-08-03 10:00:00")
    assert tiles(mum.get("/search?q=testcam").text) == []
    process()
    for words in ("testcam", "august 2014", "camera:test 2014"):
        assert tiles(mum.get("/search", query_string={"q": words}).text) == [uid]
    process()
    assert tiles(mum.get("/search?q=testcam").text) == [uid]


def test_nothing_found_says_how_to_search(mum: Person, visitor: Person) -> None:
    for page in (mum.get("/search").text, mum.get("/search?q=nothinglikeit").text):
        assert "last summer" in page
        assert "by%3Aanna" in page or "by:anna" in page
    assert "Nothing was found" in page
    assert "by:anna" not in visitor.get("/search").text


def test_015_nobody_finds_what_they_do_not_see(
    uncle: Person,
    stranger: Person,
    visitor: Person,
    summer_album: SummerAlbum,
    say: Callable[[str, str], None],
) -> None:
    say(summer_album.photo, "xylophone")
    assert tiles(uncle.get("/search?q=xylophone").text) == [summer_album.photo]
    for person in (stranger, visitor):
        for words in ("xylophone", "in:summer", "summer", "is:photo", "by:mum"):
            page = person.get("/search", query_string={"q": words}).text
            assert tiles(page) == []
            assert "Nothing was found" in page
            assert summer_album.slug not in page
    # A page cannot be turned at a photo that one does not see.
    assert uncle.get(f"/search?q=xylophone&after={summer_album.photo}").status_code == 200
    assert tiles(stranger.get(f"/search?q=is:photo&after={summer_album.photo}").text) == []


def test_016_what_went_is_not_found_any_more(
    mum: Person, uncle: Person, summer_album: SummerAlbum, say: Callable[[str, str], None]
) -> None:
    say(summer_album.photo, "xylophone")
    mum.post(f"/photos/{summer_album.photo}/delete")
    assert tiles(uncle.get("/search?q=xylophone").text) == []
    assert tiles(mum.get("/search?q=xylophone").text) == []
    mum.post(f"/trash/photos/{summer_album.photo}/restore")
    assert tiles(uncle.get("/search?q=xylophone").text) == [summer_album.photo]
    mum.post(f"/albums/{summer_album.slug}/entries/{summer_album.photo}/delete")
    assert tiles(uncle.get("/search?q=xylophone").text) == []
    mum.post(f"/albums/{summer_album.slug}/delete")
    assert summer_album.slug not in uncle.get("/search?q=summer").text


def test_054_what_was_searched_for_is_shown_as_text(mum: Person) -> None:
    for text in XSS:
        page = mum.get("/search", query_string={"q": text}).text
        shown = text[:200].strip()
        assert shown not in page or not any(mark in shown for mark in "<>\"'"), text


def test_057_bad_queries_never_fail(mum: Person, summer_album: SummerAlbum) -> None:
    odd = [
        '"',
        '"a',
        "a AND",
        "NOT",
        "NEAR(a b)",
        "a*b*",
        "^a",
        "{caption}: a",
        "-a",
        "a + b",
        "(",
        "\x00",
        "*",
    ]
    odd += ["in:", 'by:"', "is:", "tag:", "ab " * 99, "é" * 300, "\ud7ff", "9999", "2014-99", "31.2.2014"]
    for text in [*odd, *SQL]:
        assert mum.get("/search", query_string={"q": text}).status_code == 200, text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(alphabet=st.sampled_from('ab é"*():{}^-+.,/\\:\t0129isbyn'), max_size=30))
def test_057_whatever_is_typed(app: Flask, mum: Person, typed: str) -> None:
    with app.app_context():
        limiter.reset()
    assert mum.get("/search", query_string={"q": typed}).status_code == 200


def test_061_searching_is_limited(mum: Person, dad: Person, visitor: Person) -> None:
    answers = [visitor.get("/search?q=a").status_code for _try in range(31)]
    assert answers == [200] * 30 + [429]
    assert int(visitor.get("/search?q=a").headers["Retry-After"]) <= 60
    assert visitor.get("/search").status_code == 200, "the page itself costs nothing"
    assert [mum.get("/search?q=a").status_code for _try in range(121)][-2:] == [200, 429]
    assert dad.get("/search?q=a").status_code == 200
