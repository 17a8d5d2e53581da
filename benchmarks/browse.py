"""How long timeline and search take at a million photos, for three people.

    python benchmarks/browse.py [--folder FOLDER] [--rounds N] [--write]

Budget: p95 under 100 ms each for a member who sees all, for one who sees a single album of 100, and for a
visitor who sees what is public. Whole pages are asked for, straight into the WSGI application. The clock is
read, so that waiting for the disk counts, and the processor's time beside it, which other work on the machine
does not lengthen. Without --folder a site is made by benchmarks/million.py.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from flask import Flask

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from album_page import asking, bare, signed_in  # noqa: E402
from million import ANNA, LONE, make, publish, site  # noqa: E402
from tables import write  # noqa: E402

from photoalbum.delivery.limits import limiter  # noqa: E402

BUDGET_MS = 100
MONTHS = ("", "?month=2020-06", "?month=2008-01", "?month=1987-11", "?month=1955-03", "?month=undated")
WORDS = (
    "garden",
    "img",
    "frieda lake",
    "zur",
    "grandpa snow harbour",
    '"frieda garden"',
    "is:video",
    "by:member",
    "august 2014",
    "garden 2008",
    "last summer",
    'in:"garden"',
    "camera:canon is:photo",
    "is:favourite",
    "nothingofthekind",
)


@dataclass
class Times:
    """Milliseconds of one person's requests of one page."""

    person: str
    page: str
    spent: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, help="a site that benchmarks/million.py has made")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--write", action="store_true", help="keep it, and tell it in docs/performance.md")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = wanted.folder or Path(temporary)
        if wanted.folder is None:
            make(folder)
        measured = list(measure(folder, wanted.rounds))
    table = report(measured)
    print(table)
    if wanted.write:
        write("browse", table)


def measure(folder: Path, rounds: int) -> Iterator[Times]:
    app = site(folder)
    limiter.enabled = False
    cookies = {"sees all": signed_in(app, ANNA), "sees one album of 100": signed_in(app, LONE)}
    yield from taking_turns(app, cookies, rounds)
    number = publish(folder)
    yield from taking_turns(app, {f"visitor, {number:,} photos are public": ""}, rounds)


def taking_turns(app: Flask, cookies: dict[str, str], rounds: int) -> list[Times]:
    times = []
    for person, cookie in cookies.items():
        for page, paths in (
            ("timeline", [f"/timeline/{month}" for month in MONTHS]),
            ("search", [f"/search?q={quote(words)}" for words in WORDS]),
        ):
            asks = {path: asking(app, path, cookie) for path in paths}
            for ask in asks.values():
                ask()
            measured = Times(person, page)
            for _round in range(rounds):
                for path, ask in asks.items():
                    began, busy = time.perf_counter(), time.process_time()
                    ask()
                    measured.processor.append((time.process_time() - busy) * 1000)
                    spent = (time.perf_counter() - began) * 1000
                    measured.spent.append(spent)
                    if spent > BUDGET_MS:
                        print(f"{person}: {path} took {spent:.0f} ms", file=sys.stderr)
            times.append(measured)
    return times


def report(measured: list[Times]) -> str:
    hello = asking(bare(), "/")
    hello()
    began = time.perf_counter()
    for _time in range(200):
        hello()
    plain = (time.perf_counter() - began) * 1000 / 200
    number = sum(len(one.spent) for one in measured)
    lines = [
        "| who | page | median | p95 | longest | p95 of processor time |",
        "|---|---|---|---|---|---|",
        *(
            f"| {one.person} | {one.page} | {statistics.median(one.spent):.0f} ms | {p95(one.spent):.0f} ms "
            f"| {max(one.spent):.0f} ms | {p95(one.processor):.0f} ms |"
            for one in measured
        ),
        "",
        f"{number:,} pages; the budget is a p95 of {BUDGET_MS} ms.",
        f"A bare Flask page took {plain:.2f} ms in the same run.",
    ]
    return "\n".join(lines)


def p95(spent: list[float]) -> float:
    return statistics.quantiles(spent, n=20)[-1]


if __name__ == "__main__":
    main()
