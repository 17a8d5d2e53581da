"""Short videos: a still picture in which something moves."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count, islice
from typing import cast

import av
from av.video.stream import VideoStream
from PIL import Image, ImageDraw

from photoalbum.demo.pictures import ridges, woods
from photoalbum.demo.pictures.canvas import BILINEAR, blurred, cover, dice
from photoalbum.demo.pictures.light import LIGHTS

SIZE = (1280, 720)
RATE, SECONDS = 24, 6
ENCODERS = ("libx264", "libopenh264", "mpeg4")


def filmed(scene: str, moment: datetime, *, seconds: float = SECONDS) -> bytes:
    """The clip as an MP4 file."""
    scenes: dict[str, Callable[[str], Iterator[Image.Image]]] = {"balloons": _balloons, "snow": _snow}
    target = io.BytesIO()
    encoder = next(name for name in ENCODERS if name in av.codecs_available)
    with av.open(target, "w", format="mp4") as container:
        container.metadata["creation_time"] = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        # One thread: how the work is shared out would otherwise show in the bytes.
        options = {"preset": "veryfast", "crf": "24", "threads": "1"}
        stream = cast(VideoStream, container.add_stream(encoder, rate=RATE, options=options))
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        for picture in islice(scenes[scene](scene), round(RATE * seconds)):
            container.mux(stream.encode(_frame(picture)))
        container.mux(stream.encode())
    return target.getvalue()


def _frame(picture: Image.Image) -> av.VideoFrame:
    frame = av.VideoFrame(*picture.size, "rgb24")
    frame.planes[0].update(picture.tobytes())
    return frame


def _balloons(seed: str) -> Iterator[Image.Image]:
    """They rise, and drift with the wind: near ones faster."""
    rng, light = dice("clip", seed), LIGHTS["morning"]
    still = ridges.hills(rng, SIZE, light, horizon=0.58, layers=6)
    flying = ridges.flight(rng, SIZE, light, 7, horizon=0.6)
    for frame in count():
        picture = still.copy()
        for balloon in flying:
            far = frame * (0.12 + 0.5 * balloon.share)
            x, y = balloon.place[0] + far, balloon.place[1] - far * 0.22
            shift = (1, 0, int(x) - x, 0, 1, int(y) - y)
            size = balloon.picture.width + 1, balloon.picture.height + 1
            body = balloon.picture.transform(size, Image.Transform.AFFINE, shift, BILINEAR)
            mask = balloon.mask.transform(size, Image.Transform.AFFINE, shift, BILINEAR)
            picture.paste(body, (int(x), int(y)), mask)
        yield picture


def _snow(seed: str) -> Iterator[Image.Image]:
    """Flakes in three distances before the hut."""
    rng = dice("clip", seed)
    still = woods.winter_firs(rng, SIZE, LIGHTS["dusk"], cabin=True, flakes=False)
    width, height = SIZE
    sheets = []
    for number, radius, speed in ((420, 1.0, 2.0), (160, 1.9, 3.6), (36, 4.6, 7.5)):
        sheet = Image.new("L", SIZE)
        pen = ImageDraw.Draw(sheet)
        for _flake in range(number):
            x, y, r = rng.uniform(0, width), rng.uniform(0, height), radius * rng.uniform(0.6, 1.4)
            pen.ellipse((x - r, y - r, x + r, y + r), rng.randrange(130, 235))
        sheets.append((blurred(sheet, radius * 0.6), speed))
    for frame in count():
        picture = still.copy()
        for sheet, speed in sheets:
            cover(picture, "#ffffff", _fallen(sheet, round(frame * speed), round(frame * speed * 0.3)))
        yield picture


def _fallen(sheet: Image.Image, down: int, across: int) -> Image.Image:
    """The sheet of flakes moved on; what leaves below comes in again above."""
    width, height = sheet.size
    down, across = down % height, across % width
    moved = Image.new("L", sheet.size)
    for left in (across, across - width):
        for top in (down, down - height):
            moved.paste(sheet, (left, top))
    return moved
