"""Videos, by both readers: facts, a poster that shows something, a clean copy, no way out for disguises."""

import socket
from pathlib import Path

import pytest
from PIL import Image

from photoalbum.core.errors import Rejected
from photoalbum.media import limits, video_ffmpeg, videos
from photoalbum.media.faults import CannotShow, DecoderTimeout
from photoalbum.media.limited import run
from photoalbum.media.pipeline import examine
from photoalbum.media.probe import probe
from photoalbum.media.reels import VideoReader
from photoalbum.media.video_pyav import PyavReader

from ..corpus.films import film
from . import expected
from .expected import Entry, entries, named, path_of

# Non-square pixels: the list gives the stored size, we the one that is seen (three to two wider).
SILENT_SOMEWHERE = {"motion-live/train.mov"}  # Firefox plays no PCM sound from a QuickTime file.
SEEN_SIZES = {"video/video_with_rectangular_samples.mp4": (1920, 1080)}


@pytest.fixture(params=["ffmpeg", "pyav"])
def using(request: pytest.FixtureRequest) -> VideoReader:
    if request.param == "pyav":
        return PyavReader()
    if not video_ffmpeg.is_installed():
        pytest.skip("ffmpeg and ffprobe are not on PATH")
    return video_ffmpeg.FfmpegReader()


def accepted(entry: Entry) -> bool:
    try:
        return probe(path_of(entry)).kind == "video"
    except Rejected:
        return False


VIDEOS = [entry for entry in entries("video") if accepted(entry)]


@expected.here
@pytest.mark.parametrize("entry", VIDEOS, ids=named)
def test_real_videos(entry: Entry, using: VideoReader, tmp_path: Path) -> None:
    path, media_type, told = path_of(entry), probe(path_of(entry)).media_type, entry["video"]
    facts = videos.read_video(path, media_type, using)
    seen = SEEN_SIZES.get(entry["path"], (entry["display_width"], entry["display_height"]))
    assert (facts.width, facts.height) == seen
    # FFmpeg 5 and 8 count an edit list differently by two or three pictures.
    assert facts.duration == pytest.approx(told["duration_s"], abs=0.25)
    assert (facts.reel.codec, facts.reel.audio_codec or None) == (told["codec"], told["audio_codec"])
    assert facts.reel.rotation == told["rotation_clockwise"]
    plays = told["browser_playable_as_is"] and entry["path"] not in SILENT_SOMEWHERE
    assert facts.plays_in_browsers is plays

    metadata = facts.metadata
    assert (metadata.taken_at, metadata.offset_minutes) == (expected.taken(entry) or (None, None))
    where = expected.position(entry)
    assert (metadata.gps is not None) == (where is not None)
    if metadata.gps and where:
        assert metadata.gps[:2] == pytest.approx(where, abs=2e-5)
    camera = entry.get("camera") or {}
    assert (metadata.camera_make, metadata.camera_model) == (camera.get("make", ""), camera.get("model", ""))
    assert metadata.details.get("live_photo_id") == entry.get("live_photo_id")
    assert metadata.caption == (entry.get("caption") or "")
    assert metadata.title == (entry.get("title") or "")
    assert set(metadata.keywords) == set(entry.get("keywords") or [])

    poster = tmp_path / "poster.jpg"
    videos.make_poster(path, poster, media_type, facts, using)
    with Image.open(poster) as image:
        assert image.width / image.height == pytest.approx(facts.width / facts.height, rel=0.02)


def test_a_film_from_its_bytes_to_its_stills(tmp_path: Path) -> None:
    facts = examine(film(tmp_path / "film.mp4"), "video/mp4", "VID_20240803_194210.mp4", tmp_path)
    assert (facts.kind, facts.width, facts.height) == ("video", 160, 120)
    assert facts.duration == pytest.approx(2.0, abs=0.2)
    assert facts.plays_in_browsers
    assert facts.taken_at == "2024-08-03T19:42:10"
    assert set(facts.files) == {"thumb", "middle", "large"}
    assert not (tmp_path / "poster.jpg").exists()


def test_the_poster_is_not_black(tmp_path: Path, using: VideoReader) -> None:
    path = film(tmp_path / "film.mp4", seconds=4, black_seconds=1.5)
    facts = videos.read_video(path, "video/mp4", using)
    videos.make_poster(path, tmp_path / "poster.jpg", "video/mp4", facts, using)
    with Image.open(tmp_path / "poster.jpg") as image:
        darkest, brightest = image.convert("L").getextrema()
    assert brightest - darkest > 150


