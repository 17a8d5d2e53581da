"""What the two video readers (ffmpeg's programs, and PyAV) must be able to do, and what they tell."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from photoalbum.media.formats import Format
from photoalbum.media.limits import VIDEO, Budget

Sound = Literal["copy", "aac", ""]
Filter = tuple[str, dict[str, str]]


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
    # Two half pictures, woven line by line, as camcorders made them.
    interlaced: bool = False
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


@dataclass(frozen=True)
class Pictures:
    """How pictures are encoded anew: H.264, upright, with square pixels, in the colours of any screen."""

    size: tuple[int, int]
    quality: int = 23
    most_per_second: float = 60.0
    most_bits: str = "16M"


@dataclass(frozen=True)
class Take:
    """A film to be made of another: what of it, and whether encoded anew. Never any metadata of the first."""

    target: Path
    container: str = "mp4"
    # None: the pictures are copied as they are.
    pictures: Pictures | None = None
    sound: Sound = "copy"
    start: float = 0.0
    seconds: float | None = None
    # Grows by lines such as `out_time_us=1500000`: how much of the film is made.
    progress: Path | None = None
    budget: Budget = VIDEO


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

    def film(self, source: Path, found: Format, reel: Reel, take: Take) -> None:
        """Make a new film that plays at once and says nothing of its maker. CannotShow when it cannot be."""
        ...


def quarter_turns(degrees: float) -> int:
    """A clockwise rotation as the nearest of 0, 90, 180, 270.

    >>> [quarter_turns(angle) for angle in (-90, 89.9, 450, 0)]
    [270, 90, 90, 0]
    """
    return round(degrees / 90) % 4 * 90


def picture_filters(reel: Reel, size: tuple[int, int], table: Path | None) -> list[Filter]:
    """What turns decoded pictures, already upright, into pictures of this size for any screen."""
    filters = [("yadif", {"deint": "interlaced"})] if reel.interlaced else []
    scale = {"w": str(size[0]), "h": str(size[1]), "flags": "bicubic"}
    if table is None:
        return [*filters, ("scale", {**scale, "out_range": "tv"}), ("setsar", {"sar": "1"})]
    return [
        *filters,
        ("scale", {**scale, "in_color_matrix": "bt2020"}),
        ("format", {"pix_fmts": "gbrp10le"}),
        ("lut3d", {"file": str(table), "interp": "tetrahedral"}),
        ("scale", {"out_color_matrix": "bt709", "out_range": "tv"}),
        ("setsar", {"sar": "1"}),
    ]
