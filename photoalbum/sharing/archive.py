"""A ZIP whose every byte is known before it is sent: stored entries, ZIP64 where needed, seekable.

Nothing is written anywhere. Headers come from Python's own zipfile; what lies between them is read from the
files when somebody reads there. So a download can be resumed at any byte, and costs no memory to speak of.
"""

import io
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import accumulate
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo
from zlib import crc32

from photoalbum.core.spliced import Spliced

# What a ZIP can say of a date, and the rights of a file that everybody may read.
_EARLIEST, _LATEST = datetime(1980, 1, 1), datetime(2107, 12, 31, 23, 59, 58)
_READABLE = 0o644 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: its name in the ZIP, what is known of its bytes, and where they come from."""

    name: str
    bytes: int
    crc32: int
    sha256: str
    modified: datetime
    opened: Callable[[], BinaryIO]


class Archive(Spliced):
    """The ZIP of some entries, read like a file. Only one entry is open at a time."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self._entries = entries
        self._heads: list[bytes] = []
        infos, at = [], 0
        for entry in entries:
            info = _info(entry, at)
            infos.append(info)
            self._heads.append(info.FileHeader())
            at += len(self._heads[-1]) + entry.bytes
        self._index = _index(infos, at)
        lengths = (len(head) + entry.bytes for head, entry in zip(self._heads, entries, strict=True))
        # Where each entry begins, and after them the index.
        self._starts = [0, *accumulate(lengths)]
        self._open: tuple[int, BinaryIO] | None = None

    @property
    def size(self) -> int:
        return self._starts[-1] + len(self._index)

    @property
    def etag(self) -> str:
        """Changes with every byte: the index has each name, date, length and checksum."""
        return sha256(self._index).hexdigest()[:32]

    def close(self) -> None:
        self._let_go()
        super().close()

    def _next(self, most: int) -> bytes:
        number = bisect_right(self._starts, self._at) - 1
        if number >= len(self._entries):
            inside = self._at - self._starts[-1]
            return self._index[inside : inside + most]
        head, inside = self._heads[number], self._at - self._starts[number]
        if inside < len(head):
            return head[inside : inside + most]
        left = self._starts[number + 1] - self._at
        block = self._source(number, inside - len(head)).read(min(most, left))
        if not block:
            raise OSError(f"{self._entries[number].name} is shorter than it was")
        return block

    def _source(self, number: int, offset: int) -> BinaryIO:
        if self._open is None or self._open[0] != number:
            self._let_go()
            self._open = number, self._entries[number].opened()
        source = self._open[1]
        if source.tell() != offset:
            source.seek(offset)
        return source

    def _let_go(self) -> None:
        if self._open is not None:
            self._open[1].close()
            self._open = None


def text_entry(name: str, text: str, modified: datetime) -> Entry:
    """A small file of words, such as the list of checksums."""
    content = text.encode()
    digest = sha256(content).hexdigest()
    return Entry(name, len(content), crc32(content), digest, modified, lambda: io.BytesIO(content))


def _info(entry: Entry, at: int) -> ZipInfo:
    moment = min(max(entry.modified, _EARLIEST), _LATEST)
    info = ZipInfo(entry.name, moment.timetuple()[:6])
    info.compress_type, info.create_system, info.external_attr = ZIP_STORED, 3, _READABLE
    info.file_size = info.compress_size = entry.bytes
    info.CRC, info.header_offset = entry.crc32, at
    return info


class _Behind(io.BytesIO):
    """A file of which only what comes behind a certain point is kept: zipfile asks where it stands."""

    def __init__(self, start: int) -> None:
        super().__init__()
        self._start = start

    def tell(self) -> int:
        return self._start + super().tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._start + super().seek(offset - self._start if whence == io.SEEK_SET else offset, whence)


def _index(infos: list[ZipInfo], at: int) -> bytes:
    """The list of contents at the end of a ZIP whose entries take so many bytes, as zipfile writes it."""
    sink = _Behind(at)
    archive = ZipFile(sink, "w")
    archive.filelist.extend(infos)
    archive.close()
    return sink.getvalue()
