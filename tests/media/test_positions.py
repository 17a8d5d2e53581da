import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoalbum.media.positions import Position, checked, from_exif, from_iso6709, from_xmp, number


def test_exif_writes_degrees_minutes_and_seconds() -> None:
    gps = {1: "S", 2: (33.0, 51.0, 30.0), 3: "E", 4: (151.0, 12.0, 36.0), 5: b"\x01", 6: 12.5}
    assert from_exif(gps) == Position(-33.8583333, 151.21, -12.5)


@pytest.mark.parametrize(
    "gps",
    [
        {},
        {2: (48.0, 1.0, 1.0), 4: (2.0, 1.0, 1.0)},  # no N or S, no E or W
        {1: "", 2: "", 3: "", 4: ""},
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "N", 2: (math.nan, math.nan, math.nan), 3: "E", 4: (2.0, 0.0, 0.0)},
        {1: "N", 2: (95.0, 0.0, 0.0), 3: "E", 4: (2.0, 0.0, 0.0)},
        {1: "N", 2: 4294967295, 3: "E", 4: 7},
        {1: b"N", 2: b"48", 3: b"E", 4: b"2"},
    ],
)
def test_positions_that_must_not_be_put_on_a_map(gps: dict[int, object]) -> None:
    assert from_exif(gps) is None


def test_a_sign_beside_the_letter_is_one_of_the_two() -> None:
    gps = {1: "S", 2: (-33.0, 51.0, 30.0), 3: "E", 4: (151.0, 12.0, 36.0)}
    assert from_exif(gps) == Position(-33.8583333, 151.21)


def test_a_dive_written_without_a_sign() -> None:
    gps = {1: "N", 2: (45.0, 0.0, 0.0), 3: "E", 4: (33.0, 0.0, 0.0), 6: 2**32 - 12}
    assert from_exif(gps) == Position(45.0, 33.0, -12.0)


def test_an_altitude_beyond_belief_is_left_out() -> None:
    assert checked(1.0, 2.0, 1e9) == Position(1.0, 2.0, None)


def test_xmp_writes_minutes_with_decimals_or_plain_degrees() -> None:
    assert from_xmp("51,15.291N", "7,23.3681W", "35/10") == Position(51.25485, -7.3894683, 3.5)
    assert from_xmp("51,15,30N", "7,30,0E") == Position(51.2583333, 7.5)
    assert from_xmp("-40.5", "176.25") == Position(-40.5, 176.25)
    assert from_xmp("51.25N", "7.5 w") == Position(51.25, -7.5)
    assert from_xmp("", "") is None


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("+52.4597+013.3220+051.180/", Position(52.4597, 13.322, 51.18)),
        ("+47.5383-2.8919+000.000/", Position(47.5383, -2.8919, 0.0)),
        ("-3351.5+15112.6/", Position(-33.8583333, 151.21)),
        ("+400000-0743000/", Position(40.0, -74.5)),
        ("+27.5916+086.5640+8850CRSWGS_84/", Position(27.5916, 86.564, 8850.0)),
        ("+48,8577+002,295/", Position(48.8577, 2.295)),
        ("+00.0000+000.0000/", None),
        ("+99.0000+013.3220/", None),
        ("nowhere", None),
    ],
)
def test_quicktime_writes_iso_6709(text: str, where: Position | None) -> None:
    assert from_iso6709(text) == where


@given(st.one_of(st.floats(), st.text(max_size=20), st.none(), st.binary(max_size=5), st.tuples(st.floats())))
def test_numbers_are_finite_or_nothing(value: object) -> None:
    result = number(value)
    assert result is None or math.isfinite(result)
