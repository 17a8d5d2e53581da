"""Each fault that can be planted in a backup is found and named by its path."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from photoalbum.work import backup_folder
from photoalbum.work.backup_check import check
from photoalbum.work.backup_folder import NotABackup

from ..cast import Person
from .backups import House, faults

Plant = Callable[[Path, str], tuple[str, str]]


@pytest.fixture
def backup(app: Flask, mum: Person, make_photo: Callable[..., str], tmp_path: Path) -> tuple[Path, str]:
    """A backup, and the path of an original in it."""
    (tmp_path / "disk").mkdir()
    house = House(app, [make_photo(mum) for _ in range(2)], tmp_path / "disk")
    folder, key = house.back_up().folder, f"media/{house.key()}"
    (folder / key).chmod(0o644)
    return folder, key


def missing(folder: Path, key: str) -> tuple[str, str]:
    (folder / key).unlink()
    return "missing", key


def cut(folder: Path, key: str) -> tuple[str, str]:
    os.truncate(folder / key, 200)
    return "cut", key


def one_bit(folder: Path, key: str) -> tuple[str, str]:
    content = bytearray((folder / key).read_bytes())
    content[300] ^= 1
    (folder / key).write_bytes(content)
    return "altered", key


def another_key(folder: Path, _key: str) -> tuple[str, str]:
    (folder / "secret_key").write_text("another")
    return "altered", "secret_key"


def stranger(folder: Path, key: str) -> tuple[str, str]:
    shutil.copy(folder / key, folder / "media/originals/holiday (1).jpg")
    return "orphan", "media/originals/holiday (1).jpg"


def stranger_at_the_end(folder: Path, _key: str) -> tuple[str, str]:
    (folder / "zzz").mkdir()
    (folder / "zzz/notes.txt").write_text("x")
    return "orphan", "zzz/notes.txt"


@pytest.mark.parametrize("plant", [missing, cut, one_bit, another_key, stranger, stranger_at_the_end])
def test_074_each_planted_fault_of_a_backup_is_found(backup: tuple[Path, str], plant: Plant) -> None:
    assert faults(backup[0]) == []
    expected = plant(*backup)
    assert faults(backup[0]) == [expected]


def test_074_a_broken_database_is_found(backup: tuple[Path, str]) -> None:
    folder, _key = backup
    with (folder / "photoalbum.sqlite3").open("r+b") as file:
        file.seek(5 * 4096)
        file.write(b"\xff" * 4096)
    found = faults(folder)
    assert found[0] == ("altered", "photoalbum.sqlite3")
    assert ("database", "photoalbum.sqlite3") in found


def test_074_a_quick_look_reads_nothing(backup: tuple[Path, str]) -> None:
    folder, key = backup
    one_bit(folder, key)
    assert list(check(folder, backup_folder.read(folder), go_on=None)) == []
    missing(folder, key)
    assert len(list(check(folder, backup_folder.read(folder), go_on=None))) == 1


@pytest.mark.parametrize(
    "line", ["0" * 64 + "  ../../outside", "0" * 64 + "  /etc/hostname", "no line", "0" * 64 + "  media/.x"]
)
def test_034_a_list_leads_nowhere_else(backup: tuple[Path, str], line: str) -> None:
    sums = backup[0] / "SHA256SUMS"
    sums.write_text(f"{sums.read_text()}{line}\n")
    with pytest.raises(NotABackup, match="list of the files, is damaged"):
        backup_folder.read(backup[0])
    with pytest.raises(NotABackup):
        list(backup_folder.listed(backup[0]))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 2}', '{"format": 1}'])
def test_a_manifest_that_is_none(backup: tuple[Path, str], content: str) -> None:
    (backup[0] / "manifest.json").write_text(content)
    with pytest.raises(NotABackup):
        backup_folder.read(backup[0])
