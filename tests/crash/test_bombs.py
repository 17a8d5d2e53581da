"""Files made to hurt, sent to a running site: it goes on answering, and each ends with a reason in words."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil
import pytest
from sqlalchemy import select

from photoalbum import create_app
from photoalbum.core.db import db
from photoalbum.photos.models import FAILED, READY, Original

from ..conftest import make_settings
from ..corpus import bombs
from ..corpus.pictures import animation
from ..serving.commands import Site, eventually, served
from .browser import Uploader
from .conftest import House

GIB = 1024**3

# What the door lets in, for their headers say that they can be shown.
BOMBS: dict[str, Callable[[], bytes]] = {
    "a whole RGBA PNG of 99 megapixels": lambda: bombs.flat_png(9_900, 10_000),
    "a progressive JPEG of 1,000 scans more": lambda: bombs.many_scans(1000, (1000, 1000)),
    "a GIF that claims 99 megapixels": lambda: bombs.gif_of(10_000, 9_900, frame=(10_000, 9_900)),
    "a GIF of 2,000 frames": lambda: animation(2000, "GIF"),
    "a multi-picture file with a huge second one": bombs.huge_second_frame,
    "looping directories": bombs.looping_ifd,
    "fifty megabytes of zipped text": lambda: bombs.heavy_text(50_000_000),
}

# Such pictures have a budget of their own (DESIGN ruling 8).
LARGE_HEIC = "a HEIC that claims 200 megapixels"

pytestmark = pytest.mark.crash


@contextmanager
def largest_process(site: Site) -> Iterator[list[int]]:
    """The most memory that any process of the site was seen to use."""
    most, done = [0], threading.Event()

    def look() -> None:
        while not done.wait(0.05):
            for process in psutil.Process(site.process.pid).children(recursive=True):
                try:
                    most[0] = max(most[0], process.memory_info().rss)
                except psutil.Error:
                    continue

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield most
    finally:
        done.set()
        watcher.join()


@pytest.fixture
def ends(house: House) -> Iterator[Callable[[], list[tuple[str, str]]]]:
    """What has become of each file: its state, and the reason."""
    app = create_app(make_settings(house.instance))

    def read() -> list[tuple[str, str]]:
        with app.app_context():
            found = [(each.state, each.reason) for each in db.session.scalars(select(Original))]
            db.session.rollback()
            return found

    yield read
    with app.app_context():
        db.engine.dispose()


def test_023_pages_are_answered_while_bombs_are_tried_and_set_aside(
    house: House, ends: Callable[[], list[tuple[str, str]]]
) -> None:
    with served(house.folder, "--workers", "1", PHOTOALBUM_DECODERS="2") as site:
        with largest_process(site) as most:
            uploader = Uploader(site.url, house.cookie)
            web = {child.pid for child in site.children("web")}
            answered = 0

            def ended() -> bool:
                # Each of these raises unless the answer is a whole page.
                nonlocal answered
                uploader.photos()
                answered += 1
                return all(state in (READY, FAILED) for state, _ in ends())

            for name, make in BOMBS.items():
                uploader.upload(f"{name}.jpg", make())
            eventually(ended, 240)
            assert most[0] < 1.2 * GIB
            uploader.upload(f"{LARGE_HEIC}.jpg", bombs.heic_of(16_000, 12_500))
            eventually(ended, 240)
        assert answered
        assert {child.pid for child in site.children("web")} == web, "no web process has died"
        assert most[0] < 1.6 * GIB
    assert len(ends()) == len(BOMBS) + 1
    assert [state for state, reason in ends() if state == FAILED and reason.endswith(".")] == [FAILED]
