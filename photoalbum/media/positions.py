"""Where a picture was taken, as EXIF, XMP and QuickTime write it. A camera without a fix writes 0, 0."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Position(NamedTuple):
    """Signed decimal degrees, and metres above the sea when known."""

    latitude: float
    longitude: float
    altitude: float | None = None


def checked(
    latitude: float | None, longitude: float | None, altitude: float | None = None
) -> Position | None:
    """A position that may be put on a map, or None."""
    if latitude is None or longitude is None or not math.isfinite(latitude) or not math.isfinite(longitude):
        return None
    if abs(latitude) > 90 or abs(longitude) > 180 or (abs(latitude) < 1e-6 and abs(longitude) < 1e-6):
        return None
    # Higher than an airliner or deeper than a diver is a fault of the file.
    if altitude is not None and not (math.isfinite(altitude) and -1000 < altitude < 50_000):
        altitude = None
    return Position(round(latitude, 7), round(longitude, 7), None if altitude is None else round(altitude, 2))


def from_exif(gps: Mapping[int, Any]) -> Position | None:
    """EXIF's GPS block: degrees, minutes and seconds as fractions, with N or S, E or W beside them."""
    altitude = number(gps.get(6))
    if altitude is not None and altitude > 2**31:
        altitude -= 2**32  # Metres below the sea, written as if the number had no sign.
    below = gps.get(5) in (1, b"\x01", "\x01")
    return checked(
        _angle(gps.get(2), gps.get(1), "NS"),
        _angle(gps.get(4), gps.get(3), "EW"),
        None if altitude is None else -altitude if below else altitude,
    )


_XMP_ANGLE = re.compile(
    r"(\d{1,3}(?:\.\d+)?)(?:,\s*(\d{1,2}(?:\.\d+)?))?(?:,\s*(\d{1,2}(?:\.\d+)?))?\s*([NSEW])$", re.IGNORECASE
)


def from_xmp(latitude: str, longitude: str, altitude: str = "", below: bool = False) -> Position | None:
    """XMP's `51,15.291N`, and plain signed degrees, which some programs write."""
    height = fraction(altitude)
    return checked(
        _xmp_angle(latitude), _xmp_angle(longitude), -height if height is not None and below else height
    )


_ISO_6709 = re.compile(r"([+-]\d{1,6}(?:\.\d*)?)\s*([+-]\d{1,7}(?:\.\d*)?)\s*([+-]\d+(?:\.\d*)?)?")


def from_iso6709(text: str) -> Position | None:
    """QuickTime's and Android's `+52.4597+013.3220+051.180/`."""
    # Some phones write decimals as their owner's language has them.
    found = _ISO_6709.match(text.strip().replace(",", "."))
    if found is None:
        return None
    return checked(
        _sexagesimal(found[1], 2), _sexagesimal(found[2], 3), float(found[3]) if found[3] else None
    )


def number(value: Any) -> float | None:
    """A finite number out of whatever EXIF holds there: a fraction, a tuple of one, a string."""
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)) and len(value) == 1:
        value = value[0]
    try:
        result = float(value)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return result if math.isfinite(result) else None


def fraction(text: str) -> float | None:
    """`35/10` or `3.5` as 3.5."""
    above, _, below = text.partition("/")
    top, bottom = number(above), number(below) if below else 1.0
    return top / bottom if top is not None and bottom else None


def _angle(parts: Any, reference: Any, letters: str) -> float | None:
    if isinstance(reference, bytes):
        reference = reference.decode("ascii", "replace")
    mark = str(reference or "").strip("\0 ").upper()[:1]
    if mark not in letters or not mark or not isinstance(parts, Sequence) or isinstance(parts, (str, bytes)):
        return None
    values = [number(part) for part in parts[:3]]
    if not values or values[0] is None:
        return None
    # Programs that write a sign besides the letter mean one of the two.
    degrees = sum(abs(value or 0.0) / 60.0**power for power, value in enumerate(values))
    return -degrees if mark == letters[1] else degrees


def _xmp_angle(text: str) -> float | None:
    found = _XMP_ANGLE.match(text.strip())
    if found is None:
        return number(text)
    degrees = float(found[1]) + float(found[2] or 0) / 60 + float(found[3] or 0) / 3600
    return -degrees if found[4] in "SWsw" else degrees


def _sexagesimal(text: str, digits: int) -> float:
    """Degrees with decimals, or DDMM.MM, or DDDMMSS.S, told apart by the digits before the point."""
    sign = -1.0 if text[0] == "-" else 1.0
    whole, dot, rest = text[1:].partition(".")
    decimals = float(f"0{dot}{rest}") if dot else 0.0
    degrees, beyond = int(whole[:digits]), whole[digits:]
    if len(beyond) == 2:
        return sign * (degrees + (int(beyond) + decimals) / 60)
    if len(beyond) == 4:
        return sign * (degrees + int(beyond[:2]) / 60 + (int(beyond[2:]) + decimals) / 3600)
    return sign * (degrees + decimals)
