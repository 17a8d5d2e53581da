"""Videos read by PyAV, whose wheel brings FFmpeg's libraries along, where no ffmpeg program is installed."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from photoalbum.media.faults import CannotShow
from photoalbum.media.formats import Format
from photoalbum.media.reels import Reel, Shot, clean_containers, quarter_turns

_TRANSFERS = {16: "smpte2084", 18: "arib-std-b67"}
# A damaged beginning is skipped for so many packets before the video counts as unreadable.
_MOST_BAD_PACKETS = 200
_MICROSECONDS = 1_000_000
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


class PyavReader:
    def read(self, source: Path, found: Format) -> Reel:
        with _opened(source, found) as container:
            stream = _picture(container)
            first = next(_frames(container, stream), None)
            sound = container.streams.audio[0] if container.streams.audio else None
            codec = stream.codec_context
            aspect = codec.sample_aspect_ratio
            return Reel(
                width=codec.width,
                height=codec.height,
                codec=codec.codec.canonical_name,
                pixel_format=codec.pix_fmt or "",
                profile=codec.profile or "",
                rotation=quarter_turns(-first.rotation) if first is not None else 0,
                pixel_aspect=float(aspect) if aspect else 1.0,
                frames_per_second=float(stream.average_rate) if stream.average_rate else None,
                transfer=_TRANSFERS.get(int(codec.color_trc), ""),
                audio_codec=sound.codec_context.codec.canonical_name if sound is not None else "",
                duration=container.duration / _MICROSECONDS if container.duration else None,
                tags={
                    name.lower(): value[:500]
                    for name, value in {**stream.metadata, **container.metadata}.items()
                },
            )

    def packet_duration(self, source: Path, found: Format) -> float | None:
        with _opened(source, found) as container:
            stream = _picture(container)
            starts, ends = [], []
            for packet in container.demux(stream):
                if packet.pts is not None and packet.time_base is not None:
                    starts.append(float(packet.pts * packet.time_base))
                    ends.append(float((packet.pts + (packet.duration or 0)) * packet.time_base))
            return max(ends) - min(starts) if ends else None

    def frame(self, source: Path, found: Format, reel: Reel, shot: Shot) -> bool:
        with _opened(source, found) as container:
            stream = _picture(container)
            if shot.at > 0:
                container.seek(int(shot.at * _MICROSECONDS), backward=True)
            shown: VideoFrame | None = None
            for frame in _frames(container, stream):
                shown = frame
                if frame.pts is None or frame.time >= shot.at:
                    break
            if shown is None:
                return False
            image = _as_image(shown)
            if reel.rotation in _TURNS:
                image = image.transpose(_TURNS[reel.rotation])
            image.resize(shot.size, Image.Resampling.LANCZOS).save(
                shot.target, "JPEG", quality=95, subsampling=0
            )
            return True

    def remux(self, source: Path, found: Format, target: Path) -> None:
        *first, last = clean_containers(found)
        for kind in first:
            with suppress(CannotShow):
                return _remux(source, found, target, kind)
        return _remux(source, found, target, last)


def _remux(source: Path, found: Format, target: Path, kind: str) -> None:
    options = {"fflags": "+bitexact"}
    if kind != "webm":
        options |= {"movflags": "+faststart", "write_tmcd": "0"}
    try:
        with _opened(source, found) as container, av.open(target, "w", format=kind, options=options) as copy:
            chosen = [_picture(container), *container.streams.audio[:1]]
            copies = {stream.index: copy.add_stream_from_template(stream, opaque=True) for stream in chosen}
            for stream in copies.values():
                stream.metadata.clear()
            for packet in container.demux(chosen):
                if packet.dts is not None:
                    packet.stream = copies[packet.stream.index]
                    copy.mux(packet)
    except (av.FFmpegError, ValueError) as error:
        raise CannotShow("This video could not be copied: it is damaged.") from error


@contextmanager
def _opened(source: Path, found: Format) -> Iterator[InputContainer]:
    try:
        container = av.open(
            f"file:{source.absolute()}", format=found.readers[0], options={"protocol_whitelist": "file"}
        )
    except (av.FFmpegError, OSError, ValueError) as error:
        raise CannotShow("This video could not be read: it is damaged.") from error
    with container:
        yield container


def _picture(container: InputContainer) -> VideoStream:
    for stream in container.streams.video:
        if not stream.disposition & av.stream.Disposition.attached_pic:
            stream.thread_count = 2
            return stream
    raise CannotShow("There is no moving picture in this file.")


def _as_image(frame: VideoFrame) -> Image.Image:
    shown = frame.reformat(format="rgb24")
    plane = shown.planes[0]
    return Image.frombuffer(
        "RGB", (shown.width, shown.height), bytes(plane), "raw", "RGB", plane.line_size, 1
    ).copy()


def _frames(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Decoded pictures, stepping over a limited number of broken packets."""
    bad = 0
    try:
        for packet in container.demux(stream):
            try:
                yield from packet.decode()
            except av.FFmpegError:
                bad += 1
                if bad > _MOST_BAD_PACKETS:
                    return
    except av.FFmpegError:
        return
