"""Taking an album out of the one it lies in: by its owner or that of the one above."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from photoalbum.albums import actions, grants
from photoalbum.albums.models import Album
from photoalbum.core.db import db

from ..cast import Person
from ..conftest import SummerAlbum

Make = Callable[..., str]


@pytest.fixture
def nested(
    app: Flask,
    cousin: Person,
    household: dict[str, int],
    summer_album: SummerAlbum,
    make_album: Make,
    make_photo: Make,
) -> str:
    """An album of the cousin's in mum's, with a photo, and of which the stranger may look at just that."""
    slug = make_album(cousin, "Cousin's part")
    make_photo(cousin, slug)
    with app.app_context():
        album = of(slug)
        album.parent = of(summer_album.slug)
        grants.grant(album, household["stranger"], "viewer")
        grants.grant(album, household["dad"], "viewer")
        db.session.commit()
    return slug


def of(slug: str) -> Album:
    return db.session.scalars(select(Album).where(Album.slug == slug)).one()


def parent_of(app: Flask, slug: str) -> Album | None:
    with app.app_context():
        return of(slug).parent


def test_the_owner_of_the_album_above_takes_it_out_and_is_told_who_loses_it(
    app: Flask, mum: Person, cousin: Person, uncle: Person, stranger: Person, summer_album, nested: str
) -> None:
    address = f"/albums/{nested}/place/delete"
    assert address in mum.get(f"/albums/{nested}/").text
    asked = mum.get(address).text
    assert "among the albums of Cousin" in asked
    gone, less = asked.split("These people will no longer see it")[1].split("These people may do less")
    assert [name in gone for name in ("You", "Uncle", "Dad", "Stranger")] == [True, True, False, False]
    assert [name in less for name in ("Dad <small>may look<", "Uncle", "Stranger")] == [True, False, False]
    assert uncle.get(f"/albums/{nested}/").status_code == 200

    taken = mum.post(address)
    assert (taken.status_code, taken.location) == (303, f"/albums/{summer_album.slug}/")
    assert "stands by itself now" in mum.get(taken.location).text
    assert parent_of(app, nested) is None
    assert "1 photo" in cousin.get(f"/albums/{nested}/").text
    assert nested in cousin.get("/").text
    assert stranger.get(f"/albums/{nested}/").status_code == 200
    assert (mum.get(f"/albums/{nested}/").status_code, uncle.get(f"/albums/{nested}/").status_code) == (
        404,
        404,
    )
    # What was in mum's album itself still is.
    assert summer_album.photo_of_cousin in mum.get(f"/albums/{summer_album.slug}/").text


def test_its_own_owner_takes_it_out_and_goes_on_there(app: Flask, cousin: Person, nested: str) -> None:
    asked = cousin.get(f"/albums/{nested}/place/delete").text
    assert "by itself among your albums" in asked
    assert cousin.post(f"/albums/{nested}/place/delete").location == f"/albums/{nested}/"
    assert parent_of(app, nested) is None
    assert "place/delete" not in cousin.get(f"/albums/{nested}/").text
    for answer in (
        cousin.get(f"/albums/{nested}/place/delete"),
        cousin.post(f"/albums/{nested}/place/delete"),
    ):
        assert answer.status_code == 409
        assert "This album lies in no other one." in answer.text


def test_nobody_else_does(
    app: Flask, dad: Person, uncle: Person, stranger: Person, keeper: Person, visitor: Person, nested: str
) -> None:
    address = f"/albums/{nested}/place/delete"
    # Dad is an editor of the album above.
    for who in (dad, uncle, stranger):
        assert "place/delete" not in who.get(f"/albums/{nested}/").text
        assert (who.get(address).status_code, who.post(address).status_code) == (403, 403), who.name
    assert (keeper.get(address).status_code, keeper.post(address).status_code) == (404, 404)
    assert (visitor.get(address).status_code, visitor.post(address).status_code) == (302, 401)
    assert parent_of(app, nested) is not None


def test_a_keeper_does_where_the_family_sees_the_album_above(
    app: Flask, keeper: Person, nested: str, summer_album: SummerAlbum
) -> None:
    with app.app_context():
        of(summer_album.slug).audience = "family"
        db.session.commit()
    asked = keeper.get(f"/albums/{nested}/place/delete").text
    assert "The rest of the family will no longer see it." in asked
    assert keeper.post(f"/albums/{nested}/place/delete").location == f"/albums/{summer_album.slug}/"
    assert parent_of(app, nested) is None


@pytest.mark.parametrize(
    ("own", "above", "words"),
    [
        ("family", "public", "Everyone in the family still does."),
        ("private", "public", "People without an account and the rest of the family"),
        ("public", "public", "Everyone who sees it now will still see it."),
    ],
)
def test_what_its_own_audience_opens_stays_open(
    app: Flask, mum: Person, make_album: Make, own: str, above: str, words: str
) -> None:
    top, slug = make_album(mum, "Top", audience=above), make_album(mum, "Inside", audience=own)
    with app.app_context():
        of(slug).parent = of(top)
        db.session.commit()
    assert words in mum.get(f"/albums/{slug}/place/delete").text
    mum.post(f"/albums/{slug}/place/delete")
    assert Person(app).get(f"/albums/{slug}/").status_code == (200 if own == "public" else 302)


def test_links_to_the_album_above_are_told(
    mum: Person, visitor: Person, nested: str, summer_album: SummerAlbum, make_link: Make
) -> None:
    link = make_link(summer_album.slug, with_albums_below=True)
    make_link(nested)
    assert "Cousin&#39;s part" in visitor.get(link).text
    asked = mum.get(f"/albums/{nested}/place/delete").text
    assert "Whoever has the link to an album above will no longer see it." in asked
    mum.post(f"/albums/{nested}/place/delete")
    assert "Cousin&#39;s part" not in visitor.get(link).text


def test_two_levels_up_it_comes_out_of_both(
    app: Flask, mum: Person, dad: Person, household: dict[str, int], nested: str, make_album: Make
) -> None:
    top = make_album(mum, "Years", audience="family")
    with app.app_context():
        middle = actions.create(household["dad"], actions.Wish("Dad's part", parent=of(top)))
        of(nested).parent = middle
        db.session.commit()
    assert mum.post(f"/albums/{nested}/place/delete").status_code == 303
    assert parent_of(app, nested) is None
