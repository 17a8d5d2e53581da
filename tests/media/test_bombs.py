"""Files made to hurt, through the sandbox as the worker uses it (ACCEPTANCE 23, 24)."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photoalbum.core.errors import Rejected, TooManyPixels
from photoalbum.media.facts import Facts
from photoalbum.media.faults import MediaFault
from photoalbum.media.limits import budget_for
from photoalbum.media.probe import probe
from photoalbum.media.sandbox import Sandbox

from ..corpus import bombs
from ..corpus.pictures import animation, encoded, scene
from . import expected


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(1) as sandbox:
        yield sandbox


def end_of(path: Path, sandbox: Sandbox, target: Path) -> Facts | str:
    """What becomes of an upload: its facts, or the sentence by which it is refused or set aside."""
    try:
        found = probe(path, path.name)
        pixels = (found.width or 0) * (found.height or 0)
        budget = budget_for(found.media_type, pixels)
        plain = sandbox.run("examine", str(path), found.media_type, path.name, str(target), budget=budget)
    except (Rejected, MediaFault) as end:
        return end.sentence
    return Facts.from_plain(plain)


BOMBS: dict[str, Callable[[], bytes]] = {
    "a GIF of 5,000 frames": lambda: animation(5000, "GIF"),
    "an APNG of 5,000 frames": lambda: animation(5000, "PNG"),
    "looping directories": bombs.looping_ifd,
    "ten megabytes of XMP": lambda: bombs.heavy_xmp(10_000_000),
    "fifty megabytes of zipped text": lambda: bombs.heavy_text(50_000_000),
    "a profile of sixteen megabytes": lambda: bombs.heavy_profile(16_000_000),
    "a million characters of caption": lambda: bombs.long_caption(1_000_000),
    "a JPEG of 3,000 more scans": lambda: bombs.many_scans(3000),
    "a multi-picture file with a huge second one": bombs.huge_second_frame,
    "a JPEG that claims 249 megapixels": lambda: bombs.jpeg_of(16_000, 15_600),
    "a progressive JPEG that claims 99 megapixels": lambda: bombs.jpeg_of(10_000, 9_900, progressive=True),
    "a PNG that claims 99 megapixels": lambda: bombs.png_of(10_000, 9_900, colour_type=6),
    "a GIF that claims 99 megapixels": lambda: bombs.gif_of(10_000, 9_900, frame=(10_000, 9_900)),
    "a WebP that claims 99 megapixels": lambda: bombs.webp_of(10_000, 9_900),
    "a TIFF that claims 99 megapixels": lambda: bombs.tiff_of(10_000, 9_900),
    "a HEIC that claims 200 megapixels": lambda: bombs.heic_of(16_000, 12_500),
}


@pytest.mark.parametrize("what", BOMBS)
def test_023_bombs_end_soon_and_in_words(tmp_path: Path, sandbox: Sandbox, what: str) -> None:
    path = tmp_path / "bomb"
    path.write_bytes(BOMBS[what]())
    start = time.monotonic()
    end = end_of(path, sandbox, tmp_path)
    assert time.monotonic() - start < 60
    if isinstance(end, str):
        assert end.endswith(".")
    else:
        assert end.files.keys() == {"thumb", "middle", "large"}


AT_THE_DOOR: dict[str, Callable[[], bytes]] = {
    "a whole RGBA PNG of 178 megapixels in 0.7 MB": lambda: bombs.flat_png(13_350, 13_350, 6),
    "a grey PNG of 900 megapixels": lambda: bombs.png_of(30_000, 30_000),
    "a progressive JPEG of 178 megapixels": lambda: bombs.jpeg_of(13_350, 13_350, progressive=True),
    "the same with 3,000 scans more": lambda: bombs.many_scans(3000, (64, 64), (13_350, 13_350)),
}


@pytest.mark.parametrize("what", AT_THE_DOOR)
def test_023_what_is_too_large_is_refused_at_the_door(tmp_path: Path, what: str) -> None:
    path = tmp_path / "bomb"
    path.write_bytes(AT_THE_DOOR[what]())
    assert path.stat().st_size < 800_000
    start = time.process_time()
    with pytest.raises(TooManyPixels) as refusal:
        probe(path, path.name)
    assert "megapixels we can show" in refusal.value.sentence
    assert time.process_time() - start < 0.5


def test_023_of_many_pictures_in_a_file_only_the_first_is_opened(tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "many.mpo"
    path.write_bytes(bombs.huge_second_frame())
    end = end_of(path, sandbox, tmp_path)
    assert isinstance(end, Facts)
    assert (end.width, end.height, end.damaged) == (400, 300, False)


@expected.here
@pytest.mark.parametrize(
    "entry", [each for each in expected.entries() if "broken/" in each["path"]], ids=expected.named
)
def test_broken_files_end_in_stills_or_in_a_sentence(
    tmp_path: Path, sandbox: Sandbox, entry: expected.Entry
) -> None:
    end = end_of(expected.path_of(entry), sandbox, tmp_path)
    if entry["verdict"] == "must_accept":
        assert isinstance(end, Facts)
    if isinstance(end, str):
        assert end[0].isupper()
        assert end.endswith(".")


def test_the_child_is_well_after_all_that(tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(encoded(scene()))
    assert isinstance(end_of(path, sandbox, tmp_path), Facts)
