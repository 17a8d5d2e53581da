"""A file told as pieces of another: ranges that are taken over, bytes that are put in, runs of zeros.

So a clean copy of an original costs no disk: its row holds the pieces, and who reads it reads the original.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import BinaryIO

from photoalbum.core.spliced import Spliced

_ZEROS = bytes(1 << 16)


@dataclass(frozen=True, slots=True)
class Kept:
    """A range of the original, as it is."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Added:
    """Bytes of our own."""

    content: bytes

    @property
    def length(self) -> int:
        return len(self.content)


@dataclass(frozen=True, slots=True)
class Zeros:
    """Nothing, as long as something was that must go without moving what follows it."""

    length: int


Piece = Kept | Added | Zeros


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """The same file in as few pieces as there can be.

    >>> joined([Kept(0, 2), Kept(2, 3), Added(b""), Added(b"a"), Added(b"b"), Zeros(1)])
    [Kept(start=0, length=5), Added(content=b'ab'), Zeros(length=1)]
    """
    result: list[Piece] = []
    for piece in pieces:
        last = result[-1] if result else None
        match last, piece:
            case _, Kept(length=0) | Added(content=b"") | Zeros(length=0):
                continue
            case Kept(), Kept() if last.start + last.length == piece.start:
                result[-1] = Kept(last.start, last.length + piece.length)
            case Added(), Added():
                result[-1] = Added(last.content + piece.content)
            case Zeros(), Zeros():
                result[-1] = Zeros(last.length + piece.length)
            case _:
                result.append(piece)
    return result


def length_of(pieces: Iterable[Piece]) -> int:
    return sum(piece.length for piece in pieces)


def to_plain(pieces: Iterable[Piece]) -> list[list[int] | str | int]:
    """For JSON: a pair is a range, a word is bytes in hexadecimal, a number is so many zeros."""
    plain: list[list[int] | str | int] = []
    for piece in pieces:
        match piece:
            case Kept(start, length):
                plain.append([start, length])
            case Added(content):
                plain.append(content.hex())
            case Zeros(length):
                plain.append(length)
    return plain


def from_plain(plain: Iterable[list[int] | str | int]) -> list[Piece]:
    pieces: list[Piece] = []
    for each in plain:
        match each:
            case str():
                pieces.append(Added(bytes.fromhex(each)))
            case int():
                pieces.append(Zeros(each))
            case [start, length]:
                pieces.append(Kept(start, length))
    return pieces


class PiecesFile(Spliced):
    """Reads a file that is told as pieces. Takes no memory to speak of, wherever one seeks."""

    def __init__(self, original: BinaryIO, pieces: Sequence[Piece]) -> None:
        super().__init__()
        self._original = original
        self._pieces = pieces
        self._starts = [0, *accumulate(piece.length for piece in pieces)]

    @property
    def size(self) -> int:
        return self._starts[-1]

    def close(self) -> None:
        self._original.close()
        super().close()

    def _next(self, most: int) -> bytes:
        """What lies here, up to the end of its piece; nothing at the end of the file."""
        if self._at >= self._starts[-1] or most <= 0:
            return b""
        number = bisect_right(self._starts, self._at) - 1
        piece, inside = self._pieces[number], self._at - self._starts[number]
        wanted = min(most, piece.length - inside)
        match piece:
            case Kept(start, _):
                self._original.seek(start + inside)
                block = self._original.read(wanted)
                if not block:
                    raise OSError("the original is shorter than it was")
                return block
            case Added(content):
                return content[inside : inside + wanted]
            case Zeros():
                return _ZEROS[:wanted]
