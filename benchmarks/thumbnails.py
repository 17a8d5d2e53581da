"""Server time of a thumbnail whose rights are checked, beside a bare Flask "hello" on the same server.

    python benchmarks/thumbnails.py [rounds] [--write]

At most 2.2 times the processor time of the hello. Both run in a process of their own on the site's server,
are asked over one connection kept open, and take turns; what is counted is the processor time of the serving
process. With --write the table goes into docs/performance.md.
"""

import argparse
import http.client
import multiprocessing
import socket
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil
from album_page import ROOT, add_rows, bare, signed_in
from tables import write

sys.path.insert(0, str(ROOT))

from sqlalchemy import select

from photoalbum import create_app, migrate
from photoalbum.accounts.models import Household, Member
from photoalbum.albums import actions
from photoalbum.core.db import db
from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.photos import files
from photoalbum.photos.models import Photo
from photoalbum.serving.bodies import BodyRules
from photoalbum.serving.process import settle_heap
from photoalbum.serving.server import AlbumServer
from photoalbum.settings import Settings

BUDGET = 2.2
PICTURE = bytes(range(256)) * 118  # About 30 KB.
REQUESTS = 400
PHOTOS = 60


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rounds", nargs="?", type=int, default=15)
    parser.add_argument("--write", action="store_true", help="keep it, and tell it in docs/performance.md")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder)
        with serving(hello) as plain, serving(site, instance) as ours:
            spent = taking_turns(plain, ours, wanted.rounds)
    table = report(spent)
    print(table)
    if wanted.write:
        write("thumbnails", table)


class Served:
    """A server in another process, and a connection to it."""

    def __init__(self, process: multiprocessing.Process, told: dict[str, Any]) -> None:
        self.process = psutil.Process(process.pid)
        self.wire = http.client.HTTPConnection("127.0.0.1", told["port"])
        self.paths: list[str] = told["paths"]
        self.headers = {"Cookie": told["cookie"]}

    def ask(self, number: int) -> None:
        self.wire.request("GET", self.paths[number % len(self.paths)], headers=self.headers)
        answer = self.wire.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{self.paths[0]} answers {answer.status}")

    def spent(self) -> float:
        times = self.process.cpu_times()
        return float(times.user + times.system)


def taking_turns(plain: Served, ours: Served, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of processor time a request of each kind in each round."""
    kinds = {"bare Flask": plain, "thumbnail, rights checked": ours}
    for served in kinds.values():
        for number in range(2 * PHOTOS):
            served.ask(number)
    found: dict[str, list[float]] = {name: [] for name in kinds}
    for turn in range(rounds):
        for name, served in list(kinds.items())[:: -1 if turn % 2 else 1]:
            began = served.spent()
            for number in range(REQUESTS):
                served.ask(number)
            found[name].append((served.spent() - began) * 1000 / REQUESTS)
    return found


@contextmanager
def serving(kind: Any, *arguments: Any) -> Iterator[Served]:
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=kind, args=(there, *arguments), daemon=True)
    process.start()
    there.close()
    try:
        yield Served(process, here.recv())
    finally:
        process.terminate()
        process.join()


def hello(there: Connection) -> None:
    run(bare(), there, paths=["/"], cookie="")


def site(there: Connection, instance: Path) -> None:
    app = create_app(Settings(instance=instance, secret_key="k" * 50, free_disk_reserve_bytes=0))
    migrate.upgrade(app)
    with app.app_context():
        db.session.add(Household(family_name="The Testers"))
        member = Member(name="Anna", email="anna@example.org", password_hash="", role="keeper")
        db.session.add(member)
        db.session.flush()
        album = actions.create(member.id, actions.Wish("Many", audience="family"))
        add_rows(album, PHOTOS)
        db.session.commit()
        member_id = member.id
        paths = []
        for photo in db.session.scalars(select(Photo)):
            target = files.storage().path(files.derivative_key(photo.original.sha256, "thumb.webp"))
            target.parent.mkdir(parents=True)
            target.write_bytes(PICTURE)
            paths.append(f"/photos/{photo.uid}/d/{RECIPE_VERSION}/thumb.webp")
    run(app, there, paths=paths, cookie=signed_in(app, member_id))


def run(app: Any, there: Connection, **told: Any) -> None:
    settings = Settings(instance=Path("unused"), secret_key="k" * 50)
    listening = socket.create_server(("127.0.0.1", 0))
    settle_heap()
    there.send({"port": listening.getsockname()[1], **told})
    AlbumServer(app, listening, settings, BodyRules(lambda *_: 0, lambda: 1 << 30)).run()


def report(spent: dict[str, list[float]]) -> str:
    plain, ours = (statistics.median(times) for times in spent.values())
    return "\n".join(
        [
            "| request | processor time, median | as many bare pages |",
            "|---|---|---|",
            *(
                f"| {name} | {statistics.median(times):.2f} ms | {statistics.median(times) / plain:.2f} |"
                for name, times in spent.items()
            ),
            "",
            f"A thumbnail costs {ours / plain:.2f} times a bare page; the budget is {BUDGET}.",
        ]
    )


if __name__ == "__main__":
    main()
