"""The bytes of uploads that are not finished: one file each in `incoming/`, and a lock across processes."""

import fcntl
import hashlib
import hmac
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from flask_babel import gettext as _

from photoalbum.core import crash, disk
from photoalbum.core.db import disk_is_full
from photoalbum.core.errors import Locked, NotAsSent, TooLarge
from photoalbum.photos import files
from photoalbum.uploads import behind, running
from photoalbum.uploads.receive import CHUNK, no_space
from photoalbum.uploads.running import Sums

ENDING, LOCK_ENDING = ".tus", ".lock"


@dataclass(frozen=True, slots=True)
class Check:
    """What the sender says a chunk hashes to."""

    algorithm: str
    digest: bytes


def path_of(uid: str) -> Path:
    return files.incoming() / f"{uid}{ENDING}"


def size_of(uid: str) -> int:
    try:
        return path_of(uid).stat().st_size
    except FileNotFoundError:
        return 0


@contextmanager
def locked(uid: str) -> Iterator[None]:
    """Keep everybody else out, in this process and in others. Raises Locked at once if somebody is in.

    The lock is a file of its own, because the bytes are moved away at the end. It ends with the process.
    """
    path = files.incoming() / f"{uid}{LOCK_ENDING}"
    with path.open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _busy() from None
        if os.fstat(lock.fileno()).st_nlink == 0:
            # Whoever was in has just left and took this file along: others may hold a new one by now.
            raise _busy()
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def append(
    uid: str, at: int, most: int, source: IO[bytes], check: Check | None = None, *, is_promised: bool = False
) -> int:
    """Write a chunk behind the first `at` bytes, sync it, and say how many bytes there are then.

    Of uploads whose sender promised a SHA-256 nothing is counted on the way: what is read from the disk at
    the end is compared with the promise, and that is all the proof there can be.

    All of the chunk is kept or nothing: what raises leaves the first `at` bytes as they were. What lies
    behind them was never acknowledged, and after a power cut may be torn.
    """
    path, sums = path_of(uid), None if is_promised else running.known(uid, at)
    is_new = not path.exists()
    with path.open("xb" if is_new else "r+b") as part:
        part.truncate(at)
        part.seek(at)
        try:
            came = _copy(source, part, most, sums, check)
            part.flush()
            crash.point("chunk-written")
            os.fsync(part.fileno())
            # So it is the disk that is read to prove it, and the memory is at hand for the next chunk.
            disk.forget_cached(part.fileno(), at, came)
        except BaseException as fault:
            with suppress(OSError):
                part.truncate(at)
            if disk_is_full(fault):
                raise no_space() from fault
            raise
    if is_new:
        disk.sync_folder(path.parent)
    if sums is not None:
        running.keep(uid, sums)
    crash.point("chunk-synced")
    return at + came


def remove(uid: str) -> None:
    running.forget(uid)
    behind.forget(uid)
    path_of(uid).unlink(missing_ok=True)


def bring_back(uid: str, sha256: str) -> None:
    """Undo a move among the originals that a crash left without a row, so that it can be done again."""
    prefix = files.original_key(sha256, "")
    for key in files.storage().list(prefix):
        if "." not in key.removeprefix(prefix):
            with suppress(FileExistsError):
                path_of(uid).hardlink_to(files.storage().path(key))
            return


def _copy(source: IO[bytes], part: IO[bytes], most: int, sums: Sums | None, check: Check | None) -> int:
    """Write what comes; meanwhile hash it, and let the disk begin, so that the sync has less to wait for."""
    digest = hashlib.new(check.algorithm, usedforsecurity=False) if check else None
    begun, came = part.tell(), 0
    with ThreadPoolExecutor(2) as beside:
        counted: list[Future[None]] = []
        for piece in _pieces(source):
            came += len(piece)
            if came > most:
                raise TooLarge(_("More came than this upload was said to have."))
            _finish(counted)
            counted = [beside.submit(count, piece) for count in _counters(sums, digest)]
            part.write(piece)
            disk.begin_writing(part.fileno(), begun + came - len(piece), len(piece))
            crash.point("mid-chunk")
        _finish(counted)
    if check and digest and not hmac.compare_digest(digest.digest(), check.digest):
        raise NotAsSent(_("A piece of the file was altered on its way. It is to be sent again."))
    return came


def _pieces(source: IO[bytes]) -> Iterator[bytes | memoryview]:
    """What comes, without a copy where the server holds all of it in memory."""
    if hasattr(source, "getbuffer"):
        whole: memoryview = source.getbuffer()
        yield from (whole[at : at + CHUNK] for at in range(0, len(whole), CHUNK))
        return
    while piece := source.read(CHUNK):
        yield piece


def _finish(counted: list[Future[None]]) -> None:
    """Wait for the piece before, and raise what went wrong with it."""
    for each in counted:
        each.result()


def _counters(sums: Sums | None, digest: Any) -> Iterator[Callable[[bytes | memoryview], None]]:
    if sums is not None:
        yield sums.add_to_sha256
        yield sums.add_to_crc32
    if digest is not None:
        yield digest.update


def _busy() -> Locked:
    return Locked(_("This file is being received in this very moment. Please try again shortly."))
