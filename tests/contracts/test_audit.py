"""ACCEPTANCE 87, on recorded answers of pip-audit (DESIGN ruling 12)."""

import importlib.util

import pytest

from .files import ROOT

spec = importlib.util.spec_from_file_location("audit", ROOT / "bin/audit.py")
audit = importlib.util.module_from_spec(spec)
spec.loader.exec_module(audit)

CLEAN = {"name": "flask", "version": "3.1.3", "vulns": []}
SKIPPED = {
    "name": "pillow",
    "skip_reason": "Dependency not found on PyPI and could not be audited: pillow (13.0.0)",
}
FLAWED = {
    "name": "Pillow",
    "version": "9.0.0",
    "vulns": [
        {
            "id": "PYSEC-2022-42979",
            "fix_versions": ["9.3.0"],
            "aliases": ["CVE-2022-45198"],
            "description": "Pillow before 9.2.0 performs Improper Handling of Highly Compressed GIF Data.",
        }
    ],
}


@pytest.mark.parametrize(
    ("packages", "faults"),
    [
        ([CLEAN], []),
        ([CLEAN, SKIPPED], ["pillow was not looked at"]),
        ([CLEAN, FLAWED], ["pillow 9.0.0 has PYSEC-2022-42979; mended in: 9.3.0"]),
        ([], ["flask is missing in the answer"]),
    ],
)
def test_087_a_flaw_and_a_package_not_looked_at_are_faults(packages, faults):
    found = audit.faults_in({"dependencies": packages}, {"flask"})
    assert len(found) == len(faults)
    assert all(line.startswith(start) for line, start in zip(found, faults, strict=True))


def test_087_all_packages_of_the_lock_are_asked_for():
    names = audit.names_in((ROOT / "requirements.lock").read_text())
    assert {"flask", "pillow", "waitress", "sqlalchemy"} <= names
    assert len(names) >= 30
