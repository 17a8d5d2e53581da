"""Processor time of one photo's eager derivatives, beside the recipe that MEDIA.md timed, in the same run.

    python benchmarks/stills.py [rounds]

Both read the same 12 megapixel JPEGs (those of `../shared/media`, and crops of them) in turn, so that a busy
machine slows both. Ours does more: metadata with sanity checks, tint, and damage is noticed.
"""

import importlib.util
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pillow_heif
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SHARED = ROOT.parent / "shared"

from photoalbum.media.pipeline import examine, make_derivative  # noqa: E402


def phone_photos(directory: Path) -> list[Path]:
    """Twelve megapixels of real content, with the EXIF block of a real phone."""
    seeds = ["motion-live/train.jpg", "heic/IMG_2682.heic", "heic/HMD_Nokia_8.3_5G_hdr.heif"]
    pillow_heif.register_heif_opener()
    with Image.open(SHARED / "media" / seeds[0]) as first:
        exif = first.getexif().tobytes()
    photos = []
    for number, seed in enumerate(seeds):
        with Image.open(SHARED / "media" / seed) as image:
            picture = image.convert("RGB")
        for flip in (None, Image.Transpose.FLIP_LEFT_RIGHT):
            shown = picture if flip is None else picture.transpose(flip)
            path = directory / f"photo-{number}-{flip}.jpg"
            shown.resize((4032, 3024)).save(path, quality=88, exif=exif)
            photos.append(path)
    return photos


def the_recipe() -> Callable[[Path, Path], object]:
    spec = importlib.util.spec_from_file_location("stills_recipe", SHARED / "spikes" / "stills_recipe.py")
    if spec is None or spec.loader is None:
        raise SystemExit("../shared/spikes/stills_recipe.py is not there to compare with")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.derive


def main(rounds: int) -> None:
    derive = the_recipe()
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        photos = phone_photos(directory)
        ways: dict[str, Callable[[Path], object]] = {
            "recipe of MEDIA.md": lambda photo: derive(photo, directory / "recipe"),
            "examine (eager)": lambda photo: examine(photo, "image/jpeg", photo.name, directory),
            "thumb2x from large": lambda _: make_derivative(
                directory / "large.jpg", "image/jpeg", "thumb2x", directory
            ),
            "decode at 1/2 only": decode_only,
        }
        spent: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(rounds):
            for photo in photos:
                for way, work in ways.items():
                    start = time.process_time()
                    work(photo)
                    spent[way].append(1000 * (time.process_time() - start))
    base = statistics.median(spent["recipe of MEDIA.md"])
    for way, times in spent.items():
        middle = statistics.median(times)
        print(f"{way:22} {middle:7.1f} ms  {middle / base:5.2f} x")


def decode_only(photo: Path) -> None:
    with Image.open(photo) as image:
        image.draft("RGB", (2016, 1512))
        image.load()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
