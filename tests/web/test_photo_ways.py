"""A photo opened from the timeline or from a search: its neighbours there, and the way back to it."""

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import quote

import pytest
from flask import Flask

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import actions
from photoalbum.browse import grid, question, search, timeline
from photoalbum.core.db import db
from photoalbum.web import photo_ways

from ..browse import rows
from ..cast import Person
from ..conftest import SummerAlbum
from .test_timeline import tiles

DAYS = ("2014-08-20", "2014-08-03", "2013-12-24", "1962-05-01", None, None)


@pytest.fixture
def photos(app: Flask, mum: Person) -> list[str]:
    """Mum's photos for the family in the order of timeline and search, and one of hers that is private."""
    with app.app_context():
        album = actions.create(mum.id or 0, actions.Wish("All", audience="family"))
        owner = mum.id or 0
        made = [
            rows.photo(owner, f"{day} 12:00" if day else None, album, caption='a "UID" lake') for day in DAYS
        ]
        # Those without a date run from the one added last to the first.
        uids = [photo.uid for photo in [*made[:4], made[5], made[4]]]
        rows.photo(owner, "2014-01-01 12:00", caption="a private lake")
        db.session.commit()
        return uids


def links(page: str) -> dict[str, str]:
    """Where arrows and Escape lead."""
    found = re.findall(r'href="([^"]*)"\s+data-key="(ArrowLeft|ArrowRight|Escape)"', page)
    return {key: href.replace("&amp;", "&") for href, key in found}


def tile_links(who: Person, address: str) -> list[str]:
    """Those of a grid and of its next pages."""
    found: list[str] = []
    while address:
        page = who.get(address).text
        found += [
            href.replace("&amp;", "&") for href in re.findall(r'class="tile__link" href="([^"]+)"', page)
        ]
        more = re.search(r'rel="next" href="([^"]+)"', page)
        address = more[1].replace("&amp;", "&") if more else ""
    return found


@pytest.mark.parametrize("start", ["/timeline/", '/search?q="uid"+lake'])
def test_the_arrows_walk_as_the_grid_runs(uncle: Person, photos: list[str], start: str) -> None:
    hrefs = tile_links(uncle, start)
    assert [re.split(r"[/?]", href)[2] for href in hrefs] == photos
    address, seen = hrefs[0], []
    while address:
        seen.append(address)
        found = links(uncle.get(address).text)
        assert found.get("ArrowLeft", "") == (seen[-2] if len(seen) > 1 else "")
        address = found.get("ArrowRight", "")
    assert seen == hrefs


@pytest.mark.parametrize("start", ["/timeline/", "/search?q=lake"])
def test_closing_leads_to_the_page_that_begins_with_the_photo(
    uncle: Person, photos: list[str], start: str
) -> None:
    for number in (0, 2, 4):
        back = links(uncle.get(tile_links(uncle, start)[number]).text)["Escape"]
        assert tiles(uncle.get(back).text)[0] == photos[number]
        assert back.startswith(start.partition("?")[0])


def test_neighbours_are_only_what_the_asker_sees(
    mum: Person, uncle: Person, visitor: Person, photos: list[str]
) -> None:
    """Mum's private photo stands between for her alone, and a stranger is told nothing."""
    for origin in ("from=timeline", "from=search&q=lake"):
        mine, other = (
            links(who.get(f"/photos/{photos[1]}?{origin}").text)["ArrowRight"] for who in (mum, uncle)
        )
        assert photos[2] not in mine
        assert photos[2] in other
        assert visitor.get(f"/photos/{photos[1]}?{origin}").status_code == 302


@pytest.mark.parametrize(
    "origin", ["from=nowhere", "from=search", "from=search&q=", "from[]=timeline", "q=lake"]
)
def test_other_origins_are_ones_own_photos_as_before(mum: Person, photos: list[str], origin: str) -> None:
    found = links(mum.get(f"/photos/{photos[0]}?{origin}").text)
    assert found["Escape"] == "/photos/"
    assert found["ArrowRight"] == f"/photos/{photos[1]}"


def test_forms_of_the_page_lead_back_to_the_same_way(mum: Person, photos: list[str]) -> None:
    here = f"/photos/{photos[0]}?from=search&q={quote('a lake')}"
    nexts = re.findall(r'name="next"\s+value="(/photos/[^"]+)"', mum.get(here).text)
    assert nexts
    for found in nexts:
        answer = mum.post(f"/photos/{photos[0]}/favourite", data={"next": found.replace("&amp;", "&")})
        assert answer.headers["Location"].endswith("?from=search&q=a+lake")


def test_over_a_grid_nobody_asks_for_neighbours(
    mum: Person, photos: list[str], query_count: Callable
) -> None:
    counts = []
    for origin in ("", "&from=search&q=lake"):
        with query_count() as statements:
            page = mum.get(f"/photos/{photos[1]}?fragment=1{origin}").text
        counts.append(statements.total)
    assert counts[1] <= counts[0]
    assert links(page) == {"Escape": "/search?q=lake"}


def test_stepping_through_a_search_has_an_end(app: Flask, mum: Person, photos: list[str]) -> None:
    address = f"/photos/{photos[0]}?from=search&q=lake"
    with app.test_request_context():
        for _time in range(239):
            photo_ways.STEPS.count("127.0.0.1")
    assert [mum.get(address).status_code for _time in range(2)] == [200, 429]


def test_a_photo_that_does_not_match_any_more_has_neighbours_all_the_same(
    app: Flask, uncle: Person, photos: list[str], summer_album: SummerAlbum
) -> None:
    found = links(uncle.get(f"/photos/{summer_album.photo}?from=search&q=lake").text)
    around = {re.split(r"[/?]", found[key])[2] for key in ("ArrowLeft", "ArrowRight") if key in found}
    assert around
    assert around <= set(photos)


def test_the_order_holds_however_many_one_sees(
    app: Flask, household: dict[str, int], photos: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The two ways to go about it, for who sees little and who sees much, give the same."""
    viewer, asked = Viewer(household["uncle"]), question.read("lake", date(2026, 11, 25))
    with app.app_context():
        places = [grid.place_of(viewer, uid) or 0 for uid in photos]

        def walk() -> list[object]:
            return [
                (timeline.neighbours(viewer, place), search.neighbours(asked, viewer, place))
                for place in places
            ]

        few = walk()
        monkeypatch.setattr(timeline, "GATHERED", -1)
        monkeypatch.setattr(search, "FEW_PHOTOS", -1)
        assert walk() == few
    around = list(zip([None, *photos[:-1]], [*photos[1:], None], strict=True))
    assert few == [(pair, pair) for pair in around]
