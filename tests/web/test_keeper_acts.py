"""Acting as keeper: asked for with a reason, for half an hour, in one browser, and told to the owner."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from photoalbum.accounts.models import KeeperAct, LoginSession
from photoalbum.accounts.sessions import CONFIRMED_FOR
from photoalbum.core.clock import now
from photoalbum.core.db import db

from ..cast import PASSWORD, Person
from ..conftest import SummerAlbum


def act(keeper: Person, owner: Person, reason: str = "Her album is broken"):
    return keeper.post("/admin/acts/", {"member": owner.uid, "reason": reason})


def test_a_private_album_opens_and_closes_again(
    keeper: Person, mum: Person, summer_album: SummerAlbum
) -> None:
    address = f"/albums/{summer_album.slug}/"
    original = f"/photos/{summer_album.photo}/original"
    assert keeper.get(address).status_code == keeper.get(original).status_code == 404
    assert act(keeper, mum).status_code == 303
    page = keeper.get(address)
    assert page.status_code == keeper.get(original).status_code == 200
    assert "You act as keeper and see all albums of Mum" in page.text
    assert keeper.get(f"{address}edit").status_code == 200
    assert keeper.post("/admin/acts/delete").status_code == 303
    assert keeper.get(address).status_code == keeper.get(original).status_code == 404
    assert "You act as keeper" not in keeper.get("/").text


def test_it_opens_the_albums_of_one_member_in_one_browser(
    app: Flask, keeper: Person, mum: Person, dad: Person, summer_album: SummerAlbum, make_album: Callable
) -> None:
    dads = make_album(dad, "Dad's own")
    other = Person(app, keeper.id, "keeper")
    act(keeper, mum)
    assert keeper.get(f"/albums/{dads}/").status_code == 404
    assert other.get(f"/albums/{summer_album.slug}/").status_code == 404
    act(keeper, dad)
    assert keeper.get(f"/albums/{dads}/").status_code == 200
    assert keeper.get(f"/albums/{summer_album.slug}/").status_code == 404


def test_it_ends_after_half_an_hour(
    app: Flask, keeper: Person, mum: Person, summer_album: SummerAlbum, rows: Callable
) -> None:
    act(keeper, mum)
    (row,) = rows(KeeperAct)
    assert (row.ends_at - row.started_at).total_seconds() == pytest.approx(1800, abs=5)
    with app.app_context():
        db.session.execute(update(KeeperAct).values(ends_at=now()))
        db.session.commit()
    assert keeper.get(f"/albums/{summer_album.slug}/").status_code == 404


def test_the_owner_reads_who_when_and_why(
    keeper: Person, mum: Person, dad: Person, summer_album: SummerAlbum
) -> None:
    act(keeper, mum, "Her <b>album</b> is broken")
    keeper.post("/admin/acts/delete")
    for page in ("/", "/account/"):
        assert "Her &lt;b&gt;album&lt;/b&gt; is broken" in mum.get(page).text
        assert "is broken" not in dad.get(page).text
    assert "is broken" in keeper.get("/admin/acts/").text


def test_the_password_was_entered_a_short_while_ago(
    app: Flask, keeper: Person, mum: Person, summer_album: SummerAlbum, rows: Callable
) -> None:
    with app.app_context():
        long_ago = now() - CONFIRMED_FOR
        db.session.execute(update(LoginSession).values(confirmed_at=long_ago))
        db.session.commit()
    assert "/account/confirm" in keeper.get("/admin/acts/").location
    assert "/account/confirm" in act(keeper, mum).location
    assert rows(KeeperAct) == []
    keeper.post("/account/confirm", {"password": PASSWORD})
    assert act(keeper, mum).location == "/"
    assert len(rows(KeeperAct)) == 1


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_without_a_reason_nothing_opens(keeper: Person, mum: Person, reason: str, rows: Callable) -> None:
    assert act(keeper, mum, reason).status_code == 422
    assert rows(KeeperAct) == []


def test_only_a_keeper_and_not_on_themselves(
    keeper: Person, mum: Person, dad: Person, visitor: Person, rows: Callable
) -> None:
    assert dad.get("/admin/acts/").status_code == act(dad, mum).status_code == 404
    assert dad.post("/admin/acts/delete").status_code == 404
    assert visitor.get("/admin/acts/").status_code == 302
    assert visitor.post("/admin/acts/", {"member": mum.uid, "reason": "x"}).status_code == 401
    assert act(keeper, keeper).status_code == 422
    assert keeper.post("/admin/acts/", {"member": "nobody", "reason": "x"}).status_code == 422
    assert rows(KeeperAct) == []


def test_what_was_done_stays_on_record_after_logging_out(
    app: Flask, keeper: Person, mum: Person, rows: Callable
) -> None:
    act(keeper, mum)
    keeper.post("/logout")
    (row,) = rows(KeeperAct)
    assert row.session_id is None
    with app.app_context():
        assert db.session.scalars(select(KeeperAct.reason)).one() == "Her album is broken"
