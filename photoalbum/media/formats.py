"""The written allow-list: everything the site reads, and nothing else (ACCEPTANCE D8, 20)."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["photo", "video"]

MEGAPIXEL = 1_000_000
MOST_PIXELS = 100 * MEGAPIXEL
# A baseline JPEG is decoded at a fraction of its size, so that a huge one costs little.
MOST_PIXELS_BASELINE_JPEG = 250 * MEGAPIXEL
MOST_PIXELS_HEIC = 210 * MEGAPIXEL
# What is shown of a RAW file is the camera's own JPEG, or a decode at half its size.
MOST_PIXELS_RAW = 160 * MEGAPIXEL


@dataclass(frozen=True)
class Format:
    """A kind of file we accept; its type and extension are ours, never the uploader's."""

    media_type: str
    extension: str
    kind: Kind
    # Which of Pillow's plugins, or of FFmpeg's demuxers, may touch such a file.
    readers: tuple[str, ...]
    most_pixels: int = MOST_PIXELS


_PHOTOS = (
    Format("image/jpeg", "jpg", "photo", ("JPEG", "MPO"), MOST_PIXELS_BASELINE_JPEG),
    Format("image/png", "png", "photo", ("PNG",)),
    Format("image/webp", "webp", "photo", ("WEBP",)),
    Format("image/gif", "gif", "photo", ("GIF",)),
    Format("image/tiff", "tif", "photo", ("TIFF",)),
    Format("image/avif", "avif", "photo", ("AVIF",)),
    Format("image/heic", "heic", "photo", ("HEIF",), MOST_PIXELS_HEIC),
    Format("image/heif", "heif", "photo", ("HEIF",), MOST_PIXELS_HEIC),
    Format("image/jxl", "jxl", "photo", ("JXL",)),
)

# The media types that cameras' RAW files go by, each with its usual ending.
RAW_KINDS = {
    "image/x-adobe-dng": "dng",
    "image/x-canon-cr2": "cr2",
    "image/x-canon-cr3": "cr3",
    "image/x-nikon-nef": "nef",
    "image/x-sony-arw": "arw",
    "image/x-fuji-raf": "raf",
    "image/x-olympus-orf": "orf",
    "image/x-panasonic-rw2": "rw2",
}
_RAWS = tuple(
    Format(media_type, extension, "photo", ("RAW",), MOST_PIXELS_RAW)
    for media_type, extension in RAW_KINDS.items()
)

_QUICKTIME = ("mov", "mp4", "m4a", "3gp", "3g2", "mj2")
_MATROSKA = ("matroska", "webm")

_VIDEOS = (
    Format("video/mp4", "mp4", "video", _QUICKTIME),
    Format("video/quicktime", "mov", "video", _QUICKTIME),
    Format("video/3gpp", "3gp", "video", _QUICKTIME),
    Format("video/webm", "webm", "video", _MATROSKA),
    Format("video/x-matroska", "mkv", "video", _MATROSKA),
    Format("video/x-msvideo", "avi", "video", ("avi",)),
    Format("video/mp2t", "mts", "video", ("mpegts",)),
    Format("video/mpeg", "mpg", "video", ("mpeg",)),
)

ALLOWED: dict[str, Format] = {each.media_type: each for each in (*_PHOTOS, *_RAWS, *_VIDEOS)}

# What people call such files, to notice a name that claims to be a picture and is none.
CLAIMING = {
    "jpg",
    "jpeg",
    "jpe",
    "jfif",
    "png",
    "apng",
    "webp",
    "gif",
    "tif",
    "tiff",
    "avif",
    "heic",
    "heif",
    "hif",
}
CLAIMING |= {"mpo", "bmp", "dng", "cr2", "cr3", "nef", "arw", "raf", "orf", "rw2", "jxl"}
CLAIMING |= {
    "mp4",
    "m4v",
    "mov",
    "qt",
    "3gp",
    "3g2",
    "webm",
    "mkv",
    "avi",
    "mts",
    "m2ts",
    "ts",
    "mpg",
    "mpeg",
    "wmv",
}
