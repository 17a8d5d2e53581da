"""Pages of albums."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from photoalbum.albums.models import Album
from photoalbum.core.db import db

from ..cast import Person
from ..conftest import SummerAlbum


def test_home_shows_ones_albums_with_counts(mum: Person, summer_album: SummerAlbum) -> None:
    page = mum.get("/").text
    assert "Summer 2019" in page
    assert "2 photos" in page


def test_strangers_home_shows_public_albums_only(
    visitor: Person, mum: Person, summer_album: SummerAlbum, make_album: Callable[..., str]
) -> None:
    make_album(mum, "For everybody", audience="public")
    page = visitor.get("/").text
    assert "For everybody" in page
    assert "Summer 2019" not in page


def test_mum_makes_an_album(mum: Person) -> None:
    answer = mum.post("/albums/", data={"title": "  Oma's   80th ", "audience": "family", "parent": ""})
    assert answer.status_code == 303
    assert answer.location.startswith("/albums/oma-s-80th-")
    assert "Oma&#39;s 80th" in mum.get(answer.location).text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"title": "", "audience": "private"}, "Give the album a title."),
        ({"title": "x" * 201, "audience": "private"}, "under 200 letters"),
        ({"title": "Fine", "audience": "everyone on earth"}, "Not a valid choice"),
        ({"title": "Fine", "audience": "private", "parent": "somebody-elses"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    app: Flask, mum: Person, data: dict[str, str], sentence: str
) -> None:
    answer = mum.post("/albums/", data={"parent": "", **data})
    assert answer.status_code == 422
    assert sentence in answer.text
    with app.app_context():
        assert db.session.scalars(select(Album)).all() == []


def test_fields_that_no_form_has_change_nothing(app: Flask, mum: Person, household: dict[str, int]) -> None:
    """ACCEPTANCE 13."""
    extra = {"owner_id": household["dad"], "created_at": "1999-01-01", "version": 7, "photo_count": 99}
    assert mum.post("/albums/", data={"title": "Mine", "audience": "private", "parent": "", **extra})
    with app.app_context():
        album = db.session.scalars(select(Album)).one()
        assert (album.owner_id, album.version, album.photo_count) == (household["mum"], 1, 0)
        assert album.created_at.year > 2000


def test_uncle_may_look_but_not_rename(uncle: Person, summer_album: SummerAlbum) -> None:
    page = uncle.get(f"/albums/{summer_album.slug}/")
    assert page.status_code == 200
    assert f"/albums/{summer_album.slug}/edit" not in page.text
    answer = uncle.post(f"/albums/{summer_album.slug}/edit", data={"title": "Mine"})
    assert answer.status_code == 403


def test_an_editor_renames_but_cannot_open_the_album_to_others(
    app: Flask, dad: Person, summer_album: SummerAlbum
) -> None:
    data = {"title": "Sommer", "description": "", "audience": "public", "parent": ""}
    assert dad.post(f"/albums/{summer_album.slug}/edit", data=data).status_code == 303
    with app.app_context():
        album = db.session.scalars(select(Album)).one()
        assert (album.title, album.audience) == ("Sommer", "private")


def test_a_stranger_finds_nothing_and_a_visitor_is_asked_to_log_in(
    stranger: Person, visitor: Person, summer_album: SummerAlbum
) -> None:
    there, nowhere = (stranger.get(f"/albums/{slug}/") for slug in (summer_album.slug, "no-such-album"))
    assert there.status_code == nowhere.status_code == 404
    assert visitor.get(f"/albums/{summer_album.slug}/").location.startswith("/login?next=")


def test_an_album_goes_to_the_trash_and_comes_back(mum: Person, summer_album: SummerAlbum) -> None:
    address = f"/albums/{summer_album.slug}/"
    assert "Summer 2019" in mum.get(f"{address}delete").text
    assert mum.post(f"{address}delete").status_code == 303
    assert mum.get(address).status_code == 404
    assert "Summer 2019" in mum.get("/trash/").text
    assert mum.get(f"/photos/{summer_album.photo}").status_code == 200
    back = mum.post(f"/trash/albums/{summer_album.slug}/restore")
    assert back.location == address
    assert "2 photos" in mum.get(address).text


def test_photos_that_are_nowhere_else_go_with_the_album_if_wished(
    mum: Person, cousin: Person, summer_album: SummerAlbum
) -> None:
    mum.post(f"/albums/{summer_album.slug}/delete", data={"also_photos": "y"})
    assert mum.get(f"/photos/{summer_album.photo}").status_code == 404
    assert cousin.get(f"/photos/{summer_album.photo_of_cousin}").status_code == 200
    mum.post(f"/trash/albums/{summer_album.slug}/restore")
    assert mum.get(f"/photos/{summer_album.photo}").status_code == 200


def test_albums_nest_and_breadcrumbs_lead_back(
    app: Flask, mum: Person, uncle: Person, summer_album: SummerAlbum, make_album: Callable[..., str]
) -> None:
    parent = make_album(mum, "Holidays")
    data = {"title": "Summer 2019", "description": "", "audience": "private", "parent": parent}
    assert mum.post(f"/albums/{summer_album.slug}/edit", data=data).status_code == 303
    assert f'href="/albums/{parent}/"' in mum.get(f"/albums/{summer_album.slug}/").text
    assert "Summer 2019" in mum.get(f"/albums/{parent}/").text
    # Uncle sees the inner album only: no word about the outer one, and the inner one on his first page.
    assert "Holidays" not in uncle.get(f"/albums/{summer_album.slug}/").text
    assert "Summer 2019" in uncle.get("/").text
    # A ring is refused.
    data = {"title": "Holidays", "description": "", "audience": "private", "parent": summer_album.slug}
    answer = mum.post(f"/albums/{parent}/edit", data=data)
    assert answer.status_code == 422
    assert "cannot be put inside itself" in answer.text


def test_a_photo_is_taken_out_by_its_owner_or_an_editor(
    uncle: Person, cousin: Person, dad: Person, summer_album: SummerAlbum
) -> None:
    def remove(who: Person, photo: str) -> int:
        return who.post(f"/albums/{summer_album.slug}/entries/{photo}/delete").status_code

    assert remove(uncle, summer_album.photo) == 403
    assert remove(cousin, summer_album.photo) == 403
    assert remove(cousin, summer_album.photo_of_cousin) == 303
    assert remove(dad, summer_album.photo) == 303
    assert remove(dad, summer_album.photo) == 404


def test_the_cover_is_one_of_the_albums_own_photos(
    app: Flask,
    dad: Person,
    uncle: Person,
    mum: Person,
    summer_album: SummerAlbum,
    make_photo: Callable[..., str],
) -> None:
    address = f"/albums/{summer_album.slug}/cover"
    elsewhere = make_photo(mum)
    assert uncle.post(address, data={"photo": summer_album.photo}).status_code == 403
    assert dad.post(address, data={"photo": elsewhere}).status_code == 404
    assert dad.post(address, data={"photo": summer_album.photo}).status_code == 303
    with app.app_context():
        cover = db.session.scalars(select(Album)).one().cover
        assert cover is not None
        assert cover.uid == summer_album.photo


def test_two_editors_at_once_do_not_overwrite_each_other(
    app: Flask, summer_album: SummerAlbum, household: dict[str, int]
) -> None:
    """ACCEPTANCE 82: the second writer of an outdated row is told, never silently preferred."""
    with app.app_context():
        album = db.session.scalars(select(Album)).one()
        version = album.version
        db.session.execute(Album.__table__.update().values(version=version + 1, title="Meanwhile"))
        album.title = "Mine"
        with pytest.raises(StaleDataError):
            db.session.flush()
        db.session.rollback()


def test_a_hundred_photos_cost_as_many_statements_as_two(
    app: Flask,
    mum: Person,
    summer_album: SummerAlbum,
    many_photos: Callable[[str, int], None],
    query_count: Callable[[], object],
) -> None:
    address = f"/albums/{summer_album.slug}/"
    mum.get(address)
    with query_count() as few:  # type: ignore[attr-defined]
        mum.get(address)
    many_photos(summer_album.slug, 10_000)
    with query_count() as many:  # type: ignore[attr-defined]
        page = mum.get(address)
    assert page.status_code == 200
    assert few.total == many.total <= 12


def test_what_goes_with_an_album_is_counted_up_to_a_bound(
    mum: Person, make_album: Callable[..., str], many_photos: Callable[[str, int], None]
) -> None:
    slug = make_album(mum)
    many_photos(slug, 1001)
    page = mum.get(f"/albums/{slug}/delete").text
    assert "More than 1000 photos of yours are in no other album." in page
