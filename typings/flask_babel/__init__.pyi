# Only what this project uses. A lazy text behaves like the text it will become.
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from babel import Locale
from flask import Flask

class Babel:
    def __init__(
        self,
        app: Flask | None = None,
        *,
        locale_selector: Callable[[], str | None] | None = None,
        default_locale: str = "en",
        default_timezone: str = "UTC",
        default_translation_directories: str = "translations",
    ) -> None: ...

def gettext(string: str, **variables: object) -> str: ...
def ngettext(singular: str, plural: str, num: int, **variables: object) -> str: ...
def pgettext(context: str, string: str, **variables: object) -> str: ...
def lazy_gettext(string: str, **variables: object) -> str: ...
def get_locale() -> Locale | None: ...
def format_date(
    date: date | datetime | None = None, format: str | None = None, rebase: bool = True
) -> str: ...
def format_datetime(
    datetime: datetime | None = None, format: str | None = None, rebase: bool = True
) -> str: ...
def format_time(
    time: time | datetime | None = None, format: str | None = None, rebase: bool = True
) -> str: ...
def format_timedelta(
    datetime_or_timedelta: datetime | timedelta,
    granularity: str = "second",
    add_direction: bool = False,
    threshold: float = 0.85,
) -> str: ...
def format_decimal(number: float | Decimal, format: str | None = None) -> str: ...
def force_locale(locale: str) -> object: ...
