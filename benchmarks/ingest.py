"""What it costs to take in phone photos: processor time for all eager derivatives, beside four yardsticks.

    python benchmarks/ingest.py [photos] [--write] [--no-sharp] [--no-pages]

Budget: at most 1.15 times the recipe of MEDIA.md, which reads no captions, checks no dates and notices no
damage. All read the same photos in turn. Sharp is fetched from npm into a folder of its own when that can be
reached. The last table is the time that people wait for an album page while the photos are prepared.
"""

import argparse
import importlib.util
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import pages_meanwhile  # noqa: E402
import phone_photos  # noqa: E402
import sharp_stills  # noqa: E402
from PIL import Image  # noqa: E402
from tables import write  # noqa: E402

from photoalbum.media.pipeline import examine  # noqa: E402

SHARED = ROOT.parent / "shared"
BUDGET = 1.15
OURS = "**ours**, with all metadata"
# The slow ways see one photo in so many.
SOME = 8

Way = Callable[[Path], object]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("photos", nargs="?", type=int, default=200)
    parser.add_argument("--write", action="store_true", help="keep it, and tell it in docs/performance.md")
    parser.add_argument("--no-sharp", action="store_true", help="leave out what needs npm")
    parser.add_argument("--no-pages", action="store_true", help="leave out the site under load")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        photos = phone_photos.make(SHARED / "media", folder, wanted.photos)
        heics = phone_photos.make_heic(photos[: max(4, wanted.photos // 20)], folder)
        stills = _stills(photos, folder)
        parts = [_told(_head(photos) + _table(stills, BUDGET)), _told(_heics(heics, folder))]
        if not wanted.no_sharp:
            parts.append(_told(sharp_stills.report(photos[::SOME], folder)))
        if not wanted.no_pages:
            parts.append(_told(pages_meanwhile.report(photos[:60], folder)))
    if wanted.write:
        write("ingest", "\n".join(parts), cpu_s=statistics.median(stills[OURS]) / 1000)


def _told(text: str) -> str:
    print(text, flush=True)
    return text


def _stills(photos: list[Path], folder: Path) -> dict[str, list[float]]:
    derive = _recipe()
    ways: dict[str, tuple[Way, int]] = {
        "the recipe of MEDIA.md": (lambda photo: derive(photo, folder / "recipe"), 1),
        OURS: (lambda photo: examine(photo, "image/jpeg", photo.name, folder), 1),
        "the mere decode at half the size": (_decode, 1),
        "naive Pillow: open, thumbnail, save, three times": (lambda photo: _naive(photo, folder), SOME),
    }
    return _taking_turns(photos, ways)


def _head(photos: list[Path]) -> str:
    megabytes = statistics.mean(photo.stat().st_size for photo in photos) / 1e6
    return f"{len(photos)} JPEGs of 12 megapixels, {megabytes:.1f} MB on average; processor time a photo:\n\n"


def _heics(photos: list[Path], folder: Path) -> str:
    derive = _recipe()
    ways: dict[str, tuple[Way, int]] = {
        "the recipe of MEDIA.md": (lambda photo: derive(photo, folder / "recipe"), 1),
        OURS: (lambda photo: examine(photo, "image/heic", photo.name, folder), 1),
        "the mere decode": (lambda photo: Image.open(photo).load(), 1),
    }
    return f"{len(photos)} of them as HEIC:\n\n" + _table(_taking_turns(photos, ways), BUDGET)


def _taking_turns(photos: list[Path], ways: dict[str, tuple[Way, int]]) -> dict[str, list[float]]:
    """Milliseconds of processor time of each way for each photo."""
    for way, _every in ways.values():
        way(photos[0])
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for number, photo in enumerate(photos):
        for name, (way, every) in ways.items():
            if number % every == 0:
                began = time.process_time()
                way(photo)
                spent[name].append(1000 * (time.process_time() - began))
    return spent


def _table(spent: dict[str, list[float]], budget: float) -> str:
    medians = {name: statistics.median(times) for name, times in spent.items()}
    base, ours = list(medians.values())[:2]
    lines = ["| way | ms, median | against ours |", "|---|---|---|"]
    lines += [f"| {name} | {middle:.1f} | {middle / ours:.2f} |" for name, middle in medians.items()]
    verdict = "within" if ours <= budget * base else "**over**"
    lines += ["", f"Ours is {ours / base:.2f} times the recipe: {verdict} the budget of {budget}.", ""]
    return "\n".join(lines)


def _decode(photo: Path) -> None:
    with Image.open(photo) as image:
        image.draft("RGB", (2016, 1512))
        image.load()


def _naive(photo: Path, folder: Path) -> None:
    for side, name in ((2016, "l.jpg"), (1008, "m.jpg"), (427, "t.webp")):
        with Image.open(photo) as image:
            small = image.convert("RGB")
            small.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=None)
            small.save(folder / f"naive-{name}", quality=80)


def _recipe() -> Callable[[Path, Path], object]:
    spec = importlib.util.spec_from_file_location("stills_recipe", SHARED / "spikes" / "stills_recipe.py")
    if spec is None or spec.loader is None:
        raise SystemExit("../shared/spikes/stills_recipe.py is not there to compare with")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.derive


if __name__ == "__main__":
    main()
