"""Without Docker or systemd: the files name what exists, and do what CI proves outside (DESIGN ruling 12)."""

import configparser
import fnmatch
import re
import shlex
import subprocess

import pytest
import yaml
from click.testing import CliRunner

from photoalbum.cli import main

from .files import ROOT, name_of, own_files

DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
PROOF = (ROOT / "bin/prove-wheel").read_text()


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} (.*)$", DOCKERFILE, re.MULTILINE)


def is_sent(path: str) -> bool:
    """Whether .dockerignore lets a path through. The last line that fits decides."""
    sent = True
    for line in (ROOT / ".dockerignore").read_text().split():
        pattern = line.removeprefix("!").removeprefix("**/")
        if path == pattern or path.startswith(f"{pattern}/") or fnmatch.fnmatch(path, pattern):
            sent = line.startswith("!")
    return sent


def test_the_image_copies_only_what_exists_and_is_sent():
    for instruction in instructions("COPY"):
        words = shlex.split(instruction)
        if words[0].startswith("--from"):
            continue
        for source in words[:-1]:
            assert (ROOT / source).exists()
            assert source == "." or is_sent(source)


def test_the_build_gets_all_that_goes_into_the_wheel_and_no_secret():
    sent = {name_of(path) for path in own_files() if is_sent(name_of(path))}
    needed = {"pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "static/package.json"}
    assert needed <= sent
    for folder in ("photoalbum", "templates", "static"):
        inside = {name_of(path) for path in own_files() if name_of(path).startswith(f"{folder}/")}
        assert inside <= sent
    for kept in (".env", "instance/secret_key", ".git/config", ".venv/bin/python", "data/photoalbum.sqlite3"):
        assert not is_sent(kept)


@pytest.mark.parametrize(
    "step",
    [
        r"pip wheel [^\n]*--no-deps --wheel-dir \S+ \.",
        r"pip\"? install [^\n]*--require-hashes --requirement \S*requirements\.lock",
        r"pip\"? install [^\n]*--no-deps \S*dist\"?/photoalbum-\*\.whl",
        r"photoalbum\W+serve",
    ],
)
def test_the_image_is_made_by_steps_that_ci_proves(step):
    assert re.search(step, DOCKERFILE)
    assert re.search(step, PROOF)


def test_the_image_runs_without_rights_and_says_how_it_is():
    assert instructions("FROM") == ["python:3.12-slim AS build", "python:3.12-slim"]
    assert instructions("USER") == ["photoalbum"]
    assert DOCKERFILE.index("\nUSER ") < DOCKERFILE.index("\nCMD ")
    assert "/healthz" in instructions("HEALTHCHECK")[0]
    assert "ffmpeg" in DOCKERFILE


def test_compose_keeps_everything_in_one_folder():
    service = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["photoalbum"]
    assert service["volumes"] == ["./data:/data"]
    assert "PHOTOALBUM_INSTANCE=/data" in DOCKERFILE
    assert service["ports"] == ["8000:8000"]
    assert service["restart"] == "unless-stopped"
    assert service["env_file"] == [{"path": ".env", "required": False}]
    assert service["build"] == "."


def test_the_unit_starts_a_command_that_exists():
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(ROOT / "deploy/photoalbum.service")
    program, *arguments = shlex.split(unit["Service"]["ExecStart"])
    assert program.endswith("/bin/photoalbum")
    known = CliRunner().invoke(main, [arguments[0], "--help"]).output
    assert all(option in known for option in arguments[1:])
    assert int(unit["Service"]["TimeoutStopSec"]) > 35
    assert unit["Service"]["NoNewPrivileges"] == "true"


def test_the_proxy_talks_to_the_port_that_the_site_listens_at():
    proxy = (ROOT / "deploy/Caddyfile").read_text()
    assert "reverse_proxy 127.0.0.1:8000" in proxy
    assert proxy.count("{") == proxy.count("}")


@pytest.mark.parametrize(
    "script", ["bin/setup", "bin/test", "bin/check", "bin/lock", "bin/prove-wheel", ".ci/run"]
)
def test_scripts_are_sound_and_can_be_run(script):
    path = ROOT / script
    assert path.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(path)], check=True)


def test_make_help_lists_every_name():
    makefile = (ROOT / "Makefile").read_text()
    names = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)
    assert all(re.search(rf"^{name}:.*## .", makefile, re.MULTILINE) for name in names)
    used = re.findall(r"^\t(bin/\S+)", makefile, re.MULTILINE)
    assert all((ROOT / each).is_file() for each in used)


def test_files_that_the_guides_point_to_exist():
    for guide in ("README.md", *(name_of(path) for path in (ROOT / "docs").rglob("*.md"))):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", (ROOT / guide).read_text()):
            assert ((ROOT / guide).parent / target).exists(), f"{guide}: {target}"
