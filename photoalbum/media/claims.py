"""What a file says of itself, as plain values, before anybody has judged it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from photoalbum.media.dates import Precision, Taken
from photoalbum.media.own_words import OwnWords
from photoalbum.media.positions import Position


@dataclass
class Metadata:
    """Plain facts; what is unknown is None or empty. `details` is small, and fit for JSON."""

    taken_at: datetime | None = None
    offset_minutes: int | None = None
    taken_precision: Precision = "second"
    taken_source: str = ""
    orientation: int = 1
    gps: Position | None = None
    camera_make: str = ""
    camera_model: str = ""
    lens: str = ""
    exposure: str = ""
    f_number: float | None = None
    iso: int | None = None
    focal_length: float | None = None
    caption: str = ""
    title: str = ""
    keywords: list[str] = field(default_factory=list)
    rating: int | None = None
    # Of notes that an export of this site wrote.
    own_words: OwnWords | None = None
    # By which the two halves of a Live Photo find each other.
    content_id: str = ""
    # How many bytes before its end a photo says that its film begins.
    motion_hints: list[int] = field(default_factory=list)
    panorama: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)

    def place_on_timeline(self, taken: Taken | None) -> None:
        if taken is not None:
            self.taken_at = taken.local
            self.offset_minutes = taken.offset_minutes
            self.taken_precision = taken.precision
            self.taken_source = taken.source
