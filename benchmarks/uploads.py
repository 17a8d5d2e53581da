"""How fast one large file comes in by tus, beside `curl -T` to a bare Flask view.

    python benchmarks/uploads.py [megabytes] [--turns N] [--write]

Ours sends pieces of 8 MiB over one connection to the real web process, each of which is hashed, synced and
noted down before it is acknowledged; the time ends with the last answer, when the whole file has been read
again from the disk and compared. All run on waitress, and take turns. Budget: at least 60% of the speed of
the bare view that syncs what it wrote, and less than 200 MB of memory in the web process.
"""

import argparse
import base64
import hashlib
import http.client
import mmap
import os
import re
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

import psutil  # noqa: E402
import waitress  # noqa: E402
from flask import Flask, request  # noqa: E402
from tables import write  # noqa: E402

from photoalbum import create_app, migrate  # noqa: E402
from photoalbum.accounts import sessions  # noqa: E402
from photoalbum.accounts.models import Household, Member  # noqa: E402
from photoalbum.core.db import db  # noqa: E402
from photoalbum.serving import children  # noqa: E402
from photoalbum.settings import Settings  # noqa: E402
from photoalbum.web.current import cookie_name  # noqa: E402
from tests.pictures import jpeg  # noqa: E402

PIECE = 8 << 20
LEAST_SHARE, MOST_MEMORY = 0.6, 200e6


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("megabytes", nargs="?", type=int, default=1000)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="keep it, and tell it in docs/performance.md")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        text, figures = _report(Path(name), wanted.megabytes * 1_000_000, wanted.turns)
    print(text)
    if wanted.write:
        write("uploads", text, **figures)


def _report(folder: Path, size: int, turns: int) -> tuple[str, dict[str, float]]:
    fleeting, bare, ours, memory = [], [], [], 0.0
    with _bare_view(folder) as bare_port, _site(folder) as (process, port, cookie):
        client = _Client(port, cookie)
        for _turn in range(turns):
            path = _file(folder / "sent", size)
            fleeting.append(size / _curl(path, bare_port, "file") / 1e6)
            bare.append(size / _curl(path, bare_port, "synced") / 1e6)
            with _watched(process) as most:
                ours.append(size / client.send(path) / 1e6)
            memory = max(memory, *most)
    share = statistics.median(ours) / statistics.median(bare)
    fast = "within" if share >= LEAST_SHARE else "**below**"
    small = "within" if memory <= MOST_MEMORY else "**over**"
    plain, tus = statistics.median(bare), statistics.median(ours)
    text = (
        f"A file of {size / 1e6:,.0f} MB over loopback, {turns} times:\n\n"
        "| way | MB/s, median |\n|---|---|\n"
        f"| `curl -T` to a bare Flask view, bytes left in memory | {statistics.median(fleeting):.0f} |\n"
        f"| `curl -T` to a bare Flask view, synced at the end, not hashed | {plain:.0f} |\n"
        f"| **ours**, tus in pieces of 8 MiB, synced, hashed, read again | {tus:.0f} |\n\n"
        f"Ours has {share:.0%} of the speed of the view that syncs: {fast} the budget of {LEAST_SHARE:.0%}.\n"
        f"The web process took at most {memory / 1e6:.0f} MB of memory: {small} the budget of 200 MB.\n"
    )
    return text, {"mb_s": tus, "memory_mb": memory / 1e6}


def _file(path: Path, size: int) -> Path:
    """A different file each time, for what was sent before is kept once. A whole picture comes first."""
    picture = jpeg()
    with path.open("wb") as file:
        file.write(picture)
        left = size - len(picture)
        while left:
            left -= file.write(os.urandom(min(left, 4 << 20)))
        os.fsync(file.fileno())
    return path


def _curl(path: Path, port: int, name: str) -> float:
    began = time.monotonic()
    told = ["curl", "-sf", "-o", os.devnull, "-T", str(path), f"http://127.0.0.1:{port}/{name}"]
    subprocess.run(told, check=True)
    return time.monotonic() - began


