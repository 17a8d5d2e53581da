"""The offset from UTC where and when a picture was taken, for cameras that only write the wall clock."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from photoalbum.media.positions import Position

# Before this year zones changed by town, and the tables are guesses.
_FIRST_YEAR = 1970


def offset_at(where: Position, local: datetime) -> int | None:
    """Minutes east of UTC on the clocks of that place at that local time; None at sea."""
    if local.year < _FIRST_YEAR:
        return None
    import tzfpy  # noqa: PLC0415 - 33 MB once a place is asked for; few pictures have a place and no offset.

    try:
        name = tzfpy.get_tz(where.longitude, where.latitude)
        if not name or name.startswith("Etc/"):
            return None
        shift = local.replace(tzinfo=ZoneInfo(name)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError, OverflowError):
        return None
    return None if shift is None else round(shift.total_seconds() / 60)
