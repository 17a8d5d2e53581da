"""Reading back what was synced while the sender sends on, so that the proof does not wait for the last byte.

Of a film of many gigabytes this leaves one chunk for the end, where a reading of all of it would outlast the
patience of proxies. Only a saving: what another process took in, or one before a restart, is read at the end.
"""

import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from photoalbum.core import disk
from photoalbum.uploads.running import MOST_KEPT, Sums


@dataclass(frozen=True, slots=True)
class _Read:
    """The sums of an upload up to `end`, now or soon."""

    end: int
    sums: Future[Sums]


_reader = ThreadPoolExecutor(1, thread_name_prefix="reading-back")
_begun: OrderedDict[str, _Read] = OrderedDict()
_lock = threading.Lock()


def follow(uid: str, path: Path, begin: int, end: int) -> None:
    """Have these bytes read if all before them were or will be. They are acknowledged: none changes now."""
    with _lock:
        before = _begun.pop(uid, None)
        if begin != (before.end if before else 0):
            return
        _begun[uid] = _Read(end, _reader.submit(_go_on, path, before, end))
        while len(_begun) > MOST_KEPT:
            _begun.popitem(last=False)


def sums_of(uid: str, path: Path, length: int) -> Sums:
    """The checksums of a whole upload as the disk has it."""
    with _lock:
        begun = _begun.pop(uid, None)
    if begun is not None and begun.end == length:
        # A file that could not be read in between is asked once more, and then says why.
        with suppress(OSError):
            return begun.sums.result()
    return _go_on(path, None, length)


def forget(uid: str) -> None:
    with _lock:
        _begun.pop(uid, None)


def _go_on(path: Path, before: _Read | None, end: int) -> Sums:
    # There is one reader, so whatever was asked for earlier is done.
    sums = before.sums.result() if before else Sums()
    with path.open("rb") as part:
        for piece in disk.read_through(part.fileno(), sums.at, end):
            sums.add(piece)
    return sums
