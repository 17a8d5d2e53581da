"""Open a picture with the one decoder its type allows, and decode it once, at the size that is needed.

Only ever called in a sandbox's child (and in tests): it sets Pillow's process-wide switches while it works.
"""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from PIL import Image, ImageFile, JpegImagePlugin

from photoalbum.media import boxes, cicp, colour, geometry, highlights, jxl, raw_pictures
from photoalbum.media.faults import CannotShow
from photoalbum.media.formats import ALLOWED, Format
from photoalbum.media.unreadable import UNREADABLE

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_EXIF_ORIENTATION = 0x0112
_PLAIN = ("RGB", "L", "CMYK", "LAB")
# So many rows of the reduced picture are made at a time.
_STRIP = 128

Conversion = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True)
class Decoded:
    """A picture no larger than was wished, not yet turned upright."""

    image: Image.Image
    profile: bytes | None
    orientation: int
    # As a person sees the original: all its pixels, upright.
    width: int
    height: int
    damaged: bool


@dataclass(frozen=True)
class Wish:
    """What a caller may ask of a decode besides the picture."""

    # Shown the loaded original, so that whoever reads its metadata need not open it again.
    look: Callable[[Image.Image, Format], None] | None = None
    # How large the picture must at least become, by its stored size and its orientation, if not large.
    least: Callable[[geometry.Size, int], geometry.Size] | None = None
    # All pixels of the original, however many.
    whole: bool = False
    # How much larger than the large derivative it may become.
    zoom: float = 1.0


def decode(source: Path, media_type: str, wish: Wish | None = None) -> Decoded:
    """Decode strictly, and if that fails as far as it goes, which is then marked damaged."""
    found, wish = ALLOWED[media_type], wish or Wish()
    try:
        return _decode(source, found, wish, tolerant=False)
    except UNREADABLE:
        pass
    try:
        return _decode(source, found, wish, tolerant=True)
    except UNREADABLE as error:
        raise CannotShow("This picture is damaged: nothing of it can be shown.") from error


@contextmanager
def opened(source: Path, found: Format, *, tolerant: bool = False) -> Iterator[Image.Image]:
    """A picture whose header is read and whose pixels are not, under our limits instead of Pillow's."""
    before = Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES
    Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = None, tolerant
    try:
        with warnings.catch_warnings(action="ignore"), _open(source, found) as image:
            if image.width * image.height > found.most_pixels:
                raise CannotShow(
                    f"This picture is too large to show: {image.width:,} x {image.height:,} pixels."
                )
            yield image
    finally:
        Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = before


def upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def orientation_of(image: Image.Image, found: Format) -> int:
    """How the decoded pixels must be turned, from 1 to 8.

    In HEIC and AVIF the container's own rotation counts, EXIF's does not: libheif has applied it already,
    and for AVIF Pillow writes it into the EXIF block that it hands out. TIFF is turned by Pillow on loading.
    """
    try:
        if found.readers == ("AVIF",):
            exif = Image.Exif()
            exif.load(image.info.get("exif", b""))
            value = exif.get(_EXIF_ORIENTATION, 1)
        elif found.readers in (("HEIF",), ("TIFF",)) or _is_turned_jxl(image, found):
            value = 1
        else:
            value = image.getexif().get(_EXIF_ORIENTATION, 1)
    except UNREADABLE:
        return 1
    value = value[0] if isinstance(value, tuple) and value else value
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _is_turned_jxl(image: Image.Image, found: Format) -> bool:
    """Whether libjxl has turned the pixels, as it does unless they come from a JPEG packed without loss."""
    return found.readers == ("JXL",) and not getattr(image, "jpeg", False)


def _open(source: Path, found: Format) -> Image.Image:
    if found.readers[0] == "JPEG":
        # Not Image.open: that would go on to the second picture of a multi-picture file.
        return JpegImagePlugin.JpegImageFile(source)
    if found.readers == ("RAW",):
        return raw_pictures.open_raw(source, found)
    if found.readers == ("HEIF",):
        _register_heif()
    if found.readers == ("JXL",):
        jxl.register()
    return Image.open(source, formats=found.readers)


