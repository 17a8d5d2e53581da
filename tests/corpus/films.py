"""Videos of a second or two, encoded on the spot with PyAV."""

from fractions import Fraction
from pathlib import Path

import av
from av.video.frame import VideoFrame
from PIL import Image

from .pictures import scene


def film(
    path: Path,
    *,
    seconds: float = 2.0,
    size: tuple[int, int] = (160, 120),
    codec: str = "libx264",
    black_seconds: float = 0.0,
    tags: dict[str, str] | None = None,
    sound: bool = False,
    options: dict[str, str] | None = None,
) -> Path:
    """A film of the four-cornered scene at ten pictures a second, black at first when asked."""
    dark, bright = Image.new("RGB", size, "black"), scene(size)
    with av.open(path, "w", options={"movflags": "use_metadata_tags", **(options or {})}) as container:
        container.metadata.update(tags or {})
        stream = container.add_stream(codec, rate=10)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        hiss = container.add_stream("aac", rate=8000, layout="mono") if sound else None
        for number in range(round(seconds * 10)):
            frame = VideoFrame.from_image(dark if number < black_seconds * 10 else bright)
            frame.pts, frame.time_base = number, Fraction(1, 10)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
        if hiss is not None:
            silence = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            silence.rate = 8000
            for plane in silence.planes:
                plane.update(bytes(plane.buffer_size))
            silence.pts = 0
            container.mux(hiss.encode(silence))
            container.mux(hiss.encode())
    return path


def moving(
    path: Path,
    codec: str,
    options: dict[str, str],
    pixels: str = "",
    *,
    size: tuple[int, int] = (160, 120),
    pictures: int = 20,
    sound: str = "",
    transfer: int = 0,
) -> Path:
    """The scene at ten pictures a second in any codec."""
    # MPEG-2 knows a few rates only.
    rate = 25 if codec == "mpeg2video" else 10
    coder = {"x265-params": "log-level=none"} if codec == "libx265" else {}
    with av.open(str(path), "w", options=options) as container:
        stream = container.add_stream(codec, rate=rate, options=coder)
        stream.width, stream.height = size
        stream.pix_fmt = pixels or {"mjpeg": "yuvj420p"}.get(codec, "yuv420p")
        if transfer:
            stream.codec_context.color_trc, stream.codec_context.color_primaries = transfer, 9
            stream.codec_context.colorspace = 9
        raw = container.add_stream(sound, rate=8000, layout="mono") if sound else None
        for number in range(pictures):
            frame = av.VideoFrame.from_image(scene(size)).reformat(format=stream.pix_fmt)
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
        if raw is not None:
            silence = av.AudioFrame(format="s16", layout="mono", samples=8000)
            silence.rate, silence.pts = 8000, 0
            for plane in silence.planes:
                plane.update(bytes(plane.buffer_size))
            container.mux(raw.encode(silence))
            container.mux(raw.encode())
    return path