@contextmanager
def _bare_view(folder: Path) -> Iterator[int]:
    app = Flask("bare")

    @app.put("/<name>")
    def put(name: str) -> str:
        with (folder / f"bare-{name}").open("wb") as target:
            shutil.copyfileobj(request.stream, target, 1 << 20)
            if name == "synced":
                target.flush()
                os.fsync(target.fileno())
        return "taken"

    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        tempfile.tempdir = str(folder)
        server = waitress.create_server(
            app, host="127.0.0.1", port=0, max_request_body_size=1 << 40, recv_bytes=262_144
        )
        os.write(writing, str(server.effective_port).encode())
        server.run()
        os._exit(0)
    try:
        yield int(os.read(reading, 10))
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)


@contextmanager
def _site(folder: Path) -> Iterator[tuple[psutil.Process, int, str]]:
    instance, key = folder / "instance", secrets.token_urlsafe(48)
    instance.mkdir()
    app = create_app(Settings(instance=instance, secret_key=key, free_disk_reserve_bytes=0))
    migrate.upgrade(app)
    with app.app_context():
        member = Member(name="Anna", email="anna@example.org", password_hash="", role="keeper")
        db.session.add_all([Household(family_name="The Testers"), member])
        db.session.flush()
        secret = sessions.start(member.id)
        db.session.commit()
    with app.test_request_context():
        cookie = f"{cookie_name()}={secret}"
    listening = socket.create_server(("127.0.0.1", 0))
    reading, writing = os.pipe()
    told = {"PHOTOALBUM_INSTANCE": str(instance), "PHOTOALBUM_SECRET_KEY": key}
    handed_down = (listening.fileno(), writing)
    command = children.python("photoalbum.serving.web", *handed_down)
    with subprocess.Popen(
        command, env={**children.environment(), **told}, pass_fds=handed_down, stderr=subprocess.DEVNULL
    ) as process:
        os.read(reading, 1)
        try:
            yield psutil.Process(process.pid), listening.getsockname()[1], cookie
        finally:
            process.terminate()


@contextmanager
def _watched(process: psutil.Process) -> Iterator[list[int]]:
    """The memory of a process, looked at twenty times a second."""
    seen, over = [process.memory_info().rss], threading.Event()

    def look() -> None:
        while not over.wait(0.05):
            seen.append(process.memory_info().rss)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


class _Client:
    """Somebody signed in, on one connection."""

    def __init__(self, port: int, cookie: str) -> None:
        self.wire = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        self.wire.request("GET", "/uploads/new", headers={"Cookie": cookie})
        page = self.wire.getresponse()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.read().decode())
        kept = [value.partition(";")[0] for value in page.headers.get_all("Set-Cookie", [])]
        if token is None:
            raise SystemExit("the upload page has no form")
        self.headers = {
            "Cookie": "; ".join([cookie, *kept]),
            "X-CSRFToken": token[1],
            "Tus-Resumable": "1.0.0",
        }

    def send(self, path: Path) -> float:
        """Send a file in pieces, and give the seconds until it was proved to be there."""
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size, at = path.stat().st_size, 0
        began = time.monotonic()
        about = f"filename {_b64(path.name)},sha256 {_b64(digest)}"
        begun = self._ask("POST", "/uploads/", b"", {"Upload-Length": str(size), "Upload-Metadata": about})
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as whole:
            while at < size:
                kind = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(at)}
                with memoryview(whole)[at : at + PIECE] as piece:
                    answer = self._ask("PATCH", begun["Location"], piece, kind)
                at = int(answer["Upload-Offset"])
        if answer["Photoalbum-Outcome"] != "safe":
            raise SystemExit(f"the file was not kept safely: {answer}")
        return time.monotonic() - began

    def _ask(
        self, method: str, path: str, body: bytes | memoryview, headers: dict[str, str]
    ) -> dict[str, str]:
        self.wire.request(method, path, body, {**self.headers, **headers})
        answer = self.wire.getresponse()
        said = answer.read()
        if answer.status not in (201, 204):
            raise SystemExit(f"{method} {path} answers {answer.status}: {said[:500]!r}")
        return dict(answer.headers)


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


if __name__ == "__main__":
    main()
