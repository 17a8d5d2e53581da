"""The examples of docs/api.md, run as they stand there."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from flask import Flask

from ..cast import Person
from ..pictures import jpeg
from ..security.live import serving
from .conftest import Program
from .test_albums import id_of

GUIDE = Path("docs/api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.skipif(shutil.which("curl") is None, reason="the examples are written for curl")
def test_the_examples_work(
    app: Flask, instance: Path, tmp_path: Path, mum: Person, make_token, make_album
) -> None:
    make_album(mum)
    token = make_token(mum)
    (tmp_path / "photo.jpg").write_bytes(jpeg())
    known = {
        "TOKEN": token,
        "ALBUM": id_of(Program(app.test_client(), token)),
        "PHOTO": str(tmp_path / "photo.jpg"),
        "PATH": os.environ["PATH"],
        "NO_PROXY": "*",
    }
    with serving(app, instance) as live:
        for example in EXAMPLES:
            script = "set -e\n" + example.replace("curl -sS", "curl -sS --fail-with-body")
            site = {**known, "SITE": f"http://localhost:{live.port}"}
            ran = subprocess.run(
                ["bash", "-c", script], env=site, capture_output=True, text=True, timeout=60, check=False
            )
            assert ran.returncode == 0, (example, ran.stdout, ran.stderr)
    assert len(EXAMPLES) == 5
