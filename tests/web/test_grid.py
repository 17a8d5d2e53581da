"""Tiles drawn by plain Python: right in every state, and safe whatever is in them."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from flask import Flask

from photoalbum.web.grid import draw_grid, draw_tile
from photoalbum.web.shapes import tile_rules
from photoalbum.web.tiles import Day, Tile

HOSTILE = "\"'><script>alert(1)</script>&{{7*7}}"
PLACEHOLDER = "data:image/webp;base64,AAAA"


def tile(**others: object) -> Tile:
    values: dict[str, object] = {
        "uid": "Abc1",
        "href": "/photos/Abc1",
        "src": "/photos/Abc1/d/1/thumb.webp",
        "srcset": "/photos/Abc1/d/1/thumb.webp 427w, /photos/Abc1/d/1/thumb2x.webp 853w",
        "width": 4032,
        "height": 3024,
        "placeholder": PLACEHOLDER,
        "tint": "#8A8F7D",
        "kind": "photo",
        "duration": None,
        "hearts": 0,
        "mine": False,
        "label": "A falcon",
        "state": "ready",
    }
    return Tile(**(values | others))


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def first(self, tag: str) -> dict[str, str | None]:
        return next(attributes for name, attributes in self.found if name == tag)


@pytest.fixture(autouse=True)
def in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def test_a_picture_brings_its_size_and_its_words():
    image = Elements(draw_tile(tile())).first("img")
    assert image["width"] == "4032"
    assert image["height"] == "3024"
    assert image["alt"] == "A falcon"
    assert image["loading"] == "lazy"
    assert image["sizes"] == "auto, 320px"
    assert "style" not in draw_tile(tile())


def test_the_first_ones_are_fetched_at_once_and_only_in_a_page():
    days = [Day("Saturday", "", [tile()] * 5), Day("Sunday", "", [tile()] * 5)]
    assert draw_grid(days, eager=8).count('loading="lazy"') == 2
    assert draw_grid(days, in_page=False).count('loading="lazy"') == 10


def test_in_a_page_classes_lead_to_its_rules_and_in_a_fragment_the_values_come_along():
    days = [Day("", "", [tile(), tile(uid="Abc2", placeholder="")])]
    assert tile_rules(days) == (
        f".r1333{{--ar:1.333}}.p-Abc1{{--placeholder:url({PLACEHOLDER})}}.t8a8f7d{{--tint:#8a8f7d}}"
    )
    assert [attributes["class"] for name, attributes in Elements(draw_grid(days)).found if name == "li"] == [
        "tile r1333 p-Abc1",
        "tile r1333 t8a8f7d",
    ]
    items = [each for name, each in Elements(draw_grid(days, in_page=False)).found if name == "li"]
    assert items == [
        {"class": "tile", "data-ar": "1.333", "data-placeholder": PLACEHOLDER},
        {"class": "tile", "data-ar": "1.333", "data-tint": "#8a8f7d"},
    ]


def test_slivers_and_bands_are_cropped():
    assert "r400" in draw_tile(tile(width=10, height=9000))
    assert "r3600" in draw_tile(tile(width=9000, height=10))


def test_marks_say_hearts_and_length_to_eyes_and_ears():
    drawn = draw_tile(tile(kind="video", duration=34.2, hearts=2, mine=True, preview="/p/preview.mp4"))
    words = re.sub(r"<[^>]+>", " ", drawn)
    assert "2 hearts" in words
    assert "0:34" in words
    assert "34 seconds" in words
    assert "#heart-filled" in drawn
    assert 'data-src="/p/preview.mp4"' in drawn
    assert "tile__mark" not in draw_tile(tile())


@pytest.mark.parametrize(
    ("state", "words"), [("waiting", "Being prepared"), ("working", "Being prepared"), ("failed", "Cannot")]
)
def test_what_has_no_picture_says_so(state: str, words: str):
    drawn = draw_tile(tile(state=state))
    assert words in drawn
    assert "<img" not in drawn
    assert "A falcon" in drawn
    assert ("data-pending" in drawn) == (state != "failed")


def test_nothing_that_is_in_a_tile_can_leave_its_place():
    fields = {"href": HOSTILE, "src": HOSTILE, "srcset": HOSTILE, "label": HOSTILE, "preview": HOSTILE}
    sound = fields.fromkeys(fields, "x")
    looks = {"placeholder": HOSTILE, "tint": HOSTILE}
    for state in ("ready", "waiting", "failed"):
        for in_page in (True, False):
            drawn = draw_grid([Day(HOSTILE, HOSTILE, [tile(state=state, **fields, **looks)])], in_page)
            plain = draw_grid([Day("x", "x", [tile(state=state, **sound, **looks)])], in_page)
            shape = [(name, sorted(attributes)) for name, attributes in Elements(drawn).found]
            assert shape == [(name, sorted(attributes)) for name, attributes in Elements(plain).found]
    assert HOSTILE not in tile_rules([Day("", "", [tile(**looks)])])
