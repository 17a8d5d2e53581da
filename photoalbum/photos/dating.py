"""When a photo was taken: the file's own claim, and a person's word, which beats it."""

from datetime import datetime

from photoalbum.media import dates
from photoalbum.photos.models import UNDATED, Photo

PERSON = "person"
FILE_DATE = "file-date"


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
