"""By what two photos are known to look alike: hashes of 64 bits that differ in few of them.

Copies of real photos, shrunk to 480 pixels or saved in poor quality, differ in five bits at most, and
different pictures in nine at least (measured on the shared media). So a difference of up to six counts.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select

from photoalbum.core.db import db
from photoalbum.photos import live
from photoalbum.photos.models import Fingerprint, Original, Photo

MOST_BITS = 6
# Where thousands look alike, as in a time lapse, the newest of them are enough to find a group.
MOST_CANDIDATES = 400
WORDS = (Fingerprint.word_0, Fingerprint.word_1, Fingerprint.word_2, Fingerprint.word_3)
# Of hashes that differ in five bits, two of four words differ in one bit or none: three words find them.
WORDS_ASKED = 3


def of(photo: Photo) -> Fingerprint:
    """The fingerprint of a photo whose original is ready."""
    words = {f"word_{place}": word for place, word in enumerate(words_of(hash_of(photo)))}
    return Fingerprint(photo_id=photo.id, owner_id=photo.owner_id, group_id=None, **words)


def alike(photo: Photo) -> Sequence[Fingerprint]:
    """Fingerprints of the same owner's photos that look like this one, nearest first, the trash last."""
    mine, own = photo.original, hash_of(photo)
    near: dict[int, int] = {}
    for photo_id, *words in _candidates(photo.owner_id, own):
        other = hash_from(words)
        bits = (own ^ other).bit_count()
        if photo_id != photo.id and bits <= min(reach(own), reach(other)):
            near[photo_id] = bits
    if not near:
        return []
    wanted: Any = (
        select(Fingerprint, Photo.trashed_at, Original.width, Original.height, Original.duration)
        .join(Photo, Photo.id == Fingerprint.photo_id)
        .join(Original, Original.id == Photo.original_id)
        # The film of a Live Photo is shown nowhere by itself.
        .where(Photo.id.in_(near), Photo.kind == photo.kind, live.stands_alone())
    )
    rows = [row for row in db.session.execute(wanted) if _same_shape(mine, row)]
    rows.sort(key=lambda row: (row.trashed_at is not None, near[row[0].photo_id], row[0].photo_id))
    return [row[0] for row in rows]


def hash_of(photo: Photo) -> int:
    return int(photo.original.dhash or "0", 16)


def words_of(value: int) -> list[int]:
    """A hash in its four words, first bits first.

    >>> words_of(0x0001_0002_0003_0004)
    [1, 2, 3, 4]
    """
    return [value >> shift & 0xFFFF for shift in (48, 32, 16, 0)]


def hash_from(words: Iterable[int]) -> int:
    """And back.

    >>> hash_from(words_of(0x9C3E_5A7B_1D2F_4860)) == 0x9C3E_5A7B_1D2F_4860
    True
    """
    value = 0
    for word in words:
        value = value << 16 | word
    return value


def reach(value: int) -> int:
    """In how many bits another hash may differ and still be of the same picture.

    Where hardly any bit is set, or hardly any is not, the picture is flat and its hash says little: two
    black frames are not the same photo.

    >>> reach(0), reach(0x8000_0000_0F0F_0000), reach(0x9C3E_5A7B_1D2F_4860), reach(2**64 - 1)
    (0, 3, 6, 0)
    """
    ones = value.bit_count()
    told = min(ones, 64 - ones) // 3
    return min(MOST_BITS, told) if told > 1 else 0


def _candidates(owner_id: int, own: int) -> Iterator[Any]:
    """What shares one of the most telling words, or nearly. Most of it is no match yet."""
    if not reach(own):
        return
    words = sorted(zip(WORDS, words_of(own), strict=True), key=lambda pair: abs(8 - pair[1].bit_count()))
    for column, word in words[:WORDS_ASKED]:
        nearly = [word, *(word ^ 1 << bit for bit in range(16))]
        wanted: Any = (
            select(Fingerprint.photo_id, *WORDS)
            .where(Fingerprint.owner_id == owner_id, column.in_(nearly))
            .order_by(Fingerprint.photo_id.desc())
            .limit(MOST_CANDIDATES)
        )
        yield from db.session.execute(wanted)


def _same_shape(mine: Original, row: Any) -> bool:
    """A copy keeps its proportions, and a film its length."""
    across, along = mine.width * row.height, row.width * mine.height
    if abs(across - along) > 0.03 * max(across, along):
        return False
    return mine.duration is None or row.duration is None or abs(mine.duration - row.duration) <= 1
