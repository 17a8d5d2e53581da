"""What is found, by whom."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from photoalbum.accounts.viewer import STRANGER, Viewer
from photoalbum.albums import access, actions
from photoalbum.albums.models import Album
from photoalbum.browse import question, search
from photoalbum.core.db import db
from photoalbum.photos import favourites
from photoalbum.photos.models import Original, Photo

from . import rows

TODAY = date(2026, 11, 25)
SHARP = {
    "camera": {"name": "Canon EOS R6", "lens": "RF 50"},
    "keywords": ["picnic"],
    "file": {"people": ["Zoë Ångström"]},
}


@pytest.fixture
def family(app: Flask, household: dict[str, int]) -> Iterator[dict[str, int]]:
    """Mum's photos: one of each sort, all in an album that the family sees."""
    with app.app_context():
        mum = household["mum"]
        lake = actions.create(mum, actions.Wish("Sommer am Zürichsee", "By the water", "family"))
        garden = actions.create(household["dad"], actions.Wish("Garden", audience="public"))
        rows.photo(mum, "2014-08-03 12:00", lake, file_name="a.jpg", caption="Frieda's first birthday party")
        rows.photo(mum, "2014-08-04 12:00", lake, file_name="b.jpg", details=SHARP)
        rows.photo(mum, "2015-06-01 12:00", lake, file_name="c.mp4", kind="video", alt_text="a boat")
        rows.photo(
            mum, None, lake, file_name="IMG_2014_d.jpg", caption="from the file", caption_source="file"
        )
        rows.photo(household["dad"], "2020-01-01 12:00", garden, file_name="e.jpg", caption="Été, Frieda")
        db.session.commit()
        yield household


def found(typed: str, viewer: Viewer, size: int = 100) -> list[str]:
    page = search.find(question.read(typed, TODAY), viewer, size).page
    return [row.file_name for row in page.rows]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("frieda", ["e.jpg", "a.jpg"]),
        ("FRIED", ["e.jpg", "a.jpg"]),
        ("ete", ["e.jpg"]),
        ("zoe angstrom", ["b.jpg"]),
        ("picnic", ["b.jpg"]),
        ("birthday frieda", ["a.jpg"]),
        ('"birthday party"', ["a.jpg"]),
        ('"party birthday"', []),
        ("boat", ["c.mp4"]),
        ("from the file", ["IMG_2014_d.jpg"]),
        ("img", ["IMG_2014_d.jpg"]),
        ("mp4", ["c.mp4"]),
        ("canon", ["b.jpg"]),
        ("camera:eos", ["b.jpg"]),
        ("camera:frieda", []),
        ("is:video", ["c.mp4"]),
        ("is:photo is:video", []),
        ("by:dad", ["e.jpg"]),
        ("by:nobody", []),
        ("august 2014", ["b.jpg", "a.jpg"]),
        ("3 august 2014", ["a.jpg"]),
        ("frieda 2014", ["a.jpg"]),
        ("2014 is:video", []),
        ('"2014"', ["IMG_2014_d.jpg"]),
        ('in:"zurichsee" frieda', ["a.jpg"]),
        ("in:garden", ["e.jpg"]),
        ("in:water", []),
        ("is:favourite", ["a.jpg"]),
        ("is:favourite birthday", ["a.jpg"]),
        ("is:favourite boat", []),
        ("tag:sea", []),
        ("-frieda", ["e.jpg", "a.jpg"]),
        ('fri" OR "x', []),
        ("frieda NOT party", []),
        ("marks:s1", []),
        ("s1", []),
    ],
)
def test_what_is_found(family: dict[str, int], typed: str, names: list[str]) -> None:
    uncle = family["uncle"]
    favourites.give(uncle, db.session.query(Photo).filter_by(file_name="a.jpg").one())
    db.session.commit()
    assert found(typed, Viewer(uncle)) == names


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("ete", ["e.jpg"]),
        ("2020", ["e.jpg"]),
        ("birthday", []),
        ("e.jpg", []),
        ("by:dad", []),
        ("camera:canon", []),
        ("is:favourite", []),
        ("in:garden", ["e.jpg"]),
        ("in:zurichsee", []),
    ],
)
def test_strangers_find_what_is_public_by_words_that_people_wrote(
    family: dict[str, int], typed: str, names: list[str]
) -> None:
    assert found(typed, STRANGER) == names


