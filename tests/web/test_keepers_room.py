"""The keeper's room: lists of everything, storage, links, sign-ins, health and settings."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from photoalbum.accounts import sign_ins
from photoalbum.accounts.sign_ins import Outcome, Way
from photoalbum.albums.models import ShareLink
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.photos import verifications
from photoalbum.photos.verifications import Kind

from ..cast import Person
from ..conftest import SECRET_KEY, SummerAlbum

PAGES = ("albums", "media", "storage", "links", "sign-ins", "health", "settings", "jobs", "acts")


@pytest.mark.parametrize("page", PAGES)
def test_018_for_others_there_is_nothing_here(
    keeper: Person, mum: Person, visitor: Person, page: str
) -> None:
    assert keeper.get(f"/admin/{page}/").status_code == 200
    assert mum.get(f"/admin/{page}/").status_code == 404
    assert visitor.get(f"/admin/{page}/").status_code == 302


def cells(page: str) -> list[list[str]]:
    """The words in the rows of a page's table."""
    rows = re.findall(r"<tr>(.*?)</tr>", page.partition("<tbody>")[2], re.DOTALL)
    return [
        [
            re.sub(r"<[^>]+>", "", cell).strip()
            for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
        ]
        for row in rows
    ]


def test_private_albums_of_others_have_no_title_here(
    keeper: Person, mum: Person, summer_album: SummerAlbum, make_album: Callable[..., str]
) -> None:
    make_album(mum, "For all of us", audience="family")
    make_album(keeper, "My own")
    titles = [row[1] for row in cells(keeper.get("/admin/albums/").text)]
    assert titles == ["My own", "For all of us", "private album of Mum"]
    assert cells(keeper.get("/admin/albums/?q=Summer").text) == []
    assert [row[1] for row in cells(keeper.get("/admin/albums/?q=all+OF").text)] == ["For all of us"]
    keeper.post("/admin/acts/", {"member": mum.uid, "reason": "Her album is broken"})
    assert [row[1] for row in cells(keeper.get("/admin/albums/?q=Summer").text)] == ["Summer 2019"]


def test_files_that_others_keep_for_themselves_have_no_name_here(
    keeper: Person, mum: Person, make_album: Callable[..., str], make_photo: Callable[..., str]
) -> None:
    make_photo(mum, name="Secret.jpg")
    make_photo(mum, make_album(mum, "For all", audience="family"), name="Beach.jpg")
    page = keeper.get("/admin/media/").text
    assert [row[1] for row in cells(page)] == ["Beach.jpg", "private photo of Mum"]
    assert "Secret" not in page
    assert cells(keeper.get("/admin/media/?q=secret").text) == []
    assert cells(keeper.get("/admin/media/?kind=video").text) == []
    assert len(cells(keeper.get(f"/admin/media/?owner={mum.uid}&kind=photo").text)) == 2
    assert cells(keeper.get(f"/admin/media/?owner={keeper.uid}").text) == []


@pytest.mark.parametrize("sort", ["newest", "oldest", "name", "owner"])
def test_each_order_shows_each_row_once_and_costs_the_same(
    keeper: Person, mum: Person, dad: Person, make_album: Callable[..., str], query_count: Callable, sort: str
) -> None:
    for number in range(60):
        make_album(
            mum if number % 2 else dad, f"Trip {number % 7}", audience="family" if number % 3 else "private"
        )
    seen, address, totals = [], f"/admin/albums/?sort={sort}", set()
    while address:
        with query_count() as statements:
            page = keeper.get(address).text
        totals.add(statements.total)
        seen += cells(page)
        found = re.search(r'href="(/admin/albums/\?[^"]*after=\d+)', page)
        address = found[1].replace("&amp;", "&") if found else ""
    assert len({row[0] for row in seen}) == len(seen) == 60
    assert max(totals) <= 12
    numbers = [int(row[0]) for row in seen]
    if sort in ("newest", "oldest"):
        assert numbers == sorted(numbers, reverse=sort == "newest")
    else:
        column = [row[1 if sort == "name" else 2] for row in seen]
        shown = [name for name in column if not name.startswith("private")]
        assert shown == sorted(shown)


