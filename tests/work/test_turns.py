"""Who waits while somebody looks at pages."""

import os
import threading
import time
from pathlib import Path

import pytest

from photoalbum.core import presence
from photoalbum.work import turns
from photoalbum.work.turns import Turns

from ..cast import Person

SOON = 20


def at_work_together(turns: Turns) -> bool:
    """Whether a second one comes in while the first is still inside."""
    stopping, inside = threading.Event(), threading.Event()

    def second() -> None:
        with turns.one(stopping):
            inside.set()

    thread = threading.Thread(target=second)
    with turns.one(stopping):
        thread.start()
        # Long enough for one that need not wait; one that must wait looks again every half second.
        came = inside.wait(1.2)
    thread.join(SOON)
    assert inside.is_set()
    return came


def test_all_hands_work_while_nobody_looks(tmp_path: Path) -> None:
    assert at_work_together(Turns(tmp_path, hands=2, cores=2))


def test_a_core_is_left_to_whoever_looks(tmp_path: Path) -> None:
    (tmp_path / presence.FILE).touch()
    assert not at_work_together(Turns(tmp_path, hands=2, cores=2))


def test_with_cores_enough_nobody_waits(tmp_path: Path) -> None:
    (tmp_path / presence.FILE).touch()
    assert at_work_together(Turns(tmp_path, hands=2, cores=4))


def test_a_single_core_still_prepares_one(tmp_path: Path) -> None:
    (tmp_path / presence.FILE).touch()
    with Turns(tmp_path, hands=2, cores=1).one(threading.Event()):
        pass


def test_nobody_waits_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that looks all evening and a film that takes as long do not keep the photos out."""
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.0)
    (tmp_path / presence.FILE).touch()
    assert at_work_together(Turns(tmp_path, hands=2, cores=2))


def test_a_worker_that_stops_lets_everybody_go(tmp_path: Path) -> None:
    (tmp_path / presence.FILE).touch()
    stopping = threading.Event()
    stopping.set()
    both = Turns(tmp_path, hands=2, cores=2)
    with both.one(stopping), both.one(stopping):
        pass


def test_pages_are_looking_and_what_asks_by_itself_is_not(mum: Person, instance: Path) -> None:
    mark = instance / presence.FILE
    for address in ("/healthz", "/readyz", "/robots.txt"):
        mum.get(address)
    assert not mark.exists()
    assert not presence.is_anybody(instance)
    mum.get("/")
    assert presence.is_anybody(instance)
    long_ago = time.time() - 60
    os.utime(mark, (long_ago, long_ago))
    assert not presence.is_anybody(instance)
