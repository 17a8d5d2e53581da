#!/usr/bin/env python3
"""How long it takes to find what somebody may see of 10,000 albums: benchmarks/rights.py [rounds] [--write]

The albums lie up to eight deep in each other, with 500 grants to members and circles and ten photos each. The
budget for "the albums I may see", for the first page and for a page of the timeline is 50 ms at the 95th
percentile. How many statements each takes stands in the table.
What is counted is processor time, SQLite's own included, so that a busy machine does not spoil it. With
--write the table goes into docs/performance.md.
"""

import argparse
import gc
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import event, func, insert, select
from tables import write

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from photoalbum import create_app, migrate  # noqa: E402
from photoalbum.accounts.models import Circle, CircleMember, Household, Member  # noqa: E402
from photoalbum.accounts.viewer import STRANGER, LinkPass, Viewer  # noqa: E402
from photoalbum.albums import access, lineage, queries  # noqa: E402
from photoalbum.albums.models import ROLES, Album, AlbumEntry, AlbumSource, CircleGrant, Grant  # noqa: E402
from photoalbum.browse import timeline  # noqa: E402
from photoalbum.core.db import db  # noqa: E402
from photoalbum.photos.models import Original, Photo  # noqa: E402
from photoalbum.settings import Settings  # noqa: E402

ALBUMS, DEEPEST, GRANTS, PHOTOS, MEMBERS, CIRCLES = 10_000, 8, 500, 100_000, 30, 8
BUDGET = 50.0
START = datetime(2000, 1, 1)

Ask = Callable[[], object]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rounds", nargs="?", type=int, default=60)
    parser.add_argument("--write", action="store_true", help="keep it, and tell it in docs/performance.md")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(instance=Path(folder), secret_key="k" * 50, free_disk_reserve_bytes=0))
        migrate.upgrade(app)
        with app.app_context():
            fill()
            # What filling left behind is not the site's to clear away in the middle of a question.
            gc.collect()
            gc.freeze()
            table = report(measured(wanted.rounds))
            db.engine.dispose()
    print(table)
    if wanted.write:
        write("rights", table)


def fill() -> None:
    """Nine of ten albums are private, as in a real family; one in ten keeps away what holds above."""
    chance = random.Random(5)
    db.session.add(Household(family_name="The Testers"))
    members = [
        Member(name=f"M{n}", email=f"m{n}@example.org", password_hash="", role="member" if n else "keeper")
        for n in range(MEMBERS)
    ]
    db.session.add_all(members)
    db.session.flush()
    circles = [Circle(name=f"Circle {n}", owner_id=members[n].id) for n in range(CIRCLES)]
    db.session.add_all(circles)
    db.session.flush()
    for circle in circles:
        inside = chance.sample(members, 8)
        db.session.add_all(CircleMember(circle_id=circle.id, member_id=member.id) for member in inside)
    made = albums(chance, [member.id for member in members[:20]])
    db.session.execute(insert(Album), made)
    lineage.refresh_all()
    named: dict[tuple[int, int], str] = {}
    shared: dict[tuple[int, int], str] = {}
    while len(named) + len(shared) < GRANTS:
        album_id, role = chance.randint(1, ALBUMS), chance.choice(ROLES)
        if chance.random() < 2 / 3:
            named[album_id, chance.choice(members[:-1]).id] = role
        else:
            shared[album_id, chance.choice(circles).id] = role
    db.session.add_all(Grant(album_id=a, member_id=m, role=role) for (a, m), role in named.items())
    db.session.add_all(CircleGrant(album_id=a, circle_id=c, role=role) for (a, c), role in shared.items())
    add_photos(chance, made, [member.id for member in members[:20]])
    db.session.commit()


def albums(chance: random.Random, owners: list[int]) -> list[dict[str, Any]]:
    depth: dict[int, int] = {}
    rows: list[dict[str, Any]] = []
    for id_ in range(1, ALBUMS + 1):
        near = [n for n in chance.choices(range(max(1, id_ - 3000), id_), k=5) if id_ > 20] if id_ > 1 else []
        parent = next((n for n in near if depth[n] < DEEPEST), None) if chance.random() < 0.85 else None
        depth[id_] = depth[parent] + 1 if parent else 1
        rows.append(
            {
                "id": id_,
                "slug": f"album-{id_}",
                "title": f"Album {id_}",
                "owner_id": chance.choice(owners),
                "parent_id": parent,
                "audience": chance.choices(["private", "family", "public"], [90, 7, 3])[0],
                "inherits": chance.random() < 0.9,
                "sort_at": START + timedelta(hours=chance.randrange(200_000)),
            }
        )
    return rows


