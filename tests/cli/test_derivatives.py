"""`photoalbum derivatives rebuild`: what it makes anew, and how it stops and goes on."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from photoalbum.cli.derivatives import derivatives
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.media.sandbox import Sandbox
from photoalbum.serving.rebuild import BEGUN
from tests.cast import Person
from tests.work.ageing import age, folder_of, original_of

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Run:
    # What this process becomes nicer by, it never gets back.
    monkeypatch.setattr(os, "nice", lambda _by: 0)
    site = ScriptInfo(create_app=lambda: app, set_debug_flag=False, load_dotenv_defaults=False)
    return lambda *args: CliRunner().invoke(derivatives, ["rebuild", "--threads", "1", *args], obj=site)


@pytest.fixture
def photos(mum: Person, make_photo: Callable[..., str], process: Callable[[], None]) -> list[str]:
    uids = [make_photo(mum) for _ in range(3)]
    process()
    return uids


def made_at(app: Flask, uid: str) -> int:
    return (folder_of(app, uid) / "thumb.webp").stat().st_mtime_ns


def test_it_makes_what_is_outdated_and_what_is_missing(app: Flask, run: Run, photos: list[str]):
    older = age(app, photos[0])
    (folder_of(app, photos[1]) / "middle.jpg").unlink()
    before = made_at(app, photos[2])
    answer = run()
    assert (answer.exit_code, answer.stdout) == (0, "3 looked at, 2 made anew.\n")
    assert not older.exists()
    assert (folder_of(app, photos[0]) / "large.jpg").exists()
    assert (folder_of(app, photos[1]) / "middle.jpg").exists()
    assert made_at(app, photos[2]) == before
    assert run().stdout == "3 looked at, 0 made anew.\n"


def test_each_kind_by_itself(app: Flask, run: Run, photos: list[str]):
    older = age(app, photos[0])
    lost = folder_of(app, photos[1]) / "middle.jpg"
    lost.unlink()
    assert run("--missing").stdout == "3 looked at, 1 made anew.\n"
    assert lost.exists()
    assert older.exists()
    assert run("--outdated").stdout == "1 looked at, 1 made anew.\n"
    assert not older.exists()


def test_all_of_them(app: Flask, run: Run, photos: list[str]):
    before = [made_at(app, uid) for uid in photos]
    assert run("--all").stdout == "3 looked at, 3 made anew.\n"
    assert all(made_at(app, uid) > then for uid, then in zip(photos, before, strict=True))
    assert not (app.config["INSTANCE"] / BEGUN).exists()


def test_ctrl_c_stops_and_the_next_start_goes_on(
    app: Flask, run: Run, photos: list[str], monkeypatch: pytest.MonkeyPatch
):
    decode, asked = Sandbox.run, 0

    def interrupted(self: Sandbox, task: str, *args: object, **options: object) -> object:
        nonlocal asked
        asked += 1
        if asked == 2:
            os.kill(os.getpid(), signal.SIGINT)
            assert self._closed.wait(20)
        return decode(self, task, *args, **options)

    monkeypatch.setattr(Sandbox, "run", interrupted)
    answer = run("--all")
    assert answer.exit_code == 130
    assert "start it again" in answer.stderr
    with app.app_context():
        assert {original_of(uid).state for uid in photos} == {"ready"}

    answer = run("--all")
    assert answer.exit_code == 0
    assert "Going on" in answer.stderr
    done_before = 3 - int(answer.stdout.split()[0])
    assert done_before >= 1
    assert not (app.config["INSTANCE"] / BEGUN).exists()


def test_what_cannot_be_made_is_said(app: Flask, run: Run, photos: list[str], instance):
    stored = next((instance / "media/originals").rglob("*.jpg"))
    stored.chmod(0o644)
    stored.write_bytes(b"gone bad on the disk")
    answer = run("--all")
    assert answer.exit_code == 1
    assert answer.stdout == "3 looked at, 2 made anew.\n"
    assert "1 could not be made" in answer.stderr


def test_what_somebody_else_is_at_is_left_for_the_next_time(app: Flask, run: Run, photos: list[str]):
    """As after a kill -9, whose lease has not run out yet."""
    with app.app_context():
        original_of(photos[0]).leased_until = now() + timedelta(seconds=60)
        db.session.commit()
    answer = run("--all")
    assert answer.exit_code == 0
    assert "Start it again" in answer.stdout
    with app.app_context():
        original_of(photos[0]).leased_until = now()
        db.session.commit()
    assert run("--all").stdout == "1 looked at, 1 made anew.\n"


def test_079_originals_stay_as_they_are(run: Run, photos: list[str], instance):
    def state() -> dict[str, tuple[bytes, int, int]]:
        found = (instance / "media/originals").rglob("*.*")
        return {
            path.name: (path.read_bytes(), path.stat().st_mode, path.stat().st_mtime_ns) for path in found
        }

    before = state()
    assert len(before) == 3
    run("--all")
    assert state() == before


@pytest.mark.parametrize("args", [["--threads", "0"], ["--some"], ["extra"]])
def test_bad_words_are_refused(run: Run, photos: list[str], args: list[str]):
    assert run(*args).exit_code == 2
