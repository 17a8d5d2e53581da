"""What peers were asked over HTTP, asked of ours: album pages, thumbnails, jumps in a film, memory.

    python benchmarks/served.py [--seconds N] [--write]

`photoalbum serve` as it starts by default, on a site with albums of 200, 1,000 and 10,000 photos. Each page
is asked for 100 times, one after the other over one connection (median and 95th percentile by the clock),
then by eight at once. The processor time of the serving process is divided by the requests it answered: a
figure that a busy machine does not move. Memory is the proportional share (PSS) of all processes of the site.
"""

import argparse
import http.client
import random
import secrets
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
from album_page import ROOT, add_rows, original_row, signed_in
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.engine import Engine
from tables import write

sys.path.insert(0, str(ROOT))

from photoalbum import create_app, migrate
from photoalbum.accounts.models import Household, Member
from photoalbum.albums import actions
from photoalbum.core.db import db
from photoalbum.core.tokens import new_uid
from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.photos import files
from photoalbum.photos.models import Original, Photo
from photoalbum.settings import Settings
from tests.serving.commands import Site, served

KEY = secrets.token_urlsafe(48)
ALBUMS = (200, 1_000, 10_000)
PICTURES = 60
PICTURE = bytes(range(256)) * 118  # About 30 KB.
FILM_BYTES, JUMP = 200 << 20, 1 << 20
AT_ONCE, SERIAL = 8, 100


@dataclass(frozen=True)
class Asked:
    """What is asked for, and what the server took to answer."""

    name: str
    paths: list[str]
    headers: dict[str, str]
    status: int = 200
    jumps: bool = False
    size: int = 0
    median: float = 0
    p95: float = 0
    rate: float = 0
    processor: float = 0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=8, help="how long eight ask at once")
    parser.add_argument("--write", action="store_true", help="keep it, and tell it in docs/performance.md")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        questions, statements = filled(folder / "instance")
        with served(folder, PHOTOALBUM_SECRET_KEY=KEY) as site:
            time.sleep(10)  # Until it has come to rest.
            memory = [pss(site)]
            answered = [measured(each, site, wanted.seconds, memory) for each in questions]
    table = report(answered, memory, statements)
    print(table)
    if wanted.write:
        write("served", table, **figures(answered, memory, statements))


def filled(instance: Path) -> tuple[list[Asked], int]:
    """Albums, pictures and a film; and how many statements the page of the first album takes."""
    instance.mkdir()
    app = create_app(Settings(instance=instance, secret_key=KEY, free_disk_reserve_bytes=0))
    migrate.upgrade(app)
    with app.app_context():
        member = Member(name="Anna", email="anna@example.org", password_hash="", role="keeper")
        db.session.add_all([Household(family_name="The Testers"), member])
        db.session.flush()
        albums = {
            size: actions.create(member.id, actions.Wish(f"{size}", audience="family")) for size in ALBUMS
        }
        for size, album in albums.items():
            add_rows(album, size)
        some = db.session.scalars(select(Photo).order_by(Photo.id).limit(PICTURES)).all()
        for photo in some:
            target = files.storage().path(files.derivative_key(photo.original.sha256, "thumb.webp"))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(PICTURE)
        thumbs = [f"/photos/{photo.uid}/d/{RECIPE_VERSION}/thumb.webp" for photo in some]
        film = f"/photos/{add_film(member.id)}/original"
        db.session.commit()
        pages = {size: f"/albums/{album.slug}/" for size, album in albums.items()}
        member_id = member.id
    cookie = {"Cookie": signed_in(app, member_id)}
    questions = [Asked(f"album of {size:,} photos", [path], cookie) for size, path in pages.items()]
    questions.append(Asked("thumbnail", thumbs, cookie))
    questions.append(Asked("1 MiB from anywhere in a film of 200 MiB", [film], cookie, 206, jumps=True))
    statements = statements_of(app, pages[ALBUMS[0]], cookie)
    with app.app_context():
        db.engine.dispose()
    return questions, statements


