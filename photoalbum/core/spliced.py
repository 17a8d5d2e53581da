"""Files that are put together while they are read, and can be read from any byte on."""

import io
from abc import abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Spliced(io.RawIOBase):
    """Whoever derives from it says how long it is, and what lies where it is read."""

    def __init__(self) -> None:
        super().__init__()
        self._at = 0

    @property
    @abstractmethod
    def size(self) -> int: ...

    @abstractmethod
    def _next(self, most: int) -> bytes:
        """What lies at `_at`, as much as is at hand and no more than asked for; nothing at the end."""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        ground = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, ground + offset)
        return self._at

    def readinto(self, target: "WriteableBuffer", /) -> int:
        view = memoryview(target).cast("B")
        block = self._next(len(view))
        view[: len(block)] = block
        self._at += len(block)
        return len(block)
