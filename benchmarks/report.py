"""Makes docs/performance.md from the results that the benchmarks keep in benchmarks/results/.

    python benchmarks/report.py                     lay out what was measured so far
    python benchmarks/report.py --measure [NAME]…   measure all, or those named, and lay out the page

The words stand in benchmarks/performance.md: `{{name}}` is the place of a table there, `{{name.figure ms}}`
that of a number and its unit beside those of peers. What was not measured is called so.
"""

import argparse
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from tables import RESULTS

HERE = Path(__file__).resolve().parent
WORDS = HERE / "performance.md"
PAGE = HERE.parent / "docs/performance.md"
ABSENT = "not measured"
PLACE = re.compile(r"\{\{(\w+)(?:\.(\w+)([ /]\w+)?)?\}\}")
# As they are measured: the quick ones first.
SCRIPTS = {
    "rights": "rights.py",
    "thumbnails": "thumbnails.py",
    "served": "served.py",
    "album_page": "album_page.py",
    "uploads": "uploads.py",
    "ingest": "ingest.py",
    "grid_in_browser": "grid_in_browser.py",
    "lighthouse": "lighthouse",
    "browse": "browse.py",
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--measure", nargs="*", choices=list(SCRIPTS), metavar="NAME", default=None)
    wanted = parser.parse_args()
    failed = [] if wanted.measure is None else measure(wanted.measure or list(SCRIPTS))
    make()
    if failed:
        sys.exit(f"These did not come to an end: {', '.join(failed)}")


def measure(names: list[str]) -> list[str]:
    """Run benchmarks one after the other, and say which of them failed."""
    failed = []
    for name in names:
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, str(HERE / SCRIPTS[name]), "--write"], check=False).returncode:
            failed.append(name)
    return failed


def make() -> None:
    result.cache_clear()
    PAGE.write_text(laid_out(), encoding="utf-8")


def laid_out() -> str:
    return PLACE.sub(lambda place: told(*place.groups()), WORDS.read_text(encoding="utf-8"))


def told(name: str, figure: str | None, unit: str | None) -> str:
    found = result(name)
    if figure is not None:
        number = found.get("figures", {}).get(figure)
        return ABSENT if number is None else f"{number:,.{digits(number)}f}{unit or ''}"
    if not found:
        return f"*{ABSENT.capitalize()} yet.*"
    return f"{found['table']}\n\n*Measured on {found['measured']}: {found['machine']}.*"


@cache
def result(name: str) -> dict[str, Any]:
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def digits(number: float) -> int:
    """Behind the point: three that say something are enough.

    >>> [f"{n:,.{digits(n)}f}" for n in (0.08512, 2.34, 31.4, 125631)]
    ['0.085', '2.3', '31', '125,631']
    """
    return 0 if number >= 10 else 1 if number >= 1 else 3


if __name__ == "__main__":
    main()
