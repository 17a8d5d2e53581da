"""A backup of a busy site is put back by the documented command, and one that is killed harms nothing."""

import re
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from photoalbum.work import backup_folder
from photoalbum.work.backup import Wish, back_up
from photoalbum.work.backup_check import check

from ..cast import PASSWORD, TOKEN, Person
from ..conftest import SECRET_KEY
from ..pictures import jpeg
from ..serving.commands import command, environment, eventually, served
from .browser import Uploader
from .conftest import House
from .uploads import Uploads

UPLOADERS = 8
BEFORE = 16
pytestmark = pytest.mark.crash


def send(uploader: Uploader, number: int, sent: int) -> tuple[str, bytes]:
    name = f"{number}-{sent}.jpg"
    content = jpeg(size=(64 + number, 64), colour="teal") + name.encode()
    uploader.upload(name, content)
    return name, content


def sign_in(url: str) -> bytes:
    """Log in by password, as somebody does who comes to the new machine; the page that follows."""
    stranger = Uploader.__new__(Uploader)
    stranger.host, stranger.cookies = url.removeprefix("http://"), ""
    page = stranger._ask("GET", "/login")
    stranger.cookies = "; ".join(
        header.partition(";")[0] for header in page.headers.get_all("Set-Cookie", [])
    )
    token = TOKEN.search(page.body.decode())
    assert token
    form = f"csrf_token={token[1]}&email=mum%40example.org&password={PASSWORD.replace(' ', '+')}"
    answer = stranger._ask(
        "POST", "/login", form.encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status == 303, answer.body
    stranger.cookies += "; " + "; ".join(
        header.partition(";")[0] for header in answer.headers.get_all("Set-Cookie", [])
    )
    return stranger.get("/photos/")


def test_075_a_backup_while_eight_upload_is_put_back_whole(house: House, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with served(house.folder, "--workers", "0") as site:
        uploads = Uploads([Uploader(site.url, house.cookie) for _ in range(UPLOADERS)], send)
        eventually(lambda: uploads.faults or len(uploads.acknowledged) >= BEFORE, 60)
        before = dict(uploads.acknowledged)
        done = command(house.folder, "backup", str(disk))
        during = len(uploads.acknowledged) - len(before)
        uploads.stop()
    assert done.returncode == 0, done.stderr
    assert during > 0, "uploads went on meanwhile"

    (backup,) = disk.iterdir()
    new = House(tmp_path / "new", house.cookie)
    new.folder.mkdir()
    restored = command(new.folder, "restore", str(backup))
    assert restored.returncode == 0, restored.stderr
    with closing(sqlite3.connect(new.instance / "photoalbum.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        names = dict(
            database.execute(
                "SELECT file_name, sha256 FROM photos JOIN originals ON originals.id = original_id"
            )
        )
    new.audit()
    for name, content in before.items():
        (path,) = (new.instance / "media/originals").rglob(f"{names[name]}.jpg")
        assert path.read_bytes() == content
    verified = command(new.folder, "verify")
    assert (verified.returncode, "Everything is as it should be" in verified.stdout) == (0, True)

    with served(new.folder, "--workers", "0") as site:
        # The session from before counts, for its key came along; and the password does.
        assert len(Uploader(site.url, house.cookie).photos()) > 0
        assert re.search(rb'href="/photos/\w{12}"', sign_in(site.url))


def test_075_a_backup_that_is_killed_leaves_those_before_and_is_gone_on_with(
    app: Flask, mum: Person, make_photo: Callable[..., str], tmp_path: Path
) -> None:
    first, disk = tmp_path / "disk/20200101-000000", tmp_path / "disk"
    disk.mkdir()
    make_photo(mum)
    back_up(app, Wish(disk), threading.Event()).folder.rename(first)
    make_photo(mum)
    for moment in ("files brought", "written"):
        died = subprocess.run(
            [sys.executable, "-m", "photoalbum.cli", "backup", str(disk)],
            cwd=tmp_path,
            env=environment(
                tmp_path / "instance", ALBUM_CRASH_AT=f"backup {moment}", PHOTOALBUM_SECRET_KEY=SECRET_KEY
            ),
            check=False,
            capture_output=True,
            timeout=120,
        )
        assert died.returncode == -signal.SIGKILL, died.stderr
        assert [path for path in disk.iterdir() if not path.name.startswith(".")] == [first]
    done = back_up(app, Wish(disk), threading.Event())
    assert done.counted.copied_files == 0, "it was copied before the first kill"
    assert {path.name for path in disk.iterdir()} == {first.name, done.folder.name}
    for folder in (first, done.folder):
        assert list(check(folder, backup_folder.read(folder))) == []
