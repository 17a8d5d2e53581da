from datetime import datetime, timedelta

import pytest

from photoalbum.core import clock
from photoalbum.media import dates
from photoalbum.media.dates import Taken, date_from_name, parse, parse_offset


@pytest.mark.parametrize(
    ("text", "local", "offset", "precision"),
    [
        ("2019:05:04 05:58:14", "2019-05-04 05:58:14", None, "second"),
        ("2019-05-04T05:58:14.34+02:00", "2019-05-04 05:58:14.340", 120, "second"),
        ("2021-04-10T11:43:59+0100", "2021-04-10 11:43:59", 60, "second"),
        ("2020-01-01T00:00Z", "2020-01-01 00:00:00", 0, "minute"),
        ("2019:05:04 05:58:60", "2019-05-04 05:58:59", None, "second"),
        ("2003-08-31", "2003-08-31", None, "day"),
        ("1962-07", "1962-07-01", None, "month"),
        ("1962", "1962-01-01", None, "year"),
        (b"2019:05:04 05:58:14\0", "2019-05-04 05:58:14", None, "second"),
        ("2019:05:04 05:58:14\0of before", "2019-05-04 05:58:14", None, "second"),
        ("2019: 5: 4  5: 8: 4", "2019-05-04 05:08:04", None, "second"),
        ("2019:05:04 12:58:14 AM", "2019-05-04 00:58:14", None, "second"),
        ("2019-05-04 03:58:14 pm", "2019-05-04 15:58:14", None, "second"),
        ("2019-05-04T05:58:14-03", "2019-05-04 05:58:14", -180, "second"),
        ("2019-05-04 05:58:14 UTC", "2019-05-04 05:58:14", 0, "second"),
    ],
)
def test_dates_as_they_are_written(text: object, local: str, offset: int | None, precision: str) -> None:
    assert parse(text, "x") == Taken(datetime.fromisoformat(local), offset, precision, "x")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "0000:00:00 00:00:00",
        "    :  :     :  :  ",
        "",
        None,
        7,
        "2019:13:04 05:58:14",
        "2019:02:30 05:58:14",
        "x" * 10_000,
        "2019:05:04 25:58:14",
        "2019:05:04 05:58:61",
        "\0\0\0\0",
    ],
)
def test_what_is_no_date_gives_none(text: object) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("+05:30", 330), ("-08:00", -480), ("Z", 0), ("+1400", 840), ("+15:00", None), ("   :  ", None)],
)
def test_offsets(text: str, minutes: int | None) -> None:
    assert parse_offset(text) == minutes


@pytest.mark.parametrize(
    ("local", "believed"),
    [
        ("1970-01-01 00:00:00", False),
        ("1980-01-01 00:03:12", False),
        ("1970-01-02 12:00:00", True),
        ("1919-06-01 12:00:00", True),
        ("1826-06-01 12:00:00", False),
        ("2099-09-29 10:10:10", False),
    ],
)
def test_clocks_that_were_never_set_are_not_believed(local: str, believed: bool) -> None:
    assert Taken(datetime.fromisoformat(local)).plausible is believed


def test_a_clock_may_be_a_day_ahead_of_ours() -> None:
    assert dates.is_plausible(clock.now() + timedelta(hours=20))
    assert not dates.is_plausible(clock.now() + timedelta(days=3))


@pytest.mark.parametrize(
    ("name", "local", "offset"),
    [
        ("IMG_20240803_194210.jpg", "2024-08-03 19:42:10", None),
        ("IMG_20240803_194210_1.jpg", "2024-08-03 19:42:10", None),
        ("VID_20240803_194210.mp4", "2024-08-03 19:42:10", None),
        ("20240803_194210.jpg", "2024-08-03 19:42:10", None),
        ("PXL_20231006_063000139.jpg", "2023-10-06 06:30:00", 0),
        ("Screenshot_2024-08-03-19-42-10-123_com.app.png", "2024-08-03 19:42:10", None),
        ("Screenshot 2019-05-21 at 10.45.52.png", "2019-05-21 10:45:52", None),
        ("signal-2024-08-03-19-42-10-123.jpg", "2024-08-03 19:42:10", None),
        ("telegram_2020-01-30_09-57-18.jpg", "2020-01-30 09:57:18", None),
        ("WhatsApp Image 2024-08-03 at 19.42.10.jpeg", "2024-08-03 19:42:10", None),
        ("20240413-203800-Unknown.jpg", "2024-04-13 20:38:00", None),
    ],
)
def test_names_that_phones_and_messengers_give(name: str, local: str, offset: int | None) -> None:
    assert date_from_name(name) == Taken(datetime.fromisoformat(local), offset, "second", "file-name")


@pytest.mark.parametrize("name", ["IMG-20240803-WA0007.jpg", "2024-08-03.jpg", "birthday 2024.08.03 (2).jpg"])
def test_names_that_say_only_a_day(name: str) -> None:
    assert date_from_name(name) == Taken(datetime(2024, 8, 3), None, "day", "file-name")


@pytest.mark.parametrize(
    "name",
    [
        "DSC_0042.JPG",
        "IMG_4120.HEIC",
        "20241399_000000.jpg",
        "1234567890123456.jpg",
        "IMG_19700101_000000.jpg",
        "",
        "20990803.jpg",
        "20240230.jpg",
        "received_202408031942101234.jpeg",
    ],
)
def test_names_that_say_nothing(name: str) -> None:
    assert date_from_name(name) is None


def test_png_writes_dates_like_a_mail() -> None:
    assert dates.parse_png("Sat, 03 Aug 2024 19:42:10 +0200") == Taken(
        datetime(2024, 8, 3, 19, 42, 10), 120, "second", "png:CreationTime"
    )
    assert dates.parse_png("yesterday") is None
