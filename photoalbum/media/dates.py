"""Dates as cameras, programs and file names write them, and whether to believe them.

A date here is the wall clock where the picture was taken, kept as written, with its offset from UTC only
when the file states one: "taken at 18:40" must stay 18:40 for somebody on another continent.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

from photoalbum.core import clock

Precision = Literal["second", "minute", "day", "month", "year"]

# Daguerre's first person on a photograph.
FIRST_PHOTOGRAPH = 1838


@dataclass(frozen=True)
class Taken:
    """A local moment, how exactly it is known, its offset when stated, and who says so."""

    local: datetime
    offset_minutes: int | None = None
    precision: Precision = "second"
    source: str = ""

    @property
    def plausible(self) -> bool:
        # A year or a month was written by a person; clocks that were never set count seconds.
        vague = self.precision in ("year", "month")
        return is_plausible(self.local, vague=vague)


_WRITTEN = re.compile(
    r"""\s*(?P<year>\d{4})
    (?: [:\-/.] [ ]? (?P<month>\d{1,2})
    (?: [:\-/.] [ ]? (?P<day>\d{1,2})
    (?: [T\s:]+ (?P<hour>\d{1,2}) : [ ]? (?P<minute>\d{1,2})
        (?: : [ ]? (?P<second>\d{1,2}) (?: [.,] (?P<fraction>\d+) )? )?
    \s* (?P<half> [AP]M )? \s* (?P<offset> Z | UTC | GMT | [+-]\d{1,2}(?: :?\d{2} )? )? )? )? )?
    \s*$""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_OFFSET = re.compile(r"\s*(?:(Z|UTC|GMT)|([+-])(\d{1,2})(?::?(\d{2}))?)\s*$", re.IGNORECASE | re.ASCII)


def parse(text: object, source: str = "", *, offset: object = None, fraction: object = None) -> Taken | None:
    """Read `2019:05:04 05:58:14`, `2019-05-04T05:58:14.34+02:00`, `1962-07` and the like."""
    found = _WRITTEN.match(_text(text)[:64])
    if found is None:
        return None
    part = found.groupdict()
    second, hour = int(part["second"] or 0), _hour(int(part["hour"] or 0), part["half"])
    try:
        # A leap second, and the 60 that careless programs write, is the last second of its minute.
        local = datetime(int(part["year"]), int(part["month"] or 1), int(part["day"] or 1)).replace(
            hour=hour,
            minute=int(part["minute"] or 0),
            second=min(second, 59) if second <= 60 else second,
            microsecond=_microseconds(part["fraction"] or _text(fraction).strip()),
        )
    except ValueError:
        return None
    precision: Precision = "second"
    for name in ("year", "month", "day", "minute"):
        following = {"year": "month", "month": "day", "day": "hour", "minute": "second"}[name]
        if part[following] is None:
            precision = name
            break
    stated = parse_offset(part["offset"]) if part["offset"] else parse_offset(offset)
    return Taken(local, stated, precision, source)


def parse_offset(text: object) -> int | None:
    """Minutes east of UTC.

    >>> parse_offset("+05:30"), parse_offset("Z"), parse_offset("   :  ")
    (330, 0, None)
    """
    found = _OFFSET.match(_text(text)[:16])
    if found is None:
        return None
    if found[1]:
        return 0
    minutes = 60 * int(found[3]) + int(found[4] or 0)
    if minutes > 14 * 60 or int(found[4] or 0) > 59:
        return None
    return -minutes if found[2] == "-" else minutes


def is_plausible(local: datetime, *, vague: bool = False) -> bool:
    """Whether a person could have pressed a button then. Clocks that were never set say 1970 or 1980."""
    if local.year < FIRST_PHOTOGRAPH or local > clock.now() + timedelta(days=2):
        return False
    # Unix, MS-DOS and QuickTime begin to count on these days.
    unset = (datetime(1970, 1, 1), datetime(1980, 1, 1), datetime(1904, 1, 1))
    return vague or not any(start <= local < start + timedelta(days=1) for start in unset)


def first_plausible(*candidates: Taken | None) -> Taken | None:
    return next((taken for taken in candidates if taken is not None and taken.plausible), None)


_DAY = (
    r"(?P<year>(?:18|19|20)\d\d)(?P<sep>[-_.]?)(?P<month>0[1-9]|1[0-2])(?P=sep)(?P<day>0[1-9]|[12]\d|3[01])"
)
_TIME = r"(?P<hour>[01]\d|2[0-3])[-_.:h]?(?P<minute>[0-5]\d)[-_.:m]?(?P<second>[0-5]\d)"
_NAME_PATTERNS = (
    # IMG_20240803_194210, PXL_20240803_194210123, VID-20240803-194210, Screenshot_2024-08-03-19-42-10,
    # signal-2024-08-03-19-42-10-123, 2024-08-03 19.42.10, telegram_2020-01-30_09-57-18
    re.compile(rf"(?<!\d){_DAY}(?:[-_ .T]|\ at\ |_at_)*{_TIME}(?:\d{{1,3}})?(?!\d)", re.IGNORECASE),
    # IMG-20240803-WA0007 and other names with nothing but a day
    re.compile(rf"(?<!\d){_DAY}(?!\d)", re.IGNORECASE),
)


def date_from_name(file_name: str) -> Taken | None:
    """The date that phones and messengers write into names. Only a day when the name says no more."""
    for pattern in _NAME_PATTERNS:
        for found in pattern.finditer(file_name[:255]):
            taken = _from_match(found.groupdict(), file_name)
            if taken is not None and taken.plausible:
                return taken
    return None


def _from_match(part: dict[str, str | None], file_name: str) -> Taken | None:
    clocked = part.get("hour") is not None
    try:
        day = datetime(int(part["year"] or 0), int(part["month"] or 0), int(part["day"] or 0))
        hour, minute, second = (int(part.get(name) or 0) for name in ("hour", "minute", "second"))
        local = day.replace(hour=hour, minute=minute, second=second)
    except ValueError:
        return None
    # Google's Pixel phones name their pictures by UTC and not by the clock on the wall.
    universal = clocked and file_name.upper().startswith("PXL_")
    return Taken(local, 0 if universal else None, "second" if clocked else "day", "file-name")


def _microseconds(digits: str) -> int:
    return int(digits[:6].ljust(6, "0")) if digits.isdigit() and digits.isascii() else 0


def _hour(hour: int, half: str | None) -> int:
    """The hour of 24, of what may be an hour of twelve with `AM` or `PM` behind it.

    >>> _hour(12, "am"), _hour(3, "PM"), _hour(15, "pm"), _hour(9, None)
    (0, 15, 15, 9)
    """
    if half is None or hour > 12:
        return hour
    return hour % 12 + (12 if half.upper() == "PM" else 0)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    # What stands behind a NUL is what the camera's memory held before.
    return value.lstrip("\0").partition("\0")[0] if isinstance(value, str) else ""


def parse_png(text: object) -> Taken | None:
    """PNG's `Creation Time`, which should be written like a mail's date and rarely is."""
    taken = parse(text, "png:CreationTime")
    if taken is not None:
        return taken
    try:
        sent = parsedate_to_datetime(_text(text)[:64])
    except (TypeError, ValueError, IndexError):
        return None
    shift = sent.utcoffset()
    minutes = None if shift is None else round(shift.total_seconds() / 60)
    return Taken(sent.replace(tzinfo=None), minutes, "second", "png:CreationTime")
