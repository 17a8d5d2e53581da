"""The same words give the same picture, and the file says what a camera would."""

import io
from datetime import datetime

import pytest
from PIL import Image

from photoalbum.demo.clips import filmed
from photoalbum.demo.orders import all_orders
from photoalbum.demo.pictures import studio
from photoalbum.media.metadata import read_metadata


@pytest.mark.parametrize(
    "words",
    [
        ("lavender", "evening", "3:2", "a seed"),
        ("windows", "night", "2:3", "a seed"),
        ("hills", "morning", "slide", "a seed", "slide"),
    ],
    ids=lambda words: words[0],
)
def test_the_same_words_give_the_same_picture(words: tuple[str, ...]):
    first, second = studio.paint(*words), studio.paint(*words)
    assert first.tobytes() == second.tobytes()
    assert first.size == studio.SHAPES[words[2]]


def test_another_seed_gives_another_picture():
    first, second = (studio.paint("lights", "night", "1:1", seed) for seed in ("one", "two"))
    assert first.tobytes() != second.tobytes()


def test_a_file_knows_when_where_and_with_what_it_was_taken(tmp_path):
    order = next(order for order in all_orders() if order.story.key == "garden")
    path = tmp_path / order.file_name
    path.write_bytes(order.made())
    assert path.read_bytes() == order.made()
    found = read_metadata(path, "image/jpeg")
    assert (found.taken_at, found.offset_minutes) == (datetime(2025, 4, 26, 8, 12), 120)
    assert found.camera_model == "Canon EOS R6"
    assert found.gps is not None
    assert found.gps.latitude == pytest.approx(50.94, abs=0.05)


def test_a_scanned_slide_knows_nothing(tmp_path):
    order = next(order for order in all_orders() if order.story.key == "slides")
    path = tmp_path / order.file_name
    path.write_bytes(order.made())
    found = read_metadata(path, "image/jpeg")
    assert (found.taken_at, found.gps, found.camera_model) == (None, None, "")


def test_a_clip_is_an_mp4_file_and_always_the_same():
    content, again = (filmed("balloons", datetime(2024, 5, 18, 3, 12), seconds=0.5) for _time in range(2))
    assert content[4:8] == b"ftyp"
    assert content == again


def test_all_pictures_are_upright_jpegs():
    order = next(order for order in all_orders() if order.story.key == "new-year")
    with Image.open(io.BytesIO(order.made())) as picture:
        assert (picture.format, picture.mode) == ("JPEG", "RGB")
