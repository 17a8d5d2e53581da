"""Which pictures of an original there are, and how the others come about.

All of one original lie in one folder a recipe version, and its row says which version it has. When the
recipe changes, the old pictures are shown until a worker has made the new ones; only then they go.
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from photoalbum.jobs import queue
from photoalbum.media.recipes import EAGER, LARGE, MOTION, RECIPE_VERSION, RECIPES, THUMB
from photoalbum.photos import files
from photoalbum.photos.models import Original

JOB = "make_derivative"
REMAKE = "remake_derivatives"

NAMES = frozenset(recipe.file_name for recipe in RECIPES.values())
ON_REQUEST = frozenset(recipe.file_name for name, recipe in RECIPES.items() if name not in EAGER)
MADE_AT_ONCE = NAMES - ON_REQUEST

_VERSION_FOLDER = re.compile(r"v[0-9]+")


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands for a picture at the moment: itself, or an older or smaller one until it is made."""

    path: Path
    name: str
    version: int


def shown(original: Original, file_name: str) -> Shown | None:
    """The picture, or what serves until it is made, which is asked for; None when there is nothing yet."""
    have = version_of(original)
    if have != RECIPE_VERSION:
        ask_to_remake(original.id)
    elif file_name in ON_REQUEST and not path_of(original, file_name).exists():
        ask_for(original, file_name)
    # Also in the new version: a worker may have made it in this moment, and have taken the older one away.
    for version in (have, RECIPE_VERSION):
        for name in (file_name, THUMB.file_name) if file_name in ON_REQUEST else (file_name,):
            path = _path(original, name, version)
            if path.exists():
                return Shown(path, name, version)
    ask_to_remake(original.id)
    return None


def version_of(original: Original) -> int:
    """In which version an original's pictures are there."""
    return original.recipe_version or RECIPE_VERSION


def path_of(original: Original, file_name: str) -> Path:
    return _path(original, file_name, version_of(original))


def source_of(original: Original) -> Path:
    """What later derivatives are made from: the large still, which serves for videos as well."""
    return path_of(original, LARGE.file_name)


def is_outdated(original: Original) -> bool:
    return version_of(original) != RECIPE_VERSION


def is_missing(original: Original) -> bool:
    """Whether a picture that is made at once is not where it belongs."""
    named = {*MADE_AT_ONCE, MOTION} if original.details.get("motion") else MADE_AT_ONCE
    return not all(path_of(original, name).exists() for name in named)


def drop_older(sha256: str) -> None:
    """Remove the pictures of all other versions. To be called after the commit that names the new one."""
    folder = files.storage().root / files.derivative_folder(sha256)
    for old in folder.iterdir() if folder.is_dir() else ():
        if _VERSION_FOLDER.fullmatch(old.name) and old.name != f"v{RECIPE_VERSION}":
            shutil.rmtree(old, ignore_errors=True)


def ask_for(original: Original, file_name: str) -> None:
    """Hint to a worker that somebody would like this picture. Asking twice is harmless."""
    queue.enqueue_once(JOB, original.id, file_name, priority=queue.Priority.ON_REQUEST)


def ask_to_remake(original_id: int) -> None:
    """Hint to a worker that somebody has looked at pictures of an older recipe, or missed one."""
    queue.enqueue_once(REMAKE, original_id, priority=queue.Priority.REBUILD)


def _path(original: Original, file_name: str, version: int) -> Path:
    return files.storage().path(files.derivative_key(original.sha256, file_name, version))
