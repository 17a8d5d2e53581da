"""Finished pictures as files: JPEG with what a camera writes into it, under the name it would give."""

import io
from datetime import datetime
from random import Random
from typing import Any

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from photoalbum.demo.pictures.canvas import dice

EXIF, GPS = 0x8769, 0x8825

# Maker, model, lens, focal lengths, apertures, and the name of a file.
CAMERAS: dict[str, tuple[str, str, str, tuple[int, ...], tuple[float, ...], str]] = {
    "r6": (
        "Canon",
        "Canon EOS R6",
        "RF24-105mm F4 L IS USM",
        (24, 35, 50, 70, 105),
        (4.0, 5.6, 8.0),
        "IMG_{number:04}.JPG",
    ),
    "x": (
        "FUJIFILM",
        "X-T4",
        "XF16-55mmF2.8 R LM WR",
        (16, 23, 35, 55),
        (2.8, 4.0, 5.6, 8.0),
        "DSCF{number:04}.JPG",
    ),
    "phone": ("Google", "Pixel 7", "", (7,), (1.9,), "PXL_{moment:%Y%m%d_%H%M%S}{thousandth:03}.jpg"),
    "": ("", "", "", (), (), "slide {number:03}.jpg"),
}
DIM = ("night", "dusk", "candles", "cake", "lights", "windows")


def file_name(camera: str, moment: datetime, number: int) -> str:
    return CAMERAS[camera][5].format(number=number, moment=moment, thousandth=number * 37 % 1000)


def developed(
    picture: Image.Image,
    camera: str,
    moment: datetime,
    *,
    hours: int,
    place: tuple[float, float] | None,
    dark: bool,
    seed: str,
) -> bytes:
    """The file. Slides have been scanned: nothing in them says when or where."""
    target = io.BytesIO()
    if not camera:
        picture.save(target, "JPEG", quality=86, dpi=(300, 300))
        return target.getvalue()
    rng = dice("camera", seed)
    exif = _exif(rng, camera, moment, hours=hours, dark=dark)
    if place is not None:
        exif.get_ifd(GPS).update(
            _gps(place[0] + rng.uniform(-0.02, 0.02), place[1] + rng.uniform(-0.02, 0.02))
        )
    picture.save(target, "JPEG", quality=86, exif=exif)
    return target.getvalue()


def _exif(rng: Random, camera: str, moment: datetime, *, hours: int, dark: bool) -> Image.Exif:
    maker, model, lens, lengths, apertures, _pattern = CAMERAS[camera]
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = maker, model
    wall_clock = moment.strftime("%Y:%m:%d %H:%M:%S")
    exposure = rng.choice((15, 30, 60)) if dark else rng.choice((125, 250, 500, 1000))
    details: dict[int, Any] = {
        0x9003: wall_clock,
        0x9004: wall_clock,
        0x9011: f"{'+' if hours >= 0 else '-'}{abs(hours):02}:00",
        0x829A: IFDRational(1, exposure),
        0x829D: IFDRational(round(rng.choice(apertures) * 10), 10),
        0x8827: rng.choice((1600, 3200)) if dark else rng.choice((100, 200, 400)),
        0x920A: IFDRational(rng.choice(lengths), 1),
    }
    if lens:
        details[0xA434] = lens
    exif.get_ifd(EXIF).update(details)
    return exif


def _gps(latitude: float, longitude: float) -> dict[int, Any]:
    return {
        1: "N" if latitude >= 0 else "S",
        2: _degrees(latitude),
        3: "E" if longitude >= 0 else "W",
        4: _degrees(longitude),
    }


def _degrees(value: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    hundredths = round(abs(value) * 360_000)
    degrees, rest = divmod(hundredths, 360_000)
    minutes, rest = divmod(rest, 6000)
    return IFDRational(degrees, 1), IFDRational(minutes, 1), IFDRational(rest, 100)
