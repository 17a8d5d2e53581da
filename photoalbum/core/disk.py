"""Bytes as the disk has them: read past what the kernel remembers, and written so that they stay."""

import ctypes
import errno
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

PIECE = 1 << 20
# So much of the end of a large file stays with the kernel: whoever was given it next finds small ones there.
WARM = 64 << 20
_NO_END = 1 << 62
_TEMPORARY = ".copying-"


class Interrupted(Exception):
    """It is time to stop, in the middle of a file."""


def go_on_for_ever(_read: int) -> bool:
    return True


def digest_of(path: Path, go_on: Callable[[int], bool] = go_on_for_ever) -> str:
    with path.open("rb") as file:
        return digest(file.fileno(), go_on)


def digest(handle: int, go_on: Callable[[int], bool]) -> str:
    """SHA-256 of a file as the disk has it. `go_on` hears how much was read, and may end it: Interrupted."""
    found = hashlib.sha256()
    # What the kernel remembers proves nothing, and what is read here must not push out what is in use.
    forget_cached(handle)
    for piece in read_through(handle):
        found.update(piece)
        if not go_on(len(piece)):
            raise Interrupted
    forget_cached(handle)
    return found.hexdigest()


def read_through(handle: int, at: int = 0, end: int = _NO_END) -> Iterator[bytes]:
    """A file from there to its end. Of a large one the kernel keeps the last part, to fill no more memory."""
    while piece := os.pread(handle, min(PIECE, end - at), at):
        at += len(piece)
        yield piece
        if at > WARM:
            forget_cached(handle, 0, at - WARM)


def forget_cached(handle: int, at: int = 0, length: int = 0) -> None:
    """Have the kernel forget its copy of so many bytes, or of all from there, as far as they are written."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, at, length, os.POSIX_FADV_DONTNEED)


def begin_writing(handle: int, at: int, length: int) -> None:
    """Ask the kernel to write these bytes to the disk already, without waiting until it has.

    On Linux that is what forgetting pages begins with that are not written yet (mm/fadvise.c).
    """
    forget_cached(handle, at, length)


def copy(
    source: Path,
    target: Path,
    *,
    wanted: str = "",
    otherwise: Path | None = None,
    go_on: Callable[[int], bool] = go_on_for_ever,
    mode: int = 0o444,
) -> bool:
    """Copy a file, sync it and read it again; all of it is there afterwards, or nothing.

    False when its SHA-256 does not begin with what is `wanted`: then it lies in `otherwise`, or nowhere.
    Raises OSError, which names the file that is at fault.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f"{_TEMPORARY}{secrets.token_hex(8)}")
    found = hashlib.sha256()
    try:
        with source.open("rb") as old, temporary.open("xb") as new:
            while piece := _piece(old, source):
                found.update(piece)
                new.write(piece)
                if not go_on(len(piece)):
                    raise Interrupted
            forget_cached(old.fileno())
            new.flush()
            # Some file systems of memory sticks know no modes.
            with suppress(PermissionError):
                os.fchmod(new.fileno(), mode)
            os.fsync(new.fileno())
        if digest_of(temporary) != found.hexdigest():
            raise OSError(errno.EIO, "the disk gave back other bytes than were written", str(target))
        is_right = found.hexdigest().startswith(wanted)
        place = target if is_right else otherwise
        if place is not None:
            place.parent.mkdir(exist_ok=True)
            temporary.replace(place)
    finally:
        temporary.unlink(missing_ok=True)
    return is_right


def _piece(file: BinaryIO, path: Path) -> bytes:
    try:
        return file.read(PIECE)
    except OSError as fault:
        # What the kernel says of a broken sector does not say where it is.
        raise OSError(fault.errno, fault.strerror, str(path)) from fault


def write(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a small file, all of it or nothing."""
    temporary = path.with_name(f"{_TEMPORARY}{secrets.token_hex(8)}")
    with os.fdopen(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def is_temporary(path: Path) -> bool:
    """Whether a crash left this of `copy` or `write`."""
    return path.name.startswith(_TEMPORARY)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_volume(folder: Path) -> None:
    """Bring everything to the disk that this folder is on: cheaper than thousands of folders one by one."""
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        os.sync()
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if syncfs(handle) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(handle)
