"""What the two video readers (ffmpeg's programs, and PyAV) must be able to do, and what they tell."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from photoalbum.media.formats import Format


@dataclass
class Reel:
    """The facts of a video file as its container and codecs state them, before any judgement."""

    width: int
    height: int
    codec: str
    pixel_format: str = ""
    profile: str = ""
    # Clockwise, one of 0, 90, 180, 270.
    rotation: int = 0
    # How many times wider than high one pixel is.
    pixel_aspect: float = 1.0
    frames_per_second: float | None = None
    transfer: str = ""
    audio_codec: str = ""
    duration: float | None = None
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def is_hdr(self) -> bool:
        return self.transfer in ("smpte2084", "arib-std-b67")

    @property
    def display_size(self) -> tuple[int, int]:
        """As a person sees it: square pixels, upright."""
        wide, high = max(1, round(self.width * self.pixel_aspect)), self.height
        return (high, wide) if self.rotation in (90, 270) else (wide, high)


@dataclass(frozen=True)
class Shot:
    """Which moment (in seconds) is wanted, how large, and where to."""

    at: float
    size: tuple[int, int]
    target: Path


class VideoReader(Protocol):
    """Local files only, with the one demuxer that the type allows, and no network."""

    def read(self, source: Path, found: Format) -> Reel:
        """The facts of the first moving picture. Raises CannotShow when there is none."""
        ...

    def packet_duration(self, source: Path, found: Format) -> float | None:
        """The time from the first picture to the end of the last, by the packets and not by the header."""
        ...

    def frame(self, source: Path, found: Format, reel: Reel, shot: Shot) -> bool:
        """Write the picture shown at that moment as an upright JPEG; False when there is none."""
        ...

    def remux(self, source: Path, found: Format, target: Path) -> None:
        """Copy pictures and sound into a new file that plays at once and says nothing of its maker."""
        ...


def quarter_turns(degrees: float) -> int:
    """A clockwise rotation as the nearest of 0, 90, 180, 270.

    >>> [quarter_turns(angle) for angle in (-90, 89.9, 450, 0)]
    [270, 90, 90, 0]
    """
    return round(degrees / 90) % 4 * 90


def clean_containers(found: Format) -> tuple[str, ...]:
    """The containers to try for a clean copy: WebM for WebM, for all else MP4 if that takes the sound."""
    if found.media_type == "video/webm":
        return ("webm",)
    return ("mp4", "mov") if found.readers[0] == "mov" else ("mp4",)
