"""Roles cannot be taken, fields cannot be added, counts tell nothing, and what was ended has ended."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from photoalbum.accounts.models import Member
from photoalbum.albums import actions
from photoalbum.albums.models import Album, Grant
from photoalbum.core.db import db
from photoalbum.photos.models import Photo

from ..cast import Person
from ..pictures import jpeg
from ..tus_client import Tus
from . import state
from .asking import asker
from .crawl import walk
from .state import Tables
from .world import World

MEDIA = ("d/1/thumb.webp", "d/1/thumb2x.webp", "d/1/middle.jpg", "d/1/large.jpg", "original", "video")


@pytest.mark.parametrize("name", ["dad", "cousin", "uncle"])
def test_012_nobody_gives_themselves_or_others_a_part(
    person: Callable[[str], Person], world: World, tables: Callable[[], Tables], name: str
) -> None:
    who, slug = person(name), world.scenes["private"].slug
    before = tables()
    for member in (world.uids[name], world.uids["stranger"], world.uids["mum"]):
        answer = who.post(f"/albums/{slug}/grants", data={"member": member, "role": "editor"})
        assert answer.status_code == 403
        assert who.post(f"/albums/{slug}/grants/{member}/delete").status_code == 403
    assert state.changed(before, tables()) == []


def test_012_the_owner_is_not_granted_a_lesser_part(
    mum: Person, keeper: Person, world: World, tables: Callable[[], Tables]
) -> None:
    before = tables()
    for who, audience in ((mum, "private"), (keeper, "family")):
        address = f"/albums/{world.scenes[audience].slug}/grants"
        assert who.post(address, data={"member": world.uids["mum"], "role": "viewer"}).status_code == 422
    assert state.changed(before, tables()) == []


def test_012_the_last_keeper_stays(keeper: Person, world: World, tables: Callable[[], Tables]) -> None:
    before = tables()
    assert keeper.post(f"/admin/members/{world.uids['keeper']}/disable").status_code == 409
    assert state.changed(before, tables()) == []


EXTRA = {
    "id": "77",
    "uid": "zzzzzzzzzzzz",
    "slug": "mine",
    "owner_id": "1",
    "owner": "1",
    "user_id": "1",
    "member_id": "1",
    "role": "keeper",
    "is_admin": "1",
    "quota": "0",
    "quota_bytes": "99999999",
    "created_at": "2001-01-01",
    "cover_id": "1",
    "photo_count": "99",
    "trashed_at": "",
    "created_by_id": "1",
    "password_hash": "x",
    "rules": "9",
    "disabled_at": "",
}


def test_013_fields_that_no_form_has_do_nothing(app: Flask, world: World) -> None:
    """Each form, sent as it is and with all of these: the rows differ in nothing but random names."""
    results = []
    for extra in ({}, EXTRA):
        with app.app_context():
            db.session.rollback()
        results.append(rows_after(app, world, extra))
    assert results[0] == results[1]


def test_013_what_an_upload_says_of_itself_does_nothing(app: Flask, world: World) -> None:
    """Upload-Metadata is the form of files in pieces."""
    found = []
    for extra, colour in (({}, "pink"), (EXTRA, "plum")):
        cousin = Person(app, world.ids["cousin"], "cousin")
        sent = Tus(cousin).send(jpeg(colour=colour), filename="x.jpg", **extra)
        assert sent.headers["Photoalbum-Outcome"] == "stored"
        with app.app_context():
            photo = db.session.scalars(select(Photo).order_by(Photo.id.desc())).first()
            assert photo is not None
            assert photo.uid == sent.headers["Photoalbum-Photo"]
            assert photo.created_at.year > 2001
            members = [(member.role, member.quota_bytes) for member in db.session.scalars(select(Member))]
            found.append((photo.owner_id, photo.caption, photo.file_name, photo.trashed_at, members))
    assert found[0] == found[1]


def rows_after(app: Flask, world: World, extra: dict[str, str]) -> list[tuple[object, ...]]:
    mum, cousin = (Person(app, world.ids[name], name) for name in ("mum", "cousin"))
    keeper = Person(app, world.ids["keeper"], "keeper")
    title = "Plain" if not extra else "Extra"
    sent = {"title": title, "description": "d", "audience": "family", "parent": ""}
    slug = mum.post("/albums/", data={**extra, **sent}).location.split("/")[2]
    mum.post(f"/albums/{slug}/edit", data={**extra, **sent, "description": "e"})
    mum.post(f"/albums/{slug}/grants", data={**extra, "member": world.uids["cousin"], "role": "contributor"})
    mum.post(f"/albums/{slug}/links", data={**extra, "label": "L"})
    picture = jpeg(colour="plum" if extra else "pink")
    assert cousin.upload(("x.jpg", picture), **extra, album=slug).status_code == 303
    keeper.post("/admin/invitations", data={**extra, "name": "Aunt"})
    with app.app_context():
        album = db.session.scalars(select(Album).where(Album.slug == slug)).one()
        photo = db.session.scalars(select(Photo).order_by(Photo.id.desc())).first()
        assert photo is not None
        assert slug.startswith(title.lower())
        roles = [(member.role, member.quota_bytes) for member in db.session.scalars(select(Member))]
        given = db.session.scalars(select(Grant).where(Grant.album_id == album.id))
        grants = [(grant.member_id, grant.role) for grant in given]
        return [
            (album.owner_id, album.audience, album.cover_id, album.photo_count, album.trashed_at),
            (photo.owner_id, photo.caption, photo.file_name),
            tuple(roles),
            tuple(grants),
        ]


def test_014_deleting_an_album_with_its_photos_touches_nobody_elses(
    mum: Person, world: World, tables: Callable[[], Tables], app: Flask
) -> None:
    """The one bulk act there is: ids and filters that somebody adds to it choose nothing."""
    scene = world.scenes["private"]
    with app.app_context():
        foreign = {uid for (uid, owner) in photos_of(app) if owner != world.ids["mum"]}
    extra = {"photos": scene.photo_of_cousin, "ids": scene.photo_of_cousin, "select_all": "1", "owner": "all"}
    assert mum.post(f"/albums/{scene.slug}/delete", data={"also_photos": "y", **extra}).status_code == 303
    with app.app_context():
        left = db.session.scalars(select(Photo).where(Photo.trashed_at.is_(None)))
        assert foreign <= {photo.uid for photo in left}


def photos_of(app: Flask) -> list[tuple[str, int]]:
    return [(photo.uid, photo.owner_id) for photo in db.session.scalars(select(Photo))]


@pytest.mark.parametrize(
    ("role", "private", "family"),
    [("An", False, False), ("N", False, True), ("A", False, True), ("M", True, True), ("C", True, True)],
)
def test_015_no_page_says_anything_of_what_one_cannot_open(
    app: Flask, world: World, role: str, private: bool, family: bool
) -> None:
    who = asker(app, world, role).person
    starts = ["/", "/photos/", "/favourites/", "/trash/", "/uploads/new", "/albums/new", "/uploads/receipts/"]
    said = "\n".join(answer.text for answer in walk(who, *starts).pages.values())
    for audience, visible in (("private", private), ("family", family)):
        scene = world.scenes[audience]
        words = [scene.slug, f"Album for {audience}", scene.photo, scene.video]
        assert [word in said for word in words] == [visible] * 4
        # Not even its album's other readers see what lies in the trash.
        assert not any(word in said for word in (scene.trashed_photo, scene.trashed_album, "Daumen.jpg"))


@pytest.mark.parametrize("role", ["M", "C", "E", "O", "LV"])
def test_015_totals_are_what_the_role_can_open(app: Flask, world: World, role: str) -> None:
    who = asker(app, world, role)
    scene = world.scenes["private"]
    address = f"/s/{who.token}/" if role == "LV" else f"/albums/{scene.slug}/"
    page = who.person.get(address).text
    assert "2 photos, 1 video" in page
    assert all(uid in page for uid in (scene.photo, scene.photo_of_cousin, scene.video))
    assert scene.trashed_photo not in page


def test_015_a_private_child_does_not_show_through_its_parent(
    app: Flask, world: World, mum: Person, stranger: Person, make_album: Callable[..., str]
) -> None:
    with app.app_context():
        parent = db.session.scalars(select(Album).filter_by(slug=world.scenes["family"].slug)).one()
        actions.create(world.ids["mum"], actions.Wish("Hidden child", parent=parent, inherits=False))
        hidden = actions.create(world.ids["mum"], actions.Wish("Hidden parent"))
        seen = actions.create(world.ids["mum"], actions.Wish("Seen child", audience="family", parent=hidden))
        db.session.commit()
        inner = seen.slug
    for address in (f"/albums/{world.scenes['family'].slug}/", f"/albums/{inner}/", "/"):
        assert "Hidden" not in stranger.get(address).text
        assert "Hidden" in mum.get(address).text
    assert "Seen child" in stranger.get("/").text


def test_015_a_heart_does_not_keep_a_photo_in_sight(
    app: Flask, world: World, mum: Person, uncle: Person
) -> None:
    scene = world.scenes["private"]
    uncle.post(f"/photos/{scene.photo}/favourite")
    assert scene.photo in uncle.get("/favourites/").text
    mum.post(f"/albums/{scene.slug}/grants/{world.uids['uncle']}/delete")
    assert scene.photo not in uncle.get("/favourites/").text


def test_015_a_receipt_does_not_name_an_album_that_one_lost(
    mum: Person, cousin: Person, world: World
) -> None:
    """Not by the name it had, and not by the one that it was given since."""
    slug = world.scenes["private"].slug
    receipt = cousin.upload(("late.jpg", jpeg(colour="gold")), album=slug).location
    for address in (receipt, "/uploads/receipts/"):
        assert "Album for private" in cousin.get(address).text
    mum.post(f"/albums/{slug}/grants/{world.uids['cousin']}/delete")
    mum.post(f"/albums/{slug}/edit", data={"title": "Secret plan", "audience": "private", "parent": ""})
    for address in (receipt, "/uploads/receipts/"):
        page = cousin.get(address).text
        assert not [word for word in ("Album for private", "Secret plan", slug) if word in page]


def test_015_photos_in_the_trash_are_not_counted_as_waiting(
    mum: Person, make_album: Callable[..., str], make_photo: Callable[..., str]
) -> None:
    slug = make_album(mum)
    mum.post(f"/photos/{make_photo(mum, slug)}/delete")
    assert "being prepared" not in mum.get(f"/albums/{slug}/").text


def end_grant(app: Flask, world: World, mum: Person) -> None:
    mum.post(f"/albums/{world.scenes['private'].slug}/grants/{world.uids['uncle']}/delete")


def delete_album(app: Flask, world: World, mum: Person) -> None:
    mum.post(f"/albums/{world.scenes['private'].slug}/delete")


def take_out(app: Flask, world: World, mum: Person) -> None:
    scene = world.scenes["private"]
    for uid in (scene.photo, scene.video):
        mum.post(f"/albums/{scene.slug}/entries/{uid}/delete")


def throw_away(app: Flask, world: World, mum: Person) -> None:
    for uid in (world.scenes["private"].photo, world.scenes["private"].video):
        mum.post(f"/photos/{uid}/delete")


def disable(app: Flask, world: World, mum: Person) -> None:
    Person(app, world.ids["keeper"], "keeper").post(f"/admin/members/{world.uids['uncle']}/disable")


@pytest.mark.parametrize("end", [end_grant, delete_album, take_out, throw_away, disable])
def test_017_a_warm_cache_does_not_outlast_the_right(
    app: Flask, world: World, mum: Person, uncle: Person, end: Callable[[Flask, World, Person], None]
) -> None:
    scene = world.scenes["private"]
    addresses = [f"/photos/{scene.photo}/{part}" for part in MEDIA[:-1]]
    addresses += [f"/photos/{scene.video}/{part}" for part in MEDIA]
    tags = {address: uncle.get(address).headers["ETag"] for address in addresses}
    for address, tag in tags.items():
        assert uncle.get(address, headers={"If-None-Match": tag}).status_code == 304
    end(app, world, mum)
    for address, tag in tags.items():
        for name, value in (("If-None-Match", tag), ("If-None-Match", "*"), ("Range", "bytes=0-9")):
            assert uncle.get(address, headers={name: value}).status_code == 404, (address, name)
