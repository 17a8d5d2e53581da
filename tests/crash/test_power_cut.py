"""The power goes: what is left is what the disk had been given, in whatever state that is.

The instance lies on a file system of its own in a file. While the site is held still, that file is copied: it
holds what reached the disk, and nothing of what the kernel still had in memory. The copy is mounted as the
disk would be after the power came back.
"""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from photoalbum.work import backup_folder
from photoalbum.work.backup_check import check

from ..pictures import jpeg
from ..serving.commands import command, eventually
from .browser import Uploader
from .conftest import House, build
from .sender import Sender
from .uploads import Uploads
from .web_process import web

ROUNDS = int(os.environ.get("PHOTOALBUM_TEST_ROUNDS", "3"))
SIZE = "1G"  # Of which nothing takes room that was not written.
pytestmark = pytest.mark.crash


class Disk:
    """A file with a file system in it. What is written without a sync may never come to it."""

    def __init__(self, folder: Path) -> None:
        self.image, self.place = folder / "disk.image", folder / "mounted"

    @contextmanager
    def mounted(self) -> Iterator[Path]:
        self.place.mkdir()
        # Nothing is written by itself for as long as the test takes.
        done = subprocess.run(
            ["mount", "-o", "loop,commit=300", str(self.image), str(self.place)],
            capture_output=True,
            check=False,
        )
        if done.returncode:
            pytest.skip("a disk in a file cannot be mounted here: that takes root and loop devices")
        try:
            yield self.place
        finally:
            subprocess.run(["umount", "--lazy", str(self.place)], check=True)

    def as_after_a_power_cut(self, folder: Path) -> "Disk":
        folder.mkdir()
        later = Disk(folder)
        subprocess.run(["cp", "--sparse=always", str(self.image), str(later.image)], check=True)
        return later


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    if os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
        pytest.skip("this takes root and mkfs.ext4")
    (tmp_path / "first").mkdir()
    disk = Disk(tmp_path / "first")
    subprocess.run(["truncate", "--size", SIZE, str(disk.image)], check=True)
    subprocess.run(["mkfs.ext4", "-q", str(disk.image)], check=True)
    return disk


def is_forgotten(path: Path) -> bool:
    """Whether what was written without a sync did not come to the disk."""
    return not path.exists() or path.stat().st_size == 0


def send(uploader: Uploader, number: int, sent: int) -> tuple[str, bytes]:
    """By form, or in pieces."""
    content = jpeg(size=(90, 60 + number), colour="olive", taken=None) + os.urandom(70_000)
    if isinstance(uploader, Sender):
        outcome = uploader.send(f"{number}-{sent}.jpg", content).outcome
        assert outcome["Photoalbum-Outcome"] == "safe"
    else:
        uploader.upload(f"{number}-{sent}.jpg", content)
    return hashlib.sha256(content).hexdigest(), content


def test_072_no_upload_that_was_acknowledged_goes_with_the_power(
    disk: Disk, tmp_path: Path, empty_database: Path, family_password_hash: str
) -> None:
    chance, forgotten = random.Random(72), 0
    with disk.mounted() as place:
        house = build(place, empty_database, family_password_hash)
        with web(house.folder) as server:
            uploads = Uploads([kind(server.url, house.cookie) for kind in (Uploader, Sender, Sender)], send)
            for number in range(ROUNDS):
                enough = len(uploads.acknowledged) + 4
                eventually(lambda least=enough: uploads.faults or len(uploads.acknowledged) >= least)
                time.sleep(chance.uniform(0, 0.2))  # Any moment is right.
                safe = dict(uploads.acknowledged)
                unsynced = place / f"unsynced-{number}"
                unsynced.write_bytes(bytes(range(256)) * 400)
                server.kill(signal.SIGSTOP)
                later = disk.as_after_a_power_cut(tmp_path / f"later-{number}")
                server.kill(signal.SIGCONT)
                with later.mounted() as there:
                    forgotten += is_forgotten(there / unsynced.name)
                    after = House(there, house.cookie)
                    assert safe.keys() <= after.audit().keys()
                    for digest, content in safe.items():
                        stored = after.instance / f"media/originals/{digest[:2]}/{digest[2:4]}/{digest}.jpg"
                        assert stored.read_bytes() == content
                later.image.unlink()
            uploads.stop()
    assert forgotten, "this disk forgets nothing, so the trial proves nothing"


def test_075_a_finished_backup_does_not_go_with_the_power(disk: Disk, house: House, tmp_path: Path) -> None:
    with web(house.folder) as server:
        uploader = Uploader(server.url, house.cookie)
        for number in range(12):
            uploader.upload(f"{number}.jpg", jpeg(size=(100 + number, 80), taken=None) + os.urandom(50_000))
    forgotten = 0
    with disk.mounted() as place:
        for number in range(2):
            done = command(house.folder, "backup", str(place))
            assert done.returncode == 0, done.stderr
            (place / f"unsynced-{number}").write_bytes(bytes(range(256)) * 400)
            later = disk.as_after_a_power_cut(tmp_path / f"later-{number}")
            with later.mounted() as there:
                forgotten += is_forgotten(there / f"unsynced-{number}")
                kept = [each for each in there.iterdir() if (each / "manifest.json").exists()]
                assert len(kept) == number + 1
                for backup in kept:
                    assert list(check(backup, backup_folder.read(backup))) == []
    assert forgotten, "this disk forgets nothing, so the trial proves nothing"
