"""How values look in the pages: sizes, lengths of time, days and languages."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, get_locale, gettext, ngettext

from photoalbum.web.shapes import look_classes, stage_rules, tile_rules


class Language(NamedTuple):
    code: str
    direction: str


def filesize(size: int) -> str:
    """A number of bytes as a person says it, in steps of 1,000 as on a phone or a box of disks."""
    if size < 1000:
        return str(ngettext("%(num)d byte", "%(num)d bytes", size))
    amount = float(size)
    for unit in ("kB", "MB", "GB", "TB"):
        amount /= 1000
        if amount < 999.5 or unit == "TB":
            break
    return f"{format_decimal(round(amount, 1) if amount < 9.95 else round(amount))} {unit}"


def duration(seconds: float | None) -> str:
    """The length of a video as players write it.

    >>> duration(34.2), duration(3723)
    ('0:34', '1:02:03')
    """
    if not seconds or seconds < 0:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def spoken_duration(seconds: float) -> str:
    """The same length in words, for whoever hears the page."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [
        ngettext("%(num)d hour", "%(num)d hours", hours) if hours else "",
        ngettext("%(num)d minute", "%(num)d minutes", minutes) if minutes else "",
        ngettext("%(num)d second", "%(num)d seconds", rest) if rest or not (hours or minutes) else "",
    ]
    return " ".join(part for part in parts if part)


def day(value: date | datetime) -> str:
    """A stored moment or a date as a day, in the reader's language."""
    return str(format_date(value, "d MMMM y"))


def written_day(value: date, pattern: str) -> str:
    """A day in the reader's language: worked out once, because a page has the same days for everybody."""
    return _written_day(value, pattern, str(get_locale()))


@lru_cache(maxsize=4096)
def _written_day(value: date, pattern: str, _language: str) -> str:
    return str(format_date(value, pattern))


def eve(end: datetime) -> date:
    """The last day that lies wholly before an end: what ends at midnight holds until the day before."""
    return (end - timedelta(seconds=1)).date()


def moment(value: datetime) -> str:
    """A stored moment, which is UTC, as day and time where the reader is."""
    return str(gettext("%(day)s, %(time)s", day=day(value), time=format_datetime(value, "HH:mm")))


def initials(name: str) -> str:
    """Up to two letters for the round sign of a person.

    >>> initials("Anna Maria Hartmann"), initials("opa"), initials("")
    ('AH', 'O', '?')
    """
    words = name.split()
    letters = [word[0] for word in (words[:1] + words[1:][-1:])]
    return "".join(letters).upper() or "?"


def page_language() -> Language:
    """What <html> says of the page."""
    locale = get_locale()
    return Language(str(locale).replace("_", "-"), locale.text_direction) if locale else Language("en", "ltr")


FILTERS = (
    filesize,
    duration,
    spoken_duration,
    day,
    eve,
    moment,
    initials,
    look_classes,
    tile_rules,
    stage_rules,
)


def init_app(app: Flask) -> None:
    """Make the filters known to the templates, and the page's language with them."""
    app.jinja_env.filters.update({function.__name__: function for function in FILTERS})
    app.jinja_env.globals["page_language"] = page_language
