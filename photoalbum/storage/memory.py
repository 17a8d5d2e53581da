"""Blobs in memory: the same contract without a disk, for tests and for trying things out."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from photoalbum.storage.base import ContentDiffers, NotStored, Stored, checked_key, fingerprint_of_bytes


class MemoryStorage:
    """Implements `Storage` in a dictionary."""

    def __init__(self) -> None:
        self._blobs: dict[str, bytes] = {}

    def save(self, key: str, source: BinaryIO) -> Stored:
        content = source.read()
        digest = fingerprint_of_bytes(content)
        new = checked_key(key) not in self._blobs
        if self._blobs.setdefault(key, content) != content:
            raise ContentDiffers(f"{key} is stored already with other content")
        return Stored(key, len(content), digest, new)

    def adopt(self, key: str, path: Path, *, sha256: str = "") -> Stored:
        with path.open("rb") as file:
            stored = self.save(key, file)
        path.unlink()
        return stored

    def open(self, key: str) -> BinaryIO:
        return io.BytesIO(self._blob(key))

    @contextmanager
    def local_copy(self, key: str) -> Iterator[Path]:
        with tempfile.NamedTemporaryFile() as copy:
            copy.write(self._blob(key))
            copy.flush()
            yield Path(copy.name)

    def exists(self, key: str) -> bool:
        return checked_key(key) in self._blobs

    def size(self, key: str) -> int:
        return len(self._blob(key))

    def delete(self, key: str) -> None:
        self._blobs.pop(checked_key(key), None)

    def list(self, prefix: str = "") -> Iterator[str]:
        yield from sorted(key for key in self._blobs if key.startswith(prefix))

    def _blob(self, key: str) -> bytes:
        try:
            return self._blobs[checked_key(key)]
        except KeyError as error:
            raise NotStored(key) from error
