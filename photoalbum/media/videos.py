"""Videos: their facts, a picture that stands for them, and a clean copy that browsers start at once."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageStat

from photoalbum.media import boxes, geometry, limits, playback, recipes, video_ffmpeg, video_words
from photoalbum.media.claims import Metadata
from photoalbum.media.faults import CannotShow
from photoalbum.media.formats import ALLOWED, Format
from photoalbum.media.reels import Reel, Shot, Take, VideoReader

LONGEST = 30 * 24 * 3600
# Fewer bits than this in a second of video are a sign of a wrong duration, and not of a quiet film.
LEAST_BITS_PER_SECOND = 4_000
# Counting packets reads the whole file, and so long ones are believed.
MOST_COUNTED = 500_000_000


@dataclass
class VideoFacts:
    """Width and height as a person sees the video; what the camera said is in `metadata`."""

    width: int
    height: int
    duration: float | None
    plays_in_browsers: bool
    reel: Reel
    metadata: Metadata
    damaged: bool = False


@cache
def reader() -> VideoReader:
    """ffmpeg's programs where they are installed, for they can be killed one by one; else PyAV."""
    if video_ffmpeg.is_installed():
        return video_ffmpeg.FfmpegReader()
    from photoalbum.media.video_pyav import PyavReader  # noqa: PLC0415 - 36 MB that ffmpeg makes needless.

    return PyavReader()


def read_video(path: Path, media_type: str, using: VideoReader | None = None) -> VideoFacts:
    found, using = ALLOWED[media_type], using or reader()
    reel = using.read(path, found)
    width, height = reel.display_size
    if width * height > found.most_pixels or min(reel.width, reel.height) < 1:
        raise CannotShow(f"This video is too large to show: {width:,} x {height:,} pixels.")
    return VideoFacts(
        width=width,
        height=height,
        duration=_duration(path, found, reel, using),
        plays_in_browsers=playback.plays(found, reel),
        reel=reel,
        metadata=_metadata(path, found, reel),
        damaged=_is_cut(path, found),
    )


def make_poster(
    path: Path, target: Path, media_type: str, facts: VideoFacts, using: VideoReader | None = None
) -> float:
    """Write the picture at one second, or the first later one that is not black, as an upright JPEG.

    Gives the moment that it shows, in seconds.
    """
    found, using = ALLOWED[media_type], using or reader()
    size = geometry.fit((facts.width, facts.height), (recipes.LARGE_SIDE, recipes.LARGE_SIDE))
    length = facts.duration or 0.0
    best, best_contrast, moment = b"", -1.0, 0.0
    for at in dict.fromkeys((min(1.0, length / 3), length / 4, length / 2, length * 0.8, 0.0)):
        if not using.frame(path, found, facts.reel, Shot(at, size, target)):
            continue
        contrast = _contrast(target)
        if contrast > best_contrast:
            best, best_contrast, moment = target.read_bytes(), contrast, at
        if contrast > 1.0:
            break
    if not best:
        raise CannotShow("Not one picture of this video could be read: it is damaged, or of an unknown kind.")
    target.write_bytes(best)
    return moment


def remux_clean(path: Path, target: Path, media_type: str, using: VideoReader | None = None) -> None:
    """Copy a video without re-encoding: no metadata, no data tracks, and its index at the front.

    The target's ending chooses the container. Raises CannotShow when that does not hold what is in the film.
    """
    found, using = ALLOWED[media_type], using or reader()
    reel = using.read(path, found)
    container = "matroska" if target.suffix == ".mkv" else target.suffix.removeprefix(".")
    take = Take(target, container, budget=limits.copying(path.stat().st_size))
    using.film(path, found, reel, take)


def starts_at_once(path: Path) -> bool:
    """Whether a browser can begin to play before it has the whole file: the index stands in front."""
    with path.open("rb") as file:
        names = [box.name for box in boxes.top(file)]
    return b"moov" in names and (b"mdat" not in names or names.index(b"moov") < names.index(b"mdat"))


def _duration(path: Path, found: Format, reel: Reel, using: VideoReader) -> float | None:
    """The stated duration, unless it is a guess or cannot be true: fragments may claim days for a second."""
    stated = None if _only_guesses(path, found) else reel.duration
    if (
        stated is not None
        and 0 < stated < LONGEST
        and path.stat().st_size * 8 / stated > LEAST_BITS_PER_SECOND
    ):
        return round(stated, 3)
    counted = using.packet_duration(path, found)
    return round(counted, 3) if counted is not None and 0 < counted < LONGEST else None


def _metadata(path: Path, found: Format, reel: Reel) -> Metadata:
    metadata = video_words.read(path, found, reel)
    metadata.details["video"] = {
        "codec": reel.codec,
        "profile": reel.profile,
        "pixel_format": reel.pixel_format,
        "transfer": reel.transfer,
        "hdr": reel.is_hdr,
        "rotation": reel.rotation,
        "stored_size": [reel.width, reel.height],
        "frames_per_second": round(reel.frames_per_second, 3) if reel.frames_per_second else None,
        "audio_codec": reel.audio_codec,
        "way": playback.way(found, reel, found.readers[0] != "mov" or starts_at_once(path)),
    }
    return metadata


def _only_guesses(path: Path, found: Format) -> bool:
    """Whether the container knows no duration of its own: fragments, and streams made for broadcasting."""
    if found.readers[0] != "mov":
        return found.readers[0].startswith("mpeg") and path.stat().st_size < MOST_COUNTED
    with path.open("rb") as file:
        return boxes.first(boxes.top(file), b"moof") is not None


def _is_cut(path: Path, found: Format) -> bool:
    if found.readers[0] != "mov":
        return False
    with path.open("rb") as file:
        return boxes.cut_short(file)


def _contrast(still: Path) -> float:
    """How much there is to see: at most 1 for a picture that is black or of one colour."""
    with Image.open(still, formats=("JPEG",)) as image:
        image.draft("L", (256, 256))
        small = image.convert("L").resize((32, 32), Image.Resampling.BOX)
    brightness, spread = ImageStat.Stat(small).mean[0], ImageStat.Stat(small).stddev[0]
    return spread / 6 if brightness > 14 else min(1.0, spread / 6)
