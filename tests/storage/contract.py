"""What every storage promises, as one class of tests: a backend inherits it and gives a `storage` fixture."""

import hashlib
import io
import itertools
from pathlib import Path

import pytest

from photoalbum.storage.base import BadKey, ContentDiffers, NotStored, Storage

KEY = "originals/ab/cd/abcdef.jpg"
HOSTILE = (
    "",
    "/etc/passwd",
    "..",
    "../x",
    "a/../b",
    "a/./b",
    "a//b",
    "a/",
    "a\\b",
    "a\0b",
    "C:\\x",
    ".hidden",
    "a/.git",
    "-rf",
    "a b",
    "a\nb",
    "ä",
    "~root",
    "%2e%2e/x",
    "x" * 600,
)


class StorageContract:
    def test_what_is_saved_can_be_read(self, storage: Storage) -> None:
        content = b"bytes" * 300_000
        stored = storage.save(KEY, io.BytesIO(content))
        assert (stored.key, stored.size, stored.new) == (KEY, len(content), True)
        assert stored.sha256 == hashlib.sha256(content).hexdigest()
        with storage.open(KEY) as file:
            assert file.read() == content
            file.seek(5)
            assert file.read(5) == b"bytes"
        with storage.local_copy(KEY) as path:
            assert path.read_bytes() == content
        assert storage.size(KEY) == len(content)
        assert storage.exists(KEY)

    def test_nothing_can_be_saved_too(self, storage: Storage) -> None:
        storage.save("empty", io.BytesIO())
        assert storage.size("empty") == 0

    def test_the_same_content_twice_is_stored_once(self, storage: Storage) -> None:
        storage.save(KEY, io.BytesIO(b"same"))
        assert storage.save(KEY, io.BytesIO(b"same")).new is False
        assert list(storage.list()) == [KEY]

    def test_stored_content_never_changes(self, storage: Storage, tmp_path: Path) -> None:
        storage.save(KEY, io.BytesIO(b"first"))
        other = tmp_path / "other"
        other.write_bytes(b"second")
        with pytest.raises(ContentDiffers):
            storage.save(KEY, io.BytesIO(b"second"))
        with pytest.raises(ContentDiffers):
            storage.adopt(KEY, other)
        with storage.open(KEY) as file:
            assert file.read() == b"first"

    def test_a_finished_file_is_adopted(self, storage: Storage, tmp_path: Path) -> None:
        path = tmp_path / "upload"
        path.write_bytes(b"uploaded")
        stored = storage.adopt(KEY, path)
        assert (stored.size, stored.sha256) == (8, hashlib.sha256(b"uploaded").hexdigest())
        assert not path.exists()
        with storage.open(KEY) as file:
            assert file.read() == b"uploaded"

    def test_a_file_adopted_again_is_gone_and_not_new(self, storage: Storage, tmp_path: Path) -> None:
        storage.save(KEY, io.BytesIO(b"uploaded"))
        path = tmp_path / "upload"
        path.write_bytes(b"uploaded")
        assert storage.adopt(KEY, path).new is False
        assert not path.exists()

    def test_what_is_not_there_says_so(self, storage: Storage) -> None:
        assert not storage.exists(KEY)
        for ask in (storage.open, storage.size):
            with pytest.raises(NotStored):
                ask(KEY)
        with pytest.raises(NotStored), storage.local_copy(KEY):
            pass

    def test_deleting_is_final_and_harmless_twice(self, storage: Storage) -> None:
        storage.save(KEY, io.BytesIO(b"x"))
        storage.delete(KEY)
        storage.delete(KEY)
        assert not storage.exists(KEY)
        assert storage.save(KEY, io.BytesIO(b"y")).new

    def test_keys_are_listed_by_their_beginning(self, storage: Storage) -> None:
        keys = ["a/1", "a/2", "ab/1", "b/c/d/1", "b/c/d/2"]
        for key in reversed(keys):
            storage.save(key, io.BytesIO(key.encode()))
        assert list(storage.list()) == keys
        assert list(storage.list("a/")) == keys[:2]
        assert list(storage.list("a")) == keys[:3]
        assert list(storage.list("b/c/d/2")) == keys[4:]
        assert list(storage.list("c")) == []

    @pytest.mark.parametrize("key", HOSTILE)
    def test_021_hostile_keys_are_refused(self, storage: Storage, key: str, tmp_path: Path) -> None:
        before = sorted(tmp_path.rglob("*"))
        path = tmp_path / "upload"
        path.write_bytes(b"x")
        with pytest.raises(BadKey):
            storage.save(key, io.BytesIO(b"x"))
        with pytest.raises(BadKey):
            storage.adopt(key, path)
        for ask in (storage.open, storage.exists, storage.size, storage.delete):
            with pytest.raises(BadKey):
                ask(key)
        with pytest.raises(BadKey), storage.local_copy(key):
            pass
        path.unlink()
        assert sorted(tmp_path.rglob("*")) == before

    def test_021_a_key_works_or_is_refused(self, storage: Storage) -> None:
        for parts in itertools.product(("a", "b-1", ".", "..", "/", "\\", "\0"), repeat=4):
            key = "".join(parts)
            try:
                storage.save(key, io.BytesIO(b"x"))
            except BadKey:
                assert key not in set(storage.list())
            else:
                assert list(storage.list()) == [key]
                storage.delete(key)
