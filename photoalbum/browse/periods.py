"""Dates as people write them into a search box: "august 2014", "last summer", "2014-08", "3 august 2014"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
# The months in which seasons begin, in the north; winter is that of the year in which it begins.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

_YEAR = re.compile(r"(1[89]\d\d|20\d\d)")
_DECADE = re.compile(r"(1[89]\d0|20\d0)s")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?,?")
_NUMBERS = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day up to the one behind the last."""

    first: date
    end: date


Words = Sequence[str]
Found = Period | None


def take(words: Words, today: date) -> tuple[Period | None, list[str]]:
    """The period that these words name, and the words that name none. Of several, what is in all of them."""
    period: Period | None = None
    rest: list[str] = []
    at = 0
    while at < len(words):
        for length in (3, 2, 1):
            some = [word.casefold() for word in words[at : at + length]]
            if len(some) == length and (found := _read(some, today)):
                period = _both(period, found)
                at += length
                break
        else:
            rest.append(words[at])
            at += 1
    return period, rest


def _read(words: Words, today: date) -> Found:
    readers: tuple[Callable[[Words, date], Found], ...] = {1: _ONE, 2: _TWO, 3: _THREE}[len(words)]
    try:
        return next(filter(None, (read(words, today) for read in readers)), None)
    except (ValueError, OverflowError):
        return None  # The 31st of February names no day.


def _both(one: Found, other: Period) -> Period:
    return Period(max(one.first, other.first), min(one.end, other.end)) if one else other


def _plain(words: Words, today: date) -> Found:
    (word,) = words
    if match := _YEAR.fullmatch(word):
        return _year(int(match[1]))
    if match := _DECADE.fullmatch(word):
        return Period(date(int(match[1]), 1, 1), date(int(match[1]) + 10, 1, 1))
    if match := _DOTS.fullmatch(word):
        return _day(date(int(match[3]), int(match[2]), int(match[1])))
    if match := _NUMBERS.fullmatch(word):
        year, month = int(match[1]), int(match[2])
        return _day(date(year, month, int(match[3]))) if match[3] else _months(year, month)
    return {"today": _day(today), "yesterday": _day(today - timedelta(days=1))}.get(word)


def _named_of_year(words: Words, today: date) -> Found:
    """A month or a season and its year, in either order."""
    for name, year in (words, words[::-1]):
        if _YEAR.fullmatch(year):
            return _named(name, int(year))
    return None


def _relative(words: Words, today: date) -> Found:
    which, what = words
    if which not in ("last", "this"):
        return None
    back = 1 if which == "last" else 0
    if what == "year":
        return _year(today.year - back)
    if what == "month":
        return _months(*divmod(today.year * 12 + today.month - 1 - back, 12), counted_from=0)
    if what == "week":
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return Period(monday, monday + timedelta(days=7))
    return _latest(what, today) if back else _named(what, today.year)


def _latest(name: str, today: date) -> Found:
    """The last one of its name that is over."""
    for year in range(today.year, today.year - 3, -1):
        named = _named(name, year)
        if named is None or named.end <= today:
            return named
    return None


def _written_out(words: Words, today: date) -> Found:
    """Day, month and year, the day before or behind the month."""
    year = words[2]
    for day, name in ((words[0], words[1]), (words[1], words[0])):
        match, month = _DAY.fullmatch(day), _month(name)
        if match and month and _YEAR.fullmatch(year):
            return _day(date(int(year), month, int(match[1])))
    return None


_ONE, _TWO, _THREE = (_plain,), (_named_of_year, _relative), (_written_out,)


def _named(name: str, year: int) -> Found:
    if month := _month(name):
        return _months(year, month)
    return _months(year, SEASONS[name], number=3) if name in SEASONS else None


def _month(name: str) -> int | None:
    """The number of a month by its name, or by the first three letters or more of it."""
    stem = name.rstrip(".,")
    fits = [number for number, month in enumerate(MONTHS, 1) if len(stem) >= 3 and month.startswith(stem)]
    return fits[0] if fits else None


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year + 1, 1, 1))


def _months(year: int, month: int, number: int = 1, counted_from: int = 1) -> Period:
    first = year * 12 + month - counted_from
    years = [divmod(count, 12) for count in (first, first + number)]
    start, end = (date(year, month + 1, 1) for year, month in years)
    if not 0 <= month - counted_from < 12:
        raise ValueError("there is no such month")
    return Period(start, end)


def _day(day: date) -> Period:
    return Period(day, day + timedelta(days=1))
