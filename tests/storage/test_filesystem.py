"""Blobs as files: the contract, and what only files can get wrong."""

import io
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoalbum.storage import filesystem
from photoalbum.storage.base import BadKey, ContentDiffers, Storage, Stored, checked_key
from photoalbum.storage.filesystem import FilesystemStorage

from .contract import KEY, StorageContract


class TestFilesystemStorage(StorageContract):
    @pytest.fixture
    def storage(self, tmp_path: Path) -> Storage:
        return FilesystemStorage(tmp_path / "media")


@pytest.fixture
def storage(tmp_path: Path) -> FilesystemStorage:
    return FilesystemStorage(tmp_path / "media")


class TornSource(io.BytesIO):
    """A source that breaks off in the middle, as a connection does."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise ConnectionError("gone")
        return super().read(10)


def test_079_stored_files_are_read_only(storage: FilesystemStorage, tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(b"x")
    storage.adopt("a/adopted", path)
    storage.save("a/saved", io.BytesIO(b"x"))
    assert [storage.path(key).stat().st_mode & 0o777 for key in storage.list()] == [0o444, 0o444]


def test_a_torn_source_leaves_nothing(storage: FilesystemStorage) -> None:
    with pytest.raises(ConnectionError):
        storage.save(KEY, TornSource(b"x" * 100))
    assert not storage.exists(KEY)
    assert list(storage.leftovers()) == []


def test_a_crash_while_writing_leaves_nothing_under_the_name(storage: FilesystemStorage) -> None:
    program = (
        "import io, os\nfrom pathlib import Path\n"
        "from photoalbum.storage.filesystem import FilesystemStorage\n"
        "class Deadly(io.BytesIO):\n"
        "    def read(self, size=-1):\n"
        "        if self.tell(): os._exit(9)\n"
        "        return super().read(10)\n"
        f"FilesystemStorage(Path({str(storage.root)!r})).save({KEY!r}, Deadly(bytes(100)))\n"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, check=False)
    assert done.returncode == 9
    assert list(storage.list()) == []
    assert len(list(storage.leftovers())) == 1
    assert storage.save(KEY, io.BytesIO(b"whole")).new


def test_half_a_file_under_the_final_name_is_not_trusted(storage: FilesystemStorage, tmp_path: Path) -> None:
    storage.path(KEY).parent.mkdir(parents=True)
    storage.path(KEY).write_bytes(b"who")
    path = tmp_path / "upload"
    path.write_bytes(b"whole")
    with pytest.raises(ContentDiffers):
        storage.adopt(KEY, path)
    assert path.read_bytes() == b"whole"


def test_034_links_do_not_lead_out(storage: FilesystemStorage, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key").write_text("hush")
    (storage.root / "link").symlink_to(secret)
    (storage.root / "file").symlink_to(secret / "key")
    (storage.root / "inner").symlink_to(storage.root / "elsewhere")
    for key in ("link/key", "file", "inner", "link/new"):
        with pytest.raises(BadKey):
            storage.open(key)
        with pytest.raises(BadKey):
            storage.save(key, io.BytesIO(b"x"))
    assert list(storage.list()) == []
    assert sorted(path.name for path in secret.iterdir()) == ["key"]


def test_080_many_writers_of_one_key_make_one_file(storage: FilesystemStorage) -> None:
    results: list[Stored] = []
    start = threading.Barrier(8)

    def write() -> None:
        start.wait()
        results.append(storage.save(KEY, io.BytesIO(b"the same bytes" * 10_000)))

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(stored.new for stored in results) == [False] * 7 + [True]
    assert list(storage.list()) == [KEY]
    assert list(storage.leftovers()) == []


def test_a_file_of_another_file_system_is_copied(storage: FilesystemStorage) -> None:
    elsewhere = Path("/dev/shm/photoalbum-test-upload")
    if not elsewhere.parent.is_dir() or elsewhere.parent.stat().st_dev == storage.root.stat().st_dev:
        pytest.skip("there is no second file system here")
    elsewhere.write_bytes(b"from afar")
    try:
        assert storage.adopt(KEY, elsewhere).size == 9
        assert not elsewhere.exists()
    finally:
        elsewhere.unlink(missing_ok=True)


def test_without_the_kernel_s_help_nothing_is_overwritten(
    storage: FilesystemStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filesystem, "_renameat2", None)
    assert storage.save(KEY, io.BytesIO(b"first")).new
    with pytest.raises(ContentDiffers):
        storage.save(KEY, io.BytesIO(b"second"))
    with storage.open(KEY) as file:
        assert file.read() == b"first"


def test_073_file_then_rename_then_directory_reach_the_disk(tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not on PATH")
    program = (
        "from pathlib import Path\nfrom photoalbum.storage.filesystem import FilesystemStorage\n"
        f"here = Path({str(tmp_path)!r})\n"
        "FilesystemStorage(here / 'media').adopt('a/b', here / 'upload')\n"
    )
    (tmp_path / "upload").write_bytes(b"x")
    trace = tmp_path / "trace"
    command = [
        "strace",
        "-f",
        "-y",
        "-e",
        "trace=fsync,rename,renameat2",
        "-o",
        str(trace),
        sys.executable,
        "-c",
        program,
    ]
    subprocess.run(command, cwd=Path(__file__).resolve().parents[2], check=True)
    calls = re.findall(r"(fsync\(\d+<[^>]*(?:upload|media/a|media)>|rename\w*\()", trace.read_text())
    assert [re.sub(r".*/|\d+<", "", call).rstrip(">") for call in calls] == [
        "upload",
        "renameat2(",
        "a",
        "media",
    ]


KEYS = st.lists(st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,20}", fullmatch=True), min_size=1, max_size=6)


@given(KEYS)
def test_021_good_keys_stay_inside(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    root = tmp_path_factory.getbasetemp() / "keys"
    path = FilesystemStorage(root).path("/".join(parts))
    assert path.is_relative_to(root)
    assert os.path.normpath(path) == str(path)


@given(st.text(max_size=40))
def test_021_whatever_passes_as_a_key_is_harmless(text: str) -> None:
    try:
        key = checked_key(text)
    except BadKey:
        return
    assert os.path.normpath(key) == key
    assert not key.startswith(("/", "."))
    assert "\\" not in key
