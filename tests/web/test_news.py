"""New since your last visit: what others have added meanwhile, as far as one sees it."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update

from photoalbum.accounts import visits
from photoalbum.accounts.models import LoginSession, Member
from photoalbum.albums.models import AlbumEntry
from photoalbum.core.clock import now
from photoalbum.core.db import db

from ..cast import Person
from ..conftest import SummerAlbum

NEW = "New since your last visit"


def away(app: Flask, who: Person, hours: float) -> None:
    """Let so much time pass since somebody was last here."""
    by = timedelta(hours=hours)
    with app.app_context():
        member = db.session.get_one(Member, who.id)
        member.last_seen_at = (member.last_seen_at or now()) - by
        db.session.execute(update(LoginSession).values(last_used_at=LoginSession.last_used_at))
        for login in db.session.scalars(select(LoginSession).where(LoginSession.member_id == who.id)):
            login.last_used_at -= by
        for entry in db.session.scalars(select(AlbumEntry)):
            entry.added_at -= by
        db.session.commit()


def test_photos_of_others_and_the_albums_they_are_in(
    app: Flask, uncle: Person, mum: Person, summer_album: SummerAlbum, make_photo: Callable[..., str]
) -> None:
    assert NEW not in uncle.get("/").text
    away(app, uncle, 48)
    assert NEW not in uncle.get("/").text, "nothing has come"
    away(app, uncle, 48)
    new = make_photo(mum, summer_album.slug)
    for _look in range(2):
        page = uncle.get("/").text
        assert NEW in page
        assert new in page
        assert summer_album.photo not in page.partition(NEW)[2].partition("</section>")[0]
        assert "album-card__new" in page
    away(app, uncle, 5)
    assert NEW not in uncle.get("/").text


def test_neither_ones_own_nor_what_one_does_not_see(
    app: Flask,
    uncle: Person,
    mum: Person,
    summer_album: SummerAlbum,
    make_album: Callable[..., str],
    make_photo: Callable[..., str],
) -> None:
    uncle.get("/")
    away(app, uncle, 48)
    make_photo(mum, make_album(mum, "Secret"))
    make_photo(uncle, make_album(uncle, "Uncle's own"))
    page = uncle.get("/").text
    assert NEW not in page
    assert "album-card__new" not in page


def test_what_went_to_the_trash_is_no_news(
    app: Flask, uncle: Person, mum: Person, summer_album: SummerAlbum, make_photo: Callable[..., str]
) -> None:
    uncle.get("/")
    away(app, uncle, 48)
    new = make_photo(mum, summer_album.slug)
    mum.post(f"/photos/{new}/delete")
    assert NEW not in uncle.get("/").text


def test_nobody_else_has_visits(visitor: Person, summer_album: SummerAlbum) -> None:
    assert NEW not in visitor.get("/").text


def test_a_short_pause_is_the_same_visit(app: Flask, uncle: Person) -> None:
    with app.app_context():
        visits.note(uncle.id or 0)
        db.session.commit()
        member = db.session.get_one(Member, uncle.id)
        assert visits.before(member) is None
        member.last_seen_at = now() - timedelta(hours=2)
        member.last_visit_at = earlier = now() - timedelta(days=3)
        db.session.commit()
        visits.note(uncle.id or 0)
        db.session.commit()
        assert visits.before(db.session.get_one(Member, uncle.id)) == earlier
