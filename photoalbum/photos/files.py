"""Where the bytes of originals and derivatives are kept: keys, and the storage behind them."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

from flask import Flask, current_app

from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.photos.models import Original
from photoalbum.storage.filesystem import FilesystemStorage

EXTENSION = "photoalbum.storage"


def init_app(app: Flask) -> None:
    """Open the media folder of this instance and make the folders in it that others rely on."""
    root = Path(app.config["MEDIA_ROOT"])
    for folder in ("originals", "derivatives", "incoming", "tmp"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    app.extensions[EXTENSION] = FilesystemStorage(root)


def storage() -> FilesystemStorage:
    return cast(FilesystemStorage, current_app.extensions[EXTENSION])


def incoming() -> Path:
    """The folder in which uploads grow: on the file system of the originals, so that a rename moves them."""
    return Path(current_app.config["MEDIA_ROOT"]) / "incoming"


def scratch() -> Path:
    """The folder for work files; whatever is in it may be deleted at any start."""
    return Path(current_app.config["MEDIA_ROOT"]) / "tmp"


def original_key(sha256: str, extension: str) -> str:
    return f"originals/{sha256[:2]}/{sha256[2:4]}/{sha256}.{extension}"


def notes_key(sha256: str, notes_sha256: str) -> str:
    """A notes file beside its original. Two owners of the same bytes may have two."""
    return f"originals/{sha256[:2]}/{sha256[2:4]}/{sha256}.{notes_sha256[:16]}.xmp"


def derivative_folder(sha256: str) -> str:
    return f"derivatives/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def derivative_key(sha256: str, name: str, version: int = RECIPE_VERSION) -> str:
    """`name` is a file name such as `thumb.webp`; what it depends on is all in the key."""
    return f"{derivative_folder(sha256)}/v{version}/{name}"


def keep_derivative(key: str, made: Path) -> None:
    """Put a finished derivative in its place, over an earlier one if there is one.

    Synced, for an empty file under its name would be taken for a picture for ever; its folder is not, for
    a derivative that a power cut takes away is made again.
    """
    target = storage().path(key)
    target.parent.mkdir(parents=True, exist_ok=True)
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.replace(target)


def opener(path: Path) -> Callable[[], BinaryIO]:
    """Opens a file later, when nobody's request is there any more."""
    return lambda: path.open("rb")


def path_of_original(original: Original) -> Path:
    return storage().path(original_key(original.sha256, original.extension))
