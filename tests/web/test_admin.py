"""The keeper's pages: inviting, keeping out, password links."""

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from photoalbum.accounts.models import Invitation, LoginSession, Member, PasswordLink
from photoalbum.core.clock import now
from photoalbum.core.db import db
from tests.cast import PASSWORD, Person

LINK = re.compile(r'class="copy-link__url"[^>]*value="([^"]+)"')


def link_on(page: str) -> str:
    found = LINK.search(page)
    assert found
    return html.unescape(found.group(1))


def invite(keeper: Person, name: str = "Aunt Clara", days: str = "7"):
    return keeper.post("/admin/invitations", {"name": name, "days": days})


def test_018_for_others_there_is_nothing_here(keeper: Person, mum: Person, visitor: Person, rows):
    shown = invite(keeper).location
    uid = keeper.uid
    pages = ["/admin/", shown, "/admin/invitations/x", "/admin/password-links/x"]
    actions = [
        "/admin/invitations",
        f"{shown}/delete",
        f"/admin/members/{uid}/password-link",
        f"/admin/members/{uid}/disable",
        f"/admin/members/{uid}/enable",
    ]
    for page in pages:
        assert mum.get(page).status_code == 404
        assert visitor.get(page).status_code == 302
    for action in actions:
        assert mum.post(action, {"name": "X", "days": "7"}).status_code == 404
        assert visitor.post(action, {"name": "X", "days": "7"}).status_code == 401
    assert len(rows(Invitation)) == 1
    assert rows(PasswordLink) == []
    assert rows(Invitation)[0].revoked_at is None


def test_the_page_lists_members_and_invitations(keeper: Person):
    invite(keeper, "Aunt <Clara>")
    page = keeper.get("/admin/").text
    assert "mum@example.org" in page
    assert "Aunt &lt;Clara&gt;" in page
    assert "works until" in page


def test_an_invitation_as_link_and_code(app: Flask, keeper: Person):
    made = invite(keeper)
    assert made.status_code == 303
    page = keeper.get(made.location).text
    link = link_on(page)
    assert link.startswith("http://localhost/join/")
    assert 'src="data:image/svg+xml' in page
    assert "style=" not in page.split("<main")[1]
    assert Person(app).get(link.removeprefix("http://localhost")).status_code == 200


def test_005_links_name_the_configured_origin(app: Flask, keeper: Person):
    app.config["PUBLIC_URL"] = "https://photos.example.org"
    app.config["ALLOWED_HOSTS"] = ["*"]
    cookie = f"photoalbum={keeper.client.get_cookie('photoalbum').value}"
    bare = app.test_client(use_cookies=False)
    page = bare.get(invite(keeper).location, headers={"Host": "evil.example", "Cookie": cookie})
    assert link_on(page.text).startswith("https://photos.example.org/join/")


@pytest.mark.parametrize(("name", "days"), [("", "7"), ("x" * 81, "7"), ("Clara", "365"), ("Clara", "")])
def test_001_an_invitation_lasts_a_week_at_most(keeper: Person, rows, name: str, days: str):
    assert invite(keeper, name, days).status_code == 422
    assert rows(Invitation) == []


def test_001_extra_fields_of_an_invitation_do_nothing(keeper: Person, rows):
    keeper.post(
        "/admin/invitations", {"name": "C", "days": "1", "expires_at": "2999-01-01", "role": "keeper"}
    )
    assert rows(Invitation)[0].expires_at <= now() + timedelta(days=1)


def test_taking_an_invitation_back(app: Flask, keeper: Person):
    shown = invite(keeper).location
    link = link_on(keeper.get(shown).text).removeprefix("http://localhost")
    assert keeper.post(f"{shown}/delete").status_code == 303
    assert Person(app).get(link).status_code == 404
    assert keeper.get(shown).status_code == 404
    assert keeper.post(f"{shown}/delete").status_code == 404


def test_007_keeping_somebody_out_and_letting_them_in(app: Flask, keeper: Person, mum: Person):
    assert keeper.post(f"/admin/members/{mum.uid}/disable").status_code == 303
    assert "cannot log in" in keeper.get("/admin/").text
    assert mum.get("/account/").status_code == 302
    fields = {"email": "mum@example.org", "password": PASSWORD}
    assert Person(app).post("/login", fields).status_code == 422

    assert keeper.post(f"/admin/members/{mum.uid}/enable").status_code == 303
    assert mum.get("/account/").status_code == 302, "the old session stays dead"
    assert Person(app).post("/login", fields).status_code == 303


def test_012_the_last_keeper_cannot_be_kept_out(keeper: Person):
    answer = keeper.post(f"/admin/members/{keeper.uid}/disable")
    assert answer.status_code == 409
    assert "only keeper" in answer.text
    assert keeper.get("/admin/").status_code == 200


@pytest.mark.parametrize("action", ["disable", "enable", "password-link"])
def test_nobody_of_that_name(keeper: Person, action: str):
    assert keeper.post(f"/admin/members/nobody/{action}").status_code == 404


def test_005_a_password_link_for_a_member(app: Flask, keeper: Person, mum: Person):
    made = keeper.post(f"/admin/members/{mum.uid}/password-link")
    assert made.status_code == 303
    page = keeper.get(made.location).text
    link = link_on(page).removeprefix("http://localhost")
    assert link.startswith("/password/")
    assert "New password for Mum" in page
    assert Person(app).get(link).status_code == 200

    newer = keeper.post(f"/admin/members/{mum.uid}/password-link").location
    assert Person(app).get(link).status_code == 404
    assert keeper.get(made.location).status_code == 404
    assert keeper.get(newer).status_code == 200


def test_018_a_password_link_needs_a_password_entered_lately(app: Flask, keeper: Person, mum: Person, rows):
    with app.app_context():
        db.session.execute(update(LoginSession).values(confirmed_at=now() - timedelta(minutes=16)))
        db.session.commit()
    asked = keeper.post(f"/admin/members/{mum.uid}/password-link")
    assert (asked.status_code, asked.location) == (303, "/account/confirm?next=/admin/")
    assert rows(PasswordLink) == []
    keeper.post("/account/confirm", {"password": PASSWORD})
    assert keeper.post(f"/admin/members/{mum.uid}/password-link").location.startswith(
        "/admin/password-links/"
    )


def test_005_ten_password_links_an_hour(keeper: Person, mum: Person, dad: Person):
    address = f"/admin/members/{mum.uid}/password-link"
    assert [keeper.post(address).status_code for _ in range(11)] == [303] * 10 + [429]
    assert keeper.post(f"/admin/members/{dad.uid}/password-link").status_code == 303


def test_050_looking_changes_nothing(keeper: Person, mum: Person, rows):
    for action in ("disable", "enable", "password-link"):
        assert keeper.get(f"/admin/members/{mum.uid}/{action}").status_code == 405
    assert keeper.get("/admin/invitations").status_code == 405
    assert [member.disabled_at for member in rows(Member)] == [None] * 6


def test_051_the_keepers_actions_need_the_token(keeper: Person, mum: Person, rows):
    for address in (f"/admin/members/{mum.uid}/disable", "/admin/invitations"):
        for token in ({}, {"csrf_token": mum.token}):
            assert keeper.client.post(address, data={"name": "X", "days": "7", **token}).status_code == 400
    assert [member.disabled_at for member in rows(Member)] == [None] * 6
    assert rows(Invitation) == []
