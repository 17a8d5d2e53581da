"""Albums inside albums: moving one, who is told, and what an album counts and shows of those below."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from photoalbum.albums import actions, grants
from photoalbum.albums.models import Album
from photoalbum.albums.tree import DEEPEST
from photoalbum.core.db import db

from ..cast import Person
from ..conftest import SummerAlbum

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@pytest.fixture
def album_of(app: Flask) -> Callable[[str], Album]:
    def find(slug: str) -> Album:
        with app.app_context():
            return db.session.scalars(select(Album).where(Album.slug == slug)).one()

    return find


@pytest.fixture
def give(app: Flask, household: dict[str, int]) -> Callable[..., None]:
    def grant(slug: str, name: str, role: str = "viewer") -> None:
        with app.app_context():
            album = db.session.scalars(select(Album).where(Album.slug == slug)).one()
            grants.grant(album, household[name], role)
            db.session.commit()

    return grant


def move(who: Person, slug: str, parent: str, **others: str):
    data = {"title": "Moved", "description": "", "audience": "private", "parent": parent, **others}
    return who.post(f"/albums/{slug}/edit", data)


def parent_of(app: Flask, slug: str) -> str | None:
    with app.app_context():
        parent = db.session.scalars(select(Album).where(Album.slug == slug)).one().parent
        return parent.slug if parent else None


def test_a_move_that_shows_it_to_more_people_names_them_first(
    app: Flask, mum: Person, stranger: Person, make_album: Callable[..., str], give: Callable[..., None]
) -> None:
    top, slug = make_album(mum, "Top"), make_album(mum, "Below")
    give(top, "stranger", "contributor")
    give(top, "uncle")
    give(slug, "uncle", "editor")
    question = move(mum, slug, top)
    assert question.status_code == 200
    assert parent_of(app, slug) is None
    assert "Stranger <small>may look and add photos" in question.text
    # Uncle gets nothing that he has not.
    assert "Uncle" not in question.text
    fields = dict(HIDDEN.findall(question.text))
    assert fields["title"] == "Moved"
    assert stranger.get(f"/albums/{slug}/").status_code == 404
    assert mum.post(f"/albums/{slug}/edit", fields).status_code == 303
    assert parent_of(app, slug) == top
    assert stranger.get(f"/albums/{slug}/").status_code == 200


def test_a_yes_to_other_people_does_not_count(
    app: Flask, mum: Person, make_album: Callable[..., str], give: Callable[..., None]
) -> None:
    top, slug = make_album(mum, "Top"), make_album(mum, "Below")
    give(top, "stranger")
    fields = dict(HIDDEN.findall(move(mum, slug, top).text))
    give(top, "cousin")
    again = mum.post(f"/albums/{slug}/edit", fields)
    assert again.status_code == 200
    assert "Cousin" in again.text
    assert parent_of(app, slug) is None


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        ("family", "everyone in the family can see it"),
        ("public", "anyone can see it, also without an account"),
    ],
)
def test_a_move_that_opens_it_to_all_says_so(
    app: Flask, mum: Person, make_album: Callable[..., str], audience: str, words: str
) -> None:
    top, slug = make_album(mum, "Top", audience=audience), make_album(mum, "Below")
    question = move(mum, slug, top)
    assert question.status_code == 200
    assert words in question.text
    assert parent_of(app, slug) is None
    # Whoever keeps away what is above is asked nothing.
    assert move(mum, slug, top, alone="y").status_code == 303
    assert parent_of(app, slug) == top
    # And is asked when that ends.
    assert words in move(mum, slug, top).text


def test_a_move_that_shows_it_to_nobody_new_asks_nothing(
    app: Flask, mum: Person, make_album: Callable[..., str], give: Callable[..., None]
) -> None:
    top, slug = make_album(mum, "Top"), make_album(mum, "Below", audience="family")
    give(top, "uncle")
    assert move(mum, slug, top, audience="family").status_code == 303
    assert parent_of(app, slug) == top
    assert move(mum, slug, "").status_code == 303
    assert parent_of(app, slug) is None


def test_a_private_child_stays_visible_unless_it_does_not_inherit(
    mum: Person, uncle: Person, stranger: Person, summer_album: SummerAlbum, make_album: Callable[..., str]
) -> None:
    made = mum.post(
        "/albums/", {"title": "Inside", "audience": "private", "parent": summer_album.slug}
    ).location
    apart = mum.post(
        "/albums/", {"title": "Apart", "audience": "private", "parent": summer_album.slug, "alone": "y"}
    ).location
    assert (uncle.get(made).status_code, uncle.get(apart).status_code) == (200, 404)
    assert stranger.get(made).status_code == 404
    page = uncle.get(f"/albums/{summer_album.slug}/").text
    assert "Inside" in page
    assert "Apart" not in page
    form = mum.get(f"{made}edit").text
    assert "Whoever may see that album, or add to it, may do the same here." in form
    assert "Keep away who sees the album above" in form


def test_only_a_private_album_keeps_away_who_sees_the_one_above(
    mum: Person, stranger: Person, make_album: Callable[..., str], album_of: Callable[[str], Album]
) -> None:
    top = make_album(mum, "Top", audience="public")
    data = {"title": "Inside", "audience": "family", "parent": top, "alone": "y"}
    slug = mum.post("/albums/", data).location.split("/")[2]
    assert (album_of(slug).inherits, album_of(slug).reach) == (True, "public")


def test_one_may_put_an_album_into_that_of_another_who_lets_one_add(
    app: Flask, mum: Person, cousin: Person, uncle: Person, summer_album: SummerAlbum, make_album: Callable
) -> None:
    slug = make_album(cousin, "Cousin's part")
    question = move(cousin, slug, summer_album.slug)
    # Mum, as whose album it lies in, and those who have a part there.
    for name in ("Mum", "Dad", "Uncle"):
        assert name in question.text
    assert cousin.post(f"/albums/{slug}/edit", dict(HIDDEN.findall(question.text))).status_code == 303
    assert uncle.get(f"/albums/{slug}/").status_code == 200
    assert mum.get(f"/albums/{slug}/edit").status_code == 200
    assert mum.get(f"/albums/{slug}/sharing").status_code == 403
    # Uncle may look only, and so put nothing there.
    assert move(uncle, make_album(uncle, "Uncle's"), summer_album.slug).status_code == 422


def test_an_editor_does_not_move_an_album(
    app: Flask, mum: Person, dad: Person, summer_album: SummerAlbum, make_album: Callable[..., str]
) -> None:
    top = make_album(dad, "Dad's", audience="family")
    assert move(dad, summer_album.slug, top, alone="y").status_code == 303
    assert parent_of(app, summer_album.slug) is None


def test_albums_do_not_lie_deeper_than_the_limit(app: Flask, mum: Person, household: dict[str, int]) -> None:
    with app.app_context():
        chain = [actions.create(household["mum"], actions.Wish("Level 1"))]
        for level in range(2, DEEPEST + 1):
            chain.append(actions.create(household["mum"], actions.Wish(f"Level {level}", parent=chain[-1])))
        other = actions.create(household["mum"], actions.Wish("Another"))
        actions.create(household["mum"], actions.Wish("Below it", parent=other))
        db.session.commit()
        deepest, above, another = chain[-1].slug, chain[-2].slug, other.slug
    data = {"title": "Too deep", "audience": "private", "parent": deepest}
    answer = mum.post("/albums/", data)
    assert answer.status_code == 422
    assert f"Albums can lie {DEEPEST} deep" in answer.text
    # Of a whole branch its own depth counts too.
    assert move(mum, another, above).status_code == 422
    assert parent_of(app, another) is None


def test_cards_and_pages_count_what_one_can_reach_below(
    mum: Person,
    uncle: Person,
    summer_album: SummerAlbum,
    make_album: Callable[..., str],
    make_photo: Callable[..., str],
    process: Callable[[], None],
) -> None:
    data = {"audience": "private", "parent": summer_album.slug}
    seen = mum.post("/albums/", {"title": "Beach", **data}).location.split("/")[2]
    apart = mum.post("/albums/", {"title": "Apart", "alone": "y", **data}).location.split("/")[2]
    outer = make_album(mum, "Years")
    assert move(mum, summer_album.slug, outer).status_code == 303
    inner, hidden = make_photo(mum, seen), make_photo(mum, apart)
    process()
    assert "3 photos" in uncle.get(f"/albums/{summer_album.slug}/").text
    assert "4 photos" in mum.get(f"/albums/{summer_album.slug}/").text
    home = mum.get("/").text
    assert "4 photos" in home
    assert "2 photos" not in home
    # An album without pictures of its own borrows those from below, as far as they may be seen.
    assert hidden in mum.get(f"/albums/{summer_album.slug}/").text
    assert summer_album.photo in home or summer_album.photo_of_cousin in home or inner in home
    assert hidden not in uncle.get("/").text + uncle.get(f"/albums/{summer_album.slug}/").text


def test_many_children_cost_no_more_statements(
    app: Flask, mum: Person, household: dict[str, int], make_album: Callable[..., str], query_count: Callable
) -> None:
    top = make_album(mum, "Top")

    def add(number: int) -> None:
        with app.app_context():
            above = db.session.scalars(select(Album).where(Album.slug == top)).one()
            for _ in range(number):
                child = actions.create(household["mum"], actions.Wish("Child", parent=above))
                actions.create(household["mum"], actions.Wish("Grandchild", parent=child))
            db.session.commit()

    add(1)
    counts = []
    for address in (f"/albums/{top}/", "/"):
        mum.get(address)
        with query_count() as few:
            mum.get(address)
        counts.append(few.total)
    add(30)
    for address, few in zip((f"/albums/{top}/", "/"), counts, strict=True):
        with query_count() as many:
            mum.get(address)
        assert many.total == few <= 12, address


def test_deleting_for_good_shows_what_lay_inside_to_nobody_new(
    app: Flask, mum: Person, stranger: Person, household: dict[str, int], make_album: Callable[..., str]
) -> None:
    top = make_album(mum, "Open to all", audience="public")
    with app.app_context():
        above = db.session.scalars(select(Album).where(Album.slug == top)).one()
        middle = actions.create(household["mum"], actions.Wish("Closed", parent=above, inherits=False))
        inner = actions.create(household["mum"], actions.Wish("Inner", parent=middle))
        actions.delete(middle, household["mum"], also_photos=False)
        actions.purge(middle)
        db.session.commit()
        slug = inner.slug
    assert stranger.get(f"/albums/{slug}/").status_code == 404
    assert mum.get(f"/albums/{slug}/").status_code == 200
    assert parent_of(app, slug) is None
