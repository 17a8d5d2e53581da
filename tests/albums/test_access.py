"""Who may see what, asked of the one place that answers."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from photoalbum.accounts.viewer import STRANGER, LinkPass, Viewer
from photoalbum.albums import access
from photoalbum.albums.access import Ability
from photoalbum.albums.models import Album
from photoalbum.core.db import db
from photoalbum.photos.models import Photo

from ..cast import Person
from ..conftest import SummerAlbum

ABILITIES = {
    "mum": {"view", "add", "edit", "manage"},
    "dad": {"view", "add", "edit"},
    "cousin": {"view", "add"},
    "uncle": {"view"},
    "stranger": set(),
    "keeper": set(),
}


def viewer_of(household: dict[str, int], name: str) -> Viewer:
    return Viewer(household[name], is_keeper=name == "keeper")


@pytest.mark.parametrize("name", ABILITIES)
def test_abilities_on_a_private_album(
    app: Flask, household: dict[str, int], summer_album: SummerAlbum, name: str
) -> None:
    with app.app_context():
        viewer = viewer_of(household, name)
        album = access.find_album(viewer, summer_album.slug)
        assert (album is None) == (not ABILITIES[name])
        if album is not None:
            assert {str(ability) for ability in access.abilities(viewer, album)} == ABILITIES[name]


@pytest.mark.parametrize(
    ("audience", "seen_by"),
    [
        ("private", {"mum", "dad", "cousin", "uncle"}),
        ("family", {"mum", "dad", "cousin", "uncle", "stranger", "keeper"}),
        ("public", {"mum", "dad", "cousin", "uncle", "stranger", "keeper", "nobody"}),
    ],
)
def test_audience_decides_who_else_sees_album_and_photos(
    app: Flask, household: dict[str, int], summer_album: SummerAlbum, audience: str, seen_by: set[str]
) -> None:
    with app.app_context():
        db.session.scalars(select(Album)).one().audience = audience
        db.session.commit()
        for name in [*household, "nobody"]:
            viewer = STRANGER if name == "nobody" else viewer_of(household, name)
            assert (access.find_album(viewer, summer_album.slug) is not None) == (name in seen_by), name
            assert (access.find_photo(viewer, summer_album.photo) is not None) == (name in seen_by), name


def test_a_link_opens_its_album_and_nothing_else(
    app: Flask, mum: Person, summer_album: SummerAlbum, make_album: Callable[..., str]
) -> None:
    make_album(mum, "Public one", audience="public")
    with app.app_context():
        album = db.session.scalars(select(Album).where(Album.slug == summer_album.slug)).one()
        guest = Viewer(passes=frozenset({LinkPass(1, album.id)}))
        assert [found.slug for found in db.session.scalars(access.albums_visible_to(guest))] == [album.slug]
        assert access.abilities(guest, album) == {Ability.VIEW}


def test_what_is_in_the_trash_is_seen_by_nobody(
    app: Flask, household: dict[str, int], summer_album: SummerAlbum
) -> None:
    with app.app_context():
        photo = db.session.scalars(select(Photo).where(Photo.uid == summer_album.photo)).one()
        photo.trashed_at = photo.created_at
        db.session.commit()
        for name in household:
            assert access.find_photo(viewer_of(household, name), summer_album.photo) is None


def test_the_keeper_may_do_all_in_what_the_family_sees(
    app: Flask, household: dict[str, int], summer_album: SummerAlbum
) -> None:
    with app.app_context():
        album = db.session.scalars(select(Album)).one()
        album.audience = "family"
        db.session.commit()
        keeper = viewer_of(household, "keeper")
        photo = access.find_photo(keeper, summer_album.photo)
        assert photo is not None
        assert access.abilities(keeper, album) == access.ALL
        assert access.abilities(keeper, photo) == access.ALL | {Ability.DESCRIBE}


def test_statements_built_for_a_kind_answer_as_those_built_for_the_viewer(
    app: Flask,
    household: dict[str, int],
    mum: Person,
    summer_album: SummerAlbum,
    make_album: Callable[..., str],
) -> None:
    make_album(mum, "Family one", audience="family")
    make_album(mum, "Public one", audience="public")
    with app.app_context():
        album_id = db.session.scalars(select(Album.id).where(Album.slug == summer_album.slug)).one()
        viewers = [
            STRANGER,
            *(viewer_of(household, name) for name in household),
            Viewer(household["keeper"], is_keeper=True, acting_for=household["mum"]),
            Viewer(passes=frozenset({LinkPass(1, album_id)})),
            Viewer(passes=frozenset({LinkPass(1, album_id, with_albums_below=True)})),
        ]
        for question in (access.albums_visible_to, access.photos_visible_to, access.addable_by):
            for viewer in viewers:
                own = db.session.scalars(question(viewer)).all()
                assert db.session.scalars(question(viewer.kind), viewer.values).all() == own
