"""Real pictures made on the spot, small enough for tests."""

import io
from datetime import datetime

from PIL import Image


def jpeg(
    *,
    size: tuple[int, int] = (120, 80),
    colour: str = "seagreen",
    taken: str | None = "2019-07-14 10:00:00",
    offset: str | None = None,
    orientation: int | None = None,
    where: tuple[float, float] | None = None,
    quality: int = 85,
) -> bytes:
    """A JPEG with EXIF as a phone writes it. Two calls with the same words give the same bytes."""
    exif = Image.Exif()
    details = exif.get_ifd(0x8769)
    if taken:
        moment = datetime.fromisoformat(taken)
        details[0x9003] = moment.strftime("%Y:%m:%d %H:%M:%S")
    if offset:
        details[0x9011] = offset
    if orientation:
        exif[0x0112] = orientation
    if where:
        exif.get_ifd(0x8825).update(_gps(*where))
    exif[0x010F], exif[0x0110] = "Testcam", "Model T"
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG", exif=exif, quality=quality)
    return target.getvalue()


def png(*, size: tuple[int, int] = (60, 40), colour: str = "orange") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "PNG")
    return target.getvalue()


def _gps(lat: float, lon: float) -> dict[int, object]:
    def parts(value: float) -> tuple[float, float, float]:
        degrees, rest = divmod(abs(value), 1)
        minutes, rest = divmod(rest * 60, 1)
        return degrees, minutes, round(rest * 60, 3)

    return {1: "N" if lat >= 0 else "S", 2: parts(lat), 3: "E" if lon >= 0 else "W", 4: parts(lon)}
