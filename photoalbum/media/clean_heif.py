"""HEIC and AVIF by items (ISO/IEC 23008-12): the pictures stay where they are, all else becomes zeros.

The `meta` box is written anew without the items that tell a story (EXIF, XMP, thumbnails), and filled up to
its old length, so that no offset changes. Of the data, only what a picture refers to is taken over.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from mmap import mmap

from photoalbum.media.heif_items import (
    HANDLER_NAME,
    Items,
    NotUnderstood,
    Part,
    box_of,
    parts_of,
    written_meta,
)
from photoalbum.media.pieces import Added, Kept, Piece, Zeros

__all__ = ["NotUnderstood", "pieces"]

_AS_IT_IS = frozenset((b"ftyp", b"styp", b"sidx", b"moof", b"mfra"))
_STORIES = frozenset((b"udta", b"meta", b"uuid"))
# Boxes of a sequence that hold further ones.
_HOLDERS = frozenset((b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"moof", b"traf"))
# Whose first fields are dates, behind a byte that says how long they are.
_DATED = frozenset((b"mvhd", b"tkhd", b"mdhd"))


@dataclass(frozen=True, slots=True)
class _Range:
    start: int
    end: int


def pieces(content: mmap) -> list[Piece]:
    top = list(parts_of(content, 0, len(content)))
    meta = next((part for part in top if part.name == b"meta"), None)
    if meta is None or meta.end > len(content):
        raise NotUnderstood("no index of pictures")
    items = Items.read(content, meta)
    is_sequence = any(part.name == b"moov" for part in top)
    shown = _merged(_Range(*extent) for extent in items.extents_of(items.kept))
    hidden = _merged(_Range(*extent) for extent in items.extents_of(items.dropped))
    found: list[Piece] = []
    for part in top[: _last_needed(top) + 1]:
        if part is meta:
            found.append(Added(written_meta(content, meta, items)))
        elif part.name == b"mdat":
            found.extend(_data(part, shown, hidden if is_sequence else None))
        elif part.name == b"moov":
            found.extend(_sequence(content, part))
        elif part.name in _AS_IT_IS:
            found.append(Kept(part.at, part.end - part.at))
        else:
            found.extend(_emptied(part))
    return found


def _last_needed(top: Sequence[Part]) -> int:
    needed = [n for n, part in enumerate(top) if part.name in _AS_IT_IS | {b"meta", b"mdat", b"moov"}]
    return max(needed)


def _emptied(part: Part) -> list[Piece]:
    """A box of the same size that says nothing."""
    return [Added(box_of(b"free", part)), Zeros(part.end - part.start)]


def _data(part: Part, shown: Sequence[_Range], hidden: Sequence[_Range] | None) -> list[Piece]:
    """The data of pictures. With a sequence beside them only what is known to be none becomes zeros."""
    found: list[Piece] = [Kept(part.at, part.start - part.at)]
    kept = shown if hidden is None else _without([_Range(part.start, part.end)], _without(hidden, shown))
    at = part.start
    for each in kept:
        start, end = max(each.start, at), min(each.end, part.end)
        if start < end:
            found += [Zeros(start - at), Kept(start, end - start)]
            at = end
    return [*found, Zeros(part.end - at)]


def _sequence(content: mmap, holder: Part) -> list[Piece]:
    """The index of an animation, without what was noted beside it and without dates."""
    found: list[Piece] = [Kept(holder.at, holder.start - holder.at)]
    at = holder.start
    for part in parts_of(content, holder.start, holder.end):
        if part.name in _STORIES:
            found += _emptied(part)
        elif part.name in _HOLDERS:
            found += _sequence(content, part)
        elif part.name in _DATED and part.end - part.start >= 20:
            dates = 16 if content[part.start] else 8
            found += [Kept(part.at, part.start + 4 - part.at), Zeros(dates)]
            found.append(Kept(part.start + 4 + dates, part.end - part.start - 4 - dates))
        elif part.name == b"hdlr":
            named = min(part.end, part.start + HANDLER_NAME)
            found += [Kept(part.at, named - part.at), Zeros(part.end - named)]
        else:
            found.append(Kept(part.at, part.end - part.at))
        at = part.end
    return [*found, Kept(at, holder.end - at)]


def _merged(ranges: Iterable[_Range]) -> list[_Range]:
    result: list[_Range] = []
    for each in sorted(ranges, key=lambda each: each.start):
        if result and each.start <= result[-1].end:
            result[-1] = _Range(result[-1].start, max(result[-1].end, each.end))
        elif each.start < each.end:
            result.append(each)
    return result


def _without(ranges: Sequence[_Range], others: Sequence[_Range]) -> list[_Range]:
    """What is in the first and not in the second; both in order, and without overlaps."""
    result = []
    for each in ranges:
        start = each.start
        for other in others:
            if other.end <= start or other.start >= each.end:
                continue
            if other.start > start:
                result.append(_Range(start, other.start))
            start = max(start, other.end)
        if start < each.end:
            result.append(_Range(start, each.end))
    return result
