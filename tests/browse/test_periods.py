"""Dates as people write them."""

from datetime import date

import pytest

from photoalbum.browse import periods
from photoalbum.browse.periods import Period

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "first", "end"),
    [
        ("2014", "2014-01-01", "2015-01-01"),
        ("1990s", "1990-01-01", "2000-01-01"),
        ("august 2014", "2014-08-01", "2014-09-01"),
        ("Aug 2014", "2014-08-01", "2014-09-01"),
        ("sept. 2014", "2014-09-01", "2014-10-01"),
        ("2014 december", "2014-12-01", "2015-01-01"),
        ("2014-08", "2014-08-01", "2014-09-01"),
        ("2014-12", "2014-12-01", "2015-01-01"),
        ("2014-08-03", "2014-08-03", "2014-08-04"),
        ("3.8.2014", "2014-08-03", "2014-08-04"),
        ("3 august 2014", "2014-08-03", "2014-08-04"),
        ("3rd August 2014", "2014-08-03", "2014-08-04"),
        ("august 3, 2014", "2014-08-03", "2014-08-04"),
        ("summer 2014", "2014-06-01", "2014-09-01"),
        ("winter 2014", "2014-12-01", "2015-03-01"),
        ("last summer", "2026-06-01", "2026-09-01"),
        ("last winter", "2025-12-01", "2026-03-01"),
        ("last december", "2025-12-01", "2026-01-01"),
        ("this summer", "2026-06-01", "2026-09-01"),
        ("last year", "2025-01-01", "2026-01-01"),
        ("this year", "2026-01-01", "2027-01-01"),
        ("last month", "2026-10-01", "2026-11-01"),
        ("last week", "2026-11-16", "2026-11-23"),
        ("yesterday", "2026-11-24", "2026-11-25"),
        ("2014 august 2014", "2014-08-01", "2014-09-01"),
    ],
)
def test_these_are_dates(typed: str, first: str, end: str) -> None:
    found, rest = periods.take(typed.split(), TODAY)
    assert found == Period(date.fromisoformat(first), date.fromisoformat(end))
    assert rest == []


def test_last_month_in_january_is_december() -> None:
    assert periods.take(["last", "month"], date(2026, 1, 9))[0] == Period(date(2025, 12, 1), date(2026, 1, 1))


@pytest.mark.parametrize("typed", ["june", "lake", "31.2.2014", "2014-13", "last one", "20140", "1st", "0"])
def test_these_are_words(typed: str) -> None:
    """June may be an aunt, and there are days that never were."""
    assert periods.take(typed.split(), TODAY) == (None, typed.split())


def test_words_around_a_date_stay() -> None:
    found, rest = periods.take(["frieda", "august", "2014", "lake"], TODAY)
    assert found == Period(date(2014, 8, 1), date(2014, 9, 1))
    assert rest == ["frieda", "lake"]
