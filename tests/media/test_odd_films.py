"""Where videos hide when and where they were filmed, and containers that their makers named themselves."""

from pathlib import Path

import av
import pytest

from photoalbum.media import camcorder, video_ffmpeg, videos
from photoalbum.media.probe import probe
from photoalbum.media.reels import VideoReader
from photoalbum.media.video_pyav import PyavReader

from ..corpus.films import film
from ..corpus.pictures import xmp as packet

NOTE = bytes.fromhex("17ee8c60f84d11d98cd60800200c9a66") + b"MDPM"
XMP_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")


@pytest.fixture(params=["ffmpeg", "pyav"])
def using(request: pytest.FixtureRequest) -> VideoReader:
    if request.param == "pyav":
        return PyavReader()
    if not video_ffmpeg.is_installed():
        pytest.skip("ffmpeg and ffprobe are not on PATH")
    return video_ffmpeg.FfmpegReader()


def packets(payload: bytes, before: bytes = b"") -> bytes:
    """A transport stream of one stream, with `before` in front of each packet as camcorders have it."""
    pieces = [payload[at : at + 184].ljust(184, b"\xff") for at in range(0, len(payload), 184)]
    return b"".join(before + b"\x47\x10\x11\x10" + piece for piece in pieces)


@pytest.mark.parametrize("before", [b"", b"\0\1\2\3"])
@pytest.mark.parametrize(("zone", "offset"), [(0x04, 120), (0x44, 120), (0x05, 150), (0x2A, -300), (0x00, 0)])
def test_a_camcorder_s_note_across_packets(tmp_path: Path, before: bytes, zone: int, offset: int) -> None:
    # The note begins in one packet and ends in the next; a 3 keeps two zeros apart from what follows.
    entries = bytes([3, 0x13, 0, 0, 3, 0, 1]) + bytes([0x18, zone, 0x20, 0x09, 0x05])
    entries += bytes([0x19, 0x17, 0x18, 0x40, 0x30])
    path = tmp_path / "film.mts"
    path.write_bytes(packets(b"\0" * 170 + NOTE + entries, before) + packets(b"", before))
    taken = camcorder.taken(path)
    assert taken is not None
    assert (str(taken.local), taken.offset_minutes) == ("2009-05-17 18:40:30", offset)


@pytest.mark.parametrize(
    "note", [b"", NOTE, NOTE + b"\xff", NOTE + b"\x02\x18\0\xff\xff\xff\x19\xff\xff\xff\xff"]
)
def test_a_note_that_says_nothing(tmp_path: Path, note: bytes) -> None:
    path = tmp_path / "film.mts"
    path.write_bytes(packets(b"\0" * 9 + note))
    assert camcorder.taken(path) is None


def test_a_real_stream_with_a_note(tmp_path: Path, using: VideoReader) -> None:
    path = film(tmp_path / "film.mts", options={"movflags": ""})
    entries = bytes([2, 0x18, 4, 0x20, 0x09, 0x05, 0x19, 0x17, 0x18, 0x40, 0x30])
    # A packet of a stream that no table names, as if the encoder had written it.
    path.write_bytes(path.read_bytes() + packets(NOTE + entries))
    metadata = videos.read_video(path, "video/mp2t", using).metadata
    assert str(metadata.taken_at) == "2009-05-17 18:40:30"
    assert metadata.taken_source == "camcorder"


def test_an_avi_has_the_clock_on_the_wall(tmp_path: Path, using: VideoReader) -> None:
    path = film(tmp_path / "film.avi", codec="mpeg4", options={"movflags": ""})
    content = path.read_bytes()
    text = b"SUN MAR 04 10:11:12 2012\n\0"
    at = content.index(b"hdrl")
    size = int.from_bytes(content[at - 4 : at], "little")
    note = b"IDIT" + len(text).to_bytes(4, "little") + text
    head = content[: at - 4] + (size + len(note)).to_bytes(4, "little") + content[at : at + size]
    path.write_bytes(head + note + content[at + size :])
    metadata = videos.read_video(path, "video/x-msvideo", using).metadata
    assert (str(metadata.taken_at), metadata.offset_minutes) == ("2012-03-04 10:11:12", None)


def test_words_of_photo_programs_about_a_film(tmp_path: Path, using: VideoReader) -> None:
    words = packet(
        "<exif:DateTimeOriginal>2013-01-02T03:04:05</exif:DateTimeOriginal><xmp:Rating>4</xmp:Rating>"
        "<dc:subject><rdf:Bag><rdf:li>sea</rdf:li></rdf:Bag></dc:subject>"
        "<exif:GPSLatitude>10,30.0N</exif:GPSLatitude><exif:GPSLongitude>20,30.0W</exif:GPSLongitude>"
    )
    path = film(tmp_path / "film.mp4")
    box = (24 + len(words)).to_bytes(4, "big") + b"uuid" + XMP_BOX + words
    path.write_bytes(path.read_bytes() + box)
    said = videos.read_video(path, "video/mp4", using).metadata
    assert (str(said.taken_at), said.keywords, said.rating) == ("2013-01-02 03:04:05", ["sea"], 4)
    assert said.gps is not None
    assert said.gps[:2] == (10.5, -20.5)


@pytest.mark.parametrize("when", ["1904-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z"])
def test_clocks_that_were_never_set(tmp_path: Path, using: VideoReader, when: str) -> None:
    path = film(tmp_path / "film.mp4", tags={"creation_time": when}, options={"movflags": "faststart"})
    assert videos.read_video(path, "video/mp4", using).metadata.taken_at is None


def test_words_that_are_no_text(tmp_path: Path, using: VideoReader) -> None:
    path = film(tmp_path / "film.mp4", tags={"title": "MARK"}, options={"movflags": "faststart"})
    path.write_bytes(path.read_bytes().replace(b"MARK", b"\xff\xfe\xc3(", 1))
    facts = videos.read_video(path, "video/mp4", using)
    assert facts.metadata.title.encode()
    assert facts.duration == pytest.approx(2, abs=0.1)


def test_a_brand_that_only_its_maker_knows(tmp_path: Path) -> None:
    content = film(tmp_path / "film.mp4").read_bytes()
    length = int.from_bytes(content[:4], "big")
    head = content[:8] + b"CAEP" + content[12:16] + b"zzzz" * ((length - 16) // 4)
    path = tmp_path / "odd"
    path.write_bytes(head + content[length:])
    assert probe(path).media_type == "video/mp4"
    assert av.open(str(path)).streams.video
