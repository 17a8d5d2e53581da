"""`photoalbum verify`: what it says, how it ends, and the words it refuses."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from photoalbum.cli.verify import verify

from ..cast import Person
from ..pictures import jpeg

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, household: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> Run:
    # What this process becomes nicer by, it never gets back.
    monkeypatch.setattr(os, "nice", lambda _by: 0)
    site = ScriptInfo(create_app=lambda: app, set_debug_flag=False, load_dotenv_defaults=False)
    return lambda *args: CliRunner().invoke(verify, args, obj=site)


def test_074_exit_1_on_any_fault_and_0_when_clean(
    run: Run, mum: Person, make_photo: Callable[..., str], process: Callable[[], None], instance: Path
) -> None:
    make_photo(mum, content=jpeg(), name="Oma.jpg")
    process()
    clean = run()
    assert (clean.exit_code, clean.stdout) == (
        0,
        "1 originals (0.0 MB) compared. Everything is as it should be.\n",
    )
    (path,) = (instance / "media/originals").rglob("*.jpg")
    path.unlink()
    broken = run("--rate", "20 MB", "--time", "30m")
    assert broken.exit_code == 1
    first, last = broken.stdout.splitlines()
    assert first.startswith(
        f"missing: original 1 {path.relative_to(instance / 'media')}: The file is not there"
    )
    assert "“Oma.jpg” of Mum" in first
    assert last.endswith("1 things are not right.")


def test_the_next_run_goes_on(
    run: Run, mum: Person, make_photo: Callable[..., str], process: Callable
) -> None:
    for _ in range(2):
        make_photo(mum)
    process()
    short = run("--time", "0s")
    assert (short.exit_code, "Time is up after 0 originals" in short.stdout) == (0, True)
    assert run("--quick").exit_code == 0
    assert "2 originals" in run().stdout
    assert "2 originals" in run("--again").stdout


def test_orphans_become_photos_of_the_keeper(
    run: Run, keeper: Person, instance: Path, dad: Person, process: Callable[[], None]
) -> None:
    stray = instance / "media/originals/ab/stray.jpg"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(jpeg(colour="gold"))
    told = run("--repair", "--owner", "nobody@example.org")
    assert (told.exit_code, "Nobody here" in told.output) == (1, True)
    told = run("--repair")
    assert told.exit_code == 1
    assert told.stdout.startswith("orphan: originals/ab/stray.jpg: ")
    process()
    assert "stray.jpg" in keeper.get("/photos/").text
    # It is kept under its own name now; what lies there under a wrong one is for a person to look at.
    assert stray.exists()
    assert run().exit_code == 1


@pytest.mark.parametrize("args", [["--rate", "fast"], ["--time", "soon"], ["--time", "-5m"], ["extra"]])
def test_bad_words_are_refused(run: Run, args: list[str]) -> None:
    assert run(*args).exit_code == 2
