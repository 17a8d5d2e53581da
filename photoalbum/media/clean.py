"""A copy of an original that gives away the picture and nothing else, told as pieces of it.

The compressed picture data is taken over bit by bit; places, devices, names, embedded thumbnails, comments
and whatever trails behind are not. What cannot be taken apart with certainty raises NotClean, and leaves as a
new JPEG instead (see `stills.make_whole`).
"""

import mmap
import struct
from collections.abc import Callable
from pathlib import Path

from photoalbum.media import clean_gif, clean_heif, clean_jpeg, clean_png, clean_webp
from photoalbum.media.clean_heif import NotUnderstood
from photoalbum.media.pieces import Kept, Piece, joined

# Whoever changes what is left out raises it, and all clean copies are told anew.
CLEAN_VERSION = 1
# So many pieces are still a small row; a file in more of them was made to be a nuisance.
MOST_PIECES = 20_000

_TAKERS: dict[str, Callable[[mmap.mmap], list[Piece]]] = {
    "image/jpeg": clean_jpeg.pieces,
    "image/png": clean_png.pieces,
    "image/webp": clean_webp.pieces,
    "image/gif": clean_gif.pieces,
    "image/heic": clean_heif.pieces,
    "image/heif": clean_heif.pieces,
    "image/avif": clean_heif.pieces,
}


class NotClean(Exception):
    """This file is not of a kind that can be taken apart, or is too broken for it."""


def can_be_told(media_type: str) -> bool:
    """Whether files of this type leave as pieces of themselves, and not as something made anew."""
    return media_type in _TAKERS


def pieces_of(path: Path, media_type: str) -> list[Piece]:
    """What of the file makes up its clean copy. Raises NotClean."""
    take = _TAKERS.get(media_type)
    if take is None or not path.stat().st_size:
        raise NotClean(media_type)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        try:
            found = joined(_inside(piece, len(content)) for piece in take(content))
        except (NotUnderstood, IndexError, ValueError, OverflowError, struct.error) as fault:
            raise NotClean(media_type) from fault
    if len(found) > MOST_PIECES:
        raise NotClean(media_type)
    return found


def _inside(piece: Piece, size: int) -> Piece:
    """A range that reaches beyond the end of a cut file, ended where the file ends."""
    if not isinstance(piece, Kept) or 0 <= piece.start <= piece.start + piece.length <= size:
        return piece
    start = min(max(0, piece.start), size)
    return Kept(start, max(0, min(piece.length, size - start)))
