"""What the triggers keep equals what rights and rows say, whatever happened before."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update

from photoalbum.accounts.viewer import STRANGER, LinkPass, Viewer
from photoalbum.albums import access, actions, grants, lineage, shelves
from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.albums.shelves import (
    BEHIND_ALL,
    WITHOUT_DATE,
    Shelf,
    ShelfAlbum,
    ShelfMonth,
    ShelvedPhoto,
    first_place,
)
from photoalbum.browse import search, timeline
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.photos import live
from photoalbum.photos.models import UNDATED, Photo

from . import rows

DATES = ["1962-05-01 00:00", "2014-08-03 12:00", "2014-08-31 23:59", "2014-09-01 00:00", None]
PHOTOS, ALBUMS = range(4), range(3)
steps = st.one_of(
    st.tuples(st.sampled_from(["put", "take"]), st.sampled_from(ALBUMS), st.sampled_from(PHOTOS)),
    st.tuples(st.sampled_from(["trash", "restore", "delete"]), st.sampled_from(PHOTOS), st.just(0)),
    st.tuples(st.just("date"), st.sampled_from(PHOTOS), st.sampled_from(DATES)),
    st.tuples(st.just("join"), st.sampled_from(PHOTOS), st.sampled_from(PHOTOS)),
    st.tuples(
        st.sampled_from(["album away", "album back", "album gone"]), st.sampled_from(ALBUMS), st.just(0)
    ),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(steps, max_size=14))
def test_015_shelves_say_what_rights_say(
    app: Flask, household: dict[str, int], history: list[tuple[str, int, object]]
) -> None:
    with app.app_context():
        try:
            family = _family(household)
            for step in history:
                _do(step, *family)
            _compare(household, [album.id for album in db.session.scalars(select(Album))])
        finally:
            db.session.rollback()


def _family(household: dict[str, int]) -> tuple[list[int], list[int]]:
    """Three albums for different people, and photos of two owners in some of them."""
    mum, dad = household["mum"], household["dad"]
    audiences = ("private", "family", "public")
    albums = [actions.create(mum, actions.Wish(audience, audience=audience)) for audience in audiences]
    grants.grant(albums[0], household["uncle"], "viewer")
    photos = [
        rows.photo(mum, DATES[0], albums[0]),
        rows.photo(mum, DATES[1], albums[0], albums[1]),
        rows.photo(dad, DATES[2], albums[2]),
        rows.photo(dad, None),
    ]
    return [album.id for album in albums], [photo.id for photo in photos]


def _do(step: tuple[str, int, object], albums: list[int], photos: list[int]) -> None:
    """One change, as plain as a statement can be: nothing of ours stands between it and the triggers."""
    name, one, other = step
    run = db.session.execute
    match name:
        case "put":
            album, photo = db.session.get(Album, albums[one]), db.session.get(Photo, photos[int(str(other))])
            if album and photo and not db.session.get(AlbumEntry, (album.id, photo.id)):
                rows.put(album, photo)
        case "take":
            entry = (AlbumEntry.album_id == albums[one], AlbumEntry.photo_id == photos[int(str(other))])
            run(delete(AlbumEntry).where(*entry))
        case "trash" | "restore":
            at = now() if name == "trash" else None
            run(update(Photo).where(Photo.id == photos[one]).values(trashed_at=at))
        case "delete":
            run(update(Photo).where(Photo.companion_of_id == photos[one]).values(companion_of_id=None))
            run(delete(Photo).where(Photo.id == photos[one]))
        case "date":
            at = datetime.fromisoformat(str(other)) if other else UNDATED
            run(update(Photo).where(Photo.id == photos[one]).values(sort_at=at))
        case "join":
            known = db.session.scalar(select(Photo.id).where(Photo.id == photos[int(str(other))]))
            run(update(Photo).where(Photo.id == photos[one]).values(companion_of_id=known))
        case "album away" | "album back":
            at = now() if name == "album away" else None
            run(update(Album).where(Album.id == albums[one]).values(trashed_at=at))
            lineage.refresh_all()
        case "album gone":
            run(delete(Album).where(Album.id == albums[one]))
    db.session.expire_all()


def _compare(household: dict[str, int], albums: list[int]) -> None:
    shelved = {row.photo_id: row for row in db.session.scalars(select(ShelvedPhoto))}
    found = db.session.execute(text("SELECT rowid FROM photo_search")).scalars().all()
    assert sorted(found) == sorted(row.place for row in shelved.values())
    viewers = [Viewer(id_, name == "keeper") for name, id_ in household.items()]
    viewers += [STRANGER, *(Viewer(passes=frozenset({LinkPass(1, album)})) for album in albums)]
    for viewer in viewers:
        seen = db.session.scalars(access.photos_visible_to(viewer).where(live.stands_alone())).all()
        shelves = db.session.scalars(access.shelves_visible_to(viewer)).all()
        assert {photo.id for photo in seen} == {
            id_ for id_, row in shelved.items() if row.shelf_id in shelves
        }
        months = timeline.months_of(viewer)
        dated = Counter(
            (photo.sort_at.year, photo.sort_at.month) for photo in seen if photo.sort_at < UNDATED
        )
        assert {(month.year, month.month): count for month, count in months.counts.items()} == dated
        assert months.undated == len(seen) - dated.total()
        order = [
            photo.id for photo in sorted(seen, key=lambda photo: (photo.sort_at, photo.id), reverse=True)
        ]
        pages = [timeline.undated_page(viewer, months, 100), timeline.page(viewer, months, 100)]
        assert [row.id for page in pages for row in page.rows] == order
    for shelf in db.session.scalars(select(Shelf)):
        assert shelf.photo_count == sum(row.shelf_id == shelf.id for row in shelved.values())


@pytest.fixture
def mums_photos(app: Flask, household: dict[str, int]) -> Iterator[list[int]]:
    with app.app_context():
        album = actions.create(household["mum"], actions.Wish("Lake", audience="family"))
        made = [rows.photo(household["mum"], f"2014-08-{day:02} 12:00", album).id for day in range(1, 10)]
        db.session.commit()
        yield made


def test_what_was_spoilt_is_mended(mums_photos: list[int], household: dict[str, int]) -> None:
    """`photoalbum search rebuild`, after somebody has worked on the file by hand."""
    db.session.execute(update(Shelf).values(photo_count=77))
    db.session.execute(update(ShelfMonth).values(photo_count=5))
    db.session.execute(delete(ShelfAlbum))
    db.session.execute(text("DELETE FROM photo_search"))
    db.session.commit()
    assert list(search.rebuild(batch=4))[-1] == mums_photos[-1]
    _compare(household, [])
    assert timeline.months_of(Viewer(household["uncle"])).total == len(mums_photos)


def test_empty_shelves_do_not_stay_for_ever(mums_photos: list[int], household: dict[str, int]) -> None:
    db.session.execute(delete(AlbumEntry))
    assert db.session.scalars(select(Shelf.albums).order_by(Shelf.albums.desc())).all() == ["1", ""]
    shelves.forget_empty()
    assert db.session.scalars(select(Shelf.albums)).all() == [""]


def test_places_follow_dates() -> None:
    dates = [datetime(1, 1, 1), datetime(1962, 1, 1), datetime(2014, 8, 3), datetime(2014, 8, 3, 0, 0, 1)]
    places = [first_place(date) for date in dates]
    assert places == sorted(set(places))
    assert places[-1] < WITHOUT_DATE == first_place(UNDATED) < BEHIND_ALL < 2**63
