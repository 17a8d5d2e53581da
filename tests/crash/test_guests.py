"""The server is killed under guests who send photos by a link: each file arrives once, and only there."""

import os
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from photoalbum import create_app
from photoalbum.accounts.models import Member
from photoalbum.albums import actions
from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.core.db import db
from photoalbum.photos import files
from photoalbum.photos.guests import GuestUpload
from photoalbum.photos.models import Original, Photo
from photoalbum.sharing import links

from ..conftest import SECRET_KEY, make_settings
from ..pictures import jpeg
from ..serving.commands import eventually
from ..tus_client import digest
from .browser import Uploader
from .conftest import House
from .sender import Sender
from .test_tus import assert_nothing_lies_about, sweep
from .web_process import web

# In the middle of a piece, twice between the file's new name and the commit, and behind it.
POINTS = ("mid-chunk", "renamed", "in-transaction", "committed")
ROUNDS = int(os.environ.get("PHOTOALBUM_TEST_ROUNDS", "1"))
ASKED, OPEN = "Asked first", "Open"

pytestmark = pytest.mark.crash


class GuestSender(Sender):
    """A browser without an account that has given its name under a link."""

    def __init__(self, url: str, link: str) -> None:
        super().__init__(url, "", f"{link}name")
        form = urlencode({"csrf_token": self.token, "name": "Grandma"}).encode()
        said = self._ask("POST", f"{link}name", form, {"Content-Type": "application/x-www-form-urlencoded"})
        assert said.status == 303, said.body
        self._keep_cookies(said)
        self.root = f"{link}uploads/"


def test_071_killed_under_a_guest_each_file_arrives_once_and_where_it_was_sent(
    house: House, tmp_path: Path
) -> None:
    once, addresses = tmp_path / "die-at", make_links(house)
    sent: dict[str, set[str]] = {ASKED: set(), OPEN: set()}
    with web(house.folder, ALBUM_CRASH_ONCE=str(once), PHOTOALBUM_SECRET_KEY=SECRET_KEY) as server:
        guests = {title: GuestSender(server.url, link) for title, link in addresses.items()}
        for number in range(ROUNDS):
            for place, point in enumerate(POINTS):
                # Each point comes under both links, in turn.
                title = (ASKED, OPEN)[(number + place) % 2]
                content = jpeg(size=(300 + number, 200 + place), taken=None) + bytes(80_000)
                once.write_text(point)
                said = guests[title].send(f"{number}-{point}.jpg", content)
                assert not once.exists(), f"never came by {point}"
                assert said.bytes <= len(content) + Sender.piece, point
                assert said.outcome["Photoalbum-Outcome"] == "safe"
                assert said.outcome["Photoalbum-Sha256"] == digest(content)
                sent[title].add(digest(content))
        eventually(lambda: server.deaths == ROUNDS * len(POINTS))
        host = Uploader(server.url, house.cookie)
        assert len(host.photos()) == len(sent[OPEN])
        assert host.get("/links/waiting/").count(b'name="upload"') == len(sent[ASKED])
        for title, link in addresses.items():
            shown = guests[title].get(link).count(b'"tile__link"')
            assert shown == (len(sent[OPEN]) if title == OPEN else 0), title
    sweep(house)
    assert_all_are_in_their_places(house, sent)
    assert_nothing_lies_about(house, sent[ASKED] | sent[OPEN])


def make_links(house: House) -> dict[str, str]:
    """Two albums with a link each by which guests add: of one the owner looks at everything first."""
    app = create_app(make_settings(house.instance))
    with app.app_context():
        mum = db.session.scalars(select(Member)).one()
        made = {
            title: links.create(
                actions.create(mum.id, actions.Wish(title)),
                mum.id,
                may_add=True,
                needs_approval=title == ASKED,
            )
            for title in (ASKED, OPEN)
        }
        db.session.commit()
        addresses = {title: f"/s/{links.token_of(link, SECRET_KEY)}/" for title, link in made.items()}
        db.engine.dispose()
    return addresses


def assert_all_are_in_their_places(house: House, sent: dict[str, set[str]]) -> None:
    """Each once in the queue of its link and nowhere else, or once in the album; with its bytes as sent."""
    app = create_app(make_settings(house.instance))
    with app.app_context():
        waiting = db.session.execute(select(GuestUpload.sha256, GuestUpload.state)).all()
        assert sorted(waiting) == sorted(
            [(sha256, "pending") for sha256 in sent[ASKED]] + [(sha256, "accepted") for sha256 in sent[OPEN]]
        )
        entries = (
            select(Original.sha256, Album.title)
            .join(Photo, Photo.original_id == Original.id)
            .outerjoin(AlbumEntry, AlbumEntry.photo_id == Photo.id)
            .outerjoin(Album)
        )
        shown = [tuple(row) for row in db.session.execute(entries)]
        assert sorted(shown) == sorted((sha256, OPEN) for sha256 in sent[OPEN])
        for original in db.session.scalars(select(Original)):
            path = files.storage().path(files.original_key(original.sha256, original.extension))
            assert digest(path.read_bytes()) == original.sha256
        db.session.rollback()
        db.engine.dispose()
