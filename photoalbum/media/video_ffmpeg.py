"""Videos read by the programs ffprobe and ffmpeg, each call a limited process of its own."""

import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from photoalbum.media import limited, tone
from photoalbum.media.faults import CannotShow
from photoalbum.media.formats import Format
from photoalbum.media.positions import number
from photoalbum.media.reels import Reel, Shot, Take, picture_filters, quarter_turns

_FFMPEG = ("ffmpeg", "-v", "error", "-nostdin")
_FFPROBE = ("ffprobe", "-v", "error")


def is_installed() -> bool:
    return shutil.which("ffmpeg") is not None and shutil.which("ffprobe") is not None


class FfmpegReader:
    def read(self, source: Path, found: Format) -> Reel:
        wanted = ["-of", "json", "-show_format", "-show_streams"]
        output = limited.run([*_FFPROBE, *_input(source, found), *wanted])
        try:
            told = json.loads(output)
        except ValueError as error:
            raise CannotShow("This video could not be read: it is damaged.") from error
        streams = [each for each in told.get("streams", []) if isinstance(each, dict)]
        picture = next((each for each in streams if _is_moving(each)), None)
        if picture is None:
            raise CannotShow("There is no moving picture in this file.")
        sound = next((each for each in streams if each.get("codec_type") == "audio"), {})
        container = told.get("format", {})
        tags = {**picture.get("tags", {}), **container.get("tags", {})}
        return Reel(
            width=int(picture.get("width", 0)),
            height=int(picture.get("height", 0)),
            codec=str(picture.get("codec_name", "")),
            pixel_format=str(picture.get("pix_fmt", "")),
            profile=str(picture.get("profile", "")),
            rotation=_rotation(picture),
            pixel_aspect=_ratio(picture.get("sample_aspect_ratio"), ":") or 1.0,
            frames_per_second=_ratio(picture.get("avg_frame_rate"), "/"),
            transfer=str(picture.get("color_transfer", "")),
            interlaced=picture.get("field_order") in ("tt", "bb", "tb", "bt"),
            audio_codec=str(sound.get("codec_name", "")),
            duration=number(container.get("duration")) or number(picture.get("duration")),
            tags={str(name).lower(): str(value)[:500] for name, value in tags.items()},
        )

    def packet_duration(self, source: Path, found: Format) -> float | None:
        wanted = [
            "-select_streams",
            "v:0",
            "-show_entries",
            "packet=pts_time,dts_time,duration_time",
            "-of",
            "csv=p=0",
        ]
        output = limited.run([*_FFPROBE, *_input(source, found), *wanted])
        starts, ends = [], []
        for line in output.decode("ascii", "replace").splitlines():
            shown, decoded, length = (number(part) for part in (*line.split(","), "", "", "")[:3])
            # Streams made for broadcasting say of few pictures when they are shown.
            moment = decoded if shown is None else shown
            if moment is not None:
                starts.append(moment)
                ends.append(moment + (length or 0.0))
        return max(ends) - min(starts) if ends else None

    def frame(self, source: Path, found: Format, reel: Reel, shot: Shot) -> bool:
        output = ["-map_metadata", "-1", "-pix_fmt", "yuvj444p", "-q:v", "2", "-f", "image2", "-update", "1"]
        shot.target.unlink(missing_ok=True)
        folder = shot.target.parent
        with tone.table(reel, folder) as table, suppress(CannotShow):
            chosen = ["-map", "0:V:0", "-frames:v", "1", "-vf", _chain(reel, shot.size, table)]
            given = ["-threads", "2", "-ss", f"{shot.at:.3f}", *_input(source, found)]
            limited.run([*_FFMPEG, *given, *chosen, *output, *_to(shot.target)], folder=folder)
        return shot.target.exists() and shot.target.stat().st_size > 0

    def film(self, source: Path, found: Format, reel: Reel, take: Take) -> None:
        folder = take.target.parent
        with tone.table(reel, folder) as table:
            seek = ["-ss", f"{take.start:.3f}"] if take.start else []
            # More threads than that would need more memory than a film may have.
            given = ["-threads", "4", *seek, *_input(source, found)]
            made = [*_pictures(reel, take, table), *_sound(take), *_silent(take), *_progress(take)]
            limited.run([*_FFMPEG, *given, *made, *_to(take.target)], budget=take.budget, folder=folder)


def _pictures(reel: Reel, take: Take, table: Path | None) -> list[str]:
    wanted = take.pictures
    if wanted is None:
        return ["-map", "0:V:0", "-c:v", "copy"]
    chain = _chain(reel, wanted.size, table) + ",format=yuv420p"
    if (reel.frames_per_second or 0) > wanted.most_per_second * 1.02:
        chain = f"fps={wanted.most_per_second:g}," + chain
    encoder = ["-c:v", "libx264", "-profile:v", "high", "-preset", "veryfast", "-threads:v", "4"]
    quality = ["-crf", str(wanted.quality), "-maxrate", wanted.most_bits, "-bufsize", wanted.most_bits]
    colours = ["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"] if table else []
    return ["-map", "0:V:0", "-vf", chain, *encoder, *quality, *colours, "-flags:v", "+bitexact"]


def _sound(take: Take) -> list[str]:
    if not take.sound:
        return ["-an"]
    encoder = ["-c:a", "aac", "-b:a", "160k", "-ac", "2", "-ar", "48000", "-flags:a", "+bitexact"]
    return ["-map", "0:a:0?", *(["-c:a", "copy"] if take.sound == "copy" else encoder)]


def _silent(take: Take) -> list[str]:
    """Nothing in the new film says where it comes from."""
    length = ["-t", f"{take.seconds:.3f}"] if take.seconds else []
    nothing = ["-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"]
    front = [] if take.container == "webm" else ["-movflags", "+faststart", "-write_tmcd", "0"]
    return [*length, "-dn", "-sn", *nothing, *front, "-max_muxing_queue_size", "1024", "-f", take.container]


def _progress(take: Take) -> list[str]:
    return ["-progress", f"file:{take.progress.absolute()}", "-stats_period", "2"] if take.progress else []


def _chain(reel: Reel, size: tuple[int, int], table: Path | None) -> str:
    """The filters as one word. The table is named as the program sees it from its folder: see limited.run."""
    filters = picture_filters(reel, size, Path(table.name) if table else None)
    words = [(name, ":".join(f"{key}={value}" for key, value in told.items())) for name, told in filters]
    return ",".join(f"{name}={values}" for name, values in words)


def _to(target: Path) -> list[str]:
    return ["-y", f"file:{target.absolute()}"]


def _input(source: Path, found: Format) -> list[str]:
    """Only local files, and only the demuxer of the type: a disguised playlist finds no reader."""
    demuxer = found.readers[0]
    return ["-protocol_whitelist", "file", "-f", demuxer, "-i", f"file:{source.absolute()}"]


def _is_moving(stream: dict[str, Any]) -> bool:
    still = stream.get("disposition", {}).get("attached_pic")
    return stream.get("codec_type") == "video" and not still and bool(stream.get("width"))


def _rotation(stream: dict[str, Any]) -> int:
    for data in stream.get("side_data_list", []):
        turned = number(data.get("rotation"))
        if turned is not None:
            return quarter_turns(-turned)
    return quarter_turns(number(stream.get("tags", {}).get("rotate")) or 0.0)


def _ratio(text: Any, between: str) -> float | None:
    above, _, below = str(text or "").partition(between)
    top, bottom = number(above), number(below)
    return top / bottom if top and bottom and top > 0 and bottom > 0 else None