def add_film(member_id: int) -> str:
    digest = f"{7:064x}"
    row = {**original_row(digest), "bytes": FILM_BYTES, "media_type": "video/mp4", "extension": "mp4"}
    original = Original(**{**row, "kind": "video"})
    photo = Photo(uid=new_uid(), owner_id=member_id, original=original, kind="video", file_name="film.mp4")
    db.session.add(photo)
    db.session.flush()
    target = files.storage().path(files.original_key(digest, "mp4"))
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        for _ in range(FILM_BYTES >> 20):
            file.write(random.randbytes(1 << 20))
    return photo.uid


def statements_of(app: Flask, path: str, headers: dict[str, str]) -> int:
    seen: list[object] = []

    def count(*about: object) -> None:
        seen.append(about)

    client = app.test_client(use_cookies=False)
    client.get(path, headers=headers)
    event.listen(Engine, "before_cursor_execute", count)
    client.get(path, headers=headers)
    event.remove(Engine, "before_cursor_execute", count)
    return len(seen)


def measured(question: Asked, site: Site, seconds: float, memory: list[float]) -> Asked:
    asking = one_after_the_other(question, site.url)
    size = asking()
    times = []
    for _ in range(SERIAL):
        began = time.perf_counter()
        asking()
        times.append((time.perf_counter() - began) * 1000)

    (web,) = site.children("web")
    until, counts = time.monotonic() + seconds, []

    def ask_on() -> None:
        ask, number = one_after_the_other(question, site.url), 0
        while time.monotonic() < until:
            ask()
            number += 1
        counts.append(number)

    many = [threading.Thread(target=ask_on) for _ in range(AT_ONCE)]
    spent, began = processor_of(web), time.monotonic()
    for each in many:
        each.start()
    memory.append(pss(site))
    for each in many:
        each.join()
    spent, took = processor_of(web) - spent, time.monotonic() - began
    memory.append(pss(site))
    return replace(
        question,
        size=size,
        median=statistics.median(times),
        p95=statistics.quantiles(times, n=20)[-1],
        rate=sum(counts) / took,
        processor=spent * 1000 / max(1, sum(counts)),
    )


def one_after_the_other(question: Asked, url: str) -> Callable[[], int]:
    """A client on one connection. Each call asks once more, and gives the number of bytes of the answer."""
    wire = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
    chance, number = random.Random(3), 0

    def ask() -> int:
        nonlocal number
        number += 1
        headers = dict(question.headers)
        if question.jumps:
            at = chance.randrange(FILM_BYTES - JUMP)
            headers["Range"] = f"bytes={at}-{at + JUMP - 1}"
        wire.request("GET", question.paths[number % len(question.paths)], headers=headers)
        answer = wire.getresponse()
        body = answer.read()
        if answer.status != question.status:
            raise SystemExit(f"{question.name}: {answer.status} instead of {question.status}")
        return len(body)

    return ask


def processor_of(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def pss(site: Site) -> float:
    """MiB of the supervisor and all below it."""
    above = psutil.Process(site.process.pid)
    everybody = [above, *above.children(recursive=True)]
    return sum(float(each.memory_full_info().pss) for each in everybody) / 2**20


def report(answered: list[Asked], memory: list[float], statements: int) -> str:
    lines = [
        "| request | median | p95 | eight at once | processor time each | bytes |",
        "|---|---|---|---|---|---|",
        *(
            f"| {each.name} | {each.median:.1f} ms | {each.p95:.1f} ms | {each.rate:,.0f}/s "
            f"| {each.processor:.2f} ms | {each.size:,} |"
            for each in answered
        ),
        "",
        f"The page of an album takes {statements} SQL statements.",
        "",
        f"All processes of the site have {memory[0]:.0f} MiB at rest, at most {max(memory):.0f} while asked.",
    ]
    return "\n".join(lines)


def figures(answered: list[Asked], memory: list[float], statements: int) -> dict[str, float]:
    found = {"statements": float(statements), "idle_mib": memory[0], "most_mib": max(memory)}
    names = [*(f"album_{size}" for size in ALBUMS), "thumbnail", "jump"]
    for name, each in zip(names, answered, strict=True):
        found |= {f"{name}_median": each.median, f"{name}_p95": each.p95, f"{name}_rate": each.rate}
        found |= {f"{name}_cpu": each.processor, f"{name}_bytes": each.size}
    return found


if __name__ == "__main__":
    main()
