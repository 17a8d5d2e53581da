"""New films of old ones by PyAV: packets taken over, or decoded, filtered and encoded."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import av
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.filter.context import FilterContext
from av.packet import Packet as AnyPacket
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from photoalbum.media.reels import Pictures, Reel, Take, picture_filters

# Damage is stepped over for so many packets before the video counts as unreadable.
MOST_BAD_PACKETS = 200
_MICROSECONDS = 1_000_000
_TURNS = {90: ["clock"], 180: ["clock", "clock"], 270: ["cclock"]}
_CLOCK = Fraction(1, 90_000)

if TYPE_CHECKING:
    Packet = AnyPacket[Any]
else:
    Packet = AnyPacket


class Studio:
    """Decoded pictures in; upright ones of the wanted size and format out."""

    def __init__(
        self, stream: VideoStream, reel: Reel, size: tuple[int, int], table: Path | None, pixels: str
    ) -> None:
        self._stream, self._reel = stream, reel
        self._filters = [*picture_filters(reel, size, table), ("format", {"pix_fmts": pixels})]
        self._shape: tuple[int, int, str] | None = None

    def at_most(self, pictures_a_second: float) -> None:
        if (self._reel.frames_per_second or 0) > pictures_a_second * 1.02:
            self._filters.insert(0, ("fps", {"fps": f"{pictures_a_second:g}"}))

    def through(self, frame: VideoFrame | None) -> Iterator[VideoFrame]:
        """What comes out when this picture goes in; None at the end."""
        if frame is not None:
            shape = (frame.width, frame.height, frame.format.name)
            if shape != self._shape:
                yield from self.through(None)
                self._build(frame)
                self._shape = shape
        elif self._shape is None:
            return
        self._graph.vpush(frame)
        while True:
            try:
                yield self._graph.vpull()
            except (BlockingIOError, EOFError):
                return

    def _build(self, frame: VideoFrame) -> None:
        self._graph = graph = av.filter.Graph()
        clock = self._stream.time_base or _CLOCK
        nodes: list[FilterContext] = [
            graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=clock)
        ]
        nodes += [graph.add("transpose", dir=turn) for turn in _TURNS.get(self._reel.rotation, [])]
        nodes += [graph.add(name, **told) for name, told in self._filters]
        graph.link_nodes(*nodes, graph.add("buffersink")).configure()


@dataclass(frozen=True)
class _Order:
    stream: VideoStream
    reel: Reel
    take: Take
    table: Path | None


class _Line(Protocol):
    """One stream of the new film."""

    def packets(self, packet: Packet) -> Iterator[Packet]: ...
    def end(self) -> Iterator[Packet]: ...


class _Copied:
    def __init__(self, made: OutputContainer, stream: Stream) -> None:
        self._copy = made.add_stream_from_template(stream, opaque=True)
        self._copy.metadata.clear()

    def packets(self, packet: Packet) -> Iterator[Packet]:
        if packet.dts is not None:
            packet.stream = self._copy
            yield packet

    def end(self) -> Iterator[Packet]:
        return iter(())


class _Pictures:
    bad = 0

    def __init__(self, made: OutputContainer, order: _Order, wanted: Pictures) -> None:
        stream, reel, table = order.stream, order.reel, order.table
        bits = wanted.most_bits
        options = {"preset": "veryfast", "crf": str(wanted.quality), "profile": "high", "threads": "4"}
        options |= {"maxrate": bits, "bufsize": bits}
        rate = Fraction(min(reel.frames_per_second or 30.0, wanted.most_per_second)).limit_denominator(1001)
        self._made = made.add_stream("libx264", rate=rate, options=options)
        self._made.width, self._made.height = wanted.size
        self._made.pix_fmt = "yuv420p"
        codec, first = self._made.codec_context, stream.codec_context
        codec.time_base = _CLOCK
        codec.color_range = 1
        colours = (1, 1, 1) if table else (first.color_primaries, first.color_trc, first.colorspace)
        codec.color_primaries, codec.color_trc, codec.colorspace = map(int, colours)
        self._studio = Studio(stream, reel, wanted.size, table, "yuv420p")
        self._studio.at_most(wanted.most_per_second)
        self._take, self._last = order.take, -1

    def packets(self, packet: Packet) -> Iterator[Packet]:
        for frame in _decoded(packet, self):
            if isinstance(frame, VideoFrame) and self._is_wanted(frame):
                for shown in self._studio.through(frame):
                    yield from self._encoded(shown)

    def end(self) -> Iterator[Packet]:
        for shown in self._studio.through(None):
            yield from self._encoded(shown)
        if self._last < 0:
            raise ValueError("not one picture could be read")
        yield from self._made.encode(None)

    def _is_wanted(self, frame: VideoFrame) -> bool:
        if frame.pts is None or frame.time_base is None:
            return False
        moment = float(frame.pts * frame.time_base)
        return moment >= self._take.start and not self._is_over(moment)

    def _is_over(self, moment: float) -> bool:
        return self._take.seconds is not None and moment >= self._take.start + self._take.seconds

    def _encoded(self, frame: VideoFrame) -> Iterator[Packet]:
        clock = frame.time_base or _CLOCK
        pts = round((frame.pts or 0) * clock / _CLOCK) - round(Fraction(self._take.start) / _CLOCK)
        if pts > self._last:
            self._last = frame.pts = pts
            frame.time_base = _CLOCK
            # The encoder decides anew which pictures stand alone.
            frame.pict_type = av.video.frame.PictureType.NONE
            yield from self._made.encode(frame)


class _Sound:
    bad = 0

    def __init__(self, made: OutputContainer) -> None:
        self._made = made.add_stream("aac", rate=48_000, layout="stereo", options={"b": "160k"})
        self._even = AudioResampler("fltp", "stereo", 48_000, frame_size=1024)

    def packets(self, packet: Packet) -> Iterator[Packet]:
        for frame in _decoded(packet, self):
            if isinstance(frame, av.AudioFrame):
                for piece in self._even.resample(frame):
                    yield from self._made.encode(piece)

    def end(self) -> Iterator[Packet]:
        for piece in self._even.resample(None):
            yield from self._made.encode(piece)
        yield from self._made.encode(None)


def film(source: InputContainer, stream: VideoStream, reel: Reel, take: Take, table: Path | None) -> None:
    """Make the film. Raises av.FFmpegError or ValueError when the source cannot be read."""
    options = {"fflags": "+bitexact"}
    if take.container != "webm":
        options |= {"movflags": "+faststart", "write_tmcd": "0"}
    stream.thread_type, stream.thread_count = "AUTO", 4
    if take.start:
        source.seek(int(take.start * _MICROSECONDS), backward=True)
    with av.open(take.target, "w", format=take.container, options=options) as made:
        lines = _lines(source, _Order(stream, reel, take, table), made)
        said, first = 0.0, None
        for packet in source.demux([each for each in source.streams if each.index in lines]):
            if packet.stream is stream and packet.pts is not None and packet.time_base is not None:
                moment = float(packet.pts * packet.time_base)
                first = moment if first is None else first
                if take.seconds is not None and moment > take.start + take.seconds + 2:
                    break
                if take.progress and time.monotonic() - said > 1:
                    said = time.monotonic()
                    made_us = int((moment - first) * _MICROSECONDS)
                    take.progress.write_text(f"out_time_us={made_us}\n", "ascii")
            for each in lines[packet.stream.index].packets(packet):
                made.mux(each)
        for line in lines.values():
            for each in line.end():
                made.mux(each)


def _lines(source: InputContainer, order: _Order, made: OutputContainer) -> dict[int, _Line]:
    lines: dict[int, _Line] = {}
    stream, take = order.stream, order.take
    if take.pictures is None:
        lines[stream.index] = _Copied(made, stream)
    else:
        lines[stream.index] = _Pictures(made, order, take.pictures)
    sound: AudioStream | None = next(iter(source.streams.audio), None)
    if sound is not None and take.sound:
        lines[sound.index] = _Copied(made, sound) if take.sound == "copy" else _Sound(made)
    return lines


class _Counting(Protocol):
    bad: int


def _decoded(packet: Packet, line: _Counting) -> Iterator[object]:
    """The frames of a packet, stepping over a limited number of broken ones."""
    try:
        yield from packet.decode()
    except av.FFmpegError:
        line.bad += 1
        if line.bad > MOST_BAD_PACKETS:
            raise
