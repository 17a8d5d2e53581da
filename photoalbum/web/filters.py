"""How values look in the pages: sizes, lengths of time, days, and the shapes of tiles."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, get_locale, gettext, ngettext
from markupsafe import Markup

# Beyond these a picture would be a sliver or a band; its tile crops it, its own page shows it whole.
NARROWEST, WIDEST = 0.4, 3.6
ROW_HEIGHT = 240
SMALLEST_ON_STAGE = 200

_TINT = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"data:image/(?:webp|png|jpeg);base64,[A-Za-z0-9+/]+=*")
_UID = re.compile(r"[A-Za-z0-9]+")


class Shaped(Protocol):
    """What a tile or a photo page has that decides its shape and its look before the picture arrives."""

    @property
    def uid(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


class DayOfTiles(Protocol):
    @property
    def tiles(self) -> Iterable[Shaped]: ...


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


def tile_classes(tile: Shaped) -> str:
    """The names that lead from a tile to its rules in `tile_rules`. Tiles of one shape share one rule."""
    return " ".join([f"r{_permille(tile)}", look_classes(tile)]).strip()


def look_classes(tile: Shaped) -> str:
    """The names of its colour and its tiny picture alone."""
    names = []
    if tint := _tint(tile):
        names.append(f"t{tint[1:]}")
    if _placeholder(tile):
        names.append(f"p-{tile.uid}")
    return " ".join(names)


def tile_rules(days: Iterable[DayOfTiles]) -> str:
    """The content of a page's one <style>: nothing in it but numbers, colours and checked data URIs.

    So nothing in it needs escaping, and the escaping of the template leaves it as it is.
    """
    tiles = [tile for day_of_tiles in days for tile in day_of_tiles.tiles]
    return _rules(tiles)


def stage_rules(page: Shaped) -> str:
    """The same for the one picture of a photo page, which is never cropped and hardly enlarged."""
    ratio, width = page.width / page.height, max(page.width, SMALLEST_ON_STAGE)
    return f".viewer__stage{{--ar:{ratio:.4f};--width:{width:d}px}}" + _rules([page], with_ratio=False)


def tile_data(tile: Shaped) -> Markup:
    """What a fragment carries instead of class names; script hands it to the style of each tile."""
    data = Markup('data-ar="{}"').format(_permille(tile) / 1000)
    if tint := _tint(tile):
        data += Markup(' data-tint="{}"').format(tint)
    if placeholder := _placeholder(tile):
        data += Markup(' data-placeholder="{}"').format(placeholder)
    return data


def tile_sizes(tile: Shaped) -> str:
    """How wide a tile is likely to be drawn, for the choice among its pictures."""
    return f"{round(_permille(tile) * ROW_HEIGHT / 1000)}px"


def _rules(tiles: Iterable[Shaped], *, with_ratio: bool = True) -> str:
    rules: dict[str, str] = {}
    for tile in tiles:
        if with_ratio:
            rules[f"r{_permille(tile)}"] = f"--ar:{_permille(tile) / 1000:g}"
        if tint := _tint(tile):
            rules[f"t{tint[1:]}"] = f"--tint:{tint}"
        if placeholder := _placeholder(tile):
            rules[f"p-{tile.uid}"] = f"--placeholder:url({placeholder})"
    return "".join(f".{name}{{{rule}}}" for name, rule in rules.items())


def _permille(tile: Shaped) -> int:
    """The tile's ratio in thousandths."""
    return round(min(max(tile.width / tile.height, NARROWEST), WIDEST) * 1000)


def _tint(tile: Shaped) -> str:
    tint = getattr(tile, "tint", "") or ""
    return tint.lower() if _TINT.fullmatch(tint) else ""


def _placeholder(tile: Shaped) -> str:
    uri = getattr(tile, "placeholder", "") or ""
    return uri if _PLACEHOLDER.fullmatch(uri) and _UID.fullmatch(tile.uid) else ""


FILTERS = (
    filesize,
    duration,
    spoken_duration,
    day,
    eve,
    moment,
    initials,
    tile_classes,
    look_classes,
    tile_rules,
    stage_rules,
    tile_data,
    tile_sizes,
)


def init_app(app: Flask) -> None:
    """Make the filters known to the templates, and the page's language with them."""
    app.jinja_env.filters.update({function.__name__: function for function in FILTERS})
    app.jinja_env.globals["page_language"] = page_language
