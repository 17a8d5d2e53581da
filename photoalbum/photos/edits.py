"""How a photo is turned and cropped: a wish on the photo, and pictures beside those of the original.

The file is never changed. Pictures are kept by original, recipe version and edits, the edits under a short
name made from themselves: so two owners of one original have each their own, and whoever undoes a change
and makes it again finds the same addresses.
"""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, case, select, update

from photoalbum.core.db import db
from photoalbum.jobs import queue
from photoalbum.media.editing import Edits, edited_size
from photoalbum.media.recipes import RECIPE_VERSION, RECIPES
from photoalbum.photos import derivatives, files
from photoalbum.photos.derivatives import Shown
from photoalbum.photos.models import FAILED, READY, WORKING, Original, Photo

JOB = "make_edits"
MOST_ATTEMPTS = 3
NAMES = frozenset(recipe.file_name for recipe in RECIPES.values())
_FOLDER = "edit-"


def of(photo: Photo) -> Edits:
    return Edits.from_plain(photo.edits) if photo.edits else Edits()


def wish(photo: Photo, edits: Edits) -> None:
    """Say how the photo is to look from now on. Then commit, then `ask_for`."""
    original = photo.original
    photo.edit_attempts, photo.edit_placeholder, photo.edit_tint = 0, "", ""
    if edits.is_nothing:
        photo.edits, photo.edit_key, photo.edit_made = None, "", ""
        photo.edit_width = photo.edit_height = 0
        return
    photo.edits, photo.edit_key = edits.to_plain(), key_of(edits)
    # A made picture of an earlier wish is of no use now, and even the same one may have gone.
    photo.edit_made = ""
    photo.edit_width, photo.edit_height = edited_size((original.width, original.height), edits)


def key_of(edits: Edits) -> str:
    written = json.dumps(edits.to_plain(), sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:12]


def of_key(original_id: int, key: str) -> dict[str, Any] | None:
    """The wish behind a short name, as long as any photo of the original has it."""
    wanted = select(Photo.edits).where(Photo.original_id == original_id, Photo.edit_key == key)
    return db.session.scalar(wanted.limit(1))


def ask_for(photo_id: int) -> None:
    """Hint to a worker that somebody waits for a photo's edits."""
    queue.enqueue(JOB, photo_id, priority=queue.Priority.UPLOAD)


def unmade() -> list[int]:
    """The photos whose edits are still to be made."""
    waiting = (Photo.edit_key != Photo.edit_made) & (Photo.edit_attempts < MOST_ATTEMPTS)
    return list(db.session.scalars(select(Photo.id).where(waiting).limit(500)))


def make_anew(original_id: int) -> list[int]:
    """After a change of the original's pictures: the photos whose edits must be made from it again."""
    of_it = (Photo.original_id == original_id) & (Photo.edit_key != "")
    db.session.execute(update(Photo).where(of_it).values(edit_made="", edit_attempts=0))
    return list(db.session.scalars(select(Photo.id).where(of_it)))


def state_of(photo: Photo) -> str:
    """How far the photo is: its original, and then its edits."""
    if photo.edit_key == photo.edit_made or photo.original.state != READY:
        return photo.original.state
    return FAILED if photo.edit_attempts >= MOST_ATTEMPTS else WORKING


def state() -> ColumnElement[str]:
    """The same for the photo and the original of the surrounding SELECT."""
    return case(
        ((Photo.edit_key == Photo.edit_made) | (Original.state != READY), Original.state),
        (Photo.edit_attempts >= MOST_ATTEMPTS, FAILED),
        else_=WORKING,
    )


def looks() -> tuple[Any, ...]:
    """Size and placeholder as columns, of the edited picture where there is one."""
    edited = Photo.edit_key != ""
    pairs = {
        "width": (Photo.edit_width, Original.width),
        "height": (Photo.edit_height, Original.height),
        "placeholder": (Photo.edit_placeholder, Original.placeholder),
        "tint": (Photo.edit_tint, Original.tint),
    }
    return tuple(case((edited, own), else_=file).label(name) for name, (own, file) in pairs.items())


def size_of(photo: Photo) -> tuple[int, int]:
    if photo.edit_key:
        return photo.edit_width, photo.edit_height
    return photo.original.width, photo.original.height


def shown(photo: Photo, file_name: str) -> Shown | None:
    """The edited picture; None until it is made, for the original is not to be seen in its place."""
    for version in (RECIPE_VERSION, derivatives.version_of(photo.original)):
        path = _path(photo.original, photo.edit_key, file_name, version)
        if path.exists():
            return Shown(path, file_name, version)
    if photo.edit_key == photo.edit_made:
        queue.enqueue_once(JOB, photo.id, priority=queue.Priority.ON_REQUEST)
    return None


def is_made(photo: Photo) -> bool:
    """Whether row and files agree that nothing is left to do."""
    large = _path(photo.original, photo.edit_key, "large.jpg", RECIPE_VERSION)
    return not photo.edit_key or (photo.edit_key == photo.edit_made and large.exists())


def storage_key(sha256: str, edit_key: str, file_name: str) -> str:
    return files.derivative_key(sha256, f"{_FOLDER}{edit_key}/{file_name}")


def drop_unused(original_id: int, sha256: str) -> None:
    """Remove the pictures of wishes that no photo has any more."""
    wanted = select(Photo.edit_key).where(Photo.original_id == original_id)
    kept = {f"{_FOLDER}{key}" for key in db.session.scalars(wanted) if key}
    for folder in (files.storage().root / files.derivative_folder(sha256)).glob(f"v*/{_FOLDER}*"):
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _path(original: Original, edit_key: str, file_name: str, version: int) -> Path:
    name = f"{_FOLDER}{edit_key}/{file_name}"
    return files.storage().path(files.derivative_key(original.sha256, name, version))
