"""Films made of films, by both readers: what browsers play, the rest encoded anew, and the preview."""

import socket
import struct
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from photoalbum.media import film_progress, films, limits, playback, video_ffmpeg, videos
from photoalbum.media.faults import CannotShow, MediaFault
from photoalbum.media.formats import ALLOWED
from photoalbum.media.probe import probe
from photoalbum.media.reels import Reel, VideoReader
from photoalbum.media.sandbox import Sandbox
from photoalbum.media.video_pyav import PyavReader

from ..corpus.films import film, moving

TRACES = (b"MARKER", b"+48.85", b"Telltale", b"\xa9xyz", b"loci")
TAGS = {"title": "MARKER-TITLE", "location": "+48.8500+002.2900/", "comment": "MARKER-COMMENT"}


@pytest.fixture(params=["ffmpeg", "pyav"])
def using(request: pytest.FixtureRequest) -> VideoReader:
    if request.param == "pyav":
        return PyavReader()
    if not video_ffmpeg.is_installed():
        pytest.skip("ffmpeg and ffprobe are not on PATH")
    return video_ffmpeg.FfmpegReader()


def of(reel: dict[str, Any], media_type: str = "video/mp4", front: bool = True) -> str:
    told = {"width": 640, "height": 480, "codec": "h264", "pixel_format": "yuv420p", **reel}
    return playback.way(ALLOWED[media_type], Reel(**told), front)


def test_what_browsers_play_is_left_as_it_is() -> None:
    assert of({"audio_codec": "aac"}) == "as-it-is"
    assert of({"audio_codec": "aac"}, "video/quicktime") == "as-it-is"
    assert of({"codec": "vp9", "audio_codec": "opus"}, "video/webm") == "as-it-is"
    assert of({"codec": "av1", "audio_codec": ""}, "video/webm") == "as-it-is"


def test_what_only_lies_badly_is_copied() -> None:
    assert of({"audio_codec": "aac"}, front=False) == "copied"
    assert of({"audio_codec": "pcm_s16le"}, "video/quicktime") == "copied"
    assert of({"audio_codec": "ac3"}, "video/x-matroska") == "copied"
    assert of({"audio_codec": "aac"}, "video/mp2t") == "copied"


@pytest.mark.parametrize(
    "reel",
    [
        {"codec": "hevc"},
        {"codec": "mpeg4"},
        {"codec": "mjpeg", "pixel_format": "yuvj422p"},
        {"codec": "prores", "pixel_format": "yuv422p10le"},
        {"pixel_format": "yuv420p10le"},
        {"codec": "av1", "pixel_format": "yuv420p", "transfer": "smpte2084"},
        {"interlaced": True},
    ],
)
def test_the_rest_is_encoded(reel: dict[str, Any]) -> None:
    assert of(reel) == "encoded"


def made(tmp_path: Path, path: Path, using: VideoReader) -> tuple[Path, videos.VideoFacts]:
    folder = tmp_path / "made"
    folder.mkdir()
    file = films.make_web_copy(path, probe(path).media_type, folder, using)
    target = folder / file.file_name
    assert target.stat().st_size == file.bytes
    assert {each.name for each in folder.iterdir()} <= {file.file_name, film_progress.PROGRESS}
    return target, videos.read_video(target, probe(target).media_type, using)


def test_a_film_whose_index_is_at_the_end_is_only_copied(tmp_path: Path, using: VideoReader) -> None:
    path = film(tmp_path / "film.mp4", tags=TAGS, sound=True)
    target, facts = made(tmp_path, path, using)
    assert videos.starts_at_once(target)
    assert not any(trace in target.read_bytes() for trace in TRACES)
    assert (facts.reel.codec, facts.reel.audio_codec) == ("h264", "aac")
    assert packets(target) == packets(path)


@pytest.mark.parametrize(
    ("name", "codec"), [("a.avi", "mpeg4"), ("a.mpg", "mpeg2video"), ("a.mkv", "libx265"), ("a.mov", "mjpeg")]
)
def test_old_and_new_kinds_are_encoded_for_browsers(
    tmp_path: Path, using: VideoReader, name: str, codec: str
) -> None:
    options = {"movflags": "faststart"} if name.endswith("mov") else {"movflags": ""}
    path = moving(tmp_path / name, codec, options)
    before = videos.read_video(path, probe(path).media_type, using)
    assert not before.plays_in_browsers
    target, facts = made(tmp_path, path, using)
    assert facts.plays_in_browsers
    assert (facts.reel.codec, facts.reel.pixel_format, facts.reel.profile) == ("h264", "yuv420p", "High")
    assert (facts.width, facts.height) == (160, 120)
    assert facts.duration == pytest.approx(before.duration, abs=0.3)
    assert videos.starts_at_once(target)
    assert "out_time_us=" in (target.parent / film_progress.PROGRESS).read_text()


def test_ten_bits_and_raw_sound_become_what_everybody_plays(tmp_path: Path, using: VideoReader) -> None:
    path = moving(tmp_path / "a.mkv", "libx265", {}, pixels="yuv420p10le", sound="pcm_s16le")
    _, facts = made(tmp_path, path, using)
    assert (facts.reel.pixel_format, facts.reel.audio_codec) == ("yuv420p", "aac")
    assert facts.plays_in_browsers


def test_a_turned_and_large_film_stands_upright_and_fits(tmp_path: Path, using: VideoReader) -> None:
    path = moving(tmp_path / "a.mp4", "mpeg4", {}, size=(2560, 1440), pictures=3)
    turn(path)
    assert videos.read_video(path, "video/mp4", using).reel.rotation == 90
    _, copy = made(tmp_path, path, using)
    assert (copy.width, copy.height, copy.reel.rotation) == (1080, 1920, 0)


