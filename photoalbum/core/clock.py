"""The one clock. All stored moments are UTC without a zone; what a camera wrote never passes here."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current moment in UTC, naive, whole microseconds, as the database keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)
