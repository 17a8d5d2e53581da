"""Comparing a backup with its list, and its database with itself. Knows nothing of the site it is of."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from photoalbum.core import disk, snapshot
from photoalbum.photos.verifications import Kind
from photoalbum.work import backup_folder
from photoalbum.work.backup_folder import DATABASE, MANIFEST, SUMS, Manifest
from photoalbum.work.verify import Line


def check(
    folder: Path,
    manifest: Manifest,
    *,
    go_on: Callable[[int], bool] | None = disk.go_on_for_ever,
    step: Callable[[int], None] = lambda _files: None,
) -> Iterator[Line]:
    """Every fault of a backup. `go_on` hears how much was read; without it only the names are looked at."""
    listed = 0
    for digest, key in backup_folder.listed(folder):
        listed += 1
        path = folder / key
        if not path.is_file():
            yield Line(Kind.MISSING, key, "The file is not there.")
        elif go_on is not None and (wrong := _compare(path, digest, go_on)):
            yield Line(_kind(folder, path), key, wrong)
        step(1)
    if listed != manifest.files:
        yield Line(Kind.MISSING, SUMS, f"The list names {listed} files, and there were {manifest.files}.")
    yield from (Line(Kind.DATABASE, DATABASE, wrong) for wrong in _of_database(folder))
    yield from _strangers(folder)
    for key, sentence in manifest.faults.items():
        yield Line(Kind.ALTERED, key, f"It was not right when this backup was made: {sentence}")


def _compare(path: Path, digest: str, go_on: Callable[[int], bool]) -> str:
    try:
        found = disk.digest_of(path, go_on)
    except OSError as fault:
        return f"The disk does not give the file back ({fault.strerror})."
    if found == digest:
        return ""
    return f"Its {path.stat().st_size} bytes are not those that were backed up."


def _kind(folder: Path, path: Path) -> Kind:
    """Whether the end of an original is missing, as far as the database knows how long it was."""
    if not (folder / DATABASE).is_file() or path.name == DATABASE:
        return Kind.ALTERED
    with closing(snapshot.opened(folder / DATABASE, at_rest=True)) as connection:
        whole = (path.name.partition(".")[0], path.stat().st_size)
        longer = connection.execute(
            "SELECT 1 FROM originals WHERE sha256 = ? AND bytes > ?", whole
        ).fetchone()
    return Kind.CUT if longer else Kind.ALTERED


def _of_database(folder: Path) -> list[str]:
    return snapshot.faults_of(folder / DATABASE, at_rest=True) if (folder / DATABASE).is_file() else []


def _strangers(folder: Path) -> Iterator[Line]:
    listed = (key for _digest, key in backup_folder.listed(folder))
    expected = next(listed, None)
    # Both come in the order of their names, so that neither has to be kept in memory.
    for path in backup_folder.files_in(folder):
        key = path.relative_to(folder).as_posix()
        if key in (MANIFEST, SUMS):
            continue
        while expected is not None and _order(expected) < _order(key):
            expected = next(listed, None)
        if expected == key:
            expected = next(listed, None)
        else:
            yield Line(Kind.ORPHAN, key, "This file is not in the list of the backup.")


def _order(key: str) -> tuple[tuple[bool, str], ...]:
    """The order in which `files_in` walks: a folder's own files before what is in the folders below."""
    *above, name = key.split("/")
    return (*((True, part) for part in above), (False, name))
