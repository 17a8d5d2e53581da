"""Films made of films: the clean copy that every browser plays, and the silent one that plays in the grid."""

from dataclasses import dataclass
from pathlib import Path

from photoalbum.media import limits, playback, videos
from photoalbum.media.faults import CannotShow
from photoalbum.media.film_progress import PROGRESS
from photoalbum.media.formats import ALLOWED
from photoalbum.media.playback import PREVIEW
from photoalbum.media.reels import Pictures, Take, VideoReader

SHORT_SIDE, LONG_SIDE = 1080, 3840
PREVIEW_HEIGHT, PREVIEW_WIDEST = 320, 640
PREVIEW_SECONDS = 3.0
PREVIEW_SHORTEST = 0.5


@dataclass(frozen=True)
class FilmFile:
    file_name: str
    bytes: int


def make_web_copy(path: Path, media_type: str, folder: Path, using: VideoReader | None = None) -> FilmFile:
    """The copy for browsers and for people with a link: no metadata, no data tracks, its index at the front.

    What browsers play is taken over as it is; only the rest is encoded anew.
    """
    found, using = ALLOWED[media_type], using or videos.reader()
    facts = videos.read_video(path, media_type, using)
    copy = playback.copy_for(found, facts.reel)
    budget = limits.filming(facts.duration, path.stat().st_size)
    pictures = None if copy.copy_pictures else Pictures(web_size(facts.width, facts.height))
    for wanted in dict.fromkeys((pictures, Pictures(web_size(facts.width, facts.height)))):
        name = copy.file_name if wanted is None else "web.mp4"
        take = Take(
            folder / name,
            name.rpartition(".")[2],
            wanted,
            copy.sound if name == copy.file_name or not copy.sound else "aac",
            progress=folder / PROGRESS,
            budget=budget,
        )
        try:
            using.film(path, found, facts.reel, take)
            return FilmFile(name, take.target.stat().st_size)
        except CannotShow:
            # What cannot be copied as it is can often still be decoded.
            take.target.unlink(missing_ok=True)
            if wanted is not None:
                raise
    raise AssertionError("the last take either succeeds or says why not")


def make_preview(
    path: Path, media_type: str, at: float, folder: Path, using: VideoReader | None = None
) -> FilmFile | None:
    """Three silent seconds from the moment that the still shows; None for what hardly moves."""
    found, using = ALLOWED[media_type], using or videos.reader()
    facts = videos.read_video(path, media_type, using)
    length = facts.duration or 0.0
    if length < PREVIEW_SHORTEST:
        return None
    start = max(0.0, min(at, length - PREVIEW_SECONDS))
    size = even(facts.width, facts.height, (PREVIEW_WIDEST, PREVIEW_HEIGHT))
    pictures = Pictures(size, quality=25, most_per_second=24.0, most_bits="700k")
    target = folder / PREVIEW
    take = Take(target, "mp4", pictures, "", start, PREVIEW_SECONDS, budget=limits.PREVIEW)
    using.film(path, found, facts.reel, take)
    return FilmFile(PREVIEW, target.stat().st_size)


def web_size(width: int, height: int) -> tuple[int, int]:
    """At most 1080 on the short side, in even numbers, and never enlarged.

    >>> web_size(3840, 2160), web_size(720, 405)
    ((1920, 1080), (720, 404))
    """
    wide = width >= height
    return even(width, height, (LONG_SIDE, SHORT_SIDE) if wide else (SHORT_SIDE, LONG_SIDE))


def even(width: int, height: int, box: tuple[int, int]) -> tuple[int, int]:
    """The largest size of this shape in the box that an encoder can halve."""
    scale = min(1.0, box[0] / width, box[1] / height)
    return max(2, int(width * scale / 2 + 0.01) * 2), max(2, int(height * scale / 2 + 0.01) * 2)
