"""Taking in bytes: into a file of our own beside the originals, hashed on the way, durable at the end."""

import fcntl
import hashlib
import os
import shutil
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from flask import current_app
from flask_babel import gettext as _

from photoalbum.core import crash, disk
from photoalbum.core.db import disk_is_full
from photoalbum.core.errors import AlbumError, DiskFull, TooLarge
from photoalbum.core.tokens import new_uid
from photoalbum.photos import files

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Received:
    """A file that lies complete and synced in `incoming/`, locked until `let_go` against the sweep."""

    path: Path
    bytes: int
    sha256: str
    crc32: int
    handle: BinaryIO
    # Whether the SHA-256 was made of what the disk gave back, and not of what came.
    is_read_back: bool = False

    def forget_cached(self) -> None:
        """Ask the kernel to forget its copy, so that whoever reads the file next reads the disk."""
        disk.forget_cached(self.handle.fileno())

    def is_intact(self) -> bool:
        """Whether the disk gives back what was written."""
        self.forget_cached()
        with self.path.open("rb") as again:
            return hashlib.file_digest(again, "sha256").hexdigest() == self.sha256

    def let_go(self) -> None:
        """Close the file, and remove it if it is still in `incoming/`."""
        self.handle.close()
        self.path.unlink(missing_ok=True)


def receive(source: BinaryIO) -> Received:
    """Write a stream to disk, sync it and say what came.

    Raises TooLarge or DiskFull, and leaves nothing behind then.
    """
    limit = int(current_app.config["MAX_FILE_BYTES"])
    path = files.incoming() / f"{new_uid(20)}.part"
    sha256, crc32, size = hashlib.sha256(), 0, 0
    target = path.open("xb")
    fcntl.flock(target, fcntl.LOCK_EX)
    try:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise TooLarge(_("This file is larger than this site takes."))
            require_space(len(chunk))
            target.write(chunk)
            sha256.update(chunk)
            crc32 = zlib.crc32(chunk, crc32)
            crash.point("mid-write")
        crash.point("written")
        target.flush()
        os.fsync(target.fileno())
        crash.point("fsynced")
    except BaseException as fault:
        target.close()
        path.unlink(missing_ok=True)
        if disk_is_full(fault):
            raise no_space() from fault
        raise
    return Received(path, size, sha256.hexdigest(), crc32, target)


def no_space() -> DiskFull:
    return DiskFull(_("The disk of this site is full. Nothing was lost; please tell the keeper."))


def as_told(fault: Exception) -> AlbumError:
    """What the sender is told of a fault on the way in. Whatever is not of their concern is raised again."""
    if isinstance(fault, AlbumError):
        return fault
    if disk_is_full(fault):
        return no_space()
    raise fault


def require_space(coming: int = 0) -> None:
    """Raise DiskFull when what is coming would eat into the reserve that keeps the site itself working."""
    free = shutil.disk_usage(files.incoming()).free
    if free - coming < int(current_app.config["FREE_DISK_RESERVE_BYTES"]):
        raise DiskFull(
            _("The disk of this site is nearly full, so nothing can be added. Please tell the keeper.")
        )
