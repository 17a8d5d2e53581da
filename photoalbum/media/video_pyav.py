"""Videos read by PyAV, whose wheel brings FFmpeg's libraries along, where no ffmpeg program is installed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from photoalbum.media import tone
from photoalbum.media.faults import CannotShow
from photoalbum.media.formats import Format
from photoalbum.media.reels import Reel, Shot, Take, quarter_turns
from photoalbum.media.video_pyav_film import MOST_BAD_PACKETS, Studio, film

_TRANSFERS = {16: "smpte2084", 18: "arib-std-b67"}
_MICROSECONDS = 1_000_000


class PyavReader:
    def read(self, source: Path, found: Format) -> Reel:
        with opened(source, found) as container:
            stream = moving_pictures(container)
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
                interlaced=first is not None and first.interlaced_frame,
                audio_codec=sound.codec_context.codec.canonical_name if sound is not None else "",
                duration=container.duration / _MICROSECONDS if container.duration else None,
                tags={
                    name.lower(): value[:500]
                    for name, value in {**stream.metadata, **container.metadata}.items()
                },
            )

    def packet_duration(self, source: Path, found: Format) -> float | None:
        with opened(source, found) as container:
            stream = moving_pictures(container)
            starts, ends = [], []
            for packet in container.demux(stream):
                moment = packet.dts if packet.pts is None else packet.pts
                if moment is not None and packet.time_base is not None:
                    starts.append(float(moment * packet.time_base))
                    ends.append(float((moment + (packet.duration or 0)) * packet.time_base))
            return max(ends) - min(starts) if ends else None

    def frame(self, source: Path, found: Format, reel: Reel, shot: Shot) -> bool:
        with opened(source, found) as container:
            stream = moving_pictures(container)
            if shot.at > 0:
                container.seek(int(shot.at * _MICROSECONDS), backward=True)
            shown: VideoFrame | None = None
            for frame in _frames(container, stream):
                shown = frame
                if frame.pts is None or frame.time >= shot.at:
                    break
            if shown is None:
                return False
            with tone.table(reel, shot.target.parent) as table:
                studio = Studio(stream, reel, shot.size, table, "rgb24")
                image = _as_image([*studio.through(shown), *studio.through(None)][0])
            image.save(shot.target, "JPEG", quality=95, subsampling=0)
            return True

    def film(self, source: Path, found: Format, reel: Reel, take: Take) -> None:
        try:
            with opened(source, found) as container, tone.table(reel, take.target.parent) as table:
                film(container, moving_pictures(container), reel, take, table)
        except (av.FFmpegError, ValueError) as error:
            raise CannotShow("This video could not be made ready for browsers: it is damaged.") from error


@contextmanager
def opened(source: Path, found: Format) -> Iterator[InputContainer]:
    try:
        container = av.open(
            f"file:{source.absolute()}",
            format=found.readers[0],
            options={"protocol_whitelist": "file"},
            metadata_errors="replace",
        )
    except (av.FFmpegError, OSError, ValueError) as error:
        raise CannotShow("This video could not be read: it is damaged.") from error
    with container:
        yield container


def moving_pictures(container: InputContainer) -> VideoStream:
    for stream in container.streams.video:
        if not stream.disposition & av.stream.Disposition.attached_pic:
            stream.thread_count = 2
            return stream
    raise CannotShow("There is no moving picture in this file.")


def _as_image(frame: VideoFrame) -> Image.Image:
    plane = frame.planes[0]
    size = (frame.width, frame.height)
    return Image.frombuffer("RGB", size, bytes(plane), "raw", "RGB", plane.line_size, 1).copy()


def _frames(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Decoded pictures, stepping over a limited number of broken packets."""
    bad = 0
    try:
        for packet in container.demux(stream):
            try:
                yield from packet.decode()
            except av.FFmpegError:
                bad += 1
                if bad > MOST_BAD_PACKETS:
                    return
    except av.FFmpegError:
        return
