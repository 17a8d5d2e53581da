"""What is read back behind the sender: the bytes of the disk, in order, never ones that may still change."""

import hashlib
import os
import zlib
from collections import OrderedDict
from pathlib import Path

import pytest

from photoalbum.uploads import behind

PIECE = 3 << 20


@pytest.fixture
def part(tmp_path: Path) -> Path:
    path = tmp_path / "one.tus"
    path.write_bytes(os.urandom(3 * PIECE + 5))
    return path


def sums_of(path: Path) -> tuple[str, int]:
    content = path.read_bytes()
    return hashlib.sha256(content).hexdigest(), zlib.crc32(content)


def ask(path: Path) -> tuple[str, int]:
    sums = behind.sums_of("one", path, path.stat().st_size)
    return sums.sha256, sums.crc32


def follow_all(path: Path) -> None:
    size = path.stat().st_size
    for begin in range(0, size, PIECE):
        behind.follow("one", path, begin, min(size, begin + PIECE))


def test_what_was_followed_from_the_first_byte_is_not_read_again(part):
    expected = sums_of(part)
    follow_all(part)
    behind._begun["one"].sums.result(30)
    # The file is gone meanwhile, and its sums are there all the same.
    length = part.stat().st_size
    part.unlink()
    sums = behind.sums_of("one", part, length)
    assert (sums.sha256, sums.crc32, sums.at) == (*expected, length)


def test_it_is_the_disk_that_is_read_and_not_what_came(part):
    promised = sums_of(part)
    with part.open("r+b") as file:
        file.seek(PIECE + 1)
        byte = file.read(1)
        file.seek(PIECE + 1)
        file.write(bytes([byte[0] ^ 1]))
    follow_all(part)
    assert ask(part) == sums_of(part) != promised


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_chunk_that_another_process_took_in_has_all_read_at_the_end(part, missing):
    size = part.stat().st_size
    for number, begin in enumerate(range(0, size, PIECE)):
        if number != missing:
            behind.follow("one", part, begin, min(size, begin + PIECE))
    assert ask(part) == sums_of(part)


def test_an_upload_that_was_forgotten_begins_anew(part):
    follow_all(part)
    behind.forget("one")
    part.write_bytes(b"another")
    assert ask(part) == sums_of(part)


def test_a_file_that_could_not_be_read_in_between_is_asked_once_more(part, tmp_path):
    behind.follow("one", tmp_path / "not there", 0, part.stat().st_size)
    assert ask(part) == sums_of(part)
    behind.follow("one", tmp_path / "not there", 0, part.stat().st_size)
    with pytest.raises(FileNotFoundError):
        behind.sums_of("one", tmp_path / "not there", part.stat().st_size)


def test_only_so_many_are_remembered(part, monkeypatch):
    monkeypatch.setattr(behind, "MOST_KEPT", 2)
    monkeypatch.setattr(behind, "_begun", OrderedDict())
    for name in ("one", "two", "three"):
        behind.follow(name, part, 0, PIECE)
    assert list(behind._begun) == ["two", "three"]
