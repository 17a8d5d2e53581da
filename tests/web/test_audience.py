"""Who can see this? In plain words, and to those only who may know."""

import re
from collections.abc import Callable

from flask import Flask

from photoalbum.accounts.models import Member
from photoalbum.core.clock import now
from photoalbum.core.db import db

from ..cast import Person
from ..conftest import SummerAlbum


def words(page: str) -> str:
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("&#39;", "'").split())


def test_members_circles_links_and_those_above(
    mum: Person, dad: Person, uncle: Person, stranger: Person, summer_album: SummerAlbum, make_link: Callable
) -> None:
    circle = mum.post("/circles/", {"name": "Lake side"}).location
    mum.post(f"{circle}/members", {"member": stranger.uid})
    inside = {"title": "Beach", "audience": "private", "parent": summer_album.slug}
    slug = mum.post("/albums/", inside).location.split("/")[2]
    mum.post(f"/albums/{slug}/circle-grants", {"circle": circle.rsplit("/", 1)[-1], "role": "contributor"})
    make_link(slug, label="For grandma", password="seven swans")
    page = words(mum.get(f"/albums/{slug}/audience").text)
    assert "You, because it is yours." in page
    assert "Only these people:" in page
    assert "Uncle may look by name, in “Summer 2019” above it" in page
    assert "Dad may look, add, and put in order by name, in “Summer 2019” above it" in page
    assert "Stranger may look and add photos through “Lake side”" in page
    assert "Whoever has the link “For grandma”: with password, does not end by itself" in page
    assert "(Keeper) does not see it, unless they open private albums with a reason" in page
    # An editor is told of the people, but of no circle of others, and no name of a link.
    page = words(dad.get(f"/albums/{slug}/audience").text)
    assert "Stranger may look and add photos through a circle" in page
    assert "Lake side" not in page
    assert "grandma" not in page
    assert uncle.get(f"/albums/{slug}/audience").status_code == 403


def test_what_all_may_see_and_why(
    mum: Person, keeper: Person, make_album: Callable[..., str], visitor: Person, stranger: Person
) -> None:
    top = make_album(mum, "Holidays", audience="public")
    slug = mum.post("/albums/", {"title": "Rome", "audience": "family", "parent": top}).location.split("/")[2]
    said = "Anyone, also without an account. This comes from “Holidays”, in which it lies."
    assert said in words(mum.get(f"/albums/{slug}/audience").text)
    assert said in words(keeper.get(f"/albums/{slug}/audience").text)
    assert "This comes from" not in words(mum.get(f"/albums/{top}/audience").text)
    assert visitor.get(f"/albums/{slug}/audience").status_code == 302
    assert stranger.get(f"/albums/{slug}/audience").status_code == 403


def test_a_photo_is_seen_through_all_its_albums(
    mum: Person, cousin: Person, uncle: Person, summer_album: SummerAlbum, make_album: Callable[..., str]
) -> None:
    photo = summer_album.photo_of_cousin
    other = make_album(cousin, "Boats", audience="family")
    cousin.post(f"/photos/{photo}/albums", {"album": other})
    page = words(cousin.get(f"/photos/{photo}/audience").text)
    assert "Through “Boats” Everyone in the family." in page
    assert "Through “Summer 2019” Only these people:" in page
    assert "Mum may do everything with the album its owner" in page
    assert uncle.get(f"/photos/{photo}/audience").status_code == 403
    # When one can no longer see an album that still shows the photo, one is told so, without its name.
    mum.post(f"/albums/{summer_album.slug}/grants/{cousin.uid}/delete")
    page = words(cousin.get(f"/photos/{photo}/audience").text)
    assert "Through an album that you cannot see" in page
    assert "Summer 2019" not in page


def test_a_photo_in_no_album(mum: Person, stranger: Person, make_photo: Callable[..., str]) -> None:
    photo = make_photo(mum)
    assert "It is in no album, so nobody else sees it." in mum.get(f"/photos/{photo}/audience").text
    assert stranger.get(f"/photos/{photo}/audience").status_code == 404


def test_whoever_is_kept_out_is_not_named(
    app: Flask, mum: Person, uncle: Person, summer_album: SummerAlbum
) -> None:
    with app.app_context():
        db.session.get_one(Member, uncle.id).disabled_at = now()
        db.session.commit()
    assert "Uncle" not in mum.get(f"/albums/{summer_album.slug}/audience").text


def test_those_who_add_are_told_that_the_owner_may_share(
    mum: Person, cousin: Person, uncle: Person, summer_album: SummerAlbum
) -> None:
    told = "Mum, whose album this is, may share it with others: what you add, too."
    assert told in cousin.get(f"/albums/{summer_album.slug}/").text
    assert told not in mum.get(f"/albums/{summer_album.slug}/").text
    assert told not in uncle.get(f"/albums/{summer_album.slug}/").text
    assert "may share it with others, your photos included" in cousin.get("/uploads/new").text


def test_other_readers_are_named_to_those_only_who_edit(
    dad: Person, uncle: Person, summer_album: SummerAlbum
) -> None:
    assert "Cousin" in dad.get(f"/albums/{summer_album.slug}/").text.split("faces", 1)[1].split("</ul>")[0]
    assert (
        "Cousin"
        not in uncle.get(f"/albums/{summer_album.slug}/")
        .text.split("<main")[1]
        .split("faces")[1]
        .split("</ul>")[0]
    )
