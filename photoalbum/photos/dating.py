"""When a photo was taken: the file's own claim, and a person's word, which beats it.

The claim stays with the original, and so a person's word can be taken back at any time.
"""

from datetime import datetime, timedelta

from photoalbum.media import dates
from photoalbum.photos.models import UNDATED, Photo

PERSON = "person"
FILE_DATE = "file-date"
EARLIEST, LATEST = datetime(1800, 1, 1), datetime(2200, 1, 1)


def take_from_file(photo: Photo) -> None:
    """Give the photo the date its original claims, unless a person has said better."""
    if photo.taken_source == PERSON:
        return
    claim = photo.details.get("taken") or {}
    # Phones write local time, often without a zone. It is kept as written: "taken at 18:40" must stay
    # 18:40 even when the viewer is on another continent.
    photo.taken_at = datetime.fromisoformat(claim["at"]) if claim.get("at") else None
    photo.taken_offset = claim.get("offset")
    photo.taken_source = claim.get("source") or ""
    if photo.taken_at is None and photo.file_dated_at and dates.is_plausible(photo.file_dated_at):
        photo.taken_at, photo.taken_source = photo.file_dated_at, FILE_DATE
    photo.sort_at = photo.taken_at or UNDATED


def say(photo: Photo, moment: datetime) -> None:
    """A person's date, by the clock of the place where the photo was taken."""
    if photo.taken_at != moment:
        photo.taken_offset = None
    photo.taken_at, photo.taken_source, photo.sort_at = moment, PERSON, moment


def shift(photo: Photo, by: timedelta) -> bool:
    """Set right what a wrong clock wrote; False when there is no date to shift, or none would be left.

    The offset stays: who sets a camera's clock sets its time, not where it is.
    """
    if photo.taken_at is None or not EARLIEST <= photo.taken_at + by < LATEST:
        return False
    moment = photo.taken_at + by
    photo.taken_at, photo.taken_source, photo.sort_at = moment, PERSON, moment
    return True


def take_back(photo: Photo) -> None:
    """Forget what a person said: the file's own claim holds again."""
    photo.taken_source = ""
    take_from_file(photo)


def claim_of(photo: Photo) -> datetime | None:
    """What the file says, whatever people say."""
    claim = photo.details.get("taken") or {}
    if claim.get("at"):
        return datetime.fromisoformat(claim["at"])
    return photo.file_dated_at if photo.file_dated_at and dates.is_plausible(photo.file_dated_at) else None
