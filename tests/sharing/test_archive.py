"""A ZIP that is written nowhere: other programs read it, and any part of it is what it is in the whole."""

import io
import shutil
import subprocess
import zipfile
import zlib
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoalbum.sharing.archive import Archive, Entry, text_entry
from photoalbum.sharing.file_names import Names, readable

MOMENT = datetime(2024, 8, 3, 19, 42, 10)


class Nothing(io.RawIOBase):
    """Zeros without end, as far as anybody can tell."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size, self.at = size, 0

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = {0: 0, 1: self.at, 2: self.size}[whence] + offset
        return self.at

    def readinto(self, target) -> int:
        length = min(len(target), self.size - self.at)
        target[:length] = bytes(length)
        self.at += length
        return length


def entry(name: str, content: bytes, moment: datetime = MOMENT) -> Entry:
    digest = sha256(content).hexdigest()
    return Entry(name, len(content), zlib.crc32(content), digest, moment, lambda: io.BytesIO(content))


@pytest.fixture
def archive() -> Archive:
    contents = {"Ferien ü/a.jpg": b"a" * 1000, "Ferien ü/\N{CAT FACE}.jpg": b"b" * 70_000, "leer.jpg": b""}
    return Archive([entry(name, content) for name, content in contents.items()])


def test_python_and_unzip_read_it(archive, tmp_path):
    target = tmp_path / "photos.zip"
    with io.BufferedReader(archive) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file)
        assert file.tell() == archive.size
    with zipfile.ZipFile(target) as read:
        assert read.testzip() is None
        assert read.namelist() == ["Ferien ü/a.jpg", "Ferien ü/\N{CAT FACE}.jpg", "leer.jpg"]
        assert {info.compress_type for info in read.infolist()} == {zipfile.ZIP_STORED}
        assert read.infolist()[0].date_time == (2024, 8, 3, 19, 42, 10)
    if shutil.which("unzip"):
        done = subprocess.run(["unzip", "-tq", str(target)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


@given(st.integers(0, 73_000), st.integers(0, 73_000))
def test_any_part_is_what_it_is_in_the_whole(start, length):
    contents = {"a.jpg": b"a" * 1000, "b.jpg": bytes(range(256)) * 280, "c.jpg": b""}
    made = Archive([entry(name, content) for name, content in contents.items()])
    with io.BufferedReader(made) as source:
        whole = source.read()
        source.seek(start)
        assert source.read(length) == whole[start : start + length]


def test_more_than_four_gigabytes(tmp_path):
    size = 4_400_000_000
    crc = 0
    block = bytes(1 << 24)
    for left in range(size, 0, -len(block)):
        crc = zlib.crc32(block[: min(left, len(block))], crc)
    film = Entry("film.mp4", size, crc, "", datetime(1950, 1, 1), lambda: Nothing(size))
    made = Archive([film, entry("behind.jpg", b"behind the film")])
    with zipfile.ZipFile(io.BufferedReader(made, 1 << 20)) as read:
        assert [info.file_size for info in read.infolist()] == [size, 15]
        assert read.infolist()[0].date_time[0] == 1980
        assert read.read("behind.jpg") == b"behind the film"
        with read.open("film.mp4") as part:
            part.seek(size - 10)
            assert part.read() == bytes(10)


def test_the_tag_changes_with_anything_in_it():
    tags = {
        Archive([entry("a.jpg", b"a")]).etag,
        Archive([entry("b.jpg", b"a")]).etag,
        Archive([entry("a.jpg", b"b")]).etag,
        Archive([entry("a.jpg", b"a", datetime(2020, 1, 1))]).etag,
        Archive([entry("a.jpg", b"a"), text_entry("SHA256SUMS", "", MOMENT)]).etag,
    }
    assert len(tags) == 5
    assert Archive([entry("a.jpg", b"a")]).etag in tags


def test_a_file_that_became_shorter_ends_the_download_and_is_not_filled_up():
    short = Entry("a.jpg", 100, 0, "", MOMENT, lambda: io.BytesIO(b"short"))
    with pytest.raises(OSError, match="shorter"), io.BufferedReader(Archive([short])) as source:
        source.read()


def test_only_one_file_is_open_at_a_time():
    opened: list[io.BytesIO] = []

    def opener() -> io.BytesIO:
        opened.append(io.BytesIO(b"abc"))
        return opened[-1]

    entries = [Entry(f"{n}.jpg", 3, zlib.crc32(b"abc"), "", MOMENT, opener) for n in range(50)]
    with io.BufferedReader(Archive(entries), 16) as source:
        while source.read(16):
            assert sum(not each.closed for each in opened) <= 1
    assert all(each.closed for each in opened)


def test_no_two_names_are_alike():
    names = Names(("SHA256SUMS",))
    wished = ["IMG_1.JPG", "img_1.jpg", "IMG_1.JPG", "SHA256SUMS", "a/b.jpg", "a_b.jpg", "", "."]
    given_names = [names.unique(wish) for wish in wished]
    assert given_names == [
        "IMG_1.JPG",
        "img_1 (2).jpg",
        "IMG_1 (2).JPG".replace("(2)", "(3)"),
        "SHA256SUMS (2)",
        "a_b.jpg",
        "a_b (2).jpg",
        "file",
        "file (2)",
    ]


@given(st.text(max_size=300))
def test_every_name_is_one_that_every_system_takes(name):
    found = readable(name)
    assert 0 < len(found.encode()) <= 200
    assert not set(found) & set('<>:"/\\|?*\0\r\n')
    assert Path(found).name == found
