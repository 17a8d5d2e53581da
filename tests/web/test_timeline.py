"""The timeline: months, jumps, photos without a date, and who sees what of it."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from photoalbum.accounts.models import Member
from photoalbum.albums import actions
from photoalbum.core.db import db

from ..browse import rows
from ..cast import Person
from ..conftest import SummerAlbum

MONTHS = ("2014-08-03", "2014-08-20", "2013-12-24", "1962-05-01")


@pytest.fixture
def years(app: Flask, mum: Person, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Mum's photos of some years, one without a date, for the family to see; two are a page."""
    app.config["PHOTOS_PER_PAGE"] = 2
    with app.app_context():
        album = actions.create(mum.id or 0, actions.Wish("All", audience="family"))
        made = {day: rows.photo(mum.id or 0, f"{day} 12:00", album).uid for day in MONTHS}
        made["undated"] = rows.photo(mum.id or 0, None, album).uid
        db.session.commit()
        return made


def tiles(page: str) -> list[str]:
    return re.findall(r'class="tile__link" href="/photos/(\w+)(?:\?[^"]*)?"', page)


def test_it_runs_from_new_to_old_and_ends_with_what_has_no_date(uncle: Person, years: dict[str, str]) -> None:
    address, seen = "/timeline/", []
    for _page in range(3):
        page = uncle.get(address).text
        seen.append(tiles(page))
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = found[1].replace("&amp;", "&") if found else ""
    assert seen == [
        [years["2014-08-20"], years["2014-08-03"]],
        [years["2013-12-24"], years["1962-05-01"]],
        [years["undated"]],
    ]
    assert not address
    assert "Without a date" in page
    assert "5 photos and videos" in page


def test_a_month_is_reached_without_what_lies_between(uncle: Person, years: dict[str, str]) -> None:
    page = uncle.get("/timeline/").text
    hrefs = [href.replace("&amp;", "&") for href in re.findall(r'scrubber__link"\s+href="([^"]+)"', page)]
    assert hrefs == [
        *(f"/timeline/?month={month}" for month in ("2014-08", "2013-12", "1962-05", "undated")),
        "/timeline/?month=2014-08",
    ]
    old = uncle.get("/timeline/?month=1962-05").text
    assert tiles(old) == [years["1962-05-01"]]
    assert "Newer: December 2013" in old
    # Where a month has no photos, the next older one is shown.
    assert tiles(uncle.get("/timeline/?month=2014-01").text)[0] == years["2013-12-24"]
    assert tiles(uncle.get("/timeline/?month=1900-01").text) == [years["1962-05-01"]]


def test_script_gets_a_page_of_photos_or_a_month_with_its_links(uncle: Person, years: dict[str, str]) -> None:
    more = uncle.get(f"/timeline/?after={years['2014-08-03']}&fragment=1").text
    assert tiles(more) == [years["2013-12-24"], years["1962-05-01"]]
    assert '<nav class="scrubber' not in more
    jump = uncle.get("/timeline/?month=2013-12&fragment=jump").text
    assert tiles(jump) == [years["2013-12-24"], years["1962-05-01"]]
    assert '<nav class="scrubber' in jump
    assert "<html" not in more + jump


@pytest.mark.parametrize(
    "query", ["month=2014-13", "month=0000-01", "month=9999-12", "after=nothing", "month=%00"]
)
def test_what_no_link_says_shows_the_timeline(uncle: Person, years: dict[str, str], query: str) -> None:
    page = uncle.get(f"/timeline/?{query}")
    assert page.status_code == 200
    assert tiles(page.text)[0] == years["2014-08-20"]


def test_015_it_counts_and_shows_what_one_sees(
    mum: Person,
    uncle: Person,
    stranger: Person,
    visitor: Person,
    summer_album: SummerAlbum,
    make_album: Callable[..., str],
    make_photo: Callable[..., str],
) -> None:
    """A photo in two albums counts once, for whoever sees either."""
    shown = make_photo(mum, make_album(mum, "Public", audience="public"))
    assert "1 photo or video" in visitor.get("/timeline/").text
    assert tiles(visitor.get("/timeline/").text) == [shown]
    assert "1 photo or video" in stranger.get("/timeline/").text
    assert "3 photos and videos" in uncle.get("/timeline/").text
    mum.post(f"/photos/{summer_album.photo}/albums", data={"album": make_album(mum, "Again")})
    assert "3 photos and videos" in uncle.get("/timeline/").text
    assert "3 photos and videos" in mum.get("/timeline/").text


def test_016_what_went_is_gone_at_once(mum: Person, uncle: Person, summer_album: SummerAlbum) -> None:
    assert summer_album.photo in uncle.get("/timeline/").text
    mum.post(f"/photos/{summer_album.photo}/delete")
    assert tiles(uncle.get("/timeline/").text) == [summer_album.photo_of_cousin]
    mum.post(f"/trash/photos/{summer_album.photo}/restore")
    mum.post(f"/albums/{summer_album.slug}/delete")
    assert "No photos yet" in uncle.get("/timeline/").text


def test_it_costs_the_same_for_10_and_500_photos(
    mum: Person,
    uncle: Person,
    make_album: Callable[..., str],
    many_photos: Callable[[str, int], None],
    query_count: Callable[[], object],
) -> None:
    slug = make_album(mum, audience="family")
    many_photos(slug, 10)
    counted = []
    for number in (0, 490):
        if number:
            many_photos(make_album(mum, "More", audience="family"), number)
        uncle.get("/timeline/")
        for address in ("/timeline/", "/search?q=jpg", "/search?q=2000"):
            with query_count() as seen:  # type: ignore[attr-defined]
                assert tiles(uncle.get(address).text)
            counted.append(seen.total)
    assert counted[:3] == counted[3:]
    assert max(counted) <= 12


def test_an_empty_house(mum: Person, visitor: Person, app: Flask) -> None:
    assert "No photos yet" in mum.get("/timeline/").text
    assert "Nothing to see here yet" in visitor.get("/timeline/").text
    with app.app_context():
        assert db.session.query(Member).count() == 6
