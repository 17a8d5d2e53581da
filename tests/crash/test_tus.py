"""The server is killed while files come in pieces: each arrives once, and next to nothing is sent twice."""

import hashlib
import os
import queue
import random
import threading
import time
from collections.abc import Collection
from pathlib import Path

import pytest

from photoalbum import create_app
from photoalbum.core.db import db
from photoalbum.core.errors import AlbumError
from photoalbum.media import probe
from photoalbum.uploads.sweep import sweep_parts, sweep_uploads

from ..conftest import make_settings
from ..pictures import jpeg
from ..serving.commands import eventually
from .conftest import House
from .sender import Sender, Sent
from .web_process import Web, web

# In the order in which an upload of two pieces comes by them.
POINTS = (
    "mid-chunk",
    "chunk-written",
    "chunk-synced",
    "chunk-recorded",
    "hashed",
    "probed",
    "renamed",
    "in-transaction",
    "committed",
    "answered",
)
ROUNDS = int(os.environ.get("PHOTOALBUM_TEST_ROUNDS", "3"))
# With the rounds that are asked for before a release, as many files and as large a film as a holiday has.
FILES, FILM_BYTES = (50, 300 << 20) if ROUNDS >= 20 else (12, 24 << 20)

pytestmark = pytest.mark.crash


def test_071_killed_at_each_step_the_next_question_finishes_it(house: House, tmp_path: Path) -> None:
    once = tmp_path / "die-at"
    sent: dict[str, Sent] = {}
    with web(house.folder, ALBUM_CRASH_ONCE=str(once)) as server:
        sender = Sender(server.url, house.cookie)
        for number, point in enumerate(POINTS):
            content = jpeg(size=(900 + number, 700), quality=100, taken=None) + bytes(80_000)
            assert Sender.piece < len(content) < 2 * Sender.piece
            once.write_text(point)
            sent[hashlib.sha256(content).hexdigest()] = sender.send(f"{point}.jpg", content)
            assert not once.exists(), f"never came by {point}"
            assert sent[hashlib.sha256(content).hexdigest()].bytes <= len(content) + Sender.piece, point
        eventually(lambda: server.deaths == len(POINTS))
        assert len(sender.photos()) == len(POINTS)
    for found, each in sent.items():
        assert each.outcome["Photoalbum-Outcome"] == "safe"
        assert each.outcome["Photoalbum-Sha256"] == found
    sweep(house)
    assert house.audit() == dict.fromkeys(sent, 1)
    assert_nothing_lies_about(house)


def test_071_what_its_sender_never_asks_for_is_finished_by_the_sweep(house: House, tmp_path: Path) -> None:
    once, content = tmp_path / "die-at", jpeg(taken=None)
    with web(house.folder, ALBUM_CRASH_ONCE=str(once)) as server:
        sender = Sender(server.url, house.cookie)
        for point in ("chunk-recorded", "renamed"):
            once.write_text(point)
            with pytest.raises(OSError):  # noqa: PT011  Whatever a broken connection looks like.
                sender.send_once(f"{point}.jpg", content + point.encode())
        eventually(lambda: server.deaths == 2)
    assert house.audit() == {}
    sweep(house)
    assert set(house.audit().values()) == {1}
    assert len(house.audit()) == 2
    assert_nothing_lies_about(house)


def test_072_killed_at_random_real_files_arrive_each_once(house: House, shared_media: Path) -> None:
    contents = real_files(shared_media)
    waiting: queue.SimpleQueue[tuple[str, bytes]] = queue.SimpleQueue()
    for each in contents.items():
        waiting.put(each)
    done: dict[str, Sent] = {}
    faults: list[BaseException] = []

    def send_all(sender: Sender) -> None:
        sender.piece = 1 << 20
        try:
            while True:
                name, content = waiting.get_nowait()
                done[name] = sender.send(name, content)
        except queue.Empty:
            return
        except BaseException as fault:
            faults.append(fault)
            raise

    with web(house.folder) as server:
        signed_in = [Sender(server.url, house.cookie) for _ in range(3)]
        senders = [threading.Thread(target=send_all, args=(each,)) for each in signed_in]
        for each in senders:
            each.start()
        kill_at_random(server, senders, done)
        for each in senders:
            each.join(600)
    assert faults == [], server.log[-3000:]
    assert server.deaths == ROUNDS
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    assert {name: sent.outcome["Photoalbum-Sha256"] for name, sent in done.items()} == digests
    twice = sum(sent.bytes for sent in done.values()) - sum(map(len, contents.values()))
    assert twice <= ROUNDS * len(senders) * (1 << 20)
    sweep(house)
    assert house.audit() == dict.fromkeys(digests.values(), 1)
    assert_nothing_lies_about(house)


def kill_at_random(server: Web, senders: list[threading.Thread], done: dict[str, Sent]) -> None:
    """As many times as there are rounds, spread over the work; a moment of chance after each file or so."""
    chance = random.Random(71)
    for number in range(ROUNDS):
        enough = number * FILES // ROUNDS
        eventually(lambda enough=enough: len(done) >= enough or not any(map(alive, senders)), 300)
        assert any(map(alive, senders)), "all came to an end too early"
        time.sleep(chance.uniform(0, 0.3))
        server.kill()
        eventually(lambda number=number: server.deaths == number + 1)


def alive(thread: threading.Thread) -> bool:
    return thread.is_alive()


def real_files(folder: Path) -> dict[str, bytes]:
    """Different files that the site takes, by made-up names, and one large film; the film comes first."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size < 1 << 20)
    random.Random(26).shuffle(paths)
    chosen: dict[str, bytes] = {}
    film = b""
    for path in paths:
        try:
            found = probe.probe(path, path.name)
        except AlbumError:
            continue
        content = path.read_bytes()
        if found.extension == "mp4" and not film:
            film = content
        elif len(chosen) < FILES and content not in chosen.values():
            chosen[f"{len(chosen)}-{path.name}"] = content
    size = FILM_BYTES - len(film)
    filling = random.Random(300).randbytes(1 << 20) * (size // (1 << 20) + 1)
    # Whoever plays a film skips boxes that say that they are free.
    padded = film + size.to_bytes(4, "big") + b"free" + filling[: size - 8]
    return {"film.mp4": padded, **chosen}


def sweep(house: House) -> None:
    app = create_app(make_settings(house.instance))
    with app.app_context():
        sweep_parts(min_age=0)
        sweep_uploads(min_age=0)
        db.engine.dispose()


def assert_nothing_lies_about(house: House, held: Collection[str] = ()) -> None:
    """No part and no lock is left, and no original but those of photos, and `held` by what waits."""
    assert list((house.instance / "media/incoming").iterdir()) == []
    kept = {path.stem for path in (house.instance / "media/originals").rglob("*") if path.is_file()}
    assert kept == (set(held) or house.audit().keys())
