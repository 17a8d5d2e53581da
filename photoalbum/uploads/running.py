"""Checksums of uploads that are growing, kept in this process so that the end need not read all of it first.

Only a saving: an upload that was continued elsewhere, or before a restart, is hashed from the disk.
"""

import hashlib
import threading
import zlib
from collections import OrderedDict
from typing import Any

MOST_KEPT = 256


class Sums:
    """SHA-256 and CRC-32 of the first `at` bytes of something."""

    def __init__(self) -> None:
        self.at = 0
        self.crc32 = 0
        self._sha256: Any = hashlib.sha256()

    def add(self, piece: bytes | memoryview) -> None:
        self.add_to_sha256(piece)
        self.add_to_crc32(piece)

    # The two may be counted at the same time: both let others run meanwhile.

    def add_to_sha256(self, piece: bytes | memoryview) -> None:
        self._sha256.update(piece)

    def add_to_crc32(self, piece: bytes | memoryview) -> None:
        self.crc32 = zlib.crc32(piece, self.crc32)
        self.at += len(piece)

    @property
    def sha256(self) -> str:
        return str(self._sha256.hexdigest())

    def copy(self) -> "Sums":
        other = Sums()
        other.at, other.crc32, other._sha256 = self.at, self.crc32, self._sha256.copy()
        return other


_kept: OrderedDict[str, Sums] = OrderedDict()
_lock = threading.Lock()


def known(uid: str, at: int) -> Sums | None:
    """The sums of an upload up to here, to be added to; None when this process did not see all of it."""
    with _lock:
        sums = _kept.get(uid)
        if sums is not None and sums.at == at:
            return sums.copy()
    return Sums() if at == 0 else None


def keep(uid: str, sums: Sums) -> None:
    with _lock:
        _kept[uid] = sums
        _kept.move_to_end(uid)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)


def forget(uid: str) -> None:
    with _lock:
        _kept.pop(uid, None)
