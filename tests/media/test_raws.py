"""RAW files and JPEG XL: known by content, shown by what is in them, refused or set aside in words."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from photoalbum.core.errors import TooManyPixels, UnreadableMedia
from photoalbum.media import jxl, raws
from photoalbum.media.faults import CannotShow
from photoalbum.media.pipeline import examine, read_facts
from photoalbum.media.probe import probe

from ..corpus import raws as corpus
from ..corpus.pictures import encoded, scene, turned
from . import expected

MAKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "dng": ("image/x-adobe-dng", corpus.dng),
    "cr2": ("image/x-canon-cr2", corpus.cr2),
    "cr3": ("image/x-canon-cr3", corpus.cr3),
    "nef": ("image/x-nikon-nef", corpus.nef),
    "arw": ("image/x-sony-arw", corpus.arw),
    "orf": ("image/x-olympus-orf", corpus.orf),
    "rw2": ("image/x-panasonic-rw2", corpus.rw2),
}


def put(directory: Path, content: bytes) -> Path:
    path = directory / "file"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("kind", MAKERS)
def test_a_raw_file_is_shown_by_the_camera_s_own_picture(tmp_path: Path, kind: str) -> None:
    media_type, make = MAKERS[kind]
    path = put(tmp_path, make(corpus.preview()))
    found = probe(path, f"x.{kind}")
    assert (found.media_type, found.extension, found.kind) == (media_type, kind, "photo")
    assert (found.width, found.height) == corpus.SIZE

    facts = examine(path, media_type, "", tmp_path)
    assert facts.taken_at == "2019-05-04T05:58:14"
    assert facts.taken_offset == 120
    assert facts.camera_make
    lying = facts.width > facts.height
    assert {facts.width, facts.height} == set(corpus.SIZE)
    assert lying == (kind == "dng"), "what the RAW file says of its orientation counts for its preview"
    large = facts.files["large"]
    assert sorted((large.width, large.height)) == [800, 1200]
    assert b"Exif" not in (tmp_path / large.file_name).read_bytes()


def test_fuji_s_preview_speaks_for_itself(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[271], exif[274] = "FUJIFILM", 6
    exif.get_ifd(0x8769)[0x9003] = corpus.TAKEN
    path = put(tmp_path, corpus.raf(corpus.preview(exif=exif)))
    assert probe(path).extension == "raf"
    facts = examine(path, "image/x-fuji-raf", "", tmp_path)
    assert (facts.width, facts.height, facts.camera_make) == (800, 1200, "FUJIFILM")
    assert facts.taken_at == "2019-05-04T05:58:14"


def test_the_largest_preview_that_decodes_is_taken(tmp_path: Path) -> None:
    broken = corpus.preview((2000, 1300))[:700]
    path = put(tmp_path, corpus.orf(broken + corpus.preview((1200, 800)) + corpus.preview((640, 480))))
    facts = examine(path, "image/x-olympus-orf", "", tmp_path)
    assert sorted((facts.files["large"].width, facts.files["large"].height)) == [800, 1200]


def test_without_a_preview_and_without_rawpy_it_ends_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photoalbum.media.raw_pictures.find_spec", lambda name: None)
    path = put(tmp_path, corpus.nef(corpus.preview((160, 120))))
    with pytest.raises(CannotShow, match="no preview that is large enough"):
        examine(path, "image/x-nikon-nef", "", tmp_path)
    facts = read_facts(path, "image/x-nikon-nef", "")
    assert (facts.taken_at, facts.camera_model) == ("2019-05-04T05:58:14", "D7000")


def test_raw_data_that_cannot_be_decoded_ends_in_words(tmp_path: Path) -> None:
    pytest.importorskip("rawpy", reason="the extra `raw` is not installed")
    path = put(tmp_path, corpus.nef(corpus.preview((160, 120))))
    with pytest.raises(CannotShow, match="RAW picture is damaged"):
        examine(path, "image/x-nikon-nef", "", tmp_path)


@expected.here
def test_a_whole_raw_picture_is_decoded_by_rawpy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rawpy", reason="the extra `raw` is not installed")
    monkeypatch.setattr(raws, "previews", lambda path, media_type: [])
    facts = examine(expected.ROOT / "raw/canon_eos_6d.dng", "image/x-adobe-dng", "", tmp_path)
    with Image.open(tmp_path / "large.jpg") as large:
        assert large.width > 1000
        assert max(extent[1] - extent[0] for extent in large.getextrema()) > 100
    assert facts.camera_model == "Canon EOS 6D"


def test_directories_that_point_at_each_other_end(tmp_path: Path) -> None:
    loop = b"II*\0\x08\0\0\0" + struct.pack("<H", 2)
    loop += struct.pack("<HHII", 254, 4, 1, 1) + struct.pack("<HHII", 330, 4, 1, 8) + struct.pack("<I", 8)
    path = put(tmp_path, loop)
    with path.open("rb") as file:
        assert len(list(raws.directories(file))) == 1
    with pytest.raises(UnreadableMedia, match="RAW picture of a camera that we do not know"):
        probe(path, "x.pef")


def test_an_ordinary_tiff_is_still_one(tmp_path: Path) -> None:
    path = put(tmp_path, encoded(scene(), "TIFF"))
    assert probe(path).media_type == "image/tiff"


def test_a_raw_file_that_claims_too_much_is_refused(tmp_path: Path) -> None:
    data = corpus.dng(corpus.preview()).replace(struct.pack("<I", corpus.SIZE[0]), struct.pack("<I", 900_000))
    with pytest.raises(TooManyPixels):
        probe(put(tmp_path, data))


def as_jxl(image: Image.Image, **options: object) -> bytes:
    pytest.importorskip("pillow_jxl", reason="the extra `jxl` is not installed")
    jxl.register()
    return encoded(image, "JXL", **options)


@pytest.mark.parametrize("size", [(400, 300), (256, 256), (1920, 1080), (333, 777), (3000, 1000), (8, 8)])
def test_jpeg_xl_sizes_are_read_from_the_codestream(tmp_path: Path, size: tuple[int, int]) -> None:
    path = put(tmp_path, as_jxl(scene(size)))
    found = probe(path, "x.jxl")
    assert (found.media_type, found.width, found.height) == ("image/jxl", *size)


def test_jpeg_xl_is_shown(tmp_path: Path) -> None:
    path = put(tmp_path, as_jxl(scene((800, 600))))
    facts = examine(path, "image/jxl", "", tmp_path)
    assert (facts.width, facts.height) == (800, 600)
    with Image.open(tmp_path / "large.jpg") as large:
        assert large.getpixel((20, 20))[0] > 200


def test_a_jpeg_inside_a_jpeg_xl_keeps_its_orientation(tmp_path: Path) -> None:
    source = tmp_path / "turned.jpg"
    source.write_bytes(turned(6))
    with Image.open(source) as image:
        path = put(tmp_path, as_jxl(image, lossless_jpeg=True))
    facts = examine(path, "image/jxl", "", tmp_path)
    assert (facts.width, facts.height) == (400, 300)
    with Image.open(tmp_path / "large.jpg") as large:
        red, green, blue = large.convert("RGB").getpixel((20, 20))
        assert red > 200 > max(green, blue) + 100


def test_jpeg_xl_without_its_plugin_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jxl, "is_installed", lambda: False)
    for head in (b"\xff\x0a\xfa\x7f", b"\0\0\0\x0cJXL \r\n\x87\n"):
        with pytest.raises(UnreadableMedia, match="JPEG XL picture, and what reads those is not installed"):
            probe(put(tmp_path, head), "x.jxl")


def test_broken_jpeg_xl_ends_in_words(tmp_path: Path) -> None:
    whole = as_jxl(scene())
    path = put(tmp_path, whole[: len(whole) // 2])
    assert probe(path).media_type == "image/jxl"
    with pytest.raises(CannotShow):
        examine(path, "image/jxl", "", tmp_path)
