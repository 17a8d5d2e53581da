"""The film inside a photo as a file of its own that browsers play: clean, and never a reason to fail."""

from collections.abc import Sequence
from pathlib import Path

from photoalbum.media import geometry, motion, videos
from photoalbum.media.facts import DerivativeFile, Facts
from photoalbum.media.faults import MediaFault
from photoalbum.media.formats import ALLOWED
from photoalbum.media.motion import Span
from photoalbum.media.recipes import MOTION
from photoalbum.media.reels import Pictures, Take
from photoalbum.media.videos import VideoFacts

NAME = "motion"
# What phones put into photos lasts three seconds; whatever is much longer is not made anew.
LONGEST = 15.0
LARGEST = 960
_TYPE = "video/mp4"


def add_film(facts: Facts, path: Path, hints: Sequence[int], target_dir: Path) -> None:
    """Write `motion.mp4` when a film that plays is inside. The photo is shown all the same if not."""
    span = motion.find(path, facts.media_type, hints)
    if span is None:
        return
    part = target_dir / "motion.part"
    try:
        _write(facts, path, span, part, target_dir / MOTION)
    except MediaFault:
        (target_dir / MOTION).unlink(missing_ok=True)
    finally:
        part.unlink(missing_ok=True)


def _write(facts: Facts, path: Path, span: Span, part: Path, target: Path) -> None:
    motion.cut_out(path, span, part)
    film = videos.read_video(part, _TYPE)
    if film.plays_in_browsers:
        videos.remux_clean(part, target, _TYPE)
    elif film.duration is not None and film.duration <= LONGEST:
        _encode(part, target, film)
    else:
        return
    made = videos.read_video(target, _TYPE)
    facts.motion = {"duration": made.duration, "plays_in_browsers": made.plays_in_browsers}
    size = target.stat().st_size
    facts.files[NAME] = DerivativeFile(MOTION, _TYPE, made.width, made.height, size)


def _encode(part: Path, target: Path, film: VideoFacts) -> None:
    """As H.264, which every browser plays: newer phones film in HEVC. It is a few seconds' worth."""
    size = geometry.fit((film.width, film.height), (LARGEST, LARGEST))
    pictures = Pictures((size[0] & ~1, size[1] & ~1), most_per_second=30.0)
    take = Take(target, "mp4", pictures, "aac" if film.reel.audio_codec else "")
    videos.reader().film(part, ALLOWED[_TYPE], film.reel, take)
