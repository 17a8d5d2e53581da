"""What leaves the house instead of an original: pieces of it, a film without its story, or a new JPEG."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from photoalbum.media import clean, videos
from photoalbum.media.editing import Edits
from photoalbum.media.faults import CannotShow
from photoalbum.media.formats import ALLOWED
from photoalbum.media.pieces import to_plain
from photoalbum.media.stills import make_whole


def make_clean(path: Path, media_type: str, target_dir: Path, edits: Edits | None = None) -> dict[str, Any]:
    """The clean copy, as pieces where that is possible, else as a file in the folder.

    A picture that was turned or cropped leaves as a new JPEG: what was cut off must not be in its bytes.
    """
    if ALLOWED[media_type].kind == "video":
        return _film(path, media_type, target_dir)
    if edits is None:
        with suppress(clean.NotClean):
            return {"pieces": to_plain(clean.pieces_of(path, media_type))}
    target = target_dir / "clean.jpg"
    make_whole(path, target, media_type, edits)
    return {"file_name": target.name, "media_type": "image/jpeg"}


def _film(path: Path, media_type: str, target_dir: Path) -> dict[str, Any]:
    """Pictures and sound as they are, in the first container that holds them."""
    kinds = {"webm": "video/webm", "mp4": "video/mp4", "mov": "video/quicktime", "mkv": "video/x-matroska"}
    for extension in ("webm",) if media_type == "video/webm" else ("mp4", "mov", "mkv"):
        target = target_dir / f"clean.{extension}"
        try:
            videos.remux_clean(path, target, media_type)
        except CannotShow:
            target.unlink(missing_ok=True)
        else:
            return {"file_name": target.name, "media_type": kinds[extension]}
    raise CannotShow("This video cannot be copied without what it says of itself.")
