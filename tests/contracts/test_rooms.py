"""No room grows too big, and no wall between them is broken."""

import subprocess
import sys
from pathlib import Path

from .files import ROOT, lines_of, name_of, own_files

MODULE, OTHER = 300, 400


def bound_of(name: str) -> int | None:
    if name.startswith("photoalbum/migrations/versions/"):
        return None
    if name.startswith("photoalbum/") and name.endswith(".py"):
        return MODULE
    if name.endswith((".py", ".html", ".css", ".js", ".mjs")):
        return OTHER
    return None


def test_no_file_is_too_long():
    too_long = [
        f"{name_of(path)}: {lines_of(path)}"
        for path in own_files()
        if (bound := bound_of(name_of(path))) and lines_of(path) > bound
    ]
    assert too_long == []


def test_imports_go_down_only():
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
