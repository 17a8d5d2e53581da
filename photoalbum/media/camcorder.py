"""When an AVCHD camcorder recorded a film: its container has no date, but the pictures' notes have one.

The note (MDPM) stands in the first kilobytes, as user data of H.264, cut into the packets of the stream.
"""

import os
from pathlib import Path

from photoalbum.media import dates
from photoalbum.media.dates import Taken

MOST_READ = 2_000_000
_NOTE = bytes.fromhex("17ee8c60f84d11d98cd60800200c9a66") + b"MDPM"
_MOST_ENTRIES = 64
_ZONE_AND_MONTH, _DAY_AND_TIME = 0x18, 0x19


def taken(path: Path) -> Taken | None:
    """The wall clock of the camera's first note, with its offset."""
    with path.open("rb") as file:
        head = file.read(min(MOST_READ, os.fstat(file.fileno()).st_size))
    for stream in _streams(head):
        at = stream.find(_NOTE)
        if at >= 0:
            note = bytes(stream[at + len(_NOTE) : at + len(_NOTE) + 10 * _MOST_ENTRIES])
            # H.264 puts a 3 where two zeros might be taken for the beginning of a picture.
            return _read(note.replace(b"\0\0\3", b"\0\0"))
    return None


def _streams(head: bytes) -> list[bytearray]:
    """What the packets hold, joined for each stream; there are four more bytes before each on camcorders."""
    size, first = (192, 4) if head[4:5] == b"\x47" and head[0:1] != b"\x47" else (188, 0)
    found: dict[int, bytearray] = {}
    for at in range(first, len(head) - 187, size):
        flags = head[at + 3]
        skipped = 4 + (1 + head[at + 4] if flags & 0x20 else 0)
        if head[at] == 0x47 and flags & 0x10 and skipped < 188:
            name = int.from_bytes(head[at + 1 : at + 3], "big") & 0x1FFF
            found.setdefault(name, bytearray()).extend(head[at + skipped : at + 188])
    return list(found.values())


def _read(note: bytes) -> Taken | None:
    count = min(note[0], _MOST_ENTRIES) if note else 0
    entries = {note[at]: note[at + 1 : at + 5] for at in range(1, min(5 * count, len(note) - 5) + 1, 5)}
    month, day = entries.get(_ZONE_AND_MONTH, b""), entries.get(_DAY_AND_TIME, b"")
    if len(month) < 4 or len(day) < 4:
        return None
    # Digits as pairs: 0x20 0x09 is the year 2009.
    zone, digits = month[0], (month[1:] + day).hex()
    written = "{}{}{}{}-{}{}-{}{} {}{}:{}{}:{}{}".format(*digits)
    minutes = 60 * (zone >> 1 & 0x0F) + (30 if zone & 1 else 0)
    sign = "-" if zone & 0x20 else "+"
    return dates.parse(written, "camcorder", offset=f"{sign}{minutes // 60:02}:{minutes % 60:02}")
