"""One original from its bytes to everything the site wants to know and show of it.

Runs in a sandbox's child. `examine` may be run twice with the same result.
"""

from pathlib import Path

from PIL import Image

from photoalbum.media import bounds, dates, motion, moving, videos, zones
from photoalbum.media.facts import DerivativeFile, Facts
from photoalbum.media.faults import MediaFault
from photoalbum.media.formats import ALLOWED, Format
from photoalbum.media.metadata import Metadata, of_image, read_metadata
from photoalbum.media.recipes import RECIPE_VERSION, RECIPES
from photoalbum.media.stills import Still, Stills, make_still, make_stills
from photoalbum.media.unreadable import UNREADABLE

POSTER_TYPE = "image/jpeg"
# A day or a year has no offset.
_EXACT = ("second", "minute")


def examine(path: Path, media_type: str, file_name: str, target_dir: Path) -> Facts:
    """Read a file's metadata and write its eager derivatives into a directory. CannotShow says why not."""
    if ALLOWED[media_type].kind == "video":
        return _examine_video(path, media_type, file_name, target_dir)
    read: list[Metadata] = []

    def look(image: Image.Image, found: Format) -> None:
        try:
            read.append(of_image(image, found, file_name))
        except UNREADABLE:
            # Each reader forgives what it knows; what is odder still must not cost the picture.
            read.append(Metadata())

    stills = make_stills(path, target_dir, media_type, look=look)
    facts = _facts(media_type, read[-1], file_name, stills)
    facts.width, facts.height = stills.width, stills.height
    moving.add_film(facts, path, read[-1].motion_hints, target_dir)
    return facts


def read_facts(path: Path, media_type: str, file_name: str) -> Facts:
    """What a file says of itself, without any picture of it: for files that cannot be shown."""
    if ALLOWED[media_type].kind == "video":
        try:
            metadata = videos.read_video(path, media_type).metadata
        except MediaFault:
            metadata = Metadata()
    else:
        metadata = read_metadata(path, media_type, file_name)
    return _facts(media_type, metadata, file_name, None)


def make_derivative(path: Path, media_type: str, name: str, target_dir: Path) -> DerivativeFile:
    """One picture of a recipe that was not made at once. For a video, give its large still as the source."""
    return _derivative(name, make_still(path, target_dir, media_type, name))


def _examine_video(path: Path, media_type: str, file_name: str, target_dir: Path) -> Facts:
    video = videos.read_video(path, media_type)
    poster = target_dir / "poster.jpg"
    still_at = videos.make_poster(path, poster, media_type, video)
    video.metadata.details["video"]["still_at"] = round(still_at, 3)
    stills = make_stills(poster, target_dir, POSTER_TYPE)
    poster.unlink()
    facts = _facts(media_type, video.metadata, file_name, stills)
    facts.width, facts.height = video.width, video.height
    facts.duration = video.duration
    facts.plays_in_browsers = video.plays_in_browsers
    facts.damaged = facts.damaged or video.damaged
    return facts


def _facts(media_type: str, metadata: Metadata, file_name: str, stills: Stills | None) -> Facts:
    if metadata.taken_at is None:
        metadata.place_on_timeline(dates.date_from_name(file_name))
    where = metadata.gps
    offset, offset_source = _offset(metadata)
    return Facts(
        kind=ALLOWED[media_type].kind,
        media_type=media_type,
        width=0,
        height=0,
        recipe_version=RECIPE_VERSION,
        files={name: _derivative(name, still) for name, still in stills.files.items()} if stills else {},
        placeholder=stills.placeholder if stills else "",
        tint=stills.tint if stills else "",
        dhash=stills.dhash if stills else "",
        damaged=stills.damaged if stills else False,
        taken_at=metadata.taken_at.isoformat() if metadata.taken_at else None,
        taken_offset=offset,
        offset_source=offset_source,
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
        content_id=metadata.content_id or motion.clean_id(str(metadata.details.get("live_photo_id", ""))),
        panorama=metadata.panorama,
        details=bounds.fitted(metadata.details),
    )


def _offset(metadata: Metadata) -> tuple[int | None, str]:
    """Minutes east of UTC as the file states them, or else as the clocks went where it was taken."""
    if metadata.offset_minutes is not None:
        return metadata.offset_minutes, "file"
    if metadata.taken_at is None or metadata.gps is None or metadata.taken_precision not in _EXACT:
        return None, ""
    offset = zones.offset_at(metadata.gps, metadata.taken_at)
    return offset, "" if offset is None else "place"


def _derivative(name: str, still: Still) -> DerivativeFile:
    return DerivativeFile(
        still.path.name, RECIPES[name].media_type, still.width, still.height, still.path.stat().st_size
    )
