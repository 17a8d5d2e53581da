#!/usr/bin/env python3
"""Asks whether any package of requirements.lock has a known flaw: pip install pip-audit && bin/audit.py

pip-audit alone ends with 0 when its index knows no advisories and it looked at nothing. Here a package that
was not looked at counts as a fault, and so does a package of the lock that the answer leaves out.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"


def faults_in(report: dict[str, Any], wanted: set[str]) -> list[str]:
    """A sentence for each package that has a flaw or was not looked at."""
    faults = []
    seen = set()
    for package in report["dependencies"]:
        name = package["name"].lower()
        seen.add(name)
        if reason := package.get("skip_reason"):
            faults.append(f"{name} was not looked at: {reason}")
        for flaw in package.get("vulns", []):
            mended = ", ".join(flaw["fix_versions"]) or "none yet"
            faults.append(f"{name} {package['version']} has {flaw['id']}; mended in: {mended}")
    return faults + [f"{name} is missing in the answer" for name in sorted(wanted - seen)]


def names_in(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", lock, re.MULTILINE))


def main() -> None:
    program = shutil.which("pip-audit")
    if program is None:
        sys.exit("pip-audit is not here. Install it with: pip install pip-audit")
    options = ["--require-hashes", "--disable-pip", "--format=json", "--progress-spinner=off"]
    done = subprocess.run([program, f"--requirement={LOCK}", *options], stdout=subprocess.PIPE, check=False)
    faults = faults_in(json.loads(done.stdout), names_in(LOCK.read_text()))
    for fault in faults:
        print(fault)
    if faults:
        sys.exit(1)
    print("Every package was looked at, and none has a known flaw.")


if __name__ == "__main__":
    main()
