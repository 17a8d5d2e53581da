"""Pictures with something in them, and what becomes of them in other hands: shrunk, pressed, sent around."""

import io
import random
from functools import cache

from PIL import Image


@cache
def scene(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A picture of soft blots that looks like no other of another seed."""
    dice = random.Random(seed)
    few = Image.frombytes("RGB", (8, 6), bytes(dice.randrange(256) for _ in range(8 * 6 * 3)))
    return few.resize(size, Image.Resampling.BICUBIC)


def jpeg_of(image: Image.Image, *, longest: int | None = None, quality: int = 90, taken: str = "") -> bytes:
    image = image.copy()
    if longest:
        image.thumbnail((longest, longest))
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    target = io.BytesIO()
    image.save(target, "JPEG", quality=quality, exif=exif)
    return target.getvalue()
