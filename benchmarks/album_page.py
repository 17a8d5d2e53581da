"""Server time of an album page for 100 to 1,000,000 photos, beside a bare Flask page, in the same run.

    python benchmarks/album_page.py [rounds] [--most PHOTOS] [--write]

The page of the largest album costs at most 1.3 times that of 100 photos. Requests go straight into the WSGI
application and take turns, so that a busy machine slows all of them alike; what is counted is processor time.
With --write it is told in docs/performance.md.
"""

import argparse
import hashlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, insert, select
from tables import write
from werkzeug.test import EnvironBuilder, run_wsgi_app

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from photoalbum import create_app, migrate  # noqa: E402
from photoalbum.accounts import sessions  # noqa: E402
from photoalbum.accounts.models import Household, Member  # noqa: E402
from photoalbum.albums import actions, tally  # noqa: E402
from photoalbum.albums.models import Album, AlbumEntry  # noqa: E402
from photoalbum.core.db import db  # noqa: E402
from photoalbum.core.tokens import new_uid  # noqa: E402
from photoalbum.photos.models import Original, Photo  # noqa: E402
from photoalbum.serving.process import settle_heap  # noqa: E402
from photoalbum.settings import Settings  # noqa: E402
from photoalbum.web.current import cookie_name  # noqa: E402

SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
LOT = 20_000  # Rows that are made at once.
BUDGET = 1.3
PLACEHOLDER = "data:image/webp;base64," + "A" * 120

Request = Callable[[], int]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rounds", nargs="?", type=int, default=60)
    parser.add_argument("--most", type=int, default=SIZES[-1], help="leave larger albums out")
    parser.add_argument("--write", action="store_true", help="keep it, and tell it in docs/performance.md")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(instance=Path(folder), secret_key="k" * 50, free_disk_reserve_bytes=0))
        migrate.upgrade(app)
        member, slugs = filled(app, [size for size in SIZES if size <= wanted.most])
        cookie = signed_in(app, member)
        requests: dict[str, Request] = {
            "bare Flask": asking(bare(), "/"),
            **{
                f"album of {number:,} photos": asking(app, f"/albums/{slug}/", cookie)
                for number, slug in slugs.items()
            },
        }
        sizes = {name: ask() for name, ask in requests.items()}
        settle_heap()
        spent = taking_turns(requests, wanted.rounds)
    table = report(spent, sizes)
    print(table)
    if wanted.write:
        write("album_page", table)


def taking_turns(requests: dict[str, Request], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of processor time of each request in each round."""
    for ask in requests.values():
        for _warm in range(5):
            ask()
    spent: dict[str, list[float]] = {name: [] for name in requests}
    for number in range(rounds):
        # Every other round backwards: what comes after a large page would always find the caches cold.
        for name, ask in list(requests.items())[:: -1 if number % 2 else 1]:
            # One bare request is too short for the clock, so ten of them are one measurement.
            times = 10 if name == "bare Flask" else 1
            began = time.process_time()
            for _time in range(times):
                ask()
            spent[name].append((time.process_time() - began) * 1000 / times)
    return spent


def asking(app: Flask, path: str, cookie: str = "") -> Request:
    """A request that reads the whole answer, and says how many bytes it had."""

    def ask() -> int:
        environ = EnvironBuilder(path, base_url="http://localhost/", headers={"Cookie": cookie}).get_environ()
        body, status, _headers = run_wsgi_app(app, environ, buffered=True)
        if status != "200 OK":
            raise SystemExit(f"{path} answers {status}")
        return len(b"".join(body))

    return ask


def bare() -> Flask:
    app = Flask("hello")

    @app.get("/")
    def hello() -> str:
        return "<!doctype html><title>Hello</title><p>Hello"

    return app


def filled(app: Flask, sizes: list[int]) -> tuple[int, dict[int, str]]:
    """A family with an album of each size."""
    with app.app_context():
        db.session.add(Household(family_name="The Testers"))
        member = Member(name="Anna", email="anna@example.org", password_hash="", role="keeper")
        db.session.add(member)
        db.session.flush()
        slugs = {}
        for number in sizes:
            album = actions.create(member.id, actions.Wish(f"{number} photos", audience="family"))
            add_rows(album, number)
            slugs[number] = album.slug
        db.session.commit()
        return member.id, slugs


def add_rows(album: Album, number: int) -> None:
    """Rows of photos, as processing leaves them; no page of HTML asks for their bytes."""
    for start in range(0, number, LOT):
        _add_lot(album, range(start, min(start + LOT, number)))
    tally.refresh([album.id])


def _add_lot(album: Album, numbers: range) -> None:
    begin = datetime(2000, 1, 1)
    original = (db.session.scalar(select(func.max(Original.id))) or 0) + 1
    photo = (db.session.scalar(select(func.max(Photo.id))) or 0) + 1
    originals: list[dict[str, object]] = []
    photos: list[dict[str, object]] = []
    entries: list[dict[str, object]] = []
    for place, n in enumerate(numbers):
        taken = begin + timedelta(minutes=n)
        digest = hashlib.sha256(f"{album.slug} {n}".encode()).hexdigest()
        originals.append({"id": original + place, **original_row(digest)})
        photos.append(
            {
                "id": photo + place,
                "uid": new_uid(),
                "owner_id": album.owner_id,
                "original_id": original + place,
                "kind": "photo",
                "file_name": f"{n}.jpg",
                "taken_at": taken,
                "sort_at": taken,
            }
        )
        entries.append({"album_id": album.id, "photo_id": photo + place, "sort_at": taken})
    db.session.execute(insert(Original), originals)
    db.session.execute(insert(Photo), photos)
    db.session.execute(insert(AlbumEntry), entries)


def original_row(digest: str) -> dict[str, object]:
    return {
        "sha256": digest,
        "bytes": 1000,
        "crc32": 0,
        "media_type": "image/jpeg",
        "extension": "jpg",
        "kind": "photo",
        "width": 4032,
        "height": 3024,
        "state": "ready",
        "placeholder": PLACEHOLDER,
        "tint": f"#{digest[:6]}",
    }


def signed_in(app: Flask, member: int) -> str:
    with app.app_context():
        secret = sessions.start(member)
        db.session.commit()
    with app.test_request_context():
        return f"{cookie_name()}={secret}"


def report(spent: dict[str, list[float]], sizes: dict[str, int]) -> str:
    medians = {name: statistics.median(times) for name, times in spent.items()}
    hello, few, *_, many = medians.values()
    *_, largest = medians
    lines = [
        "| request | processor time, median | as many bare pages | HTML |",
        "|---|---|---|---|",
        *(
            f"| {name} | {time_:.2f} ms | {time_ / hello:.0f} | {sizes[name] / 1000:.0f} kB |"
            for name, time_ in medians.items()
        ),
        "",
        f"The {largest} costs {many / few:.2f} times as much as that of {SIZES[0]}; the budget is {BUDGET}.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
