"""ACCEPTANCE 85 and 86: versions with hashes, at or above the floors, from no index in particular."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from .files import ROOT

FLOORS = {"pillow": "13.0.0", "flask": "3.1.3", "waitress": "3.0.2"}
LOCKS = ["requirements.lock", "requirements-dev.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
ENTRY = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)([^\n]*)\n((?:    .*\n?)*)", re.MULTILINE)


def entries(lock: str) -> list[tuple[str, Version, str]]:
    """Name, version and the lines below, where the hashes stand."""
    found = ENTRY.findall((ROOT / lock).read_text())
    return [(name, Version(version), below) for name, version, _, below in found]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_version_has_its_hashes_and_nothing_else_is_there(lock):
    rest = ENTRY.sub("", (ROOT / lock).read_text())
    assert [line for line in rest.splitlines() if not line.startswith("#")] == []
    for name, _, below in entries(lock):
        kept = [line.strip(" \\") for line in below.splitlines() if not line.lstrip().startswith("#")]
        assert kept, name
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in kept), name


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        (
            "requirements-dev.lock",
            [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]],
        ),
    ],
)
def test_a_lock_holds_what_the_project_asks_for(lock, wanted):
    versions: dict[str, list[Version]] = {}
    for name, version, _ in entries(lock):
        versions.setdefault(name, []).append(version)
    for requirement in map(Requirement, wanted):
        assert versions.get(requirement.name.lower()), requirement
        assert all(version in requirement.specifier for version in versions[requirement.name.lower()])


def test_tests_run_on_the_versions_that_the_site_runs_on():
    tested = {(name, version) for name, version, _ in entries("requirements-dev.lock")}
    assert {(name, version) for name, version, _ in entries("requirements.lock")} <= tested


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_085_nothing_older_than_what_is_known_to_be_safe(name, floor):
    (asked,) = [
        Requirement(line)
        for line in PROJECT["project"]["dependencies"]
        if Requirement(line).name.lower() == name
    ]
    floors = [Version(each.version) for each in asked.specifier if each.operator == ">="]
    assert max(floors) >= Version(floor)
    assert all(
        version >= Version(floor) for found, version, _ in entries("requirements.lock") if found == name
    )


def test_licences_of_all_packages_are_listed():
    listed = re.findall(r"^\| (\S+) \|", (ROOT / "docs/licences.md").read_text(), re.MULTILINE)
    assert {name for name, _, _ in entries("requirements.lock")} <= set(listed)
    assert "not installed here" not in (ROOT / "docs/licences.md").read_text()


def test_there_is_no_lock_that_names_an_index():
    assert "uv.lock" in (ROOT / ".gitignore").read_text().split()
