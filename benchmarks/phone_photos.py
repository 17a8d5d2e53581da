"""Photos as phones take them, recomposed from the real ones of `../shared/media`: 12 megapixels, 3 to 5 MB.

Each is a crop of one real photo, often with a second blended in, brightened or not, with a sensor's noise and
the EXIF block of a phone. The same seed gives the same pixels.
"""

import io
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pillow_heif
from PIL import Image, ImageChops, ImageEnhance

SIZE = (4032, 3024)
_MODELS = (("Apple", "iPhone 13"), ("Google", "Pixel 7"), ("samsung", "SM-S911B"), ("Fairphone", "FP4"))
_PLACES = ((52.3731, 4.8922), (48.8584, 2.2945), (41.8902, 12.4922), (55.9486, -3.1999), (-33.8568, 151.2153))


def make(sources: Path, target: Path, count: int, seed: int = 20240611) -> list[Path]:
    """Write so many photos; one in four is upright, as phones write it: lying pixels and a note."""
    pillow_heif.register_heif_opener()
    seeds = list(_usable(sources))
    if not seeds:
        raise SystemExit(f"{sources} holds no photos to make others of")
    made = []
    for number in range(count):
        chance = random.Random(seed * 1_000_003 + number)
        path = target / f"IMG_{number:05}.jpg"
        path.write_bytes(_photo(chance, seeds, upright=number % 4 == 3))
        made.append(path)
    return made


def make_heic(photos: list[Path], target: Path) -> list[Path]:
    """The same photos as an iPhone would have kept them."""
    made = []
    for photo in photos:
        with Image.open(photo) as image:
            path = target / f"{photo.stem}.heic"
            image.save(path, "HEIF", quality=60, exif=image.getexif().tobytes())
        made.append(path)
    return made


def _usable(sources: Path) -> Iterator[Image.Image]:
    for path in sorted(sources.rglob("*")):
        if path.suffix.lower() not in {".jpg", ".jpeg", ".heic"} or "broken" in path.parts:
            continue
        try:
            with Image.open(path) as image:
                if min(image.size) < 800 or max(image.size) < 1500:
                    continue
                # A window of each is enough, and two hundred whole photos would fill the memory.
                shown = image.convert("RGB")
                shown.thumbnail((2400, 2400))
                yield shown if shown.width >= shown.height else shown.transpose(Image.Transpose.ROTATE_90)
        except (OSError, ValueError, SyntaxError):
            continue


def _photo(chance: random.Random, seeds: list[Image.Image], *, upright: bool) -> bytes:
    image = _crop(chance, seeds)
    if chance.random() < 0.5:
        image = Image.blend(image, _crop(chance, seeds), chance.uniform(0.15, 0.4))
    image = ImageEnhance.Color(image).enhance(chance.uniform(0.8, 1.3))
    image = ImageEnhance.Brightness(image).enhance(chance.uniform(0.85, 1.15))
    exif = _exif(chance, 6 if upright else 1)
    noise = chance.uniform(6.0, 12.0)
    data = b""
    for _attempt in range(5):
        grain = Image.effect_noise(SIZE, noise).convert("RGB")
        out = io.BytesIO()
        ImageChops.add(image, grain, offset=-128).save(out, "JPEG", quality=88, exif=exif)
        data = out.getvalue()
        if 3_000_000 <= len(data) <= 5_000_000:
            break
        noise *= 1.5 if len(data) < 3_000_000 else 0.6
    return data


def _crop(chance: random.Random, seeds: list[Image.Image]) -> Image.Image:
    image = chance.choice(seeds)
    scale = min(image.width / SIZE[0], image.height / SIZE[1]) * chance.uniform(0.6, 1.0)
    width, height = int(SIZE[0] * scale), int(SIZE[1] * scale)
    left, top = chance.randint(0, image.width - width), chance.randint(0, image.height - height)
    window = image.crop((left, top, left + width, top + height))
    if chance.random() < 0.5:
        window = window.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return window.resize(SIZE, Image.Resampling.BICUBIC)


def _exif(chance: random.Random, orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = chance.choice(_MODELS)
    exif[0x0112] = orientation
    taken = datetime(2021, 6, 1) + timedelta(seconds=chance.randint(0, 3 * 365 * 86_400))
    exif.get_ifd(0x8769).update(
        {
            0x9003: taken.strftime("%Y:%m:%d %H:%M:%S"),
            0x9011: "+02:00",
            0x8827: 100,
            0x829A: 0.004,
            0x829D: 1.8,
        }
    )
    latitude, longitude = chance.choice(_PLACES)
    exif.get_ifd(0x8825).update(
        {
            1: "N" if latitude > 0 else "S",
            2: (float(int(abs(latitude))), chance.uniform(0, 59), 0.0),
            3: "E" if longitude > 0 else "W",
            4: (float(int(abs(longitude))), chance.uniform(0, 59), 0.0),
        }
    )
    return exif
