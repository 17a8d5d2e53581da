"""Programs that others wrote send files to the real server: tuspy, and curl as docs/uploads.md says."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tusclient.client import TusClient

from ..cast import PASSWORD
from ..contracts.files import ROOT
from ..crash.conftest import House, house
from ..crash.sender import Sender
from ..crash.web_process import web
from ..pictures import jpeg

__all__ = ["house"]

GUIDE = ROOT / "docs/uploads.md"
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def film(name: str, folder: Path) -> tuple[Path, str]:
    """Some megabytes that the site takes for a picture, and their checksum."""
    path = folder / name
    path.write_bytes(jpeg(size=(300, 200)) + name.encode() * (1 << 18))
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


def test_027_098_tuspy_goes_on_after_the_server_was_stopped(house: House, tmp_path: Path) -> None:
    path, digest = film("tuspy-film.jpg", tmp_path)
    with web(house.folder) as server:
        sender = Sender(server.url, house.cookie)
        headers = {"Cookie": sender.cookies, "X-CSRFToken": sender.token}
        tus = TusClient(f"{server.url}/uploads/", headers=headers)
        about = {"filename": path.name, "sha256": digest}
        first = tus.uploader(str(path), chunk_size=1 << 20, metadata=about, upload_checksum=True)
        first.upload(stop_at=2 << 20)
        address = first.url

    with web(house.folder) as server:
        again = TusClient(f"{server.url}/uploads/", headers=headers)
        url = f"{server.url}/{address.split('/', 3)[3]}"
        rest = again.uploader(str(path), url=url, chunk_size=1 << 20, upload_checksum=True)
        assert rest.offset == 2 << 20
        rest.upload()
        assert rest.request.response_headers["photoalbum-outcome"] == "safe"
        assert rest.request.response_headers["photoalbum-sha256"] == digest
    assert house.audit() == {digest: 1}


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not here")
def test_curl_as_the_guide_says(house: House, tmp_path: Path) -> None:
    _path, digest = film("film.mp4", tmp_path)
    script = "set -eu\n" + "".join(SHELL.findall(GUIDE.read_text("utf-8")))
    with web(house.folder) as server:
        script = script.replace("http://127.0.0.1:8000", server.url).replace("8388608", "1048576")
        done = subprocess.run(
            ["sh", "-c", script],
            cwd=tmp_path,
            env={**os.environ, "PASSWORD": PASSWORD},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Photoalbum-Outcome: safe" in done.stdout
    assert f"Photoalbum-Sha256: {digest}" in done.stdout
    assert house.audit() == {digest: 1}
