"""A large ZIP from the real server: cut and resumed, in little memory, and with readers that never read.

Its originals are sparse files, in sum as large as PHOTOALBUM_TEST_ZIP_BYTES says: 3000000000 for all of it.
"""

import hashlib
import http.client
import os
import random
import shutil
import socket
import subprocess
import time
import zipfile
import zlib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from photoalbum import create_app
from photoalbum.accounts.models import Member
from photoalbum.core.db import db
from photoalbum.photos import files
from photoalbum.photos.models import Original, Photo

from ..conftest import make_settings
from ..serving.commands import Site, served
from .conftest import House

WHOLE = int(os.environ.get("PHOTOALBUM_TEST_ZIP_BYTES", "60000000"))
FILES, CUTS, READERS = 6, 20, 20
MOST_GROWTH = 30 << 20
BLOCK = 1 << 20

pytestmark = pytest.mark.crash


def sparse(path: Path, size: int, mark: bytes) -> tuple[str, int]:
    """A file of zeros with a mark at its end, that takes no room; its SHA-256 and CRC-32."""
    with path.open("wb") as file:
        file.truncate(size - len(mark))
        file.seek(0, os.SEEK_END)
        file.write(mark)
    digest, crc = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            crc = zlib.crc32(block, crc)
    return digest.hexdigest(), crc


@pytest.fixture
def full_house(house: House) -> House:
    """Mum has some videos that are large and hold nothing."""
    app = create_app(make_settings(house.instance))
    with app.app_context():
        owner = db.session.query(Member).one()
        for number in range(FILES):
            made = files.incoming() / f"{number}.made"
            size = WHOLE // FILES + number
            digest, crc = sparse(made, size, f"the end of film {number}".encode())
            files.storage().adopt(files.original_key(digest, "mp4"), made)
            original = Original(
                sha256=digest,
                bytes=size,
                crc32=crc,
                media_type="video/mp4",
                extension="mp4",
                kind="video",
                state="failed",
                reason="There is nothing in it.",
            )
            db.session.add(original)
            db.session.flush()
            db.session.add(
                Photo(
                    owner_id=owner.id, original_id=original.id, kind="video", file_name=f"Film {number}.mp4"
                )
            )
        db.session.commit()
        db.engine.dispose()
    return house


def ask(
    site: Site, house: House, **headers: str
) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    wire = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=60)
    wire.request("GET", "/photos/download.zip", headers={"Cookie": house.cookie, **headers})
    return wire, wire.getresponse()


def memory(site: Site) -> int:
    (web,) = site.children("web")
    return int(web.memory_info().rss)


def test_cut_at_twenty_places_and_resumed_it_is_whole(full_house: House, tmp_path: Path) -> None:
    target = tmp_path / "photos.zip"
    chance = random.Random(20)
    with served(full_house.folder, "--workers", "0") as site, target.open("wb") as file:
        wire, first = ask(site, full_house)
        length, tag = int(first.headers["Content-Length"]), first.headers["ETag"]
        wire.close()
        before = memory(site)
        cuts = sorted(chance.sample(range(1, length), CUTS))
        for start, end in zip([0, *cuts], [*cuts, length], strict=True):
            wire, answer = ask(site, full_house, Range=f"bytes={start}-", **{"If-Range": tag})
            assert answer.status == 206
            while (left := end - file.tell()) > 0:
                file.write(answer.read(min(left, BLOCK)))
            # The line is cut here, in the middle of what the server is still sending.
            wire.close()
        grown = memory(site) - before
    assert target.stat().st_size == length
    assert grown < MOST_GROWTH
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        (sums,) = [name for name in archive.namelist() if name.endswith("SHA256SUMS")]
        listed = dict(line.split("  ", 1) for line in archive.read(sums).decode().splitlines())
        assert len(listed) == FILES
        folder = sums.removesuffix("SHA256SUMS")
        for digest, name in listed.items():
            with archive.open(folder + name) as entry:
                assert hashlib.file_digest(entry, "sha256").hexdigest() == digest
    if shutil.which("unzip"):
        done = subprocess.run(["unzip", "-tq", str(target)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_093_readers_that_never_read_hold_nobody_up(full_house: House) -> None:
    """All threads of the server would be held, had each reader one: there are two."""
    with served(full_house.folder, "--workers", "0", "--threads", "2") as site:
        wires = []
        for _ in range(READERS):
            wire = socket.create_connection(("127.0.0.1", int(urlsplit(site.url).port or 0)))
            wire.sendall(
                b"GET /photos/download.zip HTTP/1.1\r\nHost: localhost\r\n"
                + f"Cookie: {full_house.cookie}\r\n\r\n".encode()
            )
            wires.append(wire)
        for wire in wires:
            assert wire.recv(12) == b"HTTP/1.1 200"
        began = time.monotonic()
        for _ in range(20):
            assert site.get("/healthz") == 200
            assert site.get("/login") == 200
        # Not a measure of speed: with a thread held by each, there would be no answer before they time out.
        assert time.monotonic() < began + 30
        for wire in wires:
            wire.close()