def test_albums_are_found_by_title_and_description(family: dict[str, int]) -> None:
    def titles(typed: str, viewer: Viewer) -> list[str]:
        return [album.title for album in search.find(question.read(typed, TODAY), viewer, 10).albums]

    assert titles("zurich", Viewer(family["uncle"])) == ["Sommer am Zürichsee"]
    assert titles("water", Viewer(family["uncle"])) == ["Sommer am Zürichsee"]
    assert titles("zurich", STRANGER) == []
    assert titles("august 2014", Viewer(family["uncle"])) == []


def test_the_index_follows_every_change(family: dict[str, int]) -> None:
    uncle = Viewer(family["uncle"])
    photo = db.session.query(Photo).filter_by(file_name="a.jpg").one()
    photo.caption = "Something else"
    db.session.flush()
    assert found("birthday", uncle) == []
    assert found("something", uncle) == ["a.jpg"]
    db.session.execute(
        update(Original).where(Original.id == photo.original_id).values(details={"camera": {"name": "Leica"}})
    )
    assert found("leica", uncle) == ["a.jpg"]
    photo.notes = {"keywords": ["kites"], "notes": {"people": ["Uncle Bob"]}}
    db.session.flush()
    assert found("kites bob", uncle) == ["a.jpg"]
    album = db.session.query(Album).filter_by(title="Garden").one()
    album.title = "Orchard"
    db.session.flush()
    assert found("in:orchard", uncle) == ["e.jpg"]
    assert found("in:garden", uncle) == []


def test_totals_are_exact_up_to_a_thousand(family: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    exact = search.find(question.read("2014", TODAY), Viewer(family["uncle"]), 1)
    assert (exact.total, exact.is_more, len(exact.page.rows)) == (2, False, 1)
    monkeypatch.setattr(search, "COUNTED", 1)
    assert search.find(question.read("2014", TODAY), Viewer(family["uncle"]), 1).is_more


WORDS = ["frieda", "été", "lake", "birthday"]
captions = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.lists(st.tuples(captions, st.sampled_from([0, 1, 2, 3])), min_size=1, max_size=6),
    asked=st.lists(st.sampled_from(["fri", "ete", "lake", "birth", "é"]), min_size=1, max_size=2),
    many=st.booleans(),
)
def test_015_search_finds_exactly_what_is_seen_and_says_it(
    app: Flask,
    household: dict[str, int],
    said: list[tuple[str, int]],
    asked: list[str],
    many: bool,
) -> None:
    """Against a reading of every row, by both ways in which SQLite is asked, and page by page."""
    with app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "FEW_PHOTOS", -1 if many else 20_000)
        try:
            albums = [
                actions.create(household["mum"], actions.Wish(audience, audience=audience))
                for audience in ("private", "family", "public")
            ]
            for number, (caption, where) in enumerate(said):
                inside = [albums[where]] if where < 3 else []
                rows.photo(household["mum"], f"2014-08-{number + 1:02} 12:00", *inside, caption=caption)
            for viewer in (Viewer(household["mum"]), Viewer(household["uncle"]), STRANGER):
                seen = db.session.scalars(access.photos_visible_to(viewer).order_by(Photo.sort_at.desc()))
                expected = [photo.id for photo in seen if _has_all(photo.caption, asked)]
                assert _all_pages(" ".join(asked), viewer) == expected
        finally:
            db.session.rollback()


def _has_all(caption: str, asked: list[str]) -> bool:
    words = question.folded(caption).split()
    folded = [question.folded(word) for word in asked]
    # One letter alone stands for itself, for too many words begin with it.
    return all(
        any(word.startswith(some) if len(some) > 1 else word == some for word in words) for some in folded
    )


def _all_pages(typed: str, viewer: Viewer) -> list[int]:
    ids: list[int] = []
    after = None
    while True:
        result = search.find(question.read(typed, TODAY), viewer, 2, after)
        ids += [row.id for row in result.page.rows]
        after = result.page.after
        if after is None:
            assert result.total == len(ids)
            return ids
