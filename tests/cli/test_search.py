"""`photoalbum search rebuild`."""

from collections.abc import Callable

from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo

from photoalbum.cli.search import search
from photoalbum.core.db import db
from tests.cast import Person


def test_it_reads_every_photo_anew(app: Flask, mum: Person, make_photo: Callable[..., str]):
    uids = [make_photo(mum, name=f"beach-{number}.jpg") for number in range(3)]
    with app.app_context():
        db.session.execute(db.text("DELETE FROM photo_search"))
        db.session.execute(db.text("DELETE FROM shelved_photos"))
        db.session.commit()
    assert "Nothing was found" in mum.get("/search?q=beach").text
    site = ScriptInfo(create_app=lambda: app, set_debug_flag=False, load_dotenv_defaults=False)
    answer = CliRunner().invoke(search, ["rebuild"], obj=site)
    assert (answer.exit_code, answer.stdout) == (0, "3 photos read anew.\n")
    assert all(uid in mum.get("/search?q=beach").text for uid in uids)
    assert all(uid in mum.get("/timeline/").text for uid in uids)
