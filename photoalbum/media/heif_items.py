"""The index of a HEIC or AVIF file, read and written anew without the items that are no pictures.

ISO/IEC 14496-12, sections 8.11 (meta, iloc, iinf, iref, ipro) and 23008-12, section 9 (item properties).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from mmap import mmap

PICTURES = frozenset((b"hvc1", b"hev1", b"lhv1", b"av01", b"avc1", b"jpeg", b"j2k1", b"vvc1", b"unci"))
PICTURES |= {b"grid", b"iden", b"iovl", b"tmap"}
# Properties with words or dates of people.
_TELLING = frozenset((b"udes", b"altt", b"crtt", b"mdft", b"uuid"))
_BESIDE = frozenset((b"pitm", b"dinf", b"grpl"))
# Where in a handler box the name of the program begins that wrote it.
HANDLER_NAME = 24
_MOST_ITEMS = 20_000


class NotUnderstood(Exception):
    """The file is built in a way that we cannot take apart with certainty."""


@dataclass(frozen=True, slots=True)
class Part:
    """One box: where its header begins, where its content begins, and where it ends."""

    name: bytes
    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item's bytes are: 0 in the file, 1 in the index itself."""

    method: int
    extents: tuple[tuple[int, int], ...]


@dataclass
class Items:
    primary: int = 0
    types: dict[int, bytes] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    thumbnails: set[int] = field(default_factory=set)

    @property
    def kept(self) -> set[int]:
        return {
            item for item, kind in self.types.items() if kind in PICTURES and item not in self.thumbnails
        } | {self.primary}

    @property
    def dropped(self) -> set[int]:
        return (self.types.keys() | self.places.keys()) - self.kept

    def extents_of(self, items: Iterable[int], method: int = 0) -> Iterator[tuple[int, int]]:
        """Start and end in the file of all bytes of these items."""
        for item in items:
            place = self.places.get(item)
            if place is not None and place.method == method:
                yield from ((start, start + length) for start, length in place.extents)

    @classmethod
    def read(cls, content: mmap, meta: Part) -> "Items":
        items = cls()
        for part in parts_of(content, meta.start + 4, meta.end):
            body = content[part.start : part.end]
            match part.name:
                case b"pitm":
                    items.primary = _number(body, 4, 4 if body[0] else 2)
                case b"iinf":
                    items.types = {item: kind for item, kind, _ in _entries(content, part)}
                case b"iloc":
                    items.places = _places(body)
                case b"iref":
                    wide = bool(body[0])
                    for each in parts_of(content, part.start + 4, part.end):
                        if each.name == b"thmb":
                            items.thumbnails.add(_number(content[each.start : each.end], 0, 4 if wide else 2))
        if items.primary not in items.places or items.primary in items.thumbnails:
            raise NotUnderstood("the main picture is not in the index")
        if any(items.places[item].method > 1 for item in items.kept if item in items.places):
            raise NotUnderstood("a picture is made of another item's bytes")
        return items


def parts_of(content: mmap, at: int, end: int) -> Iterator[Part]:
    for _ in range(_MOST_ITEMS):
        if at + 8 > end:
            return
        size, name, head = _number(content, at, 4), content[at + 4 : at + 8], 8
        if size == 1 and at + 16 <= end:
            size, head = _number(content, at + 8, 8), 16
        elif size == 0:
            size = end - at
        if size < head:
            return
        yield Part(name, at, at + head, min(end, at + size))
        at += size


def box_of(name: bytes, part: Part) -> bytes:
    """The header of a box as long as another."""
    size = part.end - part.at
    return (
        size.to_bytes(4, "big") + name
        if part.start - part.at == 8
        else b"\0\0\0\1" + name + size.to_bytes(8, "big")
    )


def written_meta(content: mmap, meta: Part, items: Items, spare: int = 0) -> bytes:
    """The index without the dropped items, filled up to the length it had."""
    parts = parts_of(content, meta.start + 4, meta.end)
    body = content[meta.start : meta.start + 4]
    body += b"".join(_written_part(content, part, items, spare) for part in parts)
    left = (meta.end - meta.start) - len(body)
    if 0 < left < 8 and not spare:
        # No box is so short: the names of items, which end with a zero, take the rest.
        return written_meta(content, meta, items, spare=left)
    if left < 0 or 0 < left < 8:
        raise NotUnderstood("the index cannot be filled up")
    filling = box(b"free", bytes(left - 8)) if left else b""
    return box_of(b"meta", meta) + body + filling


def _written_part(content: mmap, part: Part, items: Items, spare: int) -> bytes:
    match part.name:
        case b"iinf":
            return _written_entries(content, part, items.kept, spare)
        case b"iloc":
            return _written_places(content[part.start : part.end], items.kept)
        case b"iref":
            return _written_references(content, part, items.kept)
        case b"iprp":
            return _written_properties(content, part, items.kept)
        case b"idat":
            return _written_data(content, part, items)
        case b"hdlr":
            named = min(part.end, part.start + HANDLER_NAME)
            return content[part.at : named] + bytes(part.end - named)
        case name:
            return content[part.at : part.end] if name in _BESIDE else b""


