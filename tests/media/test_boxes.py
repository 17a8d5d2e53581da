import io
import struct
from pathlib import Path
from typing import BinaryIO

import pytest

from photoalbum.media import boxes, heif

from ..corpus import bombs


def opened(directory: Path, content: bytes) -> BinaryIO:
    path = directory / "file"
    path.write_bytes(content)
    return path.open("rb")


def test_boxes_of_every_length_are_walked(tmp_path: Path) -> None:
    content = (
        b"\0\0\0\x0cfreeabcd\0\0\0\1wide" + struct.pack(">Q", 20) + b"wxyz" + b"\0\0\0\0mdat" + bytes(50)
    )
    with opened(tmp_path, content) as file:
        found = boxes.top(file)
        assert [box.name for box in found] == [b"free", b"wide", b"mdat"]
        assert boxes.content(file, found[1]) == b"wxyz"
        assert found[2].end == len(content)
        assert not boxes.cut_short(file)


def test_a_box_that_reaches_beyond_the_end_is_a_cut(tmp_path: Path) -> None:
    with opened(tmp_path, b"\0\0\0\x0cfreeabcd\0\0\1\0mdat" + bytes(50)) as file:
        assert boxes.cut_short(file)


@pytest.mark.parametrize("content", [b"", b"\0\0\0\4free", b"\0\0\0\7free" + bytes(9), b"abc"])
def test_what_is_no_box_ends_the_walk(content: bytes) -> None:
    assert list(boxes.walk(io.BytesIO(content), 0, len(content))) == []


def test_a_million_tiny_boxes_are_not_all_walked() -> None:
    content = b"\0\0\0\x08free" * 100_000
    assert len(list(boxes.walk(io.BytesIO(content), 0, len(content)))) == boxes.MOST_BOXES


def test_the_size_of_the_main_picture_of_a_heic(tmp_path: Path) -> None:
    with opened(tmp_path, bombs.heic_of(4032, 3024)) as file:
        header = heif.read_header(file)
    assert header is not None
    assert (header.width, header.height, header.pixels_inside) == (4032, 3024, 4032 * 3024)


def test_a_heic_without_sizes_has_no_header(tmp_path: Path) -> None:
    with opened(tmp_path, b"\0\0\0\x10ftypheic\0\0\0\0\0\0\0\x0cmeta\0\0\0\0") as file:
        assert heif.read_header(file) is None
