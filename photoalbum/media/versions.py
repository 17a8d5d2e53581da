"""What reads the files that people send, in which version, and which versions are too old to be safe."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib import metadata
from typing import NamedTuple

# As in pyproject.toml, which a test compares; a machine may have got others since. FFmpeg's oldest kept line.
FLOORS = {"pillow": "13.0.0", "pillow-heif": "1.8", "av": "16"}
FFMPEG_FLOOR = "5.1"


class Decoder(NamedTuple):
    name: str
    version: str | None
    floor: str

    @property
    def is_too_old(self) -> bool:
        return self.version is not None and numbers(self.version) < numbers(self.floor)


def of_decoders() -> Iterator[Decoder]:
    for name, floor in FLOORS.items():
        try:
            yield Decoder(name, metadata.version(name), floor)
        except metadata.PackageNotFoundError:
            yield Decoder(name, None, floor)
    # Without the program the libraries that come with `av` read videos.
    if program := shutil.which("ffmpeg"):
        yield Decoder("ffmpeg", _of_ffmpeg(program), FFMPEG_FLOOR)


def numbers(version: str) -> tuple[int, ...]:
    """The numbers at the beginning of a version.

    >>> numbers("13.0.0") > numbers("9.5")
    True
    """
    found = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(map(int, found[0].split("."))) if found else ()


def _of_ffmpeg(program: str) -> str | None:
    try:
        said = subprocess.run(
            [program, "-version"], capture_output=True, text=True, timeout=20, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    # "ffmpeg version 5.1.6-0+deb12u1 …"; a build of one's own is named by its day or its commit.
    found = re.match(r"ffmpeg version n?(\d+[\d.]*)", said)
    return found[1] if found else FFMPEG_FLOOR
