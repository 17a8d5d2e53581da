"""ACCEPTANCE 99: what machines that watch the site are told."""

import os
import time
from datetime import timedelta

import pytest
from sqlalchemy import update

from photoalbum import create_app
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.photos.models import Original
from photoalbum.web import status

from ..conftest import make_settings


@pytest.fixture
def heartbeat(instance):
    path = instance / status.HEARTBEAT
    path.touch()
    return path


@pytest.fixture
def ready(app, heartbeat):
    """Asks /readyz anew, without the short memory it has."""
    (app.config["MEDIA_ROOT"]).mkdir(exist_ok=True)

    def ask():
        app.extensions[status.EXTENSION].forget()
        answer = app.test_client().get("/readyz")
        return answer.status_code, answer.json["failing"]

    return ask


def test_alive_says_nothing_about_the_site(visitor):
    answer = visitor.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_ready_when_everything_works(ready):
    assert ready() == (200, [])


def test_not_ready_without_a_worker(ready, heartbeat):
    long_ago = time.time() - 3600
    os.utime(heartbeat, (long_ago, long_ago))
    assert ready() == (503, ["worker"])
    heartbeat.unlink()
    assert ready() == (503, ["worker"])


def test_not_ready_when_the_disk_is_nearly_full(ready, app):
    app.config["FREE_DISK_RESERVE_BYTES"] = 1 << 60
    assert ready() == (503, ["space"])


def test_not_ready_when_pictures_cannot_be_written(ready, app, tmp_path):
    (tmp_path / "file").touch()
    app.config["MEDIA_ROOT"] = tmp_path / "file"
    assert "storage" in ready()[1]


def test_not_ready_when_the_database_is_held(ready, instance):
    (instance / "photoalbum.sqlite3").write_bytes(b"this is no database" * 500)
    assert "database" in ready()[1]


def test_not_ready_when_a_picture_has_waited_for_more_than_ten_minutes(ready, app, mum, make_photo):
    make_photo(mum)
    for minutes, answer in ((9, (200, [])), (11, (503, ["queue"]))):
        with app.app_context():
            since = now() - timedelta(minutes=minutes)
            db.session.execute(update(Original).values(waits_until=since))
            db.session.commit()
        assert ready() == answer


def test_names_are_all_that_is_told(ready, app, caplog):
    def broken() -> bool:
        raise RuntimeError("the inside")

    app.extensions[status.EXTENSION].checks.append(("queue", broken))
    assert ready() == (503, ["queue"])
    assert "the inside" in caplog.text


def test_asking_often_costs_little(instance):
    asked = []
    app = create_app(make_settings(instance))
    app.extensions[status.EXTENSION].checks[:] = [("counted", lambda: bool(asked.append(1)) or True)]
    for _ in range(5):
        assert app.test_client().get("/readyz").status_code == 200
    assert len(asked) == 1


def test_robots_are_told_to_stay_away_and_no_token(visitor):
    answer = visitor.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert answer.text == "User-agent: *\nDisallow: /\n"
