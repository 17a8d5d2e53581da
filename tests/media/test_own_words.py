"""People's words as a notes file: other programs find them, and here they are people's words again."""

import json
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from photoalbum.media import notes, own_words, xmp
from photoalbum.media.dates import Taken
from photoalbum.media.own_words import OwnWords

from ..corpus import pictures

WORDS = OwnWords(
    "Tea at Oma's", "A table", Taken(datetime(1968, 5, 4, 15, 30), 60), ("Tea", "the garden"), True
)
OTHERS = pictures.xmp(
    "<dc:title>The old boat</dc:title><dc:description>Theirs</dc:description>"
    "<photoshop:City>Lübeck</photoshop:City><xmp:Rating>3</xmp:Rating>"
)


@pytest.mark.parametrize(
    "words",
    [
        WORDS,
        OwnWords(caption=""),
        OwnWords(caption="two\nlines <b> & ]]> 🌻"),
        OwnWords(alt_text="A table"),
        OwnWords(taken=Taken(datetime(1970, 1, 1, 0, 0, 1, 5000), -210)),
        OwnWords(tags=("one",)),
        OwnWords(favourite=True),
    ],
)
def test_they_come_back(words: OwnWords) -> None:
    assert own_words.read(xmp.parse(own_words.written(words))) == words
    # Said anew, it replaces all that was said before.
    over = own_words.written(WORDS, over=OTHERS)
    assert own_words.read(xmp.parse(own_words.written(words, over=over))) == words


def test_who_has_said_nothing_writes_nothing() -> None:
    assert own_words.written(OwnWords()) == b""
    assert own_words.read(xmp.parse(OTHERS)) is None
    assert own_words.read(xmp.parse(own_words.written(OwnWords(), over=OTHERS))) is None


def test_what_cannot_be_in_xml_is_left_out() -> None:
    said = own_words.read(xmp.parse(own_words.written(OwnWords(caption="a\x00b\x0bc\r\nd\ud800e\ufffe"))))
    assert said is not None
    assert said.caption == "a b c\nd e"


def test_what_others_wrote_goes_along() -> None:
    packet = xmp.parse(own_words.written(WORDS, over=OTHERS, keywords=["Boat", "Tea"], has_stars=True))
    assert xmp.text(packet["dc:title"]) == "The old boat"
    assert xmp.text(packet["photoshop:City"]) == "Lübeck"
    assert packet["xmp:Rating"] == "3"
    assert packet["dc:subject"] == ["Boat", "Tea", "the garden"]
    assert xmp.text(packet["dc:description"]) == "Tea at Oma's"
    silent = xmp.parse(own_words.written(OwnWords(caption=""), over=OTHERS))
    assert "dc:description" not in silent
    for hostile in (b"no XML", b'<!DOCTYPE a [<!ENTITY b "c">]><x:xmpmeta/>'):
        assert own_words.read(xmp.parse(own_words.written(WORDS, over=hostile))) == WORDS


def test_other_programs_find_them(tmp_path: Path) -> None:
    path = tmp_path / "IMG_1.jpg.xmp"
    path.write_bytes(own_words.written(WORDS))
    said = notes.read_notes(path)
    assert said is not None
    assert (said.caption, said.keywords, said.rating) == ("Tea at Oma's", ["Tea", "the garden"], 5)
    assert not any(name.startswith("photoalbum:") for name in said.details.get("xmp", {}))
    if shutil.which("exiftool") is None:
        pytest.skip("exiftool is not here")
    asked = subprocess.run(["exiftool", "-json", path], capture_output=True, check=True)
    (told,) = json.loads(asked.stdout)
    assert told["Description"] == "Tea at Oma's"
    assert told["AltTextAccessibility"] == "A table"
    assert told["Subject"] == ["Tea", "the garden"]
    assert told["DateTimeOriginal"] == "1968:05:04 15:30:00+01:00"
    assert told["Rating"] == 5
