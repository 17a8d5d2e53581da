"""`photoalbum demo`: an empty site becomes a lively one, and one in use stays as it is."""

import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from photoalbum.accounts.models import Household, Member
from photoalbum.albums.models import Album, AlbumEntry, Grant
from photoalbum.cli import demo as command
from photoalbum.core.db import db
from photoalbum.demo.orders import STORIES
from photoalbum.demo.story import FAMILY_NAME, PEOPLE
from photoalbum.photos.models import Original, Photo
from photoalbum.uploads.models import ReceiptLine
from tests.cast import Person

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("PHOTOALBUM_INSTANCE", str(app.config["INSTANCE"]))
    site = ScriptInfo(create_app=lambda: app, set_debug_flag=False, load_dotenv_defaults=False)
    return lambda *words: CliRunner().invoke(command.demo, words, obj=site)


def test_an_empty_site_is_filled(app: Flask, run: Run, visitor: Person):
    (app.config["INSTANCE"] / "setup-code").write_text("code of an empty site")
    answer = run("--photos", "3")
    assert answer.exit_code == 0, answer.output
    with app.app_context():
        assert db.session.scalars(select(Household.family_name)).all() == [FAMILY_NAME]
        assert set(db.session.scalars(select(Member.email))) == {p.email for p in PEOPLE}
        assert db.session.scalar(select(func.count()).select_from(Album)) == len(STORIES)
        assert db.session.scalar(select(func.count()).select_from(Grant)) > 5
        assert db.session.scalars(select(Original.state)).all() == ["ready"] * 3
        assert db.session.scalar(select(func.count()).select_from(ReceiptLine)) == 3
        photos = db.session.scalars(select(Photo)).all()
        assert all(photo.taken_at and photo.alt_text for photo in photos)
        shown = db.session.scalars(select(Album).join(AlbumEntry)).unique().all()
        assert all(album.collage for album in shown)
    assert not (app.config["INSTANCE"] / "setup-code").exists()

    links = re.findall(r"/s/\S+", answer.stdout)
    assert [visitor.get(link).status_code for link in links] == [200, 401]
    email, password = re.findall(r"^  (\S+@\S+) +(\S+)$", answer.stdout, re.MULTILINE)[0]
    assert visitor.post("/login", {"email": email, "password": password}).status_code in (302, 303)
    assert "Sunday walks" in visitor.get("/").text


def test_a_site_in_use_is_refused(app: Flask, run: Run, household: dict[str, int]):
    answer = run()
    assert answer.exit_code == 1
    assert "This site has a family already." in answer.stderr
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Member)) == len(household)
        assert db.session.scalar(select(func.count()).select_from(Album)) == 0
