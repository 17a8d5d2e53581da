"""What a backup looks like from outside: a folder with a list of its files that any machine can check.

    20261125-031100/
      manifest.json       what it is of, and the SHA-256 of the list
      SHA256SUMS          every other file; `sha256sum -c SHA256SUMS` checks it without photoalbum
      photoalbum.sqlite3  secret_key  settings.toml  .env
      media/originals/    as in the media folder, each a whole file
      damaged/            originals whose bytes had changed already when the backup was made

It is laid out like an instance folder. Backups share what they have in common by hard links.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from photoalbum.core import disk
from photoalbum.storage.base import BadKey, checked_key

MANIFEST, SUMS, DATABASE, KEY = "manifest.json", "SHA256SUMS", "photoalbum.sqlite3", "secret_key"
SETTINGS = ("settings.toml", ".env")
MEDIA, DAMAGED = "media", "damaged"
FORMAT = 1
_NAME = re.compile(r"\d{8}-\d{6}")
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


class NotABackup(Exception):
    """This folder is no backup, or its list was altered. The message is a sentence for the keeper."""


@dataclass(frozen=True)
class Manifest:
    """What a backup is of. `site` tells the backups of two sites in one folder apart."""

    program: str
    schema: str
    site: str
    started_at: str
    finished_at: str
    counts: dict[str, int]
    files: int
    bytes: int
    sums_sha256: str
    # Originals that were not right when the backup was made: by their key, with a sentence.
    faults: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


def read(folder: Path) -> Manifest:
    """The manifest of a backup whose list of files is as it was. NotABackup else."""
    try:
        plain = json.loads((folder / MANIFEST).read_text("utf-8"))
        if plain["format"] != FORMAT:
            raise NotABackup(f"{folder} was made by another version of photoalbum, which can restore it.")
        manifest = Manifest(**plain)
        sums = disk.digest_of(folder / SUMS)
    except OSError as fault:
        raise NotABackup(f"{folder} is no whole backup: {fault.filename}: {fault.strerror}.") from None
    except (ValueError, KeyError, TypeError):
        raise NotABackup(f"{folder / MANIFEST} is damaged. Use another backup.") from None
    if sums != manifest.sums_sha256:
        raise NotABackup(f"{folder / SUMS}, the list of the files, is damaged. Use another backup.")
    return manifest


def write(folder: Path, manifest: Manifest) -> None:
    disk.write(folder / MANIFEST, json.dumps(asdict(manifest), indent=1, sort_keys=True).encode() + b"\n")


def listed(folder: Path) -> Iterator[tuple[str, str]]:
    """SHA-256 and path of every file, in the order of the list. Paths lead nowhere but into the folder."""
    with (folder / SUMS).open(encoding="utf-8") as lines:
        for line in lines:
            found = _LINE.fullmatch(line.rstrip("\n"))
            if found is None:
                raise NotABackup(f"{folder / SUMS}, the list of the files, is damaged. Use another backup.")
            yield found[1], _checked(found[2])


def files_in(folder: Path) -> Iterator[Path]:
    """Every file, in the order of their names."""
    for above, below, names in os.walk(folder):
        below.sort()
        yield from (Path(above, name) for name in sorted(names))


def all_in(destination: Path, site: str) -> list[Path]:
    """The finished backups of a site, the oldest first."""
    found = []
    for folder in sorted(destination.iterdir()) if destination.is_dir() else ():
        if _NAME.fullmatch(folder.name) and folder.is_dir():
            try:
                plain = json.loads((folder / MANIFEST).read_text("utf-8"))
            except (OSError, ValueError):
                continue
            if isinstance(plain, dict) and plain.get("site") == site:
                found.append(folder)
    return found


def _checked(path: str) -> str:
    try:
        return path if path in SETTINGS else checked_key(path)
    except BadKey:
        raise NotABackup(f"{PurePosixPath(path)!s:.100} in {SUMS} is no name that a backup has.") from None