def test_a_film_that_is_black_throughout_has_a_black_poster(tmp_path: Path, using: VideoReader) -> None:
    path = film(tmp_path / "film.mp4", seconds=1, black_seconds=5)
    facts = videos.read_video(path, "video/mp4", using)
    videos.make_poster(path, tmp_path / "poster.jpg", "video/mp4", facts, using)
    assert (tmp_path / "poster.jpg").stat().st_size


def test_a_clean_copy_says_nothing_and_starts_at_once(tmp_path: Path, using: VideoReader) -> None:
    tags = {"title": "MARKER-TITLE", "location": "+48.8500+002.2900/", "comment": "MARKER-COMMENT"}
    path = film(tmp_path / "film.mp4", tags=tags, sound=True)
    assert b"MARKER-TITLE" in path.read_bytes()
    assert not videos.starts_at_once(path)
    clean = tmp_path / "clean.mp4"
    videos.remux_clean(path, clean, "video/mp4", using)
    content = clean.read_bytes()
    assert b"MARKER" not in content
    assert b"+48.85" not in content
    assert videos.starts_at_once(clean)
    before, after = (videos.read_video(each, "video/mp4", using) for each in (path, clean))
    assert (after.width, after.height, after.reel.audio_codec) == (before.width, before.height, "aac")
    assert after.duration == pytest.approx(before.duration, abs=0.1)


@expected.here
@pytest.mark.parametrize("name", ["iphone-1080p-gps.mov", "with-gps.mov", "rotated_hdr_video.mov"])
def test_a_clean_copy_of_a_phone_s_video(tmp_path: Path, using: VideoReader, name: str) -> None:
    path = expected.ROOT / "video" / name
    clean = tmp_path / "clean.mp4"
    videos.remux_clean(path, clean, "video/quicktime", using)
    content = clean.read_bytes()
    for trace in (b"com.apple", b"ISO6709", b"iPhone", b"mebx", b"Core Media", b"creationdate"):
        assert trace not in content
    before, after = (videos.read_video(each, "video/mp4", using) for each in (path, clean))
    assert (after.width, after.height, after.reel.rotation) == (
        before.width,
        before.height,
        before.reel.rotation,
    )
    assert after.metadata.gps is None
    assert after.metadata.taken_at is None


def test_webm_stays_webm(tmp_path: Path, using: VideoReader) -> None:
    path = film(tmp_path / "film.webm", codec="libvpx", options={"movflags": ""})
    videos.remux_clean(path, tmp_path / "clean.webm", "video/webm", using)
    assert probe(tmp_path / "clean.webm").media_type == "video/webm"
    assert videos.read_video(tmp_path / "clean.webm", "video/webm", using).plays_in_browsers


@pytest.mark.parametrize("media_type", ["video/mp4", "video/webm", "video/x-msvideo", "video/mp2t"])
def test_025_a_disguised_playlist_reads_nothing(tmp_path: Path, using: VideoReader, media_type: str) -> None:
    marker = tmp_path / "marker.txt"
    marker.write_text("MARKER-IN-A-LOCAL-FILE")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        for playlist in (
            f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:{port}/a.ts\n#EXT-X-ENDLIST\n",
            f"#EXTM3U\n#EXTINF:1,\nconcat:http://127.0.0.1:{port}/|{marker}\n",
            f"ffconcat version 1.0\nfile {marker}\nfile http://127.0.0.1:{port}/b\n",
        ):
            path = tmp_path / "film"
            path.write_text(playlist)
            with pytest.raises(Rejected, match="playlist"):
                probe(path, "film.mp4")
            with pytest.raises(CannotShow):
                videos.read_video(path, media_type, using)
        with pytest.raises(TimeoutError):
            server.accept()


def test_025_a_late_program_is_stopped() -> None:
    with pytest.raises(DecoderTimeout):
        run(["sleep", "30"], budget=limits.Budget(seconds=0.2))


def test_025_a_program_may_not_write_without_end(tmp_path: Path) -> None:
    target = tmp_path / "large"
    command = ["dd", "if=/dev/zero", f"of={target}", "bs=1M", "count=20"]
    with pytest.raises(CannotShow):
        run(command, budget=limits.Budget(file_size=1_000_000))
    assert target.stat().st_size <= 1_000_000


def test_a_cut_film_is_marked(tmp_path: Path, using: VideoReader) -> None:
    whole = film(tmp_path / "film.mp4", options={"movflags": "faststart"})
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[:-600])
    facts = videos.read_video(cut, "video/mp4", using)
    assert facts.damaged
    assert not videos.read_video(whole, "video/mp4", using).damaged


def test_what_is_no_film_is_refused_in_words(tmp_path: Path, using: VideoReader) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"\0\0\0\x18ftypisom\0\0\2\0isommp41" + bytes(1000))
    with pytest.raises(CannotShow, match=r"video"):
        videos.read_video(path, "video/mp4", using)
