"""Blobs as files under one directory, written so that a crash or a power cut leaves all of one or nothing."""

import ctypes
import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from photoalbum.core import disk
from photoalbum.storage.base import (
    PIECE,
    BadKey,
    ContentDiffers,
    NotStored,
    Stored,
    checked_key,
    fingerprint_of_pieces,
)

# Not a possible key, so that half-written files are never mistaken for stored ones.
_TEMPORARY = ".incoming-"
_READ_ONLY = 0o444

_AT_FDCWD = -100
_RENAME_NOREPLACE = 1
_renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)


class FilesystemStorage:
    """Implements `Storage` on a local directory, all of it on one file system."""

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.root = root.resolve()

    def save(self, key: str, source: BinaryIO) -> Stored:
        """Write a copy of all the source has: temporary file, fsync, rename, fsync of the directories."""
        target = self._prepared(key)
        temporary = target.with_name(f"{_TEMPORARY}{secrets.token_hex(8)}")
        digest, size = hashlib.sha256(), 0
        try:
            with temporary.open("xb") as file:
                while piece := source.read(PIECE):
                    digest.update(piece)
                    size += len(piece)
                    file.write(piece)
                _to_disk(file)
            return self._place(key, temporary, target, digest.hexdigest(), size)
        finally:
            temporary.unlink(missing_ok=True)

    def adopt(self, key: str, path: Path, *, sha256: str = "") -> Stored:
        """Move a finished file in, without copying when it lies on the same file system."""
        target = self._prepared(key)
        with path.open("rb") as file:
            _to_disk(file)
            digest, size = (sha256, os.fstat(file.fileno()).st_size) if sha256 else _fingerprint(file)
        try:
            stored = self._place(key, path, target, digest, size)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            with path.open("rb") as file:
                stored = self.save(key, file)
        path.unlink(missing_ok=True)
        return stored

    def open(self, key: str) -> BinaryIO:
        try:
            return self.path(key).open("rb")
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
            raise NotStored(key) from error

    @contextmanager
    def local_copy(self, key: str) -> Iterator[Path]:
        path = self.path(key)
        if not path.is_file():
            raise NotStored(key)
        yield path

    def exists(self, key: str) -> bool:
        return self.path(key).is_file()

    def size(self, key: str) -> int:
        with self.local_copy(key) as path:
            return path.stat().st_size

    def delete(self, key: str) -> None:
        path = self.path(key)
        with suppress(FileNotFoundError, NotADirectoryError):
            path.unlink()
            disk.sync_folder(path.parent)

    def list(self, prefix: str = "") -> Iterator[str]:
        yield from self._walk(self.root, "", prefix)

    def path(self, key: str) -> Path:
        """Where the blob of a key lies, or would lie. Raises BadKey for whatever could lead elsewhere."""
        path = self.root / checked_key(key)
        # A link placed inside by somebody else must not lead our reads and writes out.
        if not path.resolve().is_relative_to(self.root) or path.is_symlink():
            raise BadKey(f"leads out of the storage: {key!r:.100}")
        return path

    def leftovers(self) -> Iterator[Path]:
        """Temporary files that a crash left behind."""
        yield from self.root.rglob(f"{_TEMPORARY}*")

    def _prepared(self, key: str) -> Path:
        path = self.path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise BadKey(f"a part of it is a stored file: {key!r:.100}") from error
        if path.is_dir():
            raise BadKey(f"it is a folder of other keys: {key!r:.100}")
        return path

    def _place(self, key: str, finished: Path, target: Path, digest: str, size: int) -> Stored:
        """Give a synced file its final name unless that name is taken, even by somebody in this moment."""
        try:
            _move_to_free_name(finished, target)
        except FileExistsError:
            self._compare(key, target, digest)
            return Stored(key, size, digest, new=False)
        self._way_to_disk(target)
        return Stored(key, size, digest, new=True)

    def _compare(self, key: str, target: Path, digest: str) -> None:
        # The name alone proves nothing: an earlier crash may have left half a file under it.
        with target.open("rb") as file:
            if _fingerprint(file)[0] != digest:
                raise ContentDiffers(f"{key} is stored already with other content")
            os.fsync(file.fileno())
        self._way_to_disk(target)

    def _way_to_disk(self, target: Path) -> None:
        """Sync every directory on the way to a file, for any of them may be as new as the file itself."""
        for directory in target.parents:
            disk.sync_folder(directory)
            if directory == self.root:
                return

    def _walk(self, directory: Path, at: str, prefix: str) -> Iterator[str]:
        with os.scandir(directory) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            key = f"{at}{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                below = f"{key}/"
                if below.startswith(prefix) or prefix.startswith(below):
                    yield from self._walk(Path(entry.path), below, prefix)
            elif entry.is_file(follow_symlinks=False) and key.startswith(prefix):
                yield key


def _fingerprint(file: BinaryIO) -> tuple[str, int]:
    return fingerprint_of_pieces(disk.read_through(file.fileno()))


def _to_disk(file: BinaryIO) -> None:
    """Read-only from now on, and safe from a power cut."""
    if file.writable():
        file.flush()
    os.fchmod(file.fileno(), _READ_ONLY)
    os.fsync(file.fileno())


def _move_to_free_name(source: Path, target: Path) -> None:
    """Rename, but never over something else: FileExistsError instead."""
    if _renameat2 is not None:
        names = os.fsencode(source), os.fsencode(target)
        if _renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_NOREPLACE) == 0:
            return
        code = ctypes.get_errno()
        if code not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
            raise OSError(code, os.strerror(code), str(target))
    # This file system cannot promise it. Our keys say what they hold, so looking first is good enough.
    if target.exists():
        raise FileExistsError(target)
    source.rename(target)
