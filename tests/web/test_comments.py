"""Comments: said by members, changed by their authors, deleted by them and by whose photo it is."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from photoalbum.accounts.models import Member
from photoalbum.albums import lineage
from photoalbum.albums.models import Album
from photoalbum.core.db import db
from photoalbum.delivery.limits import limiter
from photoalbum.photos.models import Comment, Photo

from ..cast import Person
from ..conftest import SummerAlbum


@pytest.fixture
def said(app: Flask, uncle: Person, summer_album: SummerAlbum) -> str:
    """The address of a comment of uncle's under a photo of mum's."""
    return say(app, uncle, summer_album.photo, "How lovely")


def say(app: Flask, who: Person, photo: str, words: str) -> str:
    assert who.post(f"/photos/{photo}/comments/", data={"words": words}).status_code == 303
    with app.app_context():
        newest = db.session.scalars(select(Comment).order_by(Comment.id.desc())).first()
        assert newest is not None
        return f"/photos/{photo}/comments/{newest.uid}"


def test_a_comment_is_seen_by_members_who_see_the_photo(
    app: Flask,
    mum: Person,
    uncle: Person,
    visitor: Person,
    summer_album: SummerAlbum,
    said: str,
    make_link: Callable[..., str],
) -> None:
    for who in (mum, uncle):
        page = who.get(f"/photos/{summer_album.photo}").text
        assert "How lovely" in page
        assert "Uncle" in page
    link = make_link(summer_album.slug)
    assert "How lovely" not in visitor.get(f"{link}photos/{summer_album.photo}").text
    with app.app_context():
        db.session.execute(update(Album).values(audience="public"))
        lineage.refresh_all()
        db.session.commit()
    page = visitor.get(f"/albums/{summer_album.slug}/photos/{summer_album.photo}")
    assert page.status_code == 200
    assert "How lovely" not in page.text
    assert "Your comment" not in page.text


def test_strangers_cannot_comment(stranger: Person, visitor: Person, summer_album: SummerAlbum) -> None:
    address = f"/photos/{summer_album.photo}/comments/"
    assert stranger.post(address, data={"words": "Hello"}).status_code == 404
    assert visitor.post(address, data={"words": "Hello"}).status_code == 401


@pytest.mark.parametrize(
    ("words", "sentence"), [("", "Write something"), (" \n ", "Write something"), ("x" * 2001, "2,000")]
)
def test_bad_words_are_told(mum: Person, summer_album: SummerAlbum, words: str, sentence: str) -> None:
    answer = mum.post(f"/photos/{summer_album.photo}/comments/", data={"words": words})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_only_its_author_changes_it(
    mum: Person, dad: Person, uncle: Person, summer_album: SummerAlbum, said: str
) -> None:
    assert "How lovely" in uncle.get(f"{said}/edit").text
    for who in (mum, dad):
        assert who.get(f"{said}/edit").status_code == 403
        assert who.post(f"{said}/edit", data={"words": "Dreadful"}).status_code == 403
    assert uncle.post(f"{said}/edit", data={"words": "How very lovely"}).status_code == 303
    page = mum.get(f"/photos/{summer_album.photo}").text
    assert "How very lovely" in page
    assert "edited" in page
    assert uncle.post(f"{said}/edit", data={"words": ""}).status_code == 422


def test_its_author_and_whose_photo_it_is_delete_it(
    app: Flask, mum: Person, dad: Person, cousin: Person, uncle: Person, summer_album: SummerAlbum, said: str
) -> None:
    for who in (dad, cousin):
        assert who.post(f"{said}/delete").status_code == 403
    assert mum.post(f"{said}/delete").status_code == 303
    assert uncle.post(f"{said}/delete").status_code == 404
    own = say(app, uncle, summer_album.photo, "Once more")
    assert uncle.post(f"{own}/delete").status_code == 303
    assert "Once more" not in mum.get(f"/photos/{summer_album.photo}").text


def test_the_keeper_deletes_what_the_family_sees_and_no_more(
    app: Flask,
    mum: Person,
    uncle: Person,
    keeper: Person,
    make_album: Callable[..., str],
    make_photo: Callable[..., str],
    said: str,
) -> None:
    shared = make_photo(mum, make_album(mum, audience="family"))
    theirs = say(app, uncle, shared, "Rude")
    assert keeper.post(f"{theirs}/delete").status_code == 303
    assert keeper.post(f"{said}/delete").status_code == 404


def test_a_comment_is_found_under_its_own_photo_only(
    mum: Person, uncle: Person, summer_album: SummerAlbum, said: str
) -> None:
    elsewhere = said.replace(summer_album.photo, summer_album.photo_of_cousin)
    assert uncle.post(f"{elsewhere}/delete").status_code == 404
    assert uncle.get(f"{elsewhere}/edit").status_code == 404


def test_so_many_comments_in_so_much_time(
    app: Flask, uncle: Person, dad: Person, summer_album: SummerAlbum
) -> None:
    address = f"/photos/{summer_album.photo}/comments/"
    with app.app_context():
        limiter.reset()
    for number in range(30):
        assert uncle.post(address, data={"words": str(number)}).status_code == 303
    answer = uncle.post(address, data={"words": "one more"})
    assert answer.status_code == 429
    assert "Retry-After" in answer.headers
    assert dad.post(address, data={"words": "mine"}).status_code == 303


def test_the_model_has_room_for_guests(app: Flask, mum: Person, summer_album: SummerAlbum) -> None:
    with app.app_context():
        photo = db.session.scalars(select(Photo).where(Photo.uid == summer_album.photo)).one()
        db.session.add(Comment(photo_id=photo.id, author_name="Aunt Clara", words="From afar"))
        db.session.commit()
    page = mum.get(f"/photos/{summer_album.photo}").text
    assert "Aunt Clara" in page
    assert "From afar" in page


def test_words_outlive_the_account_and_go_with_the_photo(
    app: Flask, mum: Person, uncle: Person, summer_album: SummerAlbum, said: str
) -> None:
    with app.app_context():
        db.session.delete(db.session.get_one(Member, uncle.id))
        db.session.commit()
    assert "Uncle" in mum.get(f"/photos/{summer_album.photo}").text
    with app.app_context():
        db.session.delete(db.session.scalars(select(Photo).where(Photo.uid == summer_album.photo)).one())
        db.session.commit()
        assert db.session.scalars(select(Comment)).all() == []
