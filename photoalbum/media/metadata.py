"""What a picture's file says of itself: when, where, with what, and what it shows. Nothing here raises."""

from pathlib import Path
from typing import Any

from PIL import GifImagePlugin, Image

from photoalbum.media import captions, dates, details, exif, motion, notes, panorama, raw_pictures, xmp
from photoalbum.media.claims import Metadata
from photoalbum.media.dates import Taken
from photoalbum.media.decode import opened, orientation_of
from photoalbum.media.exif import Exif
from photoalbum.media.faults import MediaFault
from photoalbum.media.formats import ALLOWED, Format
from photoalbum.media.positions import from_exif, number
from photoalbum.media.unreadable import UNREADABLE

__all__ = ["Metadata", "of_image", "read_metadata"]


def read_metadata(path: Path, media_type: str, file_name: str = "") -> Metadata:
    """The metadata of a photo. A file too broken to be opened has none."""
    found = ALLOWED[media_type]
    try:
        with opened(path, found, tolerant=True) as image:
            return of_image(image, found, file_name)
    except (*UNREADABLE, MediaFault):
        return _words_of_raw(path, found, file_name) if found.readers == ("RAW",) else Metadata()


def _words_of_raw(path: Path, found: Format, file_name: str) -> Metadata:
    try:
        return of_image(raw_pictures.words_only(path, found), found, file_name)
    except UNREADABLE:
        return Metadata()


def of_image(image: Image.Image, found: Format, file_name: str = "") -> Metadata:
    """The metadata of an opened picture, so that it need not be opened twice."""
    tags = exif.read_exif(image)
    packet = xmp.parse(_packet(image))
    iptc = exif.read_iptc(image)
    result = Metadata(
        orientation=orientation_of(image, found),
        gps=from_exif(tags.gps) or notes.position(packet),
        camera_make=(tags.text("Make") or xmp.text(packet.get("tiff:Make")))[:100],
        camera_model=(tags.text("Model") or xmp.text(packet.get("tiff:Model")))[:100],
        lens=(
            tags.text("LensModel")
            or xmp.text(packet.get("aux:Lens"))
            or xmp.text(packet.get("exifEX:LensModel"))
        )[:100],
        exposure=_exposure(tags.tags.get("ExposureTime")),
        f_number=_positive(tags.tags.get("FNumber"), 1),
        iso=_iso(tags.tags.get("ISOSpeedRatings")),
        focal_length=_positive(tags.tags.get("FocalLength"), 1),
        caption=captions.caption(tags.tags, packet, iptc, image.info),
        title=captions.title(tags.tags, packet, iptc, image.info),
        keywords=captions.keywords(tags.tags, packet, iptc),
        rating=captions.rating(tags.tags, packet),
        content_id=motion.content_id(tags.tags.get("MakerNote")),
        motion_hints=motion.hinted(packet),
        panorama=panorama.describe(tags, packet, image.size, file_name),
        details=details.collect(image, tags, packet, iptc),
    )
    result.place_on_timeline(_taken(tags, packet, iptc, image))
    return result


def _taken(tags: Exif, packet: dict[str, Any], iptc: dict[str, Any], image: Image.Image) -> Taken | None:
    """The first believable date, from what the camera wrote down to what later programs did."""
    values = tags.tags
    candidates = [
        dates.parse(
            values.get("DateTimeOriginal"),
            "exif:DateTimeOriginal",
            offset=values.get("OffsetTimeOriginal"),
            fraction=values.get("SubsecTimeOriginal"),
        ),
        dates.parse(
            values.get("DateTimeDigitized"),
            "exif:DateTimeDigitized",
            offset=values.get("OffsetTimeDigitized"),
            fraction=values.get("SubsecTimeDigitized"),
        ),
    ]
    return dates.first_plausible(
        *candidates,
        *notes.camera_dates(packet),
        _iptc_date(iptc),
        *notes.program_dates(packet),
        dates.parse_png(image.info.get("Creation Time") or image.info.get("CreationTime")),
    )


def _iptc_date(iptc: dict[str, Any]) -> Taken | None:
    day, time = str(iptc.get("DateCreated", "")), str(iptc.get("TimeCreated", ""))
    if len(day) != 8 or not day.isdigit():
        return None
    text = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    if len(time) >= 6 and time[:6].isdigit():
        text += f"T{time[:2]}:{time[2:4]}:{time[4:6]}{time[6:]}"
    return dates.parse(text, "iptc:DateCreated")


def _packet(image: Image.Image) -> bytes | str | None:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
    if packet is None:
        tags = getattr(image, "tag_v2", None)
        packet = tags.get(700) if tags is not None else None
    if packet is None and isinstance(image, GifImagePlugin.GifImageFile):
        packet = _gif_packet(Path(str(image.filename)))
    return packet if isinstance(packet, (bytes, str)) else None


def _gif_packet(path: Path) -> bytes | None:
    """A GIF's packet stands as it is between two marks, before the first picture; Pillow steps over it."""
    with path.open("rb") as file:
        head = file.read(xmp.MOST_BYTES)
    _, mark, behind = head.partition(b"XMP DataXMP")
    return behind.partition(b"\x01\xff\xfe\xfd")[0] if mark else None


def _exposure(value: Any) -> str:
    """Seconds as photographers say them: `1/250`, or `2.5`."""
    seconds = number(value)
    if seconds is None or not 1e-6 < seconds < 1e6:
        return ""
    return f"1/{round(1 / seconds)}" if seconds < 0.4 else f"{seconds:g}"


def _positive(value: Any, places: int) -> float | None:
    result = number(value)
    return round(result, places) if result is not None and 0 < result < 100_000 else None


def _iso(value: Any) -> int | None:
    while isinstance(value, (tuple, list)) and value:
        value = value[0]
    result = number(value)
    return int(result) if result is not None and 0 < result < 10_000_000 else None
