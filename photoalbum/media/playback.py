"""What today's browsers play, and what is missing for a film that they do not."""

from dataclasses import dataclass
from typing import Literal

from photoalbum.media.formats import Format
from photoalbum.media.reels import Reel, Sound

# Whoever changes what is made of videos raises it, and all films are made again.
FILM_VERSION = 1
PREVIEW = "preview.mp4"

# How a film comes to the browsers: as it was uploaded, copied into a better container, or encoded anew.
AS_IT_IS, COPIED, ENCODED = "as-it-is", "copied", "encoded"

_PICTURES = {"mp4": {"h264", "av1", "vp9"}, "webm": {"vp8", "vp9", "av1"}}
_SOUNDS = {"mp4": {"", "aac", "mp3", "opus", "flac"}, "webm": {"", "opus", "vorbis"}}
_EIGHT_BITS = {"yuv420p", "yuvj420p", "yuva420p"}
# Containers whose packets bear all the times that a copy needs.
_COPIED_FROM = {"mov", "matroska", "mpegts"}


@dataclass(frozen=True)
class Copy:
    """The copy that every browser plays: what of the original it can take over, and in which container."""

    container: Literal["mp4", "webm"]
    copy_pictures: bool
    sound: Sound

    @property
    def file_name(self) -> str:
        return f"web.{self.container}"


def plays(found: Format, reel: Reel) -> bool:
    """Whether browsers play the file as it is."""
    family = {"mov": "mp4", "matroska": "webm"}.get(found.readers[0], "")
    if not family or found.media_type == "video/x-matroska":
        return False
    return _shows(reel, family) and reel.audio_codec in _SOUNDS[family]


def copy_for(found: Format, reel: Reel) -> Copy:
    fits_webm = reel.codec in _PICTURES["webm"] and reel.audio_codec in _SOUNDS["webm"]
    if found.readers[0] == "matroska" and fits_webm and _shows(reel, "webm"):
        return Copy("webm", copy_pictures=True, sound="copy" if reel.audio_codec else "")
    can_copy = found.readers[0] in _COPIED_FROM
    sound: Sound = "" if not reel.audio_codec else "aac"
    if sound and can_copy and reel.audio_codec in _SOUNDS["mp4"]:
        sound = "copy"
    return Copy("mp4", can_copy and _shows(reel, "mp4"), sound)


def way(found: Format, reel: Reel, starts_at_once: bool) -> str:
    if plays(found, reel):
        return AS_IT_IS if starts_at_once else COPIED
    return COPIED if copy_for(found, reel).copy_pictures else ENCODED


def _shows(reel: Reel, family: str) -> bool:
    plain = reel.pixel_format in _EIGHT_BITS and not reel.is_hdr and not reel.interlaced
    return plain and reel.codec in _PICTURES[family]
