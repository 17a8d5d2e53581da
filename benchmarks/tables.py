"""Where the tables of the benchmarks stand: docs/performance.md, each between two comments with its name."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs/performance.md"


def write(name: str, table: str) -> None:
    """Put the table under its heading, in place of the one of the last time."""
    page = PAGE.read_text(encoding="utf-8")
    pattern = re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- end of {name} -->)", re.DOTALL)
    if not pattern.search(page):
        raise SystemExit(f"{PAGE} has no place for this table")
    PAGE.write_text(pattern.sub(lambda _old: f"{table}\n", page), encoding="utf-8")
