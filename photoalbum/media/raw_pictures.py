"""RAW files as pictures: the camera's own JPEG inside, or a decode by rawpy where that is installed.

Only ever called in a sandbox's child.
"""

import io
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PIL import Image, JpegImagePlugin

from photoalbum.media import raws
from photoalbum.media.faults import CannotShow
from photoalbum.media.formats import Format
from photoalbum.media.unreadable import UNREADABLE

# Under this name in `info` stands the size that the camera recorded, of which the preview is a smaller copy.
STORED_SIZE = "stored_size"
# A preview at least so large is what people would see of the file anyway.
LEAST_SIDE = 1000
_DETAILS, _PLACE, _PACKET = 0x8769, 0x8825, 700
_DATE = 0x9003


def open_raw(source: Path, found: Format) -> Image.Image:
    """The best picture there is of a RAW file, with what the camera wrote down about it."""
    with source.open("rb") as file:
        header = raws.read_header(file, found.media_type)
    stored = (header.width, header.height) if header else None
    image = _preview(source, found, stored) or _decoded(source)
    if stored:
        image.info[STORED_SIZE] = stored
    _add_exif(image, raws.exif_blocks(source, found.media_type))
    return image


def words_only(source: Path, found: Format) -> Image.Image:
    """A picture of one pixel with what the camera wrote down, for a RAW file that cannot be shown."""
    image = Image.new("RGB", (1, 1))
    _add_exif(image, raws.exif_blocks(source, found.media_type))
    return image


def _preview(source: Path, found: Format, stored: tuple[int, int] | None) -> Image.Image | None:
    for data in raws.previews(source, found.media_type):
        try:
            image = JpegImagePlugin.JpegImageFile(io.BytesIO(data))
            # What does not decode is no preview. At an eighth of its size this costs little.
            trial = JpegImagePlugin.JpegImageFile(io.BytesIO(data))
            trial.draft("RGB", (1, 1))
            trial.load()
        except UNREADABLE:
            continue
        if max(image.size) >= LEAST_SIDE or (stored and 2 * max(image.size) >= max(stored)):
            return image
    return None


def _decoded(source: Path) -> Image.Image:
    if find_spec("rawpy") is None:
        raise CannotShow(
            "This RAW picture holds no preview that is large enough to show, and reading RAW pictures "
            "themselves is not installed on this site (the extra “raw”)."
        )
    import rawpy  # noqa: PLC0415 - an extra, and 30 MB with numpy.

    try:
        with rawpy.imread(str(source)) as raw:
            # Half the size is a quarter of the memory, and more than the large derivative needs.
            half = max(raw.sizes.raw_width, raw.sizes.raw_height) > 4000
            pixels = raw.postprocess(half_size=half, use_camera_wb=True, user_flip=0)
    except rawpy.LibRawError as error:
        raise CannotShow("This RAW picture is damaged, or of a camera that is not known yet.") from error
    if pixels.min() == pixels.max():
        # LibRaw fills what is missing with black, and says nothing.
        raise CannotShow("This RAW picture is damaged: nothing of it can be shown.")
    return Image.fromarray(pixels)


def _add_exif(image: Image.Image, blocks: list[bytes]) -> None:
    """Put the RAW file's own words where Pillow looks for those of the preview, which often has none."""
    exif = image.getexif()
    if _DATE in exif.get_ifd(_DETAILS):
        return
    for number, block in enumerate(blocks):
        own = Image.Exif()
        try:
            own.load(b"Exif\0\0" + block)
            parts: dict[int, Any] = {_DETAILS: own.get_ifd(_DETAILS), _PLACE: own.get_ifd(_PLACE)}
            whole = dict(own)
        except UNREADABLE:
            continue
        # Canon's newer files have a block each for the camera, the picture, the maker and the place.
        target = {1: exif.get_ifd(_DETAILS), 3: exif.get_ifd(_PLACE)}.get(number)
        if target is not None:
            target.update(whole)
        elif number == 0:
            exif.update(whole)
            for pointer, part in parts.items():
                exif.get_ifd(pointer).update(part)
    if isinstance(exif.get(_PACKET), bytes):
        image.info.setdefault("xmp", exif[_PACKET])