@pytest.mark.parametrize(
    "query",
    ["sort=sideways&after=x&kind=9", "after=99999999999999999999", "after=-1", "q=%00%25_", "owner=%27"],
)
def test_nonsense_is_taken_for_nothing_asked(keeper: Person, summer_album: SummerAlbum, query: str) -> None:
    for name in ("albums", "media"):
        assert keeper.get(f"/admin/{name}/?{query}").status_code == 200


def test_storage_by_member_as_plot_and_table(
    keeper: Person, mum: Person, dad: Person, make_photo: Callable[..., str]
) -> None:
    assert "Nothing has been uploaded yet" in keeper.get("/admin/storage/").text
    make_photo(mum, size=(900, 700))
    make_photo(dad, size=(90, 70))
    page = keeper.get("/admin/storage/").text
    assert [row[0] for row in cells(page)] == ["Mum", "Dad"]
    assert page.count('class="plot__bar"') == 2
    assert 'role="img" aria-labelledby="plot-name plot-words"' in page
    assert "<title id=" in page
    assert "Mum: " in page.partition("<desc")[2]
    assert "style=" not in page


def test_every_link_has_a_switch(
    app: Flask,
    keeper: Person,
    mum: Person,
    visitor: Person,
    summer_album: SummerAlbum,
    make_link: Callable[..., str],
) -> None:
    link = make_link(summer_album.slug, label="For the choir")
    page = keeper.get("/admin/links/").text
    assert "private album of Mum" in page
    assert "For the choir" not in page
    assert "Summer 2019" not in page
    with app.app_context():
        uid = db.session.scalars(select(ShareLink.uid)).one()
    assert mum.post(f"/admin/links/{uid}/delete").status_code == 404
    assert visitor.get(link).status_code == 200
    assert keeper.post(f"/admin/links/{uid}/delete").status_code == 303
    assert visitor.get(link).status_code == 404
    assert keeper.post(f"/admin/links/{uid}/delete").status_code == 404
    assert "There are none." in keeper.get("/admin/links/").text


def test_who_is_logged_in_and_what_keepers_opened(keeper: Person, mum: Person) -> None:
    keeper.post("/admin/acts/", {"member": mum.uid, "reason": "Her album is broken"})
    page = keeper.get("/admin/sign-ins/").text
    assert "Keeper opened the albums of Mum" in page
    assert "Her album is broken" in page
    assert "Mum <small>" in page


def test_health_is_said_in_words(app: Flask, keeper: Person) -> None:
    page = keeper.get("/admin/health/").text
    assert "None has reported yet" in page
    assert "Not yet. The worker does it once a week" in page
    with app.app_context():
        run = verifications.begin_or_go_on()
        run.files = 12
        verifications.note(run, Kind.MISSING, "1", "It is missing.")
        verifications.finish(run)
        db.session.commit()
    page = keeper.get("/admin/health/").text
    assert "1 fault in 12 files" in page
    assert "2 things need you." in page
    (app.config["INSTANCE"] / "worker.heartbeat").touch()
    with app.app_context():
        run.started_at = now() + timedelta(seconds=1)
        better = verifications.begin_or_go_on(anew=True)
        verifications.finish(better)
        db.session.commit()
    app.extensions["photoalbum.status"].forget()
    assert "All is well." in keeper.get("/admin/health/").text


def test_settings_with_where_they_come_from_and_no_secret(keeper: Person) -> None:
    page = keeper.get("/admin/settings/").text
    assert "PHOTOALBUM_TRASH_DAYS" in page
    assert "From: default" in page
    assert "(set, not shown)" in page
    assert SECRET_KEY not in page


def test_the_keeper_reads_who_came_in_and_who_was_refused(app: Flask, keeper: Person, mum: Person) -> None:
    with app.app_context():
        for outcome, way in ((Outcome.IN, Way.PASSKEY), (Outcome.CHANGED, Way.APP_ADDED)):
            sign_ins.note(mum.id, outcome, way, address="203.0.113.9")
        sign_ins.note_refusal("mum@example.org", Way.PASSWORD, address="203.0.113.10")
        sign_ins.note_refusal("nobody@example.org", Way.PASSWORD, address="203.0.113.11")
        db.session.commit()
    page = keeper.get("/admin/sign-ins/").text
    for words in ("came in: by passkey", "was refused: by password", "an app was added", "Somebody unknown"):
        assert words in page
    assert "203.0.113.11" in page
    assert "nobody@example.org" not in page
    assert mum.get("/admin/sign-ins/").status_code == 404
