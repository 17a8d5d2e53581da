"""Where settings are written, nearest first: environment, .env files, instance/settings.toml."""

import difflib
import os
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values

from photoalbum.settings.readers import BadSetting

PREFIX = "PHOTOALBUM_"
PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Source:
    """Texts by name, as one place holds them. Its name is shown to people."""

    name: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Found:
    text: str
    name: str
    source: str


def dotenv(folder: Path) -> Source:
    path = folder / ".env"
    try:
        found = dotenv_values(path, interpolate=False) if path.is_file() else {}
    except (OSError, UnicodeDecodeError):
        raise BadSetting(f"{path} cannot be read as text.") from None
    return Source(str(path), {name: text or "" for name, text in found.items()})


def toml(instance: Path) -> Source:
    """instance/settings.toml with its names turned into those of the environment."""
    path = instance / "settings.toml"
    try:
        table = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    except tomllib.TOMLDecodeError as fault:
        raise BadSetting(f"{path} is not written as TOML: {fault}.") from None
    except (OSError, UnicodeDecodeError):
        raise BadSetting(f"{path} cannot be read as text.") from None
    return Source(str(path), {f"{PREFIX}{name.upper()}": _as_text(value) for name, value in table.items()})


def find(sources: Iterable[Source], names: Iterable[str], *, secret: bool) -> Found | None:
    """The first of these names that is set to something, in the nearest source. Secrets may lie in files."""
    names = tuple(names)
    for source in sources:
        for name in names:
            if value := source.texts.get(name, "").strip():
                return Found(value, name, source.name)
            if secret and (path := source.texts.get(f"{name}_FILE", "").strip()):
                return Found(_content(Path(path), f"{name}_FILE"), f"{name}_FILE", path)
    return None


def refuse_misspelt(sources: Iterable[Source], known: Iterable[str], toml_name: str) -> None:
    """Raise BadSetting for a name that was surely meant to be one of ours.

    The file is ours alone. The environment is not: there a name must be very near to one of ours.
    """
    bare = {name.removeprefix(PREFIX) for name in known}
    for source in sources:
        is_ours = source.name == toml_name
        for name in sorted(source.texts):
            stem = name.removeprefix(PREFIX)
            if not name.startswith(PREFIX) or stem in bare or stem.removesuffix("_FILE") in bare:
                continue
            near = difflib.get_close_matches(stem, bare, 1, 0.6 if is_ours else 0.8)
            if near or is_ours:
                shown = stem.lower() if is_ours else name
                meant = [each.lower() if is_ours else PREFIX + each for each in near]
                hint = f": did you mean {meant[0]}?" if meant else "."
                raise BadSetting(f"There is no setting {shown}, which stands in {source.name}{hint}")


def default_instance() -> Path:
    """In the checkout that holds the code or its virtual environment; else with the user's data."""
    for folder in (PACKAGE.parent, Path(sys.prefix).parent):
        if is_checkout(folder):
            return folder / "instance"
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/photoalbum"
    data = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local/share") / "photoalbum"


def is_checkout(folder: Path) -> bool:
    return (folder / "pyproject.toml").is_file() and (folder / "photoalbum/settings").is_dir()


def _as_text(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return ",".join(str(item) for item in value)
        case _:
            return str(value)


def _content(path: Path, name: str) -> str:
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadSetting(f"{name} names {path}, which cannot be read.") from None
