"""GIF by blocks (GIF89a): frames, their timing and how often they repeat; no comments and nothing behind."""

from mmap import mmap

from photoalbum.media.pieces import Kept, Piece

_TIMING, _APPLICATION = 0xF9, 0xFF
_NEEDED_APPLICATIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


def pieces(content: mmap) -> list[Piece]:
    size = len(content)
    at = 13 + _colours(content[10]) if size >= 13 else size
    found: list[Piece] = [Kept(0, min(at, size))]
    while at < size:
        start, mark = at, content[at]
        if mark == 0x2C and at + 10 <= size:
            at = _behind_blocks(content, at + 10 + _colours(content[at + 9]) + 1)
            found.append(Kept(start, at - start))
        elif mark == 0x21 and at + 2 <= size:
            label = content[at + 1]
            needed = label == _TIMING or (
                label == _APPLICATION and content[at + 3 : at + 14] in _NEEDED_APPLICATIONS
            )
            at = _behind_blocks(content, at + 2)
            if needed:
                found.append(Kept(start, at - start))
        else:
            if mark == 0x3B:
                found.append(Kept(at, 1))
            break
    return found


def _colours(flags: int) -> int:
    """How many bytes of colours follow a header with these flags."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _behind_blocks(content: mmap, at: int) -> int:
    """Where a chain of blocks ends, which is the end of the file where the file was cut."""
    size = len(content)
    while at < size and content[at]:
        at += content[at] + 1
    return min(size, at + 1)
