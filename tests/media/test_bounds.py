"""However much a file says, what is kept of it fits into a row."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from photoalbum.media import bounds
from photoalbum.media.pipeline import examine
from photoalbum.media.positions import Position
from photoalbum.media.zones import offset_at

from ..corpus.pictures import encoded, scene, xmp

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.binary(max_size=30),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner, max_size=5),
    max_leaves=30,
)


@given(ANYTHING)
def test_whatever_a_file_holds_is_fit_for_json(value: Any) -> None:
    json.dumps(bounds.plain(value), allow_nan=False)


@given(st.dictionaries(st.text(max_size=8), ANYTHING, max_size=6), st.integers(20, 400))
def test_details_are_cut_to_size(details: dict[str, Any], most: int) -> None:
    fitted = bounds.fitted({name: bounds.plain(part) for name, part in details.items()}, most)
    assert len(json.dumps(fitted)) <= most


def test_the_longest_parts_go_first() -> None:
    details = {"exif": {"Make": "Canon", "Blob": "x" * 900}, "mode": "RGB", "xmp": {"long": "y" * 300}}
    assert bounds.fitted(details, 400) == {
        "exif": {"Make": "Canon"},
        "mode": "RGB",
        "xmp": {"long": "y" * 300},
    }
    assert details["exif"] == {"Make": "Canon", "Blob": "x" * 900}, "what was given stays as it was"


def test_024_a_file_full_of_words_fills_no_row(tmp_path: Path) -> None:
    """Thousands of properties, nested lists and long texts, in every block that is read."""
    many = "".join(
        f"<dc:p{n}><rdf:Bag>{'<rdf:li>' + 'w' * 400 + '</rdf:li>'}</rdf:Bag></dc:p{n}>" for n in range(2000)
    )
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("XML:com.adobe.xmp", xmp(many).decode())
    exif = Image.Exif()
    for tag in (0x010E, 0x010F, 0x0110, 0x013B, 0x8298, 0x0131):
        exif[tag] = "e" * 10_000
    path = tmp_path / "talkative.png"
    path.write_bytes(encoded(scene(), "PNG", pnginfo=notes, exif=exif))
    facts = examine(path, "image/png", "", tmp_path)
    assert len(json.dumps(facts.details)) <= bounds.MOST_JSON
    assert len(json.dumps(facts.to_plain())) < 3 * bounds.MOST_JSON


@pytest.mark.parametrize(
    ("place", "local", "minutes"),
    [
        ((48.8583, 2.2944), "2024-07-14 12:00", 120),
        ((48.8583, 2.2944), "2024-01-14 12:00", 60),
        ((27.7172, 85.324), "2019-05-04 05:58", 345),
        ((40.7, -74.0), "2024-03-10 02:30", -240),
        ((-33.8568, 151.2153), "2024-12-24 18:00", 660),
        ((30.0, -45.0), "2024-07-14 12:00", None),
        ((48.8583, 2.2944), "1962-07-14 12:00", None),
    ],
)
def test_the_clocks_of_a_place(place: tuple[float, float], local: str, minutes: int | None) -> None:
    found = offset_at(Position(*place), datetime.fromisoformat(local))
    assert found == minutes or (local.startswith("2024-03-10") and found in {-240, -300})


def test_a_place_tells_the_offset_only_when_the_file_does_not(tmp_path: Path) -> None:
    def photo(**more: str) -> Any:
        exif = Image.Exif()
        details = exif.get_ifd(0x8769)
        details[0x9003] = more.get("taken", "2024:08:03 19:42:10")
        if "offset" in more:
            details[0x9011] = more["offset"]
        exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 30.0), 3: "E", 4: (2.0, 17.0, 40.0)})
        path = tmp_path / "photo.jpg"
        path.write_bytes(encoded(scene(), exif=exif))
        facts = examine(path, "image/jpeg", more.get("name", ""), tmp_path)
        return facts.taken_offset, facts.offset_source

    assert photo() == (120, "place")
    assert photo(offset="+05:30") == (330, "file")
    assert photo(taken="0000:00:00 00:00:00") == (None, "")
    assert photo(taken="", name="IMG-20240803-WA0007.jpg") == (None, "")
