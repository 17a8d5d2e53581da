"""README, followed word by word: in a new folder, with a home of one's own and only Python on PATH.

It installs what the site needs as anybody would, and so wants the network.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from ..contracts.files import ROOT, name_of, own_files
from ..serving.commands import Site, eventually
from . import readme

PATIENCE = 300  # Seconds. It takes about 25 on two idle processors.
# How this machine reaches its package registries is not the newcomer's affair; nothing else of ours is kept.
OURS = re.compile(r"(PIP|NPM_CONFIG|SSL|NODE)_\w+|\w+_PROXY", re.IGNORECASE)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The project as it is after a download: no environment, nothing that was built."""
    folder = tmp_path_factory.mktemp("new") / "photoalbum"
    for path in own_files():
        target = folder / name_of(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    assert not (folder / "static/vendor").exists()
    yield folder
    shutil.rmtree(folder)  # An environment is large, and pytest would keep three of them.


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A fresh home, and a PATH on which there is `python3` and nothing else: no node, no uv, no compiler."""
    home, path = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("path")
    python = path / "python3"
    python.write_text(f'#!/bin/sh\nexec "{os.path.realpath(sys._base_executable)}" "$@"\n')
    python.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if OURS.fullmatch(name)}
    # A port that is free stands for 8000, which another site on this machine may have.
    return {**kept, "HOME": str(home), "PATH": str(path), "LANG": "C.UTF-8", "PHOTOALBUM_PORT": "0"}


@pytest.fixture(scope="module")
def site(folder: Path, surroundings: dict[str, str]) -> Iterator[Site]:
    """What runs once the first command of README was typed."""
    process = subprocess.Popen(
        ["/usr/bin/env", "--default-signal=INT", "/bin/sh", "-c", readme.commands("Run it")[0]],
        cwd=folder,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    running = Site(process)
    try:
        running.wait_until_up(PATIENCE)
        yield running
    finally:
        if running.process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(60)


def test_readme_has_the_commands_that_are_tried_here() -> None:
    install, with_uv = readme.commands("Run it")
    assert readme.commands("Run the tests") == ["bin/test"]
    assert with_uv == f"uv run {install.rpartition('.venv/bin/')[2]}"


def test_the_site_is_there_as_readme_shows_it_and_stops_at_ctrl_c(
    site: Site, folder: Path, surroundings: dict[str, str]
) -> None:
    printed = readme.shown("Run it").search("".join(site.printed))
    assert printed, "".join(site.printed[-20:])
    assert (folder / "instance/photoalbum.sqlite3").is_file()
    become_keeper(site.url, printed["code"])

    os.killpg(site.process.pid, signal.SIGINT)
    site.process.wait(60)
    eventually(lambda: not _answers(site.url))

    for name, options in readme.mentioned():
        told = run(f".venv/bin/photoalbum {name} --help", folder, surroundings)
        assert told.startswith("Usage: photoalbum"), name
        assert all(option in told for option in options), (name, options)
    run(".venv/bin/photoalbum verify", folder, surroundings)


def become_keeper(url: str, code: str) -> None:
    """Open the address, type the code, and be the one who invites the others."""
    with requests.Session() as browser:
        browser.trust_env = False
        first = browser.get(url, timeout=60)
        assert first.status_code == 200
        assert first.url.endswith("/setup")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', first.text)
        assert token
        answers = {
            "csrf_token": token[1],
            "code": code,
            "family_name": "The Newcomers",
            "name": "Nora",
            "email": "nora@example.org",
            "password": "seven swans on a lake",
        }
        home = browser.post(first.url, answers, headers={"Referer": first.url}, timeout=60)
        assert home.status_code == 200
        assert "The Newcomers" in home.text
        assert browser.get(f"{url}/admin/", timeout=60).status_code == 200
        sheet = re.search(r'<link rel="stylesheet" href="([^"]+)"', home.text)
        assert sheet
        assert browser.get(f"{url}{sheet[1]}", timeout=60).status_code == 200


def test_the_tests_command_finds_tests(surroundings: dict[str, str]) -> None:
    """In the checkout itself, where the environment for tests is ready; collected, not run."""
    path = {**surroundings, "PATH": f"{surroundings['PATH']}:/usr/bin:/bin"}
    (command,) = readme.commands("Run the tests")
    told = run(f"{command} --collect-only --quiet tests/contracts/test_rooms.py", ROOT, path)
    assert "tests/contracts/test_rooms.py::test_" in told


def run(command: str, folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


def _answers(url: str) -> bool:
    try:
        requests.get(f"{url}/healthz", timeout=5)
    except requests.ConnectionError:
        return False
    return True
