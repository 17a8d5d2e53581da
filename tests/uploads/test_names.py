"""File names as people and attackers send them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoalbum.uploads.names import LONGEST, clean_name


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("IMG_1.jpg", "IMG_1.jpg"),
        ("C:\\Users\\Oma\\x.jpg", "x.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: b=c.jpg", "aSet-Cookie: b=c.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("Cafe\u0301.jpg", "Café.jpg"),
        ("..", "file"),
        ("", "file"),
        ("a\0b.jpg", "ab.jpg"),
    ],
)
def test_021_names_become_one_visible_line(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean


def test_the_ending_of_a_long_name_is_kept() -> None:
    name = clean_name("x" * 300 + ".jpeg")
    assert len(name) == LONGEST
    assert name.endswith("x.jpeg")


@given(st.text(max_size=400))
def test_any_text_gives_a_safe_name(raw: str) -> None:
    name = clean_name(raw)
    assert 0 < len(name) <= LONGEST
    assert not set(name) & set("/\\")
    assert all(unicodedata.category(c) not in ("Cc", "Cs") for c in name)
    assert clean_name(name) == name
