"""One original from its bytes to everything the site wants to know and show of it.

Runs in a sandbox's child. `examine` may be run twice with the same result.
"""

from pathlib import Path

from PIL import Image

from photoalbum.media import dates, videos
from photoalbum.media.facts import DerivativeFile, Facts
from photoalbum.media.formats import ALLOWED, Format
from photoalbum.media.metadata import Metadata, of_image
from photoalbum.media.recipes import RECIPE_VERSION, RECIPES
from photoalbum.media.stills import Still, Stills, make_still, make_stills

POSTER_TYPE = "image/jpeg"


def examine(path: Path, media_type: str, file_name: str, target_dir: Path) -> Facts:
    """Read a file's metadata and write its eager derivatives into a directory. CannotShow says why not."""
    if ALLOWED[media_type].kind == "video":
        return _examine_video(path, media_type, file_name, target_dir)
    read: list[Metadata] = []

    def look(image: Image.Image, found: Format) -> None:
        read.append(of_image(image, found))

    stills = make_stills(path, target_dir, media_type, look=look)
    facts = _facts(media_type, read[-1], file_name, stills)
    facts.width, facts.height = stills.width, stills.height
    return facts


def make_derivative(path: Path, media_type: str, name: str, target_dir: Path) -> DerivativeFile:
    """One picture of a recipe that was not made at once. For a video, give its large still as the source."""
    return _derivative(name, make_still(path, target_dir, media_type, name))


def _examine_video(path: Path, media_type: str, file_name: str, target_dir: Path) -> Facts:
    video = videos.read_video(path, media_type)
    poster = target_dir / "poster.jpg"
    videos.make_poster(path, poster, media_type, video)
    stills = make_stills(poster, target_dir, POSTER_TYPE)
    poster.unlink()
    facts = _facts(media_type, video.metadata, file_name, stills)
    facts.width, facts.height = video.width, video.height
    facts.duration = video.duration
    facts.plays_in_browsers = video.plays_in_browsers
    facts.damaged = facts.damaged or video.damaged
    return facts


def _facts(media_type: str, metadata: Metadata, file_name: str, stills: Stills) -> Facts:
    if metadata.taken_at is None:
        metadata.place_on_timeline(dates.date_from_name(file_name))
    where = metadata.gps
    return Facts(
        kind=ALLOWED[media_type].kind,
        media_type=media_type,
        width=0,
        height=0,
        recipe_version=RECIPE_VERSION,
        files={name: _derivative(name, still) for name, still in stills.files.items()},
        placeholder=stills.placeholder,
        tint=stills.tint,
        dhash=stills.dhash,
        damaged=stills.damaged,
        taken_at=metadata.taken_at.isoformat() if metadata.taken_at else None,
        taken_offset=metadata.offset_minutes,
        taken_precision=metadata.taken_precision,
        taken_source=metadata.taken_source,
        latitude=where.latitude if where else None,
        longitude=where.longitude if where else None,
        altitude=where.altitude if where else None,
        camera_make=metadata.camera_make,
        camera_model=metadata.camera_model,
        lens=metadata.lens,
        exposure=metadata.exposure,
        f_number=metadata.f_number,
        iso=metadata.iso,
        focal_length=metadata.focal_length,
        caption=metadata.caption,
        title=metadata.title,
        keywords=metadata.keywords,
        rating=metadata.rating,
        details=metadata.details,
    )


def _derivative(name: str, still: Still) -> DerivativeFile:
    return DerivativeFile(
        still.path.name, RECIPES[name].media_type, still.width, still.height, still.path.stat().st_size
    )
