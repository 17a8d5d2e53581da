"""What the rules of a link allow, and that a change of them holds at the next request."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from photoalbum.albums import lineage
from photoalbum.albums.models import Album, ShareLink
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.photos.models import Photo
from photoalbum.sharing import links, visits
from photoalbum.sharing.models import LinkVisitor, VisitSalt

from ..cast import Person
from ..conftest import SummerAlbum

MakeLink = Callable[..., str]
PHONE = {"User-Agent": "Mozilla/5.0 (iPad) Safari/604"}
ROBOTS = ("TelegramBot (like TwitterBot)", "WhatsApp/2.23.20.0", "facebookexternalhit/1.1", "Slackbot 1.0")


def the_link(app: Flask) -> ShareLink:
    return db.session.scalars(select(ShareLink)).one()


def uid_of(app: Flask) -> str:
    with app.app_context():
        return the_link(app).uid


@pytest.fixture
def picked(app: Flask, mum: Person) -> Callable[..., str]:
    """Make a link to photos of mum's through the bar of a grid, and give its address."""

    def make(*uids: str, **fields: str) -> str:
        sent = {"photo": list(uids), "sure": "1", "label": "For you", **fields}
        answer = mum.post("/selection/link", data=sent)
        assert answer.status_code == 303
        with app.app_context():
            link = db.session.scalars(select(ShareLink).order_by(ShareLink.id.desc())).first()
            assert link is not None
            assert answer.location == f"/links/{link.uid}"
            return f"/s/{links.token_of(link, app.config['SECRET_KEY'])}/"

    return make


def test_a_view_limit_counts_browsers_and_neither_reloads_nor_robots(
    app: Flask, visitor: Person, summer_album: SummerAlbum, make_link: MakeLink, process: Callable[[], None]
) -> None:
    process()
    link = make_link(summer_album.slug, view_limit=2)
    picture = f"{link}photos/{summer_album.photo}/d/{RECIPE_VERSION}/thumb.webp"
    for robot in ROBOTS:
        preview = visitor.get(link, headers={"User-Agent": robot})
        assert preview.status_code == 200
        assert summer_album.photo not in preview.text
    assert visitor.get(picture).status_code == 404, "nobody has opened it yet"
    second, third = Person(app), Person(app)
    for _ in range(3):
        assert visitor.get(link, headers=PHONE).status_code == 200
        assert visitor.get(picture, headers=PHONE).status_code == 200
    assert second.get(f"{link}photos/{summer_album.photo}", headers=PHONE).status_code == 200
    for address in (link, picture, f"{link}photos/{summer_album.photo}"):
        assert third.get(address, headers=PHONE).status_code == 404
        assert second.get(address, headers=PHONE).status_code == 200
    with app.app_context():
        assert the_link(app).openings == 2


def test_views_and_visitors_are_counted_and_who_it_was_is_forgotten(
    app: Flask, visitor: Person, summer_album: SummerAlbum, make_link: MakeLink
) -> None:
    link = make_link(summer_album.slug)
    for agent in (
        "Mozilla/5.0 Firefox/140.0",
        "Mozilla/5.0 Firefox/140.0",
        "Mozilla/5.0 Chrome/150",
        ROBOTS[0],
    ):
        assert visitor.get(link, headers={"User-Agent": agent}).status_code == 200
    visitor.head(link, headers=PHONE)
    with app.app_context():
        found = the_link(app)
        assert (found.views, found.visitors) == (3, 2)
        marks = db.session.scalars(select(LinkVisitor)).all()
        assert len(marks) == 2
        yesterday = (now() - timedelta(days=1)).date()
        db.session.execute(db.text("PRAGMA defer_foreign_keys = ON"))
        db.session.execute(update(LinkVisitor).values(day=yesterday))
        db.session.execute(update(VisitSalt).values(day=yesterday))
        visits.note_view(found.id, "somebody else")
        db.session.commit()
        assert {mark.mark for mark in marks}.isdisjoint(db.session.scalars(select(LinkVisitor.mark)))
        assert [salt.day for salt in db.session.scalars(select(VisitSalt))] == [now().date()]
        assert (found.views, found.visitors) == (4, 3)


def test_045_albums_below_are_opened_only_where_the_link_says_so(
    app: Flask,
    mum: Person,
    visitor: Person,
    summer_album: SummerAlbum,
    make_album: Callable[..., str],
    make_photo: Callable[..., str],
    make_link: MakeLink,
    process: Callable[[], None],
) -> None:
    with app.app_context():
        top = db.session.scalars(select(Album).where(Album.slug == summer_album.slug)).one()
        beach, hidden = (make_child(app, mum, top, title) for title in ("Beach", "Hidden"))
        hidden_album = db.session.scalars(select(Album).where(Album.uid == hidden)).one()
        hidden_album.inherits = False
        slugs = {album.uid: album.slug for album in db.session.scalars(select(Album))}
        db.session.commit()
    inside, kept_away = make_photo(mum, slugs[beach]), make_photo(mum, slugs[hidden])
    process()
    alone, tree = make_link(summer_album.slug), make_link(summer_album.slug, with_albums_below=True)
    page = visitor.get(tree).text
    assert f"/albums/{beach}/" in page
    assert mum.get(f"/albums/{slugs[beach]}/audience").text.count("Whoever has the link") == 1
    assert "Whoever has the link" not in mum.get(f"/albums/{slugs[hidden]}/audience").text
    assert "Hidden" not in page
    below = visitor.get(f"{tree}albums/{beach}/")
    assert inside in below.text
    assert visitor.get(f"{tree}albums/{beach}/photos/{inside}").status_code == 200
    thumb = f"photos/{inside}/d/{RECIPE_VERSION}/thumb.webp"
    assert visitor.get(f"{tree}{thumb}").status_code == 200
    for address in (
        f"{alone}albums/{beach}/",
        f"{alone}{thumb}",
        f"{alone}photos/{inside}",
        f"{tree}albums/{hidden}/",
        f"{tree}photos/{kept_away}/d/{RECIPE_VERSION}/thumb.webp",
    ):
        assert visitor.get(address).status_code == 404, address
    assert "Beach" not in visitor.get(alone).text


