"""Videos for people with a link: the same pictures and sound in a clean container, made when first asked for.

An original says where it was filmed and by which phone; through a link only this copy is played.
"""

from pathlib import Path

from photoalbum.jobs import queue
from photoalbum.photos import files
from photoalbum.photos.models import Original

JOB = "make_playable"


def name_of(original: Original) -> str:
    return "playable.webm" if original.media_type == "video/webm" else "playable.mp4"


def media_type_of(original: Original) -> str:
    return "video/webm" if original.media_type == "video/webm" else "video/mp4"


def key_of(original: Original) -> str:
    return files.derivative_key(original.sha256, name_of(original))


def is_ready(original: Original) -> bool:
    return files.storage().exists(key_of(original))


def path_of(original: Original) -> Path:
    return files.storage().path(key_of(original))


def ask_for(original: Original) -> None:
    """Hint to a worker. Asking again while it is at it is harmless: it looks whether the copy is there."""
    queue.enqueue(JOB, original.id)
