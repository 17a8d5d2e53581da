"""One member's page: room, and deleting the account with what becomes of the photos said first."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from photoalbum.accounts.models import Circle, LoginSession, Member
from photoalbum.accounts.sessions import CONFIRMED_FOR
from photoalbum.albums.models import Album, Grant
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.photos import comments
from photoalbum.photos.models import Comment, Photo
from photoalbum.uploads.models import Receipt

from ..cast import PASSWORD, Person
from ..conftest import SummerAlbum
from ..pictures import jpeg


def page_of(member: Person) -> str:
    return f"/admin/members/{member.uid}"


def remove(keeper: Person, member: Person, fate: str = "trash", heir: Person | None = None):
    return keeper.post(f"{page_of(member)}/delete", {"fate": fate, "heir": heir.uid if heir else ""})


def album_row(app: Flask, slug: str) -> Album:
    return db.session.scalars(select(Album).where(Album.slug == slug)).one()


def photo_row(uid: str) -> Photo:
    return db.session.scalars(select(Photo).where(Photo.uid == uid)).one()


def test_018_for_others_there_is_nothing_here(keeper: Person, mum: Person, visitor: Person) -> None:
    assert keeper.get(page_of(mum)).status_code == 200
    for path in ("", "/delete"):
        assert mum.get(f"{page_of(mum)}{path}").status_code == 404
        assert visitor.get(f"{page_of(mum)}{path}").status_code == 302
    for path in ("/quota", "/delete"):
        assert mum.post(f"{page_of(mum)}{path}", {"fate": "trash"}).status_code == 404
    assert keeper.get("/admin/members/nobody").status_code == 404


def test_room_is_given_and_taken(app: Flask, keeper: Person, mum: Person) -> None:
    def room() -> int | None:
        with app.app_context():
            return db.session.get_one(Member, mum.id).quota_bytes

    assert keeper.post(f"{page_of(mum)}/quota", {"gigabytes": "1.5"}).status_code == 303
    assert room() == 1_500_000_000
    assert 'value="1.5"' in keeper.get(page_of(mum)).text
    for nonsense in ("much", "-1", "nan", "inf", "1e99"):
        assert keeper.post(f"{page_of(mum)}/quota", {"gigabytes": nonsense}).status_code == 422
    assert room() == 1_500_000_000
    assert keeper.post(f"{page_of(mum)}/quota", {"gigabytes": ""}).status_code == 303
    assert room() is None


def test_018_deleting_needs_a_password_entered_lately(app: Flask, keeper: Person, mum: Person) -> None:
    with app.app_context():
        db.session.execute(update(LoginSession).values(confirmed_at=now() - CONFIRMED_FOR))
        db.session.commit()
    assert "/account/confirm" in keeper.get(f"{page_of(mum)}/delete").location
    asked = remove(keeper, mum)
    assert (asked.status_code, "/account/confirm" in asked.location) == (303, True)
    assert mum.get("/").status_code == 200
    confirmed = keeper.post(asked.location, {"password": PASSWORD})
    assert confirmed.location == f"{page_of(mum)}/delete"
    assert keeper.get(confirmed.location).status_code == 200


def test_012_the_last_keeper_stays(app: Flask, keeper: Person, mum: Person) -> None:
    assert remove(keeper, keeper).status_code == 409
    assert remove(keeper, keeper, "move", mum).status_code == 409
    assert keeper.get("/admin/").status_code == 200
    with app.app_context():
        db.session.get_one(Member, mum.id).role = "keeper"
        db.session.commit()
    assert remove(keeper, keeper).location == "/login"
    assert keeper.get("/admin/").status_code == 302
    assert remove(mum, mum).status_code == 409


def test_what_is_said_first_and_what_must_be_chosen(
    keeper: Person, mum: Person, cousin: Person, summer_album: SummerAlbum
) -> None:
    said = keeper.get(f"{page_of(mum)}/delete").text
    assert "Mum has 1 album, 1 photo or video." in said
    assert "1 photo of others lies in these albums" in said
    assert "1 of them lies in an album of others" in keeper.get(f"{page_of(cousin)}/delete").text
    for fate, heir in (("", None), ("burn", None), ("move", None), ("move", mum)):
        assert remove(keeper, mum, fate, heir).status_code == 422
    assert mum.get(f"/albums/{summer_album.slug}/").status_code == 200


def test_091_everything_moves_to_another_member(
    app: Flask,
    keeper: Person,
    mum: Person,
    dad: Person,
    uncle: Person,
    stranger: Person,
    summer_album: SummerAlbum,
    make_photo: Callable[..., str],
    household: dict[str, int],
) -> None:
    both = jpeg(size=(64, 48), colour="teal")
    mums, dads = make_photo(mum, summer_album.slug, content=both), make_photo(dad, content=both)
    assert remove(keeper, mum, "move", dad).status_code == 303
    assert mum.get("/photos/").status_code == 302
    page = dad.get(f"/albums/{summer_album.slug}/edit")
    assert page.status_code == 200
    with app.app_context():
        album = album_row(app, summer_album.slug)
        assert (album.owner_id, album.photo_count) == (dad.id, 3)
        assert db.session.get(Grant, (album.id, dad.id)) is None
        assert photo_row(summer_album.photo).owner_id == dad.id
        assert photo_row(summer_album.photo_of_cousin).owner_id == household["cousin"]
        # Of what both had one is kept, and stands in the album.
        assert photo_row(mums).trashed_at is not None
        assert photo_row(dads).trashed_at is None
    assert uncle.get(f"/photos/{dads}").status_code == 200
    assert stranger.get(f"/albums/{summer_album.slug}/").status_code == 404
    assert keeper.get(f"/albums/{summer_album.slug}/").status_code == 404
    assert dad.get(f"/albums/{summer_album.slug}/sharing").status_code == 200


def test_091_everything_goes_to_the_trash(
    app: Flask, keeper: Person, mum: Person, cousin: Person, uncle: Person, summer_album: SummerAlbum
) -> None:
    assert remove(keeper, mum).status_code == 303
    assert uncle.get(f"/albums/{summer_album.slug}/").status_code == 404
    assert uncle.get(f"/photos/{summer_album.photo}/original").status_code == 404
    assert cousin.get(f"/photos/{summer_album.photo_of_cousin}/original").status_code == 200
    with app.app_context():
        assert photo_row(summer_album.photo).trashed_at is not None
        assert album_row(app, summer_album.slug).trashed_at is not None


def test_091_sessions_links_and_names_end(
    app: Flask,
    keeper: Person,
    mum: Person,
    dad: Person,
    visitor: Person,
    summer_album: SummerAlbum,
    make_link: Callable[..., str],
    rows: Callable[[type], list],
) -> None:
    link = make_link(summer_album.slug)
    assert visitor.get(link).status_code == 200
    mum.upload(("IMG_9.jpg", jpeg(size=(90, 60))))
    mum.post("/circles/", {"name": "Mum's side"})
    with app.app_context():
        comments.say(photo_row(summer_album.photo), db.session.get_one(Member, mum.id), "How lovely.")
        db.session.commit()
    assert remove(keeper, mum, "move", dad).status_code == 303
    assert visitor.get(link).status_code == 404
    assert not [row for row in rows(LoginSession) if row.member_id == mum.id]
    assert not [row for row in rows(Receipt) if row.member_id == mum.id]
    assert {circle.owner_id for circle in rows(Circle)} == {dad.id}
    (comment,) = rows(Comment)
    assert (comment.author_id, comment.author_name) == (None, "Mum")
    with app.app_context():
        left = db.session.get_one(Member, mum.id)
        assert "mum" not in f"{left.name} {left.email} {left.password_hash}".lower()
    assert ">Mum<" not in keeper.get("/admin/").text
    answer = visitor.post("/login", {"email": "mum@example.org", "password": PASSWORD})
    assert answer.status_code != 303


@pytest.mark.parametrize("fate", ["move", "trash"])
def test_a_live_photo_stays_together(
    app: Flask, keeper: Person, mum: Person, dad: Person, make_photo: Callable[..., str], fate: str
) -> None:
    still, film = make_photo(mum), make_photo(mum)
    with app.app_context():
        photo_row(film).companion_of_id = photo_row(still).id
        db.session.commit()
    assert remove(keeper, mum, fate, dad).status_code == 303
    with app.app_context():
        for row in (photo_row(still), photo_row(film)):
            assert (row.trashed_at is None, row.owner_id) == (
                (True, dad.id) if fate == "move" else (False, mum.id)
            )