def make_child(app: Flask, mum: Person, top: Album, title: str) -> str:
    child = Album(title=title, slug=title.lower(), owner_id=mum.id, parent_id=top.id)
    db.session.add(child)
    db.session.flush()
    lineage.refresh_all()
    return child.uid


def test_captions_are_shown_or_not(
    app: Flask, visitor: Person, summer_album: SummerAlbum, make_link: MakeLink, process: Callable[[], None]
) -> None:
    process()
    with app.app_context():
        photo = db.session.scalars(select(Photo).where(Photo.uid == summer_album.photo)).one()
        photo.caption, photo.caption_source, photo.alt_text = "Frieda dives", "person", "A girl in mid-air"
        db.session.commit()
    told, silent = make_link(summer_album.slug), make_link(summer_album.slug, show_captions=False)
    for words in ("Frieda dives", "A girl in mid-air"):
        page = f"photos/{summer_album.photo}"
        assert words in visitor.get(told + page).text
        assert words not in visitor.get(silent + page).text + visitor.get(silent).text


def test_photos_picked_by_hand_and_one_photo(
    mum: Person,
    visitor: Person,
    summer_album: SummerAlbum,
    make_photo: Callable[..., str],
    picked: Callable[..., str],
    process: Callable[[], None],
) -> None:
    one, other = make_photo(mum), make_photo(mum)
    process()
    link = picked(one, summer_album.photo)
    page = visitor.get(link)
    assert "For you" in page.text
    assert "2 photos" in page.text
    assert one in page.text
    assert other not in page.text
    assert visitor.get(f"{link}photos/{one}").status_code == 200
    assert "Whoever has the link “For you”" in mum.get(f"/photos/{one}/audience").text
    for uid, status in ((one, 200), (summer_album.photo, 200), (other, 404)):
        assert visitor.get(f"{link}photos/{uid}/d/{RECIPE_VERSION}/thumb.webp").status_code == status
    mum.post(f"/photos/{one}/delete")
    assert visitor.get(f"{link}photos/{one}").status_code == 404
    assert visitor.get(picked(summer_album.photo)).status_code == 200


def test_nobody_widens_another_s_photo_by_a_link(
    app: Flask, mum: Person, visitor: Person, summer_album: SummerAlbum, picked: Callable[..., str]
) -> None:
    link = picked(summer_album.photo, summer_album.photo_of_cousin)
    assert summer_album.photo_of_cousin not in visitor.get(link).text
    assert visitor.get(f"{link}photos/{summer_album.photo_of_cousin}").status_code == 404
    assert visitor.get(f"{link}photos/{summer_album.photo}").status_code == 200
    before = len(mum.get("/links/").text.split("share-link__title"))
    answer = mum.post("/selection/link", data={"photo": summer_album.photo_of_cousin, "sure": "1"})
    assert answer.status_code == 303
    assert len(mum.get("/links/").text.split("share-link__title")) == before, "an empty link was made"


def test_046_a_change_of_rights_ends_what_was_unlocked(
    app: Flask, mum: Person, visitor: Person, summer_album: SummerAlbum, make_link: MakeLink
) -> None:
    link = make_link(summer_album.slug, password="open sesame", may_download=True)
    visitor.post(f"{link}unlock", data={"password": "open sesame"})
    address = f"/links/{uid_of(app)}"
    same = {"label": "Another name", "may_download": "y", "show_captions": "y"}
    assert mum.post(address, data=same).status_code == 303
    assert visitor.get(link).status_code == 200, "a new name is no change of rights"
    assert mum.post(address, data={**same, "keep_metadata": "y"}).status_code == 303
    assert visitor.get(link).status_code == 401


def test_mum_s_links_stand_in_one_list_and_end_together(
    mum: Person, dad: Person, visitor: Person, summer_album: SummerAlbum, make_link: MakeLink
) -> None:
    made = [make_link(summer_album.slug, label=name) for name in ("Oma", "Choir")]
    visitor.get(made[0], headers=PHONE)
    page = mum.get("/links/").text
    assert all(words in page for words in ("Oma", "Choir", "opened 1 time · 1 visitor", *made))
    assert "Oma" not in dad.get("/links/").text
    assert dad.post("/links/delete").status_code == 303
    assert visitor.get(made[0]).status_code == 200
    assert mum.post("/links/delete").status_code == 303
    assert [visitor.get(link).status_code for link in made] == [404, 404]
    assert "Oma" not in mum.get("/links/").text


def test_a_link_s_page_helps_to_send_it(
    app: Flask, mum: Person, summer_album: SummerAlbum, make_link: MakeLink
) -> None:
    link = make_link(summer_album.slug, label="Oma", password="open sesame")
    page = mum.get(f"/links/{uid_of(app)}").text
    for words in (link, "data:image/svg+xml", "mailto:?subject=Summer%202019", "It asks for a password"):
        assert words in page
    assert "open sesame" not in page
    bad = mum.post(f"/links/{uid_of(app)}", data={"label": "x" * 200, "view_limit": "0"})
    assert bad.status_code == 422
