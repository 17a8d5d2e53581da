"""What is read from a photo's blocks: its date and its source, its words, its camera, within bounds."""

import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from photoalbum.media.metadata import Metadata, read_metadata

from ..corpus import bombs
from ..corpus.pictures import encoded, scene, xmp

ORIGINAL, DIGITIZED, OFFSET_ORIGINAL, SUBSECOND = 0x9003, 0x9004, 0x9011, 0x9291


def photo(
    directory: Path, tags: dict[int, Any], details: dict[int, Any] | None = None, packet: bytes = b""
) -> Metadata:
    exif = Image.Exif()
    exif.update(tags)
    exif.get_ifd(0x8769).update(details or {})
    options: dict[str, Any] = {"xmp": packet} if packet else {}
    path = directory / "photo.jpg"
    path.write_bytes(encoded(scene((40, 30)), exif=exif, **options))
    return read_metadata(path, "image/jpeg")


def test_the_camera_s_own_date_comes_first(tmp_path: Path) -> None:
    found = photo(
        tmp_path,
        {306: "2024:01:01 00:00:00"},
        {
            ORIGINAL: "2019:05:04 05:58:14",
            OFFSET_ORIGINAL: "+02:00",
            SUBSECOND: "81",
            DIGITIZED: "2020:01:01 00:00:00",
        },
        xmp("<photoshop:DateCreated>2018-01-01T00:00:00</photoshop:DateCreated>"),
    )
    assert found.taken_at == datetime(2019, 5, 4, 5, 58, 14, 810_000)
    assert (found.offset_minutes, found.taken_precision) == (120, "second")
    assert found.taken_source == "exif:DateTimeOriginal"


def test_an_unset_clock_gives_way_to_the_next_source(tmp_path: Path) -> None:
    packet = xmp("<photoshop:DateCreated>1962-07</photoshop:DateCreated>")
    found = photo(tmp_path, {}, {ORIGINAL: "0000:00:00 00:00:00", DIGITIZED: "1980:01:01 00:00:12"}, packet)
    assert (found.taken_at, found.taken_precision) == (datetime(1962, 7, 1), "month")
    assert found.taken_source == "xmp:photoshop:DateCreated"


def test_the_day_of_the_last_change_is_not_when_it_was_taken(tmp_path: Path) -> None:
    assert photo(tmp_path, {306: "2024:01:01 00:00:00"}).taken_at is None


def test_what_the_factory_wrote_is_no_caption(tmp_path: Path) -> None:
    assert photo(tmp_path, {0x010E: "OLYMPUS DIGITAL CAMERA         "}).caption == ""
    assert photo(tmp_path, {0x010E: "SAMSUNG   "}).caption == ""
    assert photo(tmp_path, {0x010E: "Grandma at the lake"}).caption == "Grandma at the lake"


def test_words_of_people_and_of_windows(tmp_path: Path) -> None:
    found = photo(
        tmp_path,
        {0x9C9B: "Titel".encode("utf-16-le"), 0x9C9E: "lake;summer".encode("utf-16-le"), 0x4746: 3},
        packet=xmp("<dc:subject><rdf:Bag><rdf:li>lake</rdf:li><rdf:li>boat</rdf:li></rdf:Bag></dc:subject>"),
    )
    assert found.title == "Titel"
    assert found.keywords == ["lake", "boat", "summer"]
    assert found.rating == 3


def test_exposure_as_photographers_say_it(tmp_path: Path) -> None:
    found = photo(
        tmp_path,
        {271: "Canon\0rubbish", 272: "EOS R5"},
        {33434: 0.004, 33437: 2.8, 34855: 400, 37386: 50.0, 42036: "RF50"},
    )
    assert (found.camera_make, found.camera_model, found.lens) == ("Canon", "EOS R5", "RF50")
    assert (found.exposure, found.f_number, found.iso, found.focal_length) == ("1/250", 2.8, 400, 50.0)


def test_text_that_is_not_ascii_survives(tmp_path: Path) -> None:
    assert photo(tmp_path, {0x010E: "Öl auf Leinwand, 日本".encode()}).caption == "Öl auf Leinwand, 日本"


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_other_formats_say_the_same(tmp_path: Path, kind: str) -> None:
    exif = Image.Exif()
    exif[271] = "Canon"
    exif.get_ifd(0x8769)[ORIGINAL] = "2019:05:04 05:58:14"
    path = tmp_path / "photo"
    path.write_bytes(encoded(scene((40, 30)), kind, exif=exif))
    found = read_metadata(path, f"image/{kind.lower()}")
    assert (found.taken_at, found.camera_make) == (datetime(2019, 5, 4, 5, 58, 14), "Canon")


HOSTILE: dict[str, Callable[[], bytes]] = {
    "looping directories": bombs.looping_ifd,
    "ten megabytes of XMP": lambda: bombs.heavy_xmp(10_000_000),
    "fifty megabytes of zipped text": lambda: bombs.heavy_text(50_000_000),
    "a profile of sixteen megabytes": lambda: bombs.heavy_profile(16_000_000),
    "a caption of a million characters": lambda: bombs.long_caption(1_000_000),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_024_hostile_metadata_is_bounded(tmp_path: Path, what: str) -> None:
    content = HOSTILE[what]()
    path = tmp_path / "hostile"
    path.write_bytes(content)
    media_type = {b"\xff\xd8": "image/jpeg", b"\x89P": "image/png", b"II": "image/tiff"}[content[:2]]
    found = read_metadata(path, media_type)
    assert len(json.dumps(found.details)) < 100_000
    assert len(found.caption) <= 10_000


def test_details_are_fit_for_json(tmp_path: Path) -> None:
    odd = {
        ORIGINAL: "2019:05:04 05:58:14",
        37500: b"\0" * 5000,
        40961: 65535,
        37510: b"ASCII\0\0\0hello",
        33434: (1, 0),
    }
    found = photo(tmp_path, {271: b"\xff\xfe\0", 282: 72.0}, odd)
    text = json.dumps(found.details, allow_nan=False)
    assert "DateTimeOriginal" in text
    assert "\\u0000" not in text


def test_a_file_that_is_none_has_no_metadata(tmp_path: Path) -> None:
    path = tmp_path / "nothing.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe1")
    assert read_metadata(path, "image/jpeg") == Metadata()


def test_broken_exif_costs_only_what_is_broken(tmp_path: Path) -> None:
    out = io.BytesIO()
    scene((40, 30)).save(
        out, "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x12\x01\3\0\1\0\0\0\6\0\0\0" * 3
    )
    path = tmp_path / "photo.jpg"
    path.write_bytes(out.getvalue())
    assert read_metadata(path, "image/jpeg").orientation in {1, 6}
