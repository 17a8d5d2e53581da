"""The project's own files, as git sees them: committed, or new and not ignored."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def own_files() -> tuple[Path, ...]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines_of(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def texts() -> list[tuple[str, str]]:
    """Name and content of every file that is text."""
    found = []
    for path in own_files():
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            found.append((name_of(path), content.decode("utf-8", "replace")))
    return found
