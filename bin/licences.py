#!/usr/bin/env python3
"""Writes docs/licences.md from what is installed. After bin/lock: .venv/bin/python bin/licences.py"""

import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs/licences.md"
HEAD = """\
# Licences of what the site runs with

Made by `bin/licences.py` from `requirements.lock` and `static/package-lock.json`. What some wheels bundle
beside their own code is told in [the decision on our licence](decisions/licence.md).

| Python package | licence |
|---|---|
"""
# Packages whose metadata says nothing; read from the licence file inside.
UNSAID = {"huey": "MIT"}
# Packages for other Pythons than the one this runs on.
ELSEWHERE = {"brotlicffi": "MIT"}
BROWSER_HEAD = """
| browser library | licence |
|---|---|
"""


def python_packages() -> list[str]:
    names = re.findall(r"^([a-z0-9][a-z0-9._-]*)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    return sorted(set(names))


def licence_of(name: str) -> str:
    """The short name: the expression if its maker wrote one, else the classifier, else the field of old."""
    try:
        facts = metadata(name)
    except PackageNotFoundError:
        return ELSEWHERE.get(name, "not installed here")
    if expression := facts.get("License-Expression"):
        return str(expression)
    lines = [line.split(" :: ") for line in facts.get_all("Classifier", []) if line.startswith("License ::")]
    named = [parts[-1] for parts in lines if parts[-1] != "OSI Approved"]
    return ", ".join(named) or str(facts.get("License") or UNSAID.get(name, "see its own page"))


def browser_libraries() -> list[tuple[str, str]]:
    """Those of which files are served; what they ask for besides is never fetched."""
    served = json.loads((ROOT / "static/package.json").read_text())["dependencies"]
    packages = json.loads((ROOT / "static/package-lock.json").read_text())["packages"]
    return sorted(
        (name, packages[f"node_modules/{name}"].get("license", "see its own page")) for name in served
    )


def main() -> None:
    rows = [f"| {name} | {licence_of(name)} |\n" for name in python_packages()]
    browser = [f"| {name} | {licence} |\n" for name, licence in browser_libraries()]
    TARGET.write_text("".join([HEAD, *rows, BROWSER_HEAD, *browser]))


if __name__ == "__main__":
    main()