def box(name: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + name + body


def _entries(content: mmap, part: Part) -> Iterator[tuple[int, bytes, Part]]:
    """Item, type and box of each line of the list of items."""
    count_length = 4 if content[part.start] else 2
    for each in parts_of(content, part.start + 4 + count_length, part.end):
        version = content[each.start]
        if each.name != b"infe" or version < 2:
            raise NotUnderstood("an item of a kind that nobody uses any more")
        wide = 4 if version == 3 else 2
        at = each.start + 4
        yield _number(content, at, wide), content[at + wide + 2 : at + wide + 6], each


def _written_entries(content: mmap, part: Part, kept: set[int], spare: int) -> bytes:
    version = content[part.start]
    lines: list[bytes] = []
    for item, _, each in _entries(content, part):
        if item in kept:
            # Up to the type; the name behind it may say anything.
            wide = 4 if content[each.start] == 3 else 2
            name = bytes(1 + (spare if not lines else 0))
            lines.append(box(b"infe", content[each.start : each.start + 4 + wide + 6] + name))
    count = len(lines).to_bytes(4 if version else 2, "big")
    return box(b"iinf", content[part.start : part.start + 4] + count + b"".join(lines))


@dataclass(frozen=True, slots=True)
class _Widths:
    version: int
    offset: int
    length: int
    base: int
    index: int

    @property
    def item(self) -> int:
        return 4 if self.version == 2 else 2


def _places(body: bytes) -> dict[int, Place]:
    return {item: place for item, place, _ in _place_lines(body)}


def _place_lines(body: bytes) -> Iterator[tuple[int, Place, bytes]]:
    """Item, place and the bytes of each line of the table of places."""
    widths, at = _widths(body), 6
    count = _number(body, at, widths.item)
    at += widths.item
    for _ in range(min(count, _MOST_ITEMS)):
        begin = at
        item, at = _number(body, at, widths.item), at + widths.item
        method = 0
        if widths.version in (1, 2):
            method, at = body[at + 1] & 0xF, at + 2
        at += 2
        base, at = _number(body, at, widths.base), at + widths.base
        extents, at = _number(body, at, 2), at + 2
        found = []
        for _ in range(extents):
            at += widths.index
            offset, at = _number(body, at, widths.offset), at + widths.offset
            length, at = _number(body, at, widths.length), at + widths.length
            found.append((base + offset, length))
        if at > len(body):
            raise NotUnderstood("the table of places is cut short")
        yield item, Place(method, tuple(found)), body[begin:at]


def _widths(body: bytes) -> _Widths:
    version, sizes, more = body[0], body[4], body[5]
    if version > 2:
        raise NotUnderstood("a table of places of a later kind")
    return _Widths(version, sizes >> 4, sizes & 0xF, more >> 4, more & 0xF if version else 0)


def _written_places(body: bytes, kept: set[int]) -> bytes:
    lines = [line for item, _, line in _place_lines(body) if item in kept]
    count = len(lines).to_bytes(_widths(body).item, "big")
    return box(b"iloc", body[:6] + count + b"".join(lines))


def _written_references(content: mmap, part: Part, kept: set[int]) -> bytes:
    wide = 4 if content[part.start] else 2
    lines = b""
    for each in parts_of(content, part.start + 4, part.end):
        body = content[each.start : each.end]
        source, count = _number(body, 0, wide), _number(body, wide, 2)
        targets = [_number(body, wide + 2 + n * wide, wide) for n in range(count)]
        targets = [target for target in targets if target in kept]
        if source in kept and targets:
            words = [source.to_bytes(wide, "big"), len(targets).to_bytes(2, "big")]
            words += [target.to_bytes(wide, "big") for target in targets]
            lines += box(each.name, b"".join(words))
    return box(b"iref", content[part.start : part.start + 4] + lines) if lines else b""


def _written_properties(content: mmap, part: Part, kept: set[int]) -> bytes:
    telling: set[int] = set()
    written = b""
    for each in parts_of(content, part.start, part.end):
        if each.name == b"ipco":
            shared = b""
            for number, one in enumerate(parts_of(content, each.start, each.end), 1):
                if one.name in _TELLING:
                    telling.add(number)
                    # Properties are counted, so that an empty one must stand where this one was.
                    shared += box(b"free", bytes(one.end - one.start))
                else:
                    shared += content[one.at : one.end]
            written += box(b"ipco", shared)
        elif each.name == b"ipma":
            written += _written_associations(content[each.start : each.end], kept, telling)
    return box(b"iprp", written)


def _written_associations(body: bytes, kept: set[int], telling: set[int]) -> bytes:
    """Which properties an item has; those that tell something are nobody's any more."""
    item_width, index_width = 4 if body[0] else 2, 2 if body[3] & 1 else 1
    most = 0x7FFF if index_width == 2 else 0x7F
    at, lines = 8, []
    for _ in range(min(_number(body, 4, 4), _MOST_ITEMS)):
        item, at = _number(body, at, item_width), at + item_width
        if at >= len(body):
            raise NotUnderstood("the table of properties is cut short")
        count, at = body[at], at + 1
        indexes = [_number(body, at + n * index_width, index_width) for n in range(count)]
        at += count * index_width
        if item in kept:
            left = [index for index in indexes if index & most not in telling]
            words = [index.to_bytes(index_width, "big") for index in left]
            lines.append(item.to_bytes(item_width, "big") + bytes([len(left)]) + b"".join(words))
    return box(b"ipma", body[:4] + len(lines).to_bytes(4, "big") + b"".join(lines))


def _written_data(content: mmap, part: Part, items: Items) -> bytes:
    """The bytes that lie in the index itself: those of pictures, zeros for all others."""
    data = bytearray(part.end - part.start)
    for start, end in items.extents_of(items.kept, method=1):
        data[start:end] = content[part.start + start : min(part.end, part.start + end)]
    return box(b"idat", bytes(data))


def _number(content: bytes | mmap, at: int, width: int) -> int:
    return int.from_bytes(content[at : at + width], "big")
