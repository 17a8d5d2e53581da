"""Walking a folder tree: what in it may be read at all, and why the rest is left alone."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from flask_babel import gettext as _

from photoalbum.albums.tree import DEEPEST
from photoalbum.uploads import sidecars

# What systems and other photo programs leave in folders; of no use to anybody who looks at photos.
CLUTTER = frozenset({"thumbs.db", "desktop.ini", "@eadir", "__macosx", "$recycle.bin"})


@dataclass
class Folder:
    """One folder: the names on the way to it, its files in their order, and what is left alone."""

    names: tuple[str, ...]
    files: list[Path] = field(default_factory=list)
    left: list[tuple[Path, str]] = field(default_factory=list)


def readable_name(name: str) -> str:
    """A name as a person reads it. Those that are not UTF-8 come from older Windows machines, as a rule."""
    raw = os.fsencode(name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def walk(root: Path) -> Iterator[Folder]:
    """Every folder below a root and the root itself, parents first, without following links to folders."""
    root = root.resolve(strict=True)
    waiting: list[tuple[Path, tuple[str, ...]]] = [(root, ())]
    while waiting:
        path, names = waiting.pop()
        folder = Folder(names[:DEEPEST])
        below: list[Path] = []
        try:
            entries = sorted(os.scandir(path), key=lambda entry: entry.name)
        except OSError as fault:
            folder.left.append((path, _cannot_read(fault)))
            entries = []
        for entry in entries:
            _sort_in(entry, root, folder, below)
        # Notes last: they are applied to photos that are there by then.
        folder.files.sort(key=lambda file: sidecars.is_named_so(file.name))
        yield folder
        waiting += [(each, (*names, readable_name(each.name))) for each in reversed(below)]


@contextmanager
def opened(path: Path, root: Path) -> Iterator[BinaryIO]:
    """Open a file of the tree for reading only. OSError for whatever is no plain file inside it."""
    real = path.resolve(strict=True)
    if not real.is_relative_to(root.resolve(strict=True)):
        raise OSError(_("it is a link that leads out of the folder"))
    # Not following links, and not waiting for whoever might write into a pipe.
    handle = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(_("it is no ordinary file"))
        yield file


def _sort_in(entry: os.DirEntry[str], root: Path, folder: Folder, below: list[Path]) -> None:
    path = Path(entry.path)
    if entry.name.startswith(".") or entry.name.lower() in CLUTTER:
        folder.left.append((path, _("Hidden, or not made by a person.")))
    elif entry.is_symlink():
        if not path.exists():
            folder.left.append((path, _("A link that leads nowhere.")))
        elif not path.resolve().is_relative_to(root):
            folder.left.append((path, _("A link that leads out of the folder. It is not followed.")))
        elif path.is_dir():
            folder.left.append((path, _("A link to another folder of the same tree. It is not followed.")))
        else:
            folder.files.append(path)
    elif entry.is_dir(follow_symlinks=False):
        below.append(path)
    elif entry.is_file(follow_symlinks=False):
        folder.files.append(path)
    else:
        folder.left.append((path, _("No ordinary file.")))


def _cannot_read(fault: OSError) -> str:
    return _("This cannot be read: %(reason)s.", reason=fault.strerror or str(fault))
