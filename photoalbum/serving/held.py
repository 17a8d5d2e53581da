"""Bodies held in memory that is used again and again, so that the pieces of uploads are written only once.

Waitress puts every large body into a temporary file, from which the application copies it to where it
belongs: twice the work for the kernel and the disk. Here are places for a few bodies at a time; all others
go through temporary files as ever, so that slow senders, however many, cannot fill the memory.
"""

import io
import mmap
import socket
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PLACES = 4
LARGEST = 16 << 20
REST_SECONDS = 30.0


class Places:
    """Memory for so many bodies of up to `largest` bytes, given back when nobody needed it lately."""

    def __init__(self, places: int = PLACES, largest: int = LARGEST) -> None:
        self._largest, self._unmade = largest, places
        self._free: list[mmap.mmap] = []
        self._used = 0.0
        self._lock = threading.Lock()

    def lend(self, length: int) -> "HeldBody | None":
        """A place for a body of so many bytes; None if it is too large, or all are taken."""
        if length > self._largest:
            return None
        with self._lock:
            if self._free:
                return HeldBody(self, self._free.pop())
            if self._unmade == 0:
                return None
            self._unmade -= 1
        return HeldBody(self, mmap.mmap(-1, self._largest))

    def take_back(self, place: mmap.mmap) -> None:
        with self._lock:
            self._free.append(place)
            self._used = time.monotonic()

    def rest(self) -> None:
        """Give the memory back to the system if no body came for a while."""
        with self._lock:
            if self._free and time.monotonic() > self._used + REST_SECONDS:
                self._unmade += len(self._free)
                self._free.clear()


class HeldBody(io.RawIOBase):
    """One body: what waitress fills as its buffer, and what the application reads as its input.

    The place is free again when this is closed, at the latest when nobody refers to it any more.
    """

    def __init__(self, places: Places, place: mmap.mmap) -> None:
        super().__init__()
        self._places, self._place, self._length = places, place, 0
        self._at = 0

    def __len__(self) -> int:
        return self._length

    def append(self, data: bytes) -> None:
        end = self._length + len(data)
        self._place[self._length : end] = data
        self._length = end

    def fill(self, wire: socket.socket, most: int) -> int:
        """Take up to `most` bytes from a socket, without a copy on the way. Raises BlockingIOError."""
        with memoryview(self._place)[self._length : self._length + most] as free:
            came = wire.recv_into(free)
        self._length += came
        return came

    def getfile(self) -> "HeldBody":
        return self

    def getbuffer(self) -> memoryview:
        """All of it as it lies there, without a copy. Not to be kept beyond the request."""
        # What is closed may be the body of somebody else by now.
        if self.closed:
            raise ValueError("This body is closed.")
        return memoryview(self._place)[: self._length]

    def readable(self) -> bool:
        return True

    def readinto(self, target: "WriteableBuffer") -> int:
        into = memoryview(target).cast("B")
        count = min(len(into), self._length - self._at)
        into[:count] = self.getbuffer()[self._at : self._at + count]
        self._at += count
        return count

    def close(self) -> None:
        if not self.closed:
            super().close()
            self._places.take_back(self._place)
