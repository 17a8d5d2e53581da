"""Pictures that are not made at once: the double thumbnail, for dense screens, when somebody asks for it."""

from pathlib import Path

from photoalbum.jobs import queue
from photoalbum.media.recipes import EAGER, LARGE, RECIPES
from photoalbum.photos import files
from photoalbum.photos.models import Original

JOB = "make_derivative"

ON_REQUEST = frozenset(recipe.file_name for name, recipe in RECIPES.items() if name not in EAGER)


def path_of(original: Original, file_name: str) -> Path:
    return files.storage().path(files.derivative_key(original.sha256, file_name))


def source_of(original: Original) -> Path:
    """What later derivatives are made from: the large still, which serves for videos as well."""
    return path_of(original, LARGE.file_name)


def ask_for(original: Original, file_name: str) -> None:
    """Hint to a worker that somebody would like this picture. Asking twice is harmless."""
    queue.enqueue(JOB, original.id, file_name)
