"""Every name of a row that an owner sees, tried by somebody without a right to it."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from photoalbum.accounts.models import LoginSession
from photoalbum.albums.models import Album
from photoalbum.core.db import db
from photoalbum.photos.models import Photo
from photoalbum.uploads.models import ReceiptLine

from ..cast import Person
from ..pictures import jpeg
from . import state
from .asking import asker, unknown
from .crawl import walk
from .pages import bare
from .state import Tables
from .world import World


def private_names(world: World) -> list[str]:
    scene = world.scenes["private"]
    seen = [scene.slug, scene.photo, scene.photo_of_cousin, scene.video, scene.trashed_photo]
    return [*seen, scene.trashed_album, scene.open_link_uid, world.receipt]


@pytest.mark.parametrize("name", ["stranger", "keeper"])
def test_009_what_the_owner_can_follow_leads_nobody_else_anywhere(
    person: Callable[[str], Person], mum: Person, world: World, tables: Callable[[], Tables], name: str
) -> None:
    """The keeper counts as anybody else where the family is not let in (ruling 3 and ACCEPTANCE 8)."""
    other = person(name)
    names = private_names(world)
    seen = walk(mum, "/")
    addresses = [address for address in seen.answers if any(each in address for each in names)]
    forms = [form for form in seen.forms if any(each in form[1] for each in names)]
    assert len(addresses) > 25
    assert len(forms) > 15

    before = tables()
    nothing = bare(other.get("/photos/zzzzzzzzzzzz"))
    for address in addresses:
        if address.startswith("/s/"):
            continue  # Whoever holds the link may open it; that is what a link is.
        if address.startswith(("/albums/new", "/uploads/new")):
            made_up = other.get(address[:-5] + "zzzzz")
            assert bare(other.get(address)) == bare(made_up), address
            continue
        if "?after=" in address and not any(each in address.partition("?")[0] for each in names):
            # A page of what everybody has of their own: where it begins must tell nothing of the photo.
            made_up = re.sub(r"after=\w+", "after=" + "z" * 12, address)
            shown = bare(other.get(address))[1].replace(address.partition("after=")[2][:12], "z" * 12)
            assert shown == bare(other.get(made_up))[1], address
            continue
        assert bare(other.get(address)) == nothing, address
    for _page, action, fields in forms:
        if action.startswith(("/albums/new", "/uploads/new")):
            continue  # What these name stands in their fields: see below.
        sent = {name: value for name, value in fields if name != "csrf_token"}
        # 405: a form whose buttons say where it goes; to the page itself nobody sends anything.
        assert other.post(action, data=sent).status_code in (404, 405), action
    assert state.changed(before, tables()) == []


def test_009_names_in_forms_and_queries(
    app: Flask,
    stranger: Person,
    world: World,
    make_album: Callable[..., str],
    tables: Callable[[], Tables],
) -> None:
    scene = world.scenes["private"]
    fake = unknown(world).scenes["private"]
    mine, own = make_album(stranger, "Mine"), world.own["stranger"]
    session = session_of(app, world)
    before = tables()
    tries = [
        (f"/albums/{mine}/cover", "photo", scene.photo, fake.photo),
        (f"/photos/{own}/albums", "album", scene.slug, fake.slug),
        (f"/albums/{mine}/edit", "parent", scene.slug, fake.slug),
        ("/albums/", "parent", scene.slug, fake.slug),
        ("/account/sessions/delete", "session", session, "zzzzzzzzzzzz"),
    ]
    for address, field, real, made_up in tries:
        sent = {"title": "Mine", "description": "", "audience": "private"}
        answers = [stranger.post(address, data={**sent, field: value}) for value in (real, made_up)]
        pages = [bare(answer)[1].replace(made_up, real) for answer in answers]
        assert answers[0].status_code == answers[1].status_code >= 400, address
        assert pages[0] == pages[1], address
    pictures = [stranger.upload(("a.jpg", jpeg()), album=slug) for slug in (scene.slug, fake.slug)]
    assert [answer.status_code for answer in pictures] == [404, 404]
    assert state.changed(before, tables()) == []


def test_009_a_page_cannot_be_turned_at_somebody_elses_photo(
    stranger: Person, visitor: Person, world: World, app: Flask
) -> None:
    """Where a page begins would tell when an unseen photo was taken."""
    scene = world.scenes["private"]
    for person, address in ((stranger, "/photos/"), (stranger, "/favourites/"), (visitor, "/")):
        for unseen in (scene.photo, album_uid(app, world)):
            assert (
                # What was asked for may stand in the links of the page.
                bare(person.get(f"{address}?after={unseen}"))[1].replace(unseen, "z" * 12)
                == bare(person.get(f"{address}?after=zzzzzzzzzzzz"))[1]
            )


def test_009_uploading_somebodys_bytes_tells_nothing_of_them(
    app: Flask, stranger: Person, world: World, mum: Person
) -> None:
    """Whoever has the same file gets a photo of their own, and no word that it was here already."""
    content = mum.get(f"/photos/{world.scenes['private'].photo}/original").data
    answer = stranger.upload(("found.jpg", content))
    page = stranger.get(answer.location).text
    assert "kept once" not in page
    with app.app_context():
        line = db.session.query(ReceiptLine).order_by(ReceiptLine.id.desc()).first()
        assert line is not None
        assert not line.duplicate
        photo = db.session.get_one(Photo, line.photo_id)
        assert photo.owner_id == world.ids["stranger"]
        assert (photo.file_name, photo.caption) == ("found.jpg", "")
    assert stranger.get(f"/photos/{world.scenes['private'].photo}").status_code == 404


def test_009_json_is_no_way_around_a_form(
    stranger: Person, world: World, tables: Callable[[], Tables]
) -> None:
    """The forms of the site are read from forms: what comes as JSON is as good as nothing."""
    before = tables()
    for body in ({"title": "By JSON", "audience": "public"}, {"title": 5}, [1], "x", None):
        answer = stranger.client.post("/albums/", json=body, headers={"X-CSRFToken": stranger.token})
        assert 400 <= answer.status_code < 500
    assert state.changed(before, tables()) == []


@pytest.mark.parametrize("role", ["An", "LP", "LV", "N"])
def test_010_all_variants_of_a_photo_are_hidden_together(app: Flask, world: World, role: str) -> None:
    who = asker(app, world, role)
    found = {address: who.person.get(address).status_code for address in variants(world)}
    assert set(found.values()) <= {302, 404}, found
    media = [status for address, status in found.items() if "/d/" in address or address.endswith("l")]
    assert set(media) == {404}


@pytest.mark.parametrize("role", ["M", "C", "E", "O"])
def test_010_all_variants_of_a_photo_are_shown_together(app: Flask, world: World, role: str) -> None:
    who = asker(app, world, role)
    found = {address: who.person.get(address).status_code for address in variants(world)}
    assert set(found.values()) == {200}, found


@pytest.mark.parametrize(("role", "page", "media"), [("LV", 200, 200), ("LP", 401, 404), ("An", 404, 404)])
def test_010_and_so_they_are_under_a_link(app: Flask, world: World, role: str, page: int, media: int) -> None:
    who = asker(app, world, role)
    scene = world.scenes["private"]
    assert who.person.get(f"/s/{who.token}/").status_code == page
    for uid in (scene.photo, scene.video):
        start = f"/s/{who.token}/photos/{uid}"
        assert who.person.get(start).status_code == page
        for name in ("thumb.webp", "thumb2x.webp", "middle.jpg", "large.jpg"):
            assert who.person.get(f"{start}/d/1/{name}").status_code == media
    assert who.person.get(f"/s/{who.token}/photos/{scene.video}/video").status_code == media


def variants(world: World) -> list[str]:
    scene = world.scenes["private"]
    return [
        address
        for uid in (scene.photo, scene.video)
        for address in (
            f"/photos/{uid}",
            f"/albums/{scene.slug}/photos/{uid}",
            *(f"/photos/{uid}/d/1/{n}" for n in ("thumb.webp", "thumb2x.webp", "middle.jpg", "large.jpg")),
            f"/photos/{uid}/original",
            *([f"/photos/{uid}/video"] if uid == scene.video else []),
        )
    ]


def session_of(app: Flask, world: World) -> str:
    """The name of a session of mum's."""
    Person(app, world.ids["mum"], "mum")
    with app.app_context():
        found = db.session.query(LoginSession).filter_by(member_id=world.ids["mum"]).first()
        assert found is not None
        return found.uid


def album_uid(app: Flask, world: World) -> str:
    with app.app_context():
        found = db.session.query(Album).filter_by(slug=world.scenes["private"].slug).first()
        assert found is not None
        return found.uid
