"""What a sandbox's child can be asked to do, by name. Plain values in, plain values out."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from photoalbum.media import pipeline, videos


def examine(path: str, media_type: str, file_name: str, target_dir: str) -> dict[str, Any]:
    return pipeline.examine(Path(path), media_type, file_name, Path(target_dir)).to_plain()


def make_derivative(path: str, media_type: str, name: str, target_dir: str) -> dict[str, Any]:
    return asdict(pipeline.make_derivative(Path(path), media_type, name, Path(target_dir)))


def remux_clean(path: str, media_type: str, target: str) -> None:
    videos.remux_clean(Path(path), Path(target), media_type)


TASKS: dict[str, Callable[..., Any]] = {
    "examine": examine,
    "make_derivative": make_derivative,
    "remux_clean": remux_clean,
}
