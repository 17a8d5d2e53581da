"""The door: what is let in, what is refused, and in which words (ACCEPTANCE 20, 22, 23)."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoalbum.core.errors import EmptyFile, Rejected, TooManyPixels, UnreadableMedia
from photoalbum.media.formats import ALLOWED
from photoalbum.media.probe import probe

from ..corpus import bombs
from ..corpus.pictures import encoded, scene


def sentence_for(path: Path) -> str:
    """Why a file is refused, or nothing."""
    try:
        assert probe(path, "x.jpg").media_type in ALLOWED
    except Rejected as refusal:
        return refusal.sentence
    return ""


def put(directory: Path, content: bytes) -> Path:
    path = directory / "upload"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("kind", "media_type", "extension"),
    [
        ("JPEG", "image/jpeg", "jpg"),
        ("PNG", "image/png", "png"),
        ("WEBP", "image/webp", "webp"),
        ("GIF", "image/gif", "gif"),
        ("TIFF", "image/tiff", "tif"),
        ("AVIF", "image/avif", "avif"),
    ],
)
def test_pictures_are_known_by_content(tmp_path: Path, kind: str, media_type: str, extension: str) -> None:
    found = probe(put(tmp_path, encoded(scene((40, 30)), kind)), "letter.docx")
    assert (found.media_type, found.extension) == (media_type, extension)
    assert (found.width, found.height, found.animated) == (40, 30, False)


STRANGERS = {
    "a PDF document": b"%PDF-1.7\n",
    "an SVG drawing": b'<?xml version="1.0"?>\n<!-- hello -->\n<svg xmlns="http://www.w3.org/2000/svg"><script/>',
    "an HTML page": b"\n <!DOCTYPE html><html><body>",
    "a playlist": b"#EXTM3U\n#EXT-X-TARGETDURATION:1\nfile:///etc/passwd\n",
    "a PostScript drawing": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "a Photoshop drawing": b"8BPS\0\1",
    "a ZIP archive": b"PK\3\4" + bytes(40),
    "a Word document": b"PK\3\4" + bytes(26) + b"[Content_Types].xml" + b"word/document.xml",
    "an XML document": b"<?xml version='1.0'?><note/>",
    "a program (script)": b"#!/bin/sh\nrm -rf /\n",
    "a text document": b"this is stuff\n",
    "a data file (JSON)": b'{"a": 1}',
    "a sound recording (MP3)": b"ID3\4\0",
    "a bitmap picture (BMP)": b"BM" + bytes(50),
    "a Windows program": b"MZ\x90\0",
    "a Windows Media file (WMV or WMA)": b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",
}


@pytest.mark.parametrize("what", STRANGERS)
def test_020_a_refusal_says_what_the_file_is(tmp_path: Path, what: str) -> None:
    with pytest.raises(UnreadableMedia) as refusal:
        probe(put(tmp_path, STRANGERS[what]), "Holiday.JPG")
    assert refusal.value.sentence == f"This is {what} named .jpg, not a photo or video that we can show."


def test_020_the_name_is_only_mentioned_when_it_pretends(tmp_path: Path) -> None:
    with pytest.raises(UnreadableMedia) as refusal:
        probe(put(tmp_path, b"%PDF-1.4"), "invoice.pdf")
    assert "named" not in refusal.value.sentence


def test_020_a_word_document_is_known_by_its_end_too(tmp_path: Path) -> None:
    content = b"PK\3\4" + bytes(30_000) + b"PK\1\2" + b"word/document.xml" + bytes(22)
    with pytest.raises(UnreadableMedia, match="a Word document"):
        probe(put(tmp_path, content))


def test_022_nothing_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        probe(put(tmp_path, b""), "x.jpg")


def test_022_a_picture_that_has_begun_is_kept(tmp_path: Path) -> None:
    for kind in ("JPEG", "PNG", "GIF", "WEBP", "AVIF"):
        whole = encoded(scene(), kind)
        assert probe(put(tmp_path, whole[: len(whole) * 9 // 10])).width == 400


@pytest.mark.parametrize(
    "content",
    [
        bombs.png_of(30_000, 30_000),
        bombs.png_of(13_400, 13_400, colour_type=6),
        bombs.jpeg_of(16_000, 15_700),
        bombs.jpeg_of(13_400, 13_400, progressive=True),
        bombs.gif_of(20_000, 20_000),
        bombs.gif_of(10, 10, frame=(60_000, 60_000)),
        bombs.webp_of(16_000, 16_000),
        bombs.tiff_of(100_000, 100_000),
        bombs.heic_of(30_000, 30_000),
    ],
    ids=lambda content: f"{content[:12]!r}-{len(content)}",
)
def test_023_too_many_pixels_are_refused_at_the_door(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(TooManyPixels, match=r"\d+,\d{3} x \d+,\d{3} pixels"):
        probe(put(tmp_path, content))


@pytest.mark.parametrize(
    "content",
    [
        bombs.jpeg_of(16_000, 15_600),
        bombs.jpeg_of(10_000, 9_900, progressive=True),
        bombs.heic_of(16_384, 12_288),
    ],
    ids=["baseline of 250", "progressive of 99", "HEIC of 201"],
)
def test_large_pictures_of_real_cameras_are_not_refused(tmp_path: Path, content: bytes) -> None:
    assert probe(put(tmp_path, content)).width


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(40),
        b"\x89PNG\r\n\x1a\n" + bytes(60),
        b"GIF89a",
        b"RIFF\x24\0\0\0WEBPVP8 ",
        b"II*\0\xff\xff\xff\x7f",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        bombs.png_of(0, 10),
    ],
)
def test_a_picture_that_never_begins_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableMedia, match="nothing in it"):
        probe(put(tmp_path, content))


def test_a_video_without_its_index_is_refused(tmp_path: Path) -> None:
    content = b"\0\0\0\x14ftypisom\0\0\2\0mp41" + b"\0\0\x10\0mdat" + bytes(100)
    with pytest.raises(UnreadableMedia, match="incomplete"):
        probe(put(tmp_path, content))


def test_transport_streams_of_cameras_are_videos(tmp_path: Path) -> None:
    packet = b"\x47" + bytes(187)
    assert probe(put(tmp_path, packet * 10)).media_type == "video/mp2t"
    assert probe(put(tmp_path, (bytes(4) + packet) * 10)).media_type == "video/mp2t"


BEGINNINGS = (
    b"",
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"RIFF\0\0\0\0WEBP",
    b"RIFF\0\0\0\0AVI ",
    b"II*\0",
    b"\0\0\0\x18ftypheic",
    b"\0\0\0\x18ftypisom",
    b"\x1a\x45\xdf\xa3webm",
)


@given(beginning=st.sampled_from(BEGINNINGS), rest=st.binary(max_size=300))
def test_any_bytes_give_an_answer_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, beginning: bytes, rest: bytes
) -> None:
    path = put(tmp_path_factory.getbasetemp(), beginning + rest)
    sentence = sentence_for(path)
    assert not sentence or (sentence[0].isupper() and sentence.endswith("."))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF"])
def test_changed_bytes_never_break_the_door(tmp_path: Path, kind: str) -> None:
    whole = encoded(scene((64, 48)), kind)
    dice = random.Random(20)
    for _ in range(300):
        broken = bytearray(whole[: dice.randrange(1, len(whole) + 1)])
        for _ in range(dice.randrange(6)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        sentence_for(put(tmp_path, bytes(broken)))


def costly_gif() -> bytes:
    return b"GIF89a\x0a\0\x0a\0\0\0\0" + b"!\xfe" + b"\x01x" * 3_000_000


def costly_boxes() -> bytes:
    """Tracks in tracks, and lists in lists, that all claim to reach to the end of the file."""
    endless = b"\x7f\xff\xff\xff"
    lists = (endless + b"iprp" + endless + b"ipco") * 50_000
    return b"\0\0\0\x10ftypheic\0\0\0\0" + endless + b"meta\0\0\0\0" + lists


def costly_tracks() -> bytes:
    tracks = b"".join(b"\0\0\x01\0trak" + b"\0\0\0\x08free" * 31 for _ in range(20_000))
    size = (len(tracks) + 8).to_bytes(4, "big")
    return b"\0\0\0\x10ftypisom\0\0\0\0" + b"\0\0\0\x08mdat" + size + b"moov" + tracks


@pytest.mark.parametrize(
    "content", [costly_gif(), costly_boxes(), costly_tracks()], ids=["gif", "boxes", "tracks"]
)
def test_023_the_door_is_never_kept_busy(tmp_path: Path, content: bytes) -> None:
    path = put(tmp_path, content)
    start = time.process_time()
    sentence_for(path)
    assert time.process_time() - start < 2
