"""The server is killed at every step of an upload, and at random: nothing acknowledged is missing after."""

import hashlib
import os
import random
import signal
import threading
import time

import psutil
import pytest

from ..pictures import jpeg
from ..serving.commands import eventually, served
from .browser import Uploader
from .conftest import House

POINTS = (
    "mid-write",
    "written",
    "fsynced",
    "probed",
    "renamed",
    "in-transaction",
    "committed",
    "answered",
)
ROUNDS = int(os.environ.get("PHOTOALBUM_TEST_ROUNDS", "3"))

pytestmark = pytest.mark.crash


@pytest.mark.parametrize("point", POINTS)
def test_071_killed_at_each_step_and_sent_again_there_is_exactly_one_photo(house: House, point: str) -> None:
    content = jpeg(size=(300, 200), colour="purple")
    digest = hashlib.sha256(content).hexdigest()
    with served(house.folder, "--workers", "0", ALBUM_CRASH_AT=point) as site:
        uploader = Uploader(site.url, house.cookie)
        with pytest.raises(OSError):  # noqa: PT011  Whatever a broken connection looks like.
            uploader.upload("one.jpg", content)
    # What was committed before the crash is whole; what was not has left no row.
    assert house.audit() == ({digest: 1} if point in ("committed", "answered") else {})
    with served(house.folder) as site:
        uploader = Uploader(site.url, house.cookie)
        receipt = uploader.get(uploader.upload("one.jpg", content)).decode()
        assert digest in receipt
        (uid,) = set(uploader.photos())
        assert uploader.get(f"/photos/{uid}/original") == content
        eventually(lambda: not list((house.instance / "media/incoming").iterdir()))
    assert house.audit() == {digest: 1}


def test_072_killed_at_random_no_acknowledged_upload_is_lost_or_changed(house: House) -> None:
    acknowledged: set[str] = set()
    chance = random.Random(72)
    number = 0

    def send_until_it_dies(url: str) -> None:
        nonlocal number
        try:
            uploader = Uploader(url, house.cookie)
            while True:
                number += 1
                content = jpeg(size=(200 + number % 50, 100 + number // 50), taken=None)
                uploader.upload(f"{number}.jpg", content)
                acknowledged.add(hashlib.sha256(content).hexdigest())
        except OSError:
            return

    for _ in range(ROUNDS):
        with served(house.folder) as site:
            sender = threading.Thread(target=send_until_it_dies, args=(site.url,))
            sender.start()
            time.sleep(chance.uniform(0.5, 3))
            family = psutil.Process(site.process.pid)
            for process in [*family.children(recursive=True), family]:
                process.send_signal(signal.SIGKILL)
            sender.join(30)
        assert acknowledged <= house.audit().keys()
    assert acknowledged
