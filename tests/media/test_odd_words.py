"""What odd programs and cameras write, in odd places and encodings: read where it can be, never a fault."""

import json
import struct
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from photoalbum.media import metadata, xmp
from photoalbum.media.bounds import MOST_JSON
from photoalbum.media.claims import Metadata
from photoalbum.media.decode import opened
from photoalbum.media.formats import ALLOWED
from photoalbum.media.metadata import read_metadata
from photoalbum.media.pipeline import examine
from photoalbum.media.probe import probe

from ..corpus import odd_exif
from ..corpus.pictures import encoded, scene
from ..corpus.pictures import xmp as packet

SEEDS = 150
WORDS = packet(
    "<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>Größe 家</rdf:li></rdf:Alt></dc:description>"
    "<exif:DateTimeOriginal>2018-03-02T01:02:03.5-03:30</exif:DateTimeOriginal>"
)


def put(directory: Path, content: bytes) -> Path:
    path = directory / "odd"
    path.write_bytes(content)
    return path


def with_exif(block: bytes) -> bytes:
    picture, block = encoded(scene((40, 30))), b"Exif\0\0" + block
    return picture[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + picture[2:]


def test_024_no_exif_block_breaks_a_reader_or_says_what_a_row_cannot_hold(tmp_path: Path) -> None:
    for seed in range(SEEDS):
        path = put(tmp_path, with_exif(odd_exif.block(seed)))
        with opened(path, ALLOWED["image/jpeg"]) as image:
            said = metadata.of_image(image, ALLOWED["image/jpeg"])
        assert fits_a_row(said), seed


def fits_a_row(said: Metadata) -> bool:
    words: list[str] = [said.caption, said.title, said.camera_make, said.camera_model, said.lens]
    numbers: list[Any] = [said.f_number, said.iso, said.focal_length, said.gps, said.rating, said.panorama]
    # No number that JSON does not know, and no text that a database does not take.
    json.dumps(numbers, allow_nan=False)
    return (
        len(json.dumps(said.details, allow_nan=False)) <= MOST_JSON
        and all("\0" not in word and word.encode() is not None for word in [*words, *said.keywords])
        and 1 <= said.orientation <= 8
    )


def test_odd_exif_never_costs_the_picture(tmp_path: Path) -> None:
    for seed in range(0, SEEDS, 15):
        facts = examine(put(tmp_path, with_exif(odd_exif.block(seed))), "image/jpeg", "", tmp_path)
        assert set(facts.files) == {"thumb", "middle", "large"}
        assert not facts.damaged


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"]
)
@pytest.mark.parametrize("before", ["", "\n ", "<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>"])
def test_packets_in_every_encoding(encoding: str, before: str) -> None:
    said = xmp.parse((before + WORDS.decode()).encode(encoding) + b"\0\0  ")
    assert xmp.text(said["dc:description"]) == "Größe 家"


def test_what_no_xml_may_hold_costs_only_itself() -> None:
    latin = WORDS.decode().replace(" 家", "").encode("latin-1")
    assert xmp.text(xmp.parse(latin)["dc:description"]) == "Größe"
    broken = WORDS.replace("Größe".encode(), b"a\x02b&#x1;c")
    assert xmp.text(xmp.parse(broken)["dc:description"]) == "a b c 家"


def test_024_entities_stay_shut_in_every_encoding() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + WORDS.decode()
    assert xmp.parse(bomb.encode("utf-16")) == xmp.parse(bomb.encode("utf-32-be")) == {}


def test_024_hundreds_of_thousands_of_nested_tags_end() -> None:
    assert xmp.parse(b"<a>" * 250_000 + b"</a>" * 250_000) == {}


def test_a_gif_says_what_its_packet_says(tmp_path: Path) -> None:
    picture = encoded(scene((40, 30)).quantize(16), "GIF")
    # Behind the packet, a ramp of 258 bytes brings readers of blocks to its end.
    tail = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    extension = b"\x21\xff\x0bXMP DataXMP" + WORDS + tail
    at = 13 + 3 * 2 ** ((picture[10] & 7) + 1)
    path = put(tmp_path, picture[:at] + extension + picture[at:])
    said = read_metadata(path, "image/gif")
    assert (str(said.taken_at), said.offset_minutes) == ("2018-03-02 01:02:03.500000", -210)
    assert said.caption == "Größe 家"


def test_a_turned_avif_keeps_its_umlauts(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "GrABCDe"
    content = encoded(scene((40, 30)), "AVIF", exif=exif.tobytes())
    path = put(tmp_path, content.replace(b"ABCD", "üß".encode()))
    assert read_metadata(path, "image/avif").caption == "Grüße"


def test_a_tiff_of_the_larger_kind_is_one(tmp_path: Path) -> None:
    path = put(tmp_path, encoded(scene((40, 30)), "TIFF", big_tiff=True))
    assert path.read_bytes().startswith(b"II+\0")
    found = probe(path)
    assert (found.media_type, found.width, found.height) == ("image/tiff", 40, 30)
    assert examine(path, "image/tiff", "", tmp_path).width == 40
