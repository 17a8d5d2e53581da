"""Pages of circles: who sees which, who may change them, and what being in one opens."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from photoalbum.accounts.models import Circle, CircleMember, Member
from photoalbum.albums.models import CircleGrant
from photoalbum.core.clock import now
from photoalbum.core.db import db

from ..cast import Person
from ..conftest import SummerAlbum


@pytest.fixture
def mums_side(mum: Person, uncle: Person) -> str:
    """Mum's circle with uncle in it; gives its address."""
    address = str(mum.post("/circles/", {"name": "  Mum's   side "}).location)
    assert mum.post(f"{address}/members", {"member": uncle.uid}).status_code == 303
    return address


def uid_of(address: str) -> str:
    return address.rsplit("/", 1)[-1]


def test_a_circle_is_made_and_shows_who_is_in_it(mum: Person, mums_side: str) -> None:
    page = mum.get(mums_side).text
    assert "Mum&#39;s side" in page
    assert "Uncle" in page
    assert "You look after this circle." in page


def test_seen_by_those_in_it_its_owner_and_the_keeper(
    mum: Person, uncle: Person, keeper: Person, stranger: Person, visitor: Person, mums_side: str
) -> None:
    for who in (mum, uncle, keeper):
        assert who.get(mums_side).status_code == 200
        assert "Mum&#39;s side" in who.get("/circles/").text
    assert stranger.get(mums_side).status_code == 404
    assert "Mum&#39;s side" not in stranger.get("/circles/").text
    assert visitor.get(mums_side).location.startswith("/login?next=")
    assert visitor.get("/circles/").status_code == 302


def test_changed_by_its_owner_and_the_keeper_only(
    uncle: Person, stranger: Person, keeper: Person, cousin: Person, mums_side: str, rows: Callable
) -> None:
    for action in ("name", "members", "delete"):
        data = {"name": "Ours", "member": cousin.uid}
        assert uncle.post(f"{mums_side}/{action}", data).status_code == 403
        assert stranger.post(f"{mums_side}/{action}", data).status_code == 404
    assert uncle.post(f"{mums_side}/members/{cousin.uid}/delete").status_code == 403
    assert keeper.post(f"{mums_side}/name", {"name": "The lake side"}).status_code == 303
    assert keeper.post(f"{mums_side}/members", {"member": cousin.uid}).status_code == 303
    assert [circle.name for circle in rows(Circle)] == ["The lake side"]
    assert len(rows(CircleMember)) == 2


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_must_be_one(mum: Person, mums_side: str, name: str, rows: Callable) -> None:
    assert mum.post("/circles/", {"name": name}).status_code == 422
    assert mum.post(f"{mums_side}/name", {"name": name}).status_code == 422
    assert [circle.name for circle in rows(Circle)] == ["Mum's side"]


def test_only_members_who_can_log_in_come_in(
    app: Flask, mum: Person, cousin: Person, uncle: Person, mums_side: str, rows: Callable
) -> None:
    with app.app_context():
        db.session.scalars(select(Member).where(Member.id == cousin.id)).one().disabled_at = now()
        db.session.commit()
    for member in ("nobody", "", cousin.uid, uncle.uid):
        assert mum.post(f"{mums_side}/members", {"member": member}).status_code == 422
    assert len(rows(CircleMember)) == 1


def test_being_in_a_circle_opens_and_leaving_it_closes(
    mum: Person, uncle: Person, stranger: Person, make_album: Callable[..., str], mums_side: str
) -> None:
    slug = make_album(mum, "The lake")
    given = mum.post(f"/albums/{slug}/circle-grants", {"circle": uid_of(mums_side), "role": "contributor"})
    assert given.status_code == 303
    assert "Mum&#39;s side" in mum.get(f"/albums/{slug}/sharing").text
    assert f"/uploads/new?album={slug}" in uncle.get(f"/albums/{slug}/").text
    assert stranger.get(f"/albums/{slug}/").status_code == 404
    mum.post(f"{mums_side}/members", {"member": stranger.uid})
    assert stranger.get(f"/albums/{slug}/").status_code == 200
    # Everybody may leave by themselves, and is not told afterwards that there is such a circle.
    left = stranger.post(f"{mums_side}/members/{stranger.uid}/delete")
    assert left.location == "/circles/"
    assert stranger.get(f"/albums/{slug}/").status_code == 404
    assert stranger.get(mums_side).status_code == 404
    mum.post(f"{mums_side}/members/{uncle.uid}/delete")
    assert uncle.get(f"/albums/{slug}/").status_code == 404


def test_ending_a_circle_ends_what_was_shared_with_it(
    mum: Person, uncle: Person, make_album: Callable[..., str], mums_side: str, rows: Callable
) -> None:
    slug = make_album(mum, "The lake")
    mum.post(f"/albums/{slug}/circle-grants", {"circle": uid_of(mums_side), "role": "viewer"})
    assert mum.post(f"{mums_side}/delete").status_code == 303
    assert uncle.get(f"/albums/{slug}/").status_code == 404
    assert rows(CircleGrant) == rows(CircleMember) == []


def test_the_best_of_several_parts_counts(
    mum: Person, uncle: Person, summer_album: SummerAlbum, mums_side: str
) -> None:
    """Uncle may look by name, and edit as one of mum's side."""
    slug = summer_album.slug
    assert uncle.get(f"/albums/{slug}/edit").status_code == 403
    mum.post(f"/albums/{slug}/circle-grants", {"circle": uid_of(mums_side), "role": "editor"})
    assert uncle.get(f"/albums/{slug}/edit").status_code == 200
    mum.post(f"/albums/{slug}/circle-grants", {"circle": uid_of(mums_side), "role": "viewer"})
    assert uncle.get(f"/albums/{slug}/edit").status_code == 403
    assert mum.post(f"/albums/{slug}/circle-grants/{uid_of(mums_side)}/delete").status_code == 303
    assert mum.post(f"/albums/{slug}/circle-grants/{uid_of(mums_side)}/delete").status_code == 404
    assert uncle.get(f"/albums/{slug}/").status_code == 200


def test_one_shares_with_circles_only_that_one_knows(
    dad: Person, uncle: Person, mum: Person, make_album: Callable[..., str], mums_side: str, rows: Callable
) -> None:
    slug = make_album(dad, "Dad's")
    assert "Mum&#39;s side" not in dad.get(f"/albums/{slug}/sharing").text
    for circle, role in ((uid_of(mums_side), "viewer"), ("zzzz", "viewer"), ("", "viewer")):
        answer = dad.post(f"/albums/{slug}/circle-grants", {"circle": circle, "role": role})
        assert answer.status_code == 422
    own = make_album(mum, "Mum's")
    answer = mum.post(f"/albums/{own}/circle-grants", {"circle": uid_of(mums_side), "role": "owner"})
    assert answer.status_code == 422
    assert uncle.post(f"/albums/{own}/circle-grants", {"circle": uid_of(mums_side)}).status_code == 404
    assert rows(CircleGrant) == []
