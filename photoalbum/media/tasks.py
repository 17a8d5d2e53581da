"""What a sandbox's child can be asked to do, by name. Plain values in, plain values out."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from photoalbum.media import films, leaving, limits, pipeline
from photoalbum.media.editing import Edits
from photoalbum.media.stills import make_edited as make_edited_stills


def examine(path: str, media_type: str, file_name: str, target_dir: str) -> dict[str, Any]:
    return pipeline.examine(Path(path), media_type, file_name, Path(target_dir)).to_plain()


def read_facts(path: str, media_type: str, file_name: str) -> dict[str, Any]:
    return pipeline.read_facts(Path(path), media_type, file_name).to_plain()


def make_derivative(path: str, media_type: str, name: str, target_dir: str) -> dict[str, Any]:
    return asdict(pipeline.make_derivative(Path(path), media_type, name, Path(target_dir)))


def make_clean(
    path: str, media_type: str, target_dir: str, edits: dict[str, Any] | None = None
) -> dict[str, Any]:
    wish = Edits.from_plain(edits) if edits else None
    return leaving.make_clean(Path(path), media_type, Path(target_dir), wish)


def make_edited(path: str, media_type: str, edits: dict[str, Any], target_dir: str) -> dict[str, Any]:
    stills = make_edited_stills(Path(path), Path(target_dir), media_type, Edits.from_plain(edits))
    names = [still.path.name for still in stills.files.values()]
    return {"files": names, "placeholder": stills.placeholder, "tint": stills.tint}


def make_web_copy(path: str, media_type: str, target_dir: str) -> dict[str, Any]:
    limits.step_aside()
    return asdict(films.make_web_copy(Path(path), media_type, Path(target_dir)))


def make_preview(path: str, media_type: str, at: float, target_dir: str) -> dict[str, Any] | None:
    limits.step_aside()
    made = films.make_preview(Path(path), media_type, at, Path(target_dir))
    return asdict(made) if made else None


TASKS: dict[str, Callable[..., Any]] = {
    "examine": examine,
    "read_facts": read_facts,
    "make_derivative": make_derivative,
    "make_clean": make_clean,
    "make_edited": make_edited,
    "make_web_copy": make_web_copy,
    "make_preview": make_preview,
}