def add_photos(chance: random.Random, made: list[dict[str, Any]], owners: list[int]) -> None:
    """An album holds some days of somebody's life: nine of ten of its photos are its owner's."""
    numbers = range(1, PHOTOS + 1)
    places = {n: chance.choice(made) for n in numbers}
    original = {"bytes": 1, "crc32": 0, "media_type": "image/jpeg", "extension": "jpg", "kind": "photo"}
    db.session.execute(
        insert(Original), [{"id": n, "sha256": f"{n:064}", "state": "ready", **original} for n in numbers]
    )
    moments = {
        n: place["sort_at"] - timedelta(minutes=chance.randrange(14_400)) for n, place in places.items()
    }
    photo = {"kind": "photo", "file_name": "x.jpg"}
    db.session.execute(
        insert(Photo),
        [
            {
                "id": n,
                "uid": f"{n:012}",
                "owner_id": places[n]["owner_id"] if chance.random() < 0.9 else chance.choice(owners),
                "original_id": n,
                "sort_at": moments[n],
                **photo,
            }
            for n in numbers
        ],
    )
    db.session.execute(
        insert(AlbumEntry),
        [{"album_id": places[n]["id"], "photo_id": n, "sort_at": moments[n]} for n in numbers],
    )


def viewers() -> dict[str, Viewer]:
    ids = list(db.session.scalars(select(Member.id).order_by(Member.id)))
    return {
        "the keeper": Viewer(ids[0], is_keeper=True),
        "the keeper, acting": Viewer(ids[0], is_keeper=True, acting_for=ids[5]),
        "an owner of 500 albums": Viewer(ids[3]),
        "a member with grants": Viewer(ids[25]),
        "a member without": Viewer(ids[-1]),
        "a passer-by": STRANGER,
        "a guest with a tree": Viewer(passes=frozenset({LinkPass(1, 7, with_albums_below=True)})),
    }


def measured(rounds: int) -> dict[str, dict[str, list[float]]]:
    """Milliseconds by viewer and question; the questions take turns, so that noise meets all alike."""
    asked = {name: questions(viewer) for name, viewer in viewers().items()}
    spent = {name: {question: [] for question in found} for name, found in asked.items()}
    for number in range(rounds + 3):
        for name, found in asked.items():
            for question, ask in found.items():
                db.session.rollback()
                began = time.process_time()
                ask()
                took = (time.process_time() - began) * 1000
                if number >= 3:
                    spent[name][question].append(took)
    return spent


def questions(viewer: Viewer) -> dict[str, Ask]:
    seen = access.albums_visible_to(viewer).with_only_columns(Album.id)
    months, size = timeline.months_of(viewer), current_app.config["PHOTOS_PER_PAGE"]
    one_album = seen.where(Album.slug == "album-77")
    one_photo = access.photos_visible_to(viewer).with_only_columns(Photo.id).where(Photo.uid == f"{777:012}")
    return {
        "all albums": lambda: db.session.execute(seen).all(),
        "first page": lambda: queries.first_page_albums(viewer),
        "one album": lambda: db.session.execute(one_album).all(),
        "one photo": lambda: db.session.execute(one_photo).all(),
        "months": lambda: timeline.months_of(viewer),
        # Where its photos stand, which is the question of rights, and then they by their keys.
        "timeline page": lambda: timeline.page(viewer, months, size),
    }


def statements(ask: Ask) -> int:
    seen: list[object] = []

    def note(*_: object) -> None:
        seen.append(None)

    event.listen(db.engine, "before_cursor_execute", note)
    ask()
    event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def report(spent: dict[str, dict[str, list[float]]]) -> str:
    pairs = db.session.scalar(select(func.count()).select_from(AlbumSource))
    names = list(next(iter(spent.values())))
    asked = questions(next(iter(viewers().values())))
    worst = max(percentile(times) for found in spent.values() for times in found.values())
    return "\n".join(
        [
            f"Milliseconds, median and 95th percentile; {pairs:,} rows say whose rights hold where.",
            "",
            f"| who asks | {' | '.join(names)} |",
            f"|---|{'---|' * len(names)}",
            f"| statements | {' | '.join(str(statements(ask)) for ask in asked.values())} |",
            *(
                f"| {name} | "
                + " | ".join(
                    f"{statistics.median(times):.1f} / {percentile(times):.1f}" for times in found.values()
                )
                + " |"
                for name, found in spent.items()
            ),
            "",
            f"The slowest 95th percentile is {worst:.0f} ms; the budget is {BUDGET:.0f} ms.",
        ]
    )


def percentile(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


if __name__ == "__main__":
    main()
