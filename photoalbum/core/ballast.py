"""A file that keeps some room on the database's disk, and is given up when nothing else is left.

On a full disk SQLite cannot even delete: what is to go must first be written down. So when a unit that may
write begins and the disk is nearly full, the ballast goes, and moving to the trash and emptying it go on
working. It comes back by itself when there is room again.
"""

import logging
import os
import shutil
from contextlib import suppress
from pathlib import Path

FILE_NAME = "ballast"
BYTES = 16 << 20
# With less than this free, a transaction may fail midway.
TOO_LITTLE = 4 << 20
log = logging.getLogger(__name__)


def put(folder: Path, size: int = BYTES) -> bool:
    """Keep room beside the database, unless the disk is so full that the room is needed now."""
    path = folder / FILE_NAME
    if path.exists():
        return True
    if shutil.disk_usage(folder).free < 2 * size + TOO_LITTLE:
        return False
    new = path.with_suffix(".new")
    try:
        with new.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, size)
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        log.warning("No room could be kept for a full disk.", exc_info=True)
        return False
    return True


def give_up_if_needed(folder: Path) -> None:
    """Give the room back when a unit of work may need it."""
    with suppress(OSError):
        if shutil.disk_usage(folder).free < TOO_LITTLE:
            (folder / FILE_NAME).unlink(missing_ok=True)
