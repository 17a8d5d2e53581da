"""One original from its bytes to its facts, and who may be involved in that."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from photoalbum.media.facts import Facts
from photoalbum.media.pipeline import examine, make_derivative
from photoalbum.media.recipes import EAGER, RECIPE_VERSION
from photoalbum.media.sandbox import Sandbox

from ..corpus.films import film
from ..corpus.pictures import encoded, scene, talkative, turned

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "source.jpg"
    path.write_bytes(turned(6, (1200, 900)))
    return path


def test_facts_survive_a_trip_through_json(photo: Path, tmp_path: Path) -> None:
    facts = examine(photo, "image/jpeg", "IMG-20240803-WA0007.jpg", tmp_path)
    assert Facts.from_plain(json.loads(json.dumps(facts.to_plain(), allow_nan=False))) == facts


def test_facts_of_a_turned_photo(photo: Path, tmp_path: Path) -> None:
    facts = examine(photo, "image/jpeg", "IMG-20240803-WA0007.jpg", tmp_path)
    assert (facts.kind, facts.width, facts.height) == ("photo", 1200, 900)
    assert facts.recipe_version == RECIPE_VERSION
    assert set(facts.files) == set(EAGER)
    assert (facts.taken_at, facts.taken_precision, facts.taken_source) == (
        "2024-08-03T00:00:00",
        "day",
        "file-name",
    )


def test_what_the_file_says_beats_its_name(tmp_path: Path) -> None:
    path = tmp_path / "source.jpg"
    path.write_bytes(talkative("JPEG"))
    facts = examine(path, "image/jpeg", "holiday.jpg", tmp_path)
    assert (facts.latitude, facts.longitude) == pytest.approx((48.8583333, 2.2944444))
    assert facts.taken_at is None


def test_examining_twice_gives_the_same(photo: Path, tmp_path: Path) -> None:
    first = examine(photo, "image/jpeg", "", tmp_path)
    bytes_of = {name: (tmp_path / made.file_name).read_bytes() for name, made in first.files.items()}
    assert examine(photo, "image/jpeg", "", tmp_path) == first
    assert {name: (tmp_path / made.file_name).read_bytes() for name, made in first.files.items()} == bytes_of


def test_079_examining_leaves_the_original_as_it_was(photo: Path, tmp_path: Path) -> None:
    photo.chmod(0o444)
    before = photo.read_bytes(), photo.stat().st_mtime_ns
    examine(photo, "image/jpeg", "", tmp_path)
    make_derivative(photo, "image/jpeg", "thumb2x", tmp_path)
    assert (photo.read_bytes(), photo.stat().st_mtime_ns) == before


def test_a_late_derivative(photo: Path, tmp_path: Path) -> None:
    made = make_derivative(photo, "image/jpeg", "thumb2x", tmp_path)
    assert (made.file_name, made.media_type, made.width, made.height) == (
        "thumb2x.webp",
        "image/webp",
        853,
        640,
    )


def test_without_ffmpeg_s_programs_videos_are_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = film(tmp_path / "film.mp4", sound=True)
    monkeypatch.setenv("PATH", str(tmp_path))
    with Sandbox(1) as sandbox:
        facts = Facts.from_plain(sandbox.run("examine", str(path), "video/mp4", "", str(tmp_path)))
        sandbox.run("make_clean", str(path), "video/mp4", str(tmp_path))
    assert (facts.width, facts.height, facts.plays_in_browsers) == (160, 120, True)
    assert (tmp_path / "clean.mp4").stat().st_size


def test_decoders_are_never_loaded_where_uploads_arrive(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(encoded(scene()))
    program = (
        "import sys\nbefore = set(sys.modules)\n"
        "from pathlib import Path\n"
        "from photoalbum.media import facts, limits, probe, recipes, sandbox\n"
        f"probe.probe(Path({str(path)!r}))\n"
        "print({name.split('.')[0] for name in sys.modules} & {'PIL', 'av', 'pillow_heif'})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