@pytest.mark.parametrize("transfer", [16, 18])
def test_hdr_is_brought_into_the_range_of_any_screen(
    tmp_path: Path, using: VideoReader, transfer: int
) -> None:
    path = moving(tmp_path / "a.mp4", "libx265", {"movflags": "faststart"}, "yuv420p10le", transfer=transfer)
    before = videos.read_video(path, "video/mp4", using)
    assert before.reel.is_hdr
    target, facts = made(tmp_path, path, using)
    assert not facts.reel.is_hdr
    assert facts.plays_in_browsers
    # White in the file is far beyond white on paper, and its grey is darker than it looks in the numbers.
    videos.make_poster(target, tmp_path / "still.jpg", "video/mp4", facts, using)
    with Image.open(tmp_path / "still.jpg") as still:
        darkest, brightest = still.convert("L").getextrema()
    assert brightest > 180
    assert darkest < 90


def test_colours_stay_in_their_corners(tmp_path: Path, using: VideoReader) -> None:
    path = moving(tmp_path / "a.avi", "mpeg4", {}, size=(320, 240))
    target, facts = made(tmp_path, path, using)
    videos.make_poster(target, tmp_path / "still.jpg", "video/mp4", facts, using)
    with Image.open(tmp_path / "still.jpg") as still:
        rgb = still.convert("RGB")
        for place, colour in {(20, 20): (255, 0, 0), (300, 20): (0, 255, 0), (20, 220): (0, 0, 255)}.items():
            assert rgb.getpixel(place) == pytest.approx(colour, abs=45)


def test_the_preview_is_short_silent_and_small(tmp_path: Path, using: VideoReader) -> None:
    path = film(tmp_path / "film.mp4", seconds=8, size=(640, 480), tags=TAGS, sound=True)
    file = films.make_preview(path, "video/mp4", 1.0, tmp_path, using)
    assert file is not None
    preview = tmp_path / file.file_name
    facts = videos.read_video(preview, "video/mp4", using)
    assert (facts.width, facts.height, facts.reel.audio_codec) == (426, 320, "")
    assert facts.duration == pytest.approx(3.0, abs=0.2)
    assert file.bytes < 200_000
    assert videos.starts_at_once(preview)
    assert not any(trace in preview.read_bytes() for trace in TRACES)


def test_what_hardly_lasts_has_no_preview(tmp_path: Path, using: VideoReader) -> None:
    path = film(tmp_path / "film.mp4", seconds=0.2)
    assert films.make_preview(path, "video/mp4", 0.0, tmp_path, using) is None


def test_progress_is_read_from_the_last_line(tmp_path: Path) -> None:
    assert film_progress.percent_made(tmp_path, 10.0) == 0
    (tmp_path / film_progress.PROGRESS).write_text(
        "out_time_us=N/A\nout_time_us=1000000\nout_time_us=4000000\nspeed=1x\n"
    )
    assert film_progress.percent_made(tmp_path, 10.0) == 40
    assert film_progress.percent_made(tmp_path, 1.0) == 99
    assert film_progress.percent_made(tmp_path, None) == 0


@pytest.mark.parametrize("media_type", ["video/mp4", "video/x-matroska", "video/x-msvideo", "video/mp2t"])
def test_025_a_disguised_playlist_becomes_no_film(
    tmp_path: Path, using: VideoReader, media_type: str
) -> None:
    marker = tmp_path / "marker.txt"
    marker.write_text("MARKER-IN-A-LOCAL-FILE")
    folder = tmp_path / "made"
    folder.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        path = tmp_path / "film"
        path.write_text(f"#EXTM3U\n#EXTINF:1,\nconcat:http://127.0.0.1:{port}/|{marker}\n#EXT-X-ENDLIST\n")
        with pytest.raises(CannotShow):
            films.make_web_copy(path, media_type, folder, using)
        with pytest.raises(CannotShow):
            films.make_preview(path, media_type, 0.0, folder, using)
        with pytest.raises(TimeoutError):
            server.accept()
    assert not any(b"MARKER" in each.read_bytes() for each in folder.rglob("*") if each.is_file())


def test_025_a_film_may_not_write_without_end(tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4", seconds=4, size=(320, 240), sound=True)
    budget = limits.Budget(memory=2 * limits.GIB, file_size=500)
    with Sandbox(1) as sandbox, pytest.raises(MediaFault):
        sandbox.run("make_web_copy", str(path), "video/mp4", str(tmp_path), budget=budget)
    assert not (tmp_path / "web.mp4").exists() or (tmp_path / "web.mp4").stat().st_size <= 500


def test_a_film_is_made_behind_everything_else(tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4", seconds=1)
    with Sandbox(1) as sandbox:
        sandbox.run("make_web_copy", str(path), "video/mp4", str(tmp_path), budget=limits.filming(1.0, 1000))
        (child,) = sandbox._children
        assert Path(f"/proc/{child._process.pid}/stat").read_text().rpartition(")")[2].split()[16] == "19"


def test_long_films_get_more_time_but_not_for_ever() -> None:
    assert limits.filming(10.0, 0).seconds == 1300
    assert limits.filming(None, 10**9).seconds == 12 * 3600
    assert limits.filming(3600.0, 10**9).file_size > 10**9


def turn(path: Path) -> None:
    """Have the first track shown a quarter turn clockwise, as a phone held upright writes it."""
    content = bytearray(path.read_bytes())
    matrix = content.index(b"tkhd") + 4 + 40
    one = 1 << 16
    content[matrix : matrix + 36] = struct.pack(">9i", 0, one, 0, -one, 0, 0, 1440 * one, 0, 1 << 30)
    path.write_bytes(content)


def packets(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]
