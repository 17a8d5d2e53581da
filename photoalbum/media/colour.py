"""Colour profiles: kept where they are small and say more than sRGB, otherwise applied."""

import hashlib
import io
from functools import lru_cache

from PIL import Image, ImageCms

# Display P3 and Adobe RGB have 550 bytes. A larger one would outweigh the picture, so it is applied instead.
MOST_KEPT = 4096
MOST_READ = 4_000_000

_SPACES = {"RGB": b"RGB ", "L": b"GRAY", "CMYK": b"CMYK", "LAB": b"Lab "}
_SRGB = ImageCms.createProfile("sRGB")
_known: dict[bytes, bytes] = {}


def settle(image: Image.Image, profile: bytes | None) -> tuple[Image.Image, bytes | None]:
    """The picture in RGB or grey, and the profile that must be embedded with it, if any."""
    if profile is not None and not _fits(image, profile):
        profile = None
    if image.mode == "RGB":
        if profile is None or is_srgb(profile):
            return image, None
        return (image, profile) if len(profile) <= MOST_KEPT else (to_srgb(image, profile), None)
    if image.mode == "LAB":
        return _lab(image), None
    if profile is not None:
        return to_srgb(image, profile), None
    return (image if image.mode == "L" else image.convert("RGB")), None


def to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """The picture as sRGB; a profile that cannot be used is ignored rather than losing the picture."""
    key = hashlib.sha256(profile).digest()
    _known[key] = profile
    try:
        transform = _transform(key, image.mode)
        return transform.apply(image)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert("RGB")
    finally:
        _known.pop(key, None)


def is_srgb(profile: bytes) -> bool:
    return b"sRGB" in profile or b"s\0R\0G\0B" in profile


def _fits(image: Image.Image, profile: bytes) -> bool:
    return 128 < len(profile) <= MOST_READ and profile[16:20] == _SPACES.get(image.mode)


@lru_cache(maxsize=16)
def _transform(key: bytes, mode: str) -> ImageCms.ImageCmsTransform:
    source = ImageCms.ImageCmsProfile(io.BytesIO(_known[key]))
    return ImageCms.buildTransform(source, _SRGB, mode, "RGB")


@lru_cache(maxsize=1)
def _lab_transform() -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(ImageCms.createProfile("LAB"), _SRGB, "LAB", "RGB")


def _lab(image: Image.Image) -> Image.Image:
    return _lab_transform().apply(image)
