"""Videos read by the programs ffprobe and ffmpeg, each call a limited process of its own."""

import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from photoalbum.media import limited, limits
from photoalbum.media.faults import CannotShow
from photoalbum.media.formats import Format
from photoalbum.media.positions import number
from photoalbum.media.reels import Reel, Shot, clean_containers, quarter_turns

# What phones record in HDR looks grey unless its brightness is brought into the range of ordinary screens.
_TONE_MAPPING = (
    ",zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,"
    "zscale=t=bt709:m=bt709:r=tv,format=yuv420p"
)

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
            audio_codec=str(sound.get("codec_name", "")),
            duration=number(container.get("duration")) or number(picture.get("duration")),
            tags={str(name).lower(): str(value)[:500] for name, value in tags.items()},
        )

    def packet_duration(self, source: Path, found: Format) -> float | None:
        wanted = [
            "-select_streams",
            "v:0",
            "-show_entries",
            "packet=pts_time,duration_time",
            "-of",
            "csv=p=0",
        ]
        output = limited.run([*_FFPROBE, *_input(source, found), *wanted])
        starts, ends = [], []
        for line in output.decode("ascii", "replace").splitlines():
            start, _, length = line.partition(",")
            moment = number(start)
            if moment is not None:
                starts.append(moment)
                ends.append(moment + (number(length.strip(",")) or 0.0))
        return max(ends) - min(starts) if ends else None

    def frame(self, source: Path, found: Format, reel: Reel, shot: Shot) -> bool:
        scale = f"scale={shot.size[0]}:{shot.size[1]}:flags=lanczos,setsar=1"
        seek = ["-ss", f"{shot.at:.3f}"]
        output = ["-map_metadata", "-1", "-pix_fmt", "yuvj444p", "-q:v", "2", "-f", "image2", "-update", "1"]
        for filters in ([scale + _TONE_MAPPING] if reel.is_hdr else []) + [scale]:
            shot.target.unlink(missing_ok=True)
            chosen = ["-map", "0:V:0", "-frames:v", "1", "-vf", filters]
            with suppress(CannotShow):
                limited.run(
                    [
                        *_FFMPEG,
                        "-threads",
                        "2",
                        *seek,
                        *_input(source, found),
                        *chosen,
                        *output,
                        *_to(shot.target),
                    ]
                )
            if shot.target.exists() and shot.target.stat().st_size:
                return True
        return False

    def remux(self, source: Path, found: Format, target: Path) -> None:
        *first, last = clean_containers(found)
        for container in first:
            with suppress(CannotShow):
                return self._remux(source, found, target, container)
        return self._remux(source, found, target, last)

    def _remux(self, source: Path, found: Format, target: Path, container: str) -> None:
        budget = limits.copying(source.stat().st_size)
        chosen = ["-map", "0:V:0", "-map", "0:a:0?", "-c", "copy", "-dn", "-sn", "-write_tmcd", "0"]
        silent = [
            "-map_metadata",
            "-1",
            "-map_metadata:s",
            "-1",
            "-map_chapters",
            "-1",
            "-fflags",
            "+bitexact",
        ]
        output = ["-movflags", "+faststart", "-f", container]
        limited.run(
            [*_FFMPEG, *_input(source, found), *chosen, *silent, *output, *_to(target)],
            seconds=budget.seconds,
            file_size=budget.file_size,
        )


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