def _decode(source: Path, found: Format, wish: Wish, *, tolerant: bool) -> Decoded:
    with opened(source, found, tolerant=tolerant) as image:
        profile = image.info.get("icc_profile")
        orientation = orientation_of(image, found)
        size = image.size
        stored = image.info.pop(raw_pictures.STORED_SIZE, None)
        by = 1 if wish.whole else geometry.divisor(size, wish.zoom)
        if isinstance(image, JpegImagePlugin.JpegImageFile):
            least = wish.least(size, orientation) if wish.least else (size[0] // by, size[1] // by)
            image.draft("RGB", least)
            image.load()
        else:
            image.load()
            size = image.size
            by = 1 if wish.whole else geometry.divisor(size, wish.zoom)
        if wish.look is not None:
            wish.look(image, found)
        # A JPEG has been scaled down by its decoder, and is plain already unless it is an odd one.
        small = _plain(image, by if image.size == size else 1)
        small = small if wish.whole else fitted(small, wish.zoom)
        if found.readers[0] in ("HEIF", "AVIF") and not profile and small.mode == "RGB":
            small, profile = _by_code_points(source, small)
        small, profile = colour.settle(small, profile if isinstance(profile, bytes) else None)
        small.info.clear()
        width, height = geometry.upright(stored or size, orientation)
        return Decoded(small, profile, orientation, width, height, tolerant or _cut(source, found))


def _by_code_points(source: Path, image: Image.Image) -> tuple[Image.Image, bytes | None]:
    """What a HEIC or AVIF without a profile says of its colours: as a profile, or applied when it is HDR."""
    with source.open("rb") as file:
        named = cicp.read(file)
    if named is None:
        return image, None
    return (highlights.to_sdr(image, named), None) if named.is_hdr else (image, cicp.profile(named))


def fitted(image: Image.Image, zoom: float = 1.0) -> Image.Image:
    """Bring what is still too large to the size of the large derivative."""
    wanted = geometry.large(image.size, zoom)
    if wanted == image.size:
        return image
    return image.resize(wanted, Image.Resampling.LANCZOS, reducing_gap=1.5)


def _plain(image: Image.Image, by: int) -> Image.Image:
    """The picture in a mode that can be scaled and saved, reduced by a whole number.

    What must be converted first is converted strip by strip, for a second copy of 100 megapixels would
    take more memory than a child may have.
    """
    if image.mode in _PLAIN and "transparency" not in image.info:
        return image.reduce(by) if by > 1 else image
    convert = _conversion(image)
    rows = _STRIP * by
    result: Image.Image | None = None
    for top in range(0, image.height, rows):
        strip = convert(image.crop((0, top, image.width, min(image.height, top + rows))))
        strip = strip.reduce(by) if by > 1 else strip
        if result is None:
            result = Image.new(strip.mode, (strip.width, -(-image.height // by)))
        result.paste(strip, (0, top // by))
    return image if result is None else result


def _conversion(image: Image.Image) -> Conversion:
    """How each strip of such a picture becomes grey or RGB; see-through parts become white."""
    if "transparency" in image.info or image.mode in ("RGBA", "LA", "PA", "RGBa", "La"):
        return _on_white
    if image.mode.startswith("I;16"):
        return partial(_high_bytes, shift=_unused_bits(image))
    if image.mode in ("I", "F"):
        low, high = (float(str(value)) for value in image.getextrema())
        if image.mode == "I" and low >= 0:
            low, high = 0.0, 255.0 if high <= 255 else 65535.0 if high <= 65535 else high
        return partial(_stretched, low=low, span=(high - low) or 1.0)
    return _to_grey if image.mode == "1" else _to_rgb


def _to_grey(strip: Image.Image) -> Image.Image:
    return strip.convert("L")


def _to_rgb(strip: Image.Image) -> Image.Image:
    return strip.convert("RGB")


def _on_white(strip: Image.Image) -> Image.Image:
    clear = strip.convert("LA" if strip.mode in ("LA", "La") else "RGBA")
    ground = Image.new("L" if clear.mode == "LA" else "RGB", clear.size, "white")
    ground.paste(clear.convert(ground.mode), mask=clear.getchannel("A"))
    return ground


def _unused_bits(image: Image.Image) -> int:
    """Scanners put 12 bits of grey into 16: by how many bits such a picture must be moved up."""
    _, high = image.getextrema()
    return max(0, 16 - int(float(str(high))).bit_length()) if float(str(high)) >= 256 else 0


def _high_bytes(strip: Image.Image, shift: int) -> Image.Image:
    """Sixteen-bit grey by its upper bytes: Pillow's own conversion would clip all above 255 to white."""
    if 0 < shift < 8:
        factor = 2**shift
        strip = strip.point(lambda value: value * factor)
    first = 0 if strip.mode.endswith("B") else 1
    return Image.frombytes("L", strip.size, strip.tobytes()[first::2])


def _stretched(strip: Image.Image, low: float, span: float) -> Image.Image:
    """Measured values (32 bits, or fractions) spread over black to white."""
    return strip.point(lambda value: value * (255.0 / span) - low * 255.0 / span).convert("L")


def _cut(source: Path, found: Format) -> bool:
    """Whether a HEIC or AVIF breaks off before its end: libheif may give half a picture without an error."""
    if found.readers[0] not in ("HEIF", "AVIF"):
        return False
    with source.open("rb") as file:
        return boxes.cut_short(file)


@cache
def _register_heif() -> None:
    import pillow_heif  # noqa: PLC0415 - costs memory, and most children never see a HEIC.

    # One picture, one thread: the pool of children is what uses the other cores.
    pillow_heif.register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)
