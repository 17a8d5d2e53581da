"""What the kernel saw of one upload: nothing is acknowledged before it is on the disk."""

import hashlib
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ..pictures import jpeg
from ..serving.commands import eventually, served
from .browser import Uploader
from .conftest import House

CALLS = "fsync,fdatasync,rename,renameat,renameat2,sendto,sendmsg,write,writev"
PAUSED, RESUMED = " <unfinished ...>", re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)$")

pytestmark = [
    pytest.mark.crash,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed here"),
]


@contextmanager
def traced(pid: int, log: Path) -> Iterator[None]:
    """Write down the calls of a process and its threads. Skips where nobody may look at another process."""
    tracer = subprocess.Popen(
        ["strace", "-f", "-y", "-s", "64", "-e", f"trace={CALLS}", "-o", str(log), "-p", str(pid)],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert tracer.stderr is not None
    try:
        first = tracer.stderr.readline()
        if "attached" not in first:
            pytest.skip(f"strace may not look at other processes here: {first.strip()}")
        yield
    finally:
        if tracer.poll() is None:
            tracer.send_signal(signal.SIGINT)
        tracer.communicate(timeout=60)


def calls(log: Path) -> list[str]:
    """The calls that succeeded, each as one line, in the order in which they ended."""
    begun: dict[str, str] = {}
    ended = []
    for line in log.read_text(errors="replace").splitlines():
        if line.endswith(PAUSED):
            begun[line.split(maxsplit=1)[0]] = line.removesuffix(PAUSED)
        elif found := RESUMED.match(line):
            ended.append(begun.pop(found[1], "") + found[3])
        else:
            ended.append(line)
    return [line for line in ended if not re.search(r"= -1 E\w+", line)]


def test_073_the_kernel_sees_sync_rename_sync_commit_answer_in_this_order(
    house: House, tmp_path: Path
) -> None:
    content = jpeg(size=(640, 480), colour="olive")
    digest = hashlib.sha256(content).hexdigest()
    log = tmp_path / "calls"
    with served(house.folder, "--workers", "0") as site:
        (web,) = site.children("web")
        uploader = Uploader(site.url, house.cookie)
        with traced(web.pid, log):
            uploader.upload("one.jpg", content)
            eventually(lambda: "HTTP/1.1 303" in log.read_text(errors="replace"), 60)
    seen = calls(log)

    def place(pattern: str, after: int = -1) -> int:
        found = [number for number, line in enumerate(seen) if number > after and re.search(pattern, line)]
        assert found, f"{pattern} is not among the calls after number {after}:\n" + "\n".join(seen[-60:])
        return found[0]

    folder = rf"originals/{digest[:2]}/{digest[2:4]}"
    file_synced = place(r"f(data)?sync\(\d+</[^>]*/incoming/\w+\.part>\)")
    renamed = place(rf"rename\w*\(.*/incoming/\w+\.part\".*{folder}/{digest}\.jpg\"", file_synced)
    folder_synced = place(rf"f(data)?sync\(\d+</[^>]*/{folder}>\)", renamed)
    committed = place(r"f(data)?sync\(\d+</[^>]*/photoalbum\.sqlite3-wal>\)", folder_synced)
    answered = place(r"\"HTTP/1\.1 303", committed)
    assert place(r"\"HTTP/1\.1 303") == answered, "nothing was answered before"
    # Nothing of the file is written after it was synced.
    assert not [line for line in seen[file_synced + 1 :] if re.search(r"write\w*\(\d+</[^>]*\.part>", line)]
