"""Tidying after crashes: upload parts that nobody will finish. Originals are never swept.

A file under `originals/` without a row may be a photo whose row a restored backup does not know. So it is
left where it is: sending the same file again adopts it, and `photoalbum verify` reports it.
"""

import fcntl
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from photoalbum.photos import files

STALE_PART_SECONDS = 60
STALE_SCRATCH_SECONDS = 6 * 3600


def sweep_parts(min_age: float = STALE_PART_SECONDS) -> int:
    """Remove parts of plain uploads that no process holds any more; how many there were."""
    return sum(1 for _path in forgotten_parts(min_age, remove=True))


def forgotten_parts(min_age: float = STALE_PART_SECONDS, *, remove: bool = False) -> Iterator[Path]:
    """Parts of plain uploads that no process holds any more."""
    limit = time.time() - min_age
    for path in files.incoming().glob("*.part"):
        if _is_forgotten(path, limit, remove=remove):
            yield path


def sweep_scratch() -> None:
    """Remove work files so old that whatever made them is gone."""
    limit = time.time() - STALE_SCRATCH_SECONDS
    for path in files.scratch().iterdir():
        try:
            if path.stat().st_mtime >= limit:
                continue
        except FileNotFoundError:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _is_forgotten(path: Path, limit: float, *, remove: bool) -> bool:
    """Whoever writes a part holds a lock on it, and the lock ends with the process, however it ends."""
    try:
        with path.open("rb") as part:
            if path.stat().st_mtime > limit:
                return False
            fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if remove:
                path.unlink()
    except (FileNotFoundError, BlockingIOError):
        return False
    return True
