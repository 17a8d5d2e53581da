"""The shared set of real files and what others found in them, read in place."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from photoalbum.media.dates import parse_offset

ROOT = Path(__file__).resolve().parents[3] / "shared/media"
_LIST = ROOT / "EXPECTED-dev.json"

here = pytest.mark.skipif(not _LIST.exists(), reason="the set of real files, ../shared/media, is not here")

Entry = dict[str, Any]


def entries(*kinds: str) -> list[Entry]:
    """The entries of some kinds (`image`, `video` and so on), or all; none where the set is missing."""
    if not _LIST.exists():
        return []
    every = json.loads(_LIST.read_text())["entries"]
    return [entry for entry in every if not kinds or entry["kind"] in kinds]


def named(entry: Entry) -> str:
    return str(entry["path"])


def path_of(entry: Entry) -> Path:
    return ROOT / str(entry["path"])


def taken(entry: Entry) -> tuple[datetime, int | None] | None:
    """The local date and the offset in minutes that a file states, unless it is beyond belief."""
    said = entry.get("taken_at")
    if not said or not said["plausible"]:
        return None
    local = datetime.fromisoformat(said["local"])
    if said.get("subsec") and said["subsec"].isdigit():
        local = local.replace(microsecond=int(said["subsec"][:6].ljust(6, "0")))
    return local, parse_offset(said["offset"])


def position(entry: Entry) -> tuple[float, float] | None:
    where = entry.get("gps")
    return (where["lat"], where["lon"]) if where and where["valid"] else None
