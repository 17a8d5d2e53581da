"""All that processing finds out about one original, as plain values that survive a trip through JSON."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from photoalbum.media.formats import Kind


@dataclass
class DerivativeFile:
    """A file that was made, by its name in the directory that was given for it."""

    file_name: str
    media_type: str
    width: int
    height: int
    bytes: int


@dataclass
class Facts:
    """Width and height are the picture's as a person sees it: all its pixels, upright."""

    kind: Kind
    media_type: str
    width: int
    height: int
    recipe_version: int
    files: dict[str, DerivativeFile] = field(default_factory=dict)
    placeholder: str = ""
    tint: str = ""
    dhash: str = ""
    damaged: bool = False
    # Videos only.
    duration: float | None = None
    plays_in_browsers: bool | None = None
    # The wall clock where it was taken (ISO 8601, no zone), and minutes east of UTC when known.
    taken_at: str | None = None
    taken_offset: int | None = None
    # Who says so: the `file`, or the `place` by its time zone.
    offset_source: str = ""
    taken_precision: str = "second"
    taken_source: str = ""
    latitude: float | None = None
    longitude: float | None = None
    altitude: float | None = None
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
    # By which the two halves of a Live Photo find each other.
    content_id: str = ""
    # The film inside a photo (`motion` in files): its duration, and whether browsers play it.
    motion: dict[str, Any] = field(default_factory=dict)
    # What a viewer must know to show a panorama; empty when it is none.
    panorama: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def has_motion(self) -> bool:
        return "motion" in self.files

    @property
    def taken(self) -> datetime | None:
        return datetime.fromisoformat(self.taken_at) if self.taken_at else None

    def to_plain(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Facts":
        files = {name: DerivativeFile(**each) for name, each in plain["files"].items()}
        return cls(**{**plain, "files": files})
