"""The contract that every storage keeps, and the rules for its keys."""

import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

PIECE = 1024 * 1024
MOST_KEY = 512

_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]*")


class StorageError(Exception):
    """Something is wrong with a stored thing; the message is for the keeper and the log."""


class BadKey(StorageError):
    """A key that could name something outside the storage. Ours never look so: somebody else made it."""


class NotStored(StorageError):
    """Nothing is stored under this key."""


class ContentDiffers(StorageError):
    """Something else is stored under this key already. A stored key never changes its content."""


@dataclass(frozen=True)
class Stored:
    key: str
    size: int
    sha256: str
    # Whether this call put it there, and not an earlier one with the same bytes.
    new: bool


class Storage(Protocol):
    """Blobs by key. Keys are relative POSIX paths without `..`; a stored key never changes content.

    When `save` or `adopt` return, the bytes survive a power cut.
    """

    def save(self, key: str, source: BinaryIO) -> Stored: ...

    def adopt(self, key: str, path: Path, *, sha256: str = "") -> Stored:
        """Take over a finished local file, which is then gone from where it was.

        It is read to say what it holds, unless the caller has just done that and gives the `sha256`.
        """
        ...

    def open(self, key: str) -> BinaryIO: ...

    def local_copy(self, key: str) -> AbstractContextManager[Path]:
        """A readable local path, valid only inside the `with` block. Never write to it."""
        ...

    def exists(self, key: str) -> bool: ...

    def size(self, key: str) -> int: ...

    def delete(self, key: str) -> None:
        """Remove what is stored under the key; nothing happens when there is nothing."""
        ...

    def list(self, prefix: str = "") -> Iterator[str]:
        """All keys that begin so, in their order."""
        ...


def checked_key(key: str) -> str:
    """The key itself, or BadKey. Letters, digits, dots, dashes, underscores; no part begins with . or -.

    >>> checked_key("originals/ab/cd/abcd.jpg")
    'originals/ab/cd/abcd.jpg'
    """
    if len(key) > MOST_KEY or not all(_PART.fullmatch(part) for part in key.split("/")):
        raise BadKey(f"not a storage key: {key!r:.100}")
    return key


def fingerprint(source: BinaryIO) -> tuple[str, int]:
    """SHA-256 and length of everything that can be read."""
    return fingerprint_of_pieces(iter(lambda: source.read(PIECE), b""))


def fingerprint_of_pieces(pieces: Iterable[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def fingerprint_of_bytes(content: bytes) -> str:
    return fingerprint(io.BytesIO(content))[0]
