"""Many photos at once: what one may change is changed, and how many were not is said."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.core.db import db
from photoalbum.photos import tags
from photoalbum.photos.models import Favourite, Photo
from photoalbum.web.bulk_actions import ACTIONS

from ..cast import Person
from ..conftest import SummerAlbum
from ..security import state

NEEDS = {
    "tag": {"tags": "lake"},
    "date": {"day": "2001-02-03", "clock": "04:05"},
    "shift": {"way": "later", "hours": "3"},
}


def do(who: Person, name: str, *photos: str, **fields: str) -> object:
    return who.post(f"/selection/{name}", data={"photo": list(photos), "sure": "1", **fields})


def stored(app: Flask, uid: str) -> Photo:
    with app.app_context():
        return db.session.scalars(select(Photo).where(Photo.uid == uid)).one()


def held(app: Flask, slug: str) -> set[str]:
    with app.app_context():
        rows = (
            select(Photo.uid)
            .join(AlbumEntry)
            .join(Album)
            .where(Album.slug == slug, Photo.trashed_at.is_(None))
        )
        return set(db.session.scalars(rows))


def test_without_script_the_page_has_boxes_and_a_form(mum: Person, summer_album: SummerAlbum) -> None:
    for address in (f"/albums/{summer_album.slug}/", "/photos/"):
        plain, choosing = mum.get(address).text, mum.get(f"{address}?select=1").text
        assert 'type="checkbox"' not in plain
        assert f'value="{summer_album.photo}"' in choosing
        assert 'form="selection"' in choosing
        for name, action in ACTIONS.items():
            offered = f'formaction="/selection/{name}"' in choosing
            assert offered == (not action.in_album or address.startswith("/albums"))


def test_nobody_else_is_offered_to_choose(
    visitor: Person, summer_album: SummerAlbum, make_link: Callable[..., str]
) -> None:
    page = visitor.get(f"{make_link(summer_album.slug)}?select=1").text
    assert "photo-selection>" not in page
    assert "checkbox" not in page


@pytest.mark.parametrize("name", sorted(set(ACTIONS) - {"favourite"}))
def test_each_asks_before_it_acts(app: Flask, mum: Person, summer_album: SummerAlbum, name: str) -> None:
    before = state.tables_of(app)
    sent = {"photo": [summer_album.photo], "from": summer_album.slug}
    page = mum.post(f"/selection/{name}", data=sent)
    assert page.status_code == 200
    assert "1 photo chosen" in page.text
    assert f'name="photo" value="{summer_album.photo}"' in page.text
    assert state.changed(before, state.tables_of(app)) == []


def test_014_own_and_foreign_photos_mixed(
    app: Flask,
    cousin: Person,
    stranger: Person,
    summer_album: SummerAlbum,
    make_photo: Callable[..., str],
    make_album: Callable[..., str],
    process: Callable[[], None],
) -> None:
    """Cousin's own is changed; mum's, which cousin sees, and one that cousin does not see, are not."""
    own, seen, unseen = summer_album.photo_of_cousin, summer_album.photo, make_photo(stranger)
    process()
    target = make_album(cousin, "Cousin's")
    for name in sorted(set(ACTIONS) - {"favourite", "trash"}):
        before = {uid: row_of(app, uid) for uid in (seen, unseen)}
        entries = held(app, summer_album.slug)
        fields = {"album": target, **NEEDS.get(name, {}), "from": summer_album.slug}
        assert do(cousin, name, own, seen, unseen, "zzzzzzzzzzzz", **fields).status_code == 303
        page = cousin.get("/photos/").text
        assert "3 photos were left as they were" in page, name
        assert {uid: row_of(app, uid) for uid in (seen, unseen)} == before, name
        assert entries - held(app, summer_album.slug) <= {own}, name
        do(cousin, "album", own, album=summer_album.slug)
        cousin.get("/photos/")
    assert held(app, target) == {own}
    assert do(cousin, "trash", own, seen, unseen).status_code == 303
    assert stored(app, own).trashed_at is not None
    assert stored(app, seen).trashed_at is None
    assert stored(app, unseen).trashed_at is None


def row_of(app: Flask, uid: str) -> tuple[object, ...]:
    with app.app_context():
        photo = db.session.scalars(select(Photo).where(Photo.uid == uid)).one()
        words = tags.of(photo.id)
        return (*(getattr(photo, column.key) for column in Photo.__table__.columns), *words)


def test_only_unseen_photos_change_nothing_and_tell_nothing(
    app: Flask, stranger: Person, summer_album: SummerAlbum
) -> None:
    before = state.tables_of(app)
    for name in sorted(set(ACTIONS) - {"move", "take-out", "album"}):
        real = do(stranger, name, summer_album.photo, **NEEDS.get(name, {}))
        said = stranger.get("/photos/").text
        made_up = do(stranger, name, "zzzzzzzzzzzz", **NEEDS.get(name, {}))
        assert (real.status_code, real.headers["Location"]) == (
            made_up.status_code,
            made_up.headers["Location"],
        )
        assert "1 photo was left as it was" in said
        stranger.get("/photos/")
    assert state.changed(before, state.tables_of(app)) == []
    assert do(stranger, "take-out", summer_album.photo, **{"from": summer_album.slug}).status_code == 404


def test_album_move_and_take_out(
    app: Flask, mum: Person, summer_album: SummerAlbum, make_album: Callable[..., str]
) -> None:
    target, photo = make_album(mum, "Second"), summer_album.photo
    do(mum, "album", photo, album=target)
    assert photo in held(app, target) & held(app, summer_album.slug)
    do(mum, "take-out", photo, **{"from": target})
    assert photo not in held(app, target)
    do(mum, "move", photo, album=target, **{"from": summer_album.slug})
    assert photo in held(app, target) - held(app, summer_album.slug)
    assert "1 photo is in “Second” now." in mum.get("/photos/").text


def test_an_editor_takes_out_anybodys_and_others_only_their_own(
    app: Flask, dad: Person, cousin: Person, summer_album: SummerAlbum
) -> None:
    both = (summer_album.photo, summer_album.photo_of_cousin)
    do(cousin, "take-out", *both, **{"from": summer_album.slug})
    assert held(app, summer_album.slug) == {summer_album.photo}
    do(dad, "take-out", *both, **{"from": summer_album.slug})
    assert held(app, summer_album.slug) == set()


def test_an_editor_tags_everybodys(app: Flask, dad: Person, summer_album: SummerAlbum) -> None:
    do(dad, "tag", summer_album.photo, summer_album.photo_of_cousin, tags="Lake, boat")
    for uid in (summer_album.photo, summer_album.photo_of_cousin):
        assert row_of(app, uid)[-2:] == ("boat", "Lake")


def test_a_camera_clock_that_was_wrong_by_three_hours(
    app: Flask, mum: Person, make_photo: Callable[..., str], process: Callable[[], None]
) -> None:
    photos = [make_photo(mum, taken=f"2019-07-14 2{hour}:30:00", offset="+02:00") for hour in range(3)]
    undated = make_photo(mum, taken=None, name="scan.jpg")
    process()
    do(mum, "shift", *photos, undated, way="later", hours="3", minutes="5")
    assert str(stored(app, photos[2]).taken_at) == "2019-07-15 01:35:00"
    assert stored(app, photos[2]).taken_offset == 120
    assert stored(app, undated).taken_at is None
    page = mum.get("/photos/").text
    assert "3 photos were changed." in page
    assert "1 photo was left as it was" in page
    do(mum, "shift", *photos, way="earlier", hours="3", minutes="5")
    assert str(stored(app, photos[0]).taken_at) == "2019-07-14 20:30:00"
    do(mum, "date", *photos, day="1999-01-01")
    assert {str(stored(app, uid).taken_at) for uid in photos} == {"1999-01-01 12:00:00"}
    do(mum, "file-date", *photos)
    assert str(stored(app, photos[1]).taken_at) == "2019-07-14 21:30:00"


def test_hearts_need_no_question(app: Flask, uncle: Person, summer_album: SummerAlbum) -> None:
    photos = [summer_album.photo, summer_album.photo_of_cousin]
    for _twice in range(2):
        assert uncle.post("/selection/favourite", data={"photo": photos}).status_code == 303
    with app.app_context():
        assert len(db.session.scalars(select(Favourite)).all()) == 2


def test_the_next_editor_of_one_of_them_is_told(mum: Person, summer_album: SummerAlbum) -> None:
    do(mum, "tag", summer_album.photo, tags="lake")
    form = {"caption": "Mine", "alt_text": "", "tags": "", "version": "1"}
    assert mum.post(f"/photos/{summer_album.photo}/words", data=form).status_code == 409


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("tag", {"tags": ""}),
        ("tag", {"tags": "x" * 61}),
        ("date", {"day": "never"}),
        ("shift", {"hours": "0"}),
        ("shift", {"hours": "many"}),
        ("album", {"album": ""}),
        ("album", {"album": "no-such-album"}),
    ],
)
def test_bad_input_changes_nothing(
    app: Flask, mum: Person, summer_album: SummerAlbum, name: str, fields: dict[str, str]
) -> None:
    before = state.tables_of(app)
    assert do(mum, name, summer_album.photo, **fields).status_code == 422
    assert state.changed(before, state.tables_of(app)) == []


def test_nothing_chosen_and_nothing_known(mum: Person, visitor: Person, summer_album: SummerAlbum) -> None:
    assert mum.post("/selection/tag", data={"next": "/favourites/"}).headers["Location"] == "/favourites/"
    assert "Choose some photos first." in mum.get("/favourites/").text
    assert mum.post("/selection/explode", data={"photo": [summer_album.photo]}).status_code == 404
    assert do(mum, "move", summer_album.photo, album=summer_album.slug).status_code == 400
    assert visitor.post("/selection/tag", data={"photo": [summer_album.photo]}).status_code == 401


def test_016_what_went_to_the_trash_together_is_gone_everywhere(
    app: Flask,
    mum: Person,
    uncle: Person,
    visitor: Person,
    summer_album: SummerAlbum,
    make_link: Callable[..., str],
    process: Callable[[], None],
) -> None:
    process()
    link, photo = make_link(summer_album.slug), summer_album.photo
    mum.post(f"/albums/{summer_album.slug}/cover", data={"photo": photo})
    uncle.post(f"/photos/{photo}/favourite")
    do(mum, "trash", photo)
    for who, address in (
        (uncle, "/"),
        (uncle, f"/albums/{summer_album.slug}/"),
        (uncle, "/favourites/"),
        (visitor, link),
        (mum, "/photos/"),
    ):
        assert photo not in who.get(address).text, address
    assert visitor.get(f"{link}photos/{photo}/d/1/thumb.webp").status_code == 404


def test_013_extra_fields_have_no_effect(
    app: Flask, cousin: Person, summer_album: SummerAlbum, household: dict[str, int]
) -> None:
    own = summer_album.photo_of_cousin
    extra = {"owner_id": str(household["mum"]), "edit_key": "x", "trashed_at": "now", "added_by_id": "1"}
    do(cousin, "tag", own, tags="lake", **extra)
    cousin.post(f"/photos/{own}/words", data={"caption": "x", "version": "2", **extra})
    cousin.post(f"/photos/{own}/comments/", data={"words": "x", "author_id": str(household["mum"]), **extra})
    found = stored(app, own)
    assert (found.owner_id, found.edit_key, found.trashed_at) == (household["cousin"], "", None)
    assert "Cousin" in cousin.get(f"/photos/{own}").text


def test_five_hundred_cost_what_fifty_do(
    app: Flask,
    mum: Person,
    make_album: Callable[..., str],
    many_photos: Callable[[str, int], None],
    query_count: Callable[[], object],
) -> None:
    """Statements, but for the rows that are written, do not grow with the photos."""
    slug, target = make_album(mum, "Many"), make_album(mum, "Target")
    many_photos(slug, 500)
    with app.app_context():
        uids = list(db.session.scalars(select(Photo.uid).order_by(Photo.id)))
    totals = []
    do(mum, "album", *uids[:10], album=target)
    for photos in (uids[10:60], uids[60:]):
        with query_count() as seen:  # type: ignore[attr-defined]
            do(mum, "album", *photos, album=target)
        totals.append(seen.total)
    assert totals[1] == totals[0]
    assert len(held(app, target)) == 500
