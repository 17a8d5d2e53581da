"""The odd, broken and hostile pictures with which Pillow tests itself, through our door and our sandbox.

They come with Pillow's source distribution, which the test fetches from the package index: they are under
many licences and belong into no other repository.
"""

import subprocess
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import PIL
import psutil
import pytest

from photoalbum.core.errors import Rejected
from photoalbum.media.facts import Facts
from photoalbum.media.faults import DecoderDied, MediaFault
from photoalbum.media.limits import STILL, budget_for
from photoalbum.media.probe import probe
from photoalbum.media.sandbox import Sandbox

pytestmark = pytest.mark.slow

FETCH = ("pip", "download", "--quiet", "--no-deps", "--no-binary=pillow", "--disable-pip-version-check")
MOST_SECONDS = 120
# Not pictures, or not for anybody's eyes: what they are is tested elsewhere.
LEFT_OUT = {".txt", ".md", ".py", ".ttf", ".otf"}


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("pillow")
    wanted = f"pillow=={PIL.__version__}"
    try:
        done = subprocess.run(
            [sys.executable, "-m", *FETCH, "--dest", str(folder), wanted],
            capture_output=True,
            text=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        pytest.skip("the package index did not answer in time")
    archive = next(folder.glob("*.tar.gz"), None)
    if archive is None:
        pytest.skip(f"Pillow's source distribution could not be fetched: {done.stderr.strip()[-200:]}")
    with tarfile.open(archive) as content:
        members = [each for each in content if each.isfile() and "/Tests/images/" in each.name]
        content.extractall(folder, members, filter="data")
    found = [path for path in folder.rglob("*") if path.is_file() and "images" in path.parts]
    found = [path for path in found if path.suffix not in LEFT_OUT]
    if not found:
        pytest.skip("this source distribution of Pillow has no test images in it")
    return sorted(found)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(1) as sandbox:
        yield sandbox


def test_023_pillow_s_own_test_images(images: list[Path], sandbox: Sandbox, tmp_path: Path) -> None:
    """None crashes the pool, none goes over its budget, and each ends in stills or in a sentence."""
    ends: Counter[str] = Counter()
    for path in images:
        started = time.monotonic()
        end = _end_of(path, sandbox, tmp_path)
        assert time.monotonic() - started < STILL.seconds + 5, path.name
        ends[type(end).__name__] += 1
        if isinstance(end, Facts):
            assert set(end.files) >= {"thumb", "middle", "large"}, path.name
        else:
            assert end.sentence.endswith("."), f"{path.name}: {end.sentence}"
            assert not isinstance(end, DecoderDied), f"{path.name} killed its decoder: {end.sentence}"
        assert _largest_child() < 1.2 * 2**30, path.name
    assert ends["Facts"] > len(images) / 4, ends


def _end_of(path: Path, sandbox: Sandbox, target: Path) -> Facts | Rejected | MediaFault:
    try:
        found = probe(path, path.name)
        budget = budget_for(found.media_type, (found.width or 0) * (found.height or 0))
        plain = sandbox.run("examine", str(path), found.media_type, path.name, str(target), budget=budget)
    except (Rejected, MediaFault) as end:
        return end
    return Facts.from_plain(plain)


def _largest_child() -> int:
    children = psutil.Process().children(recursive=True)
    sizes = [0]
    for child in children:
        try:
            sizes.append(child.memory_info().rss)
        except psutil.NoSuchProcess:
            continue
    return max(sizes)
