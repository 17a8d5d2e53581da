"""What the kernel saw of one upload: nothing is acknowledged before it is on the disk."""

import hashlib
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from ..pictures import jpeg
from ..serving.commands import eventually, served
from .browser import Uploader
from .conftest import House
from .sender import Sender

CALLS = "fsync,fdatasync,rename,renameat,renameat2,sendto,sendmsg,write,writev"
WRITTEN = r"write\w*\(\d+</[^>]*\.(part|tus)>"
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


@dataclass(frozen=True)
class Seen:
    """What the kernel saw, in its order."""

    calls: list[str]

    def place(self, pattern: str, after: int = -1) -> int:
        found = [n for n, line in enumerate(self.calls) if n > after and re.search(pattern, line)]
        assert found, f"{pattern} is not among the calls after number {after}:\n" + "\n".join(
            self.calls[-60:]
        )
        return found[0]

    def committed(self, digest: str, after: int = -1) -> int:
        """The end of: sync, rename among the originals, sync of the folder, commit."""
        folder = rf"originals/{digest[:2]}/{digest[2:4]}"
        file_synced = self.place(r"f(data)?sync\(\d+</[^>]*/incoming/\w+\.part>\)", after)
        renamed = self.place(rf"rename\w*\(.*/incoming/\w+\.part\".*{folder}/{digest}\.jpg\"", file_synced)
        folder_synced = self.place(rf"f(data)?sync\(\d+</[^>]*/{folder}>\)", renamed)
        # Nothing of the file is written after it was synced.
        late = [line for line in self.calls[file_synced + 1 :] if re.search(WRITTEN, line)]
        assert late == []
        return self.place(r"f(data)?sync\(\d+</[^>]*/photoalbum\.sqlite3-wal>\)", folder_synced)


def test_073_the_kernel_sees_sync_rename_sync_commit_answer_in_this_order(
    house: House, tmp_path: Path
) -> None:
    content = jpeg(size=(640, 480), colour="olive")
    log = tmp_path / "calls"
    with served(house.folder, "--workers", "0") as site:
        (web,) = site.children("web")
        uploader = Uploader(site.url, house.cookie)
        with traced(web.pid, log):
            uploader.upload("one.jpg", content)
            eventually(lambda: "HTTP/1.1 303" in log.read_text(errors="replace"), 60)
    seen = Seen(calls(log))
    committed = seen.committed(hashlib.sha256(content).hexdigest())
    assert seen.place(r"\"HTTP/1\.1 303") > committed, "nothing was answered before"


def test_073_a_piece_is_on_the_disk_before_it_is_acknowledged_and_so_is_the_whole(
    house: House, tmp_path: Path
) -> None:
    content = jpeg(size=(640, 480), colour="olive") + bytes(range(256)) * 400
    assert Sender.piece < len(content) <= 2 * Sender.piece
    log = tmp_path / "calls"
    with served(house.folder, "--workers", "0") as site:
        (web,) = site.children("web")
        sender = Sender(site.url, house.cookie)
        with traced(web.pid, log):
            outcome = sender.send("one.jpg", content).outcome
            eventually(lambda: log.read_text(errors="replace").count("HTTP/1.1 204") == 2, 60)
    assert outcome["Photoalbum-Outcome"] == "safe"
    seen = Seen(calls(log))
    first = seen.place(r"f(data)?sync\(\d+</[^>]*/incoming/\w+\.tus>\)")
    noted = seen.place(r"f(data)?sync\(\d+</[^>]*/photoalbum\.sqlite3-wal>\)", first)
    acknowledged = seen.place(r"\"HTTP/1\.1 204")
    assert first < noted < acknowledged
    committed = seen.committed(hashlib.sha256(content).hexdigest(), acknowledged)
    assert seen.place(r"\"HTTP/1\.1 204", acknowledged) > committed, "nothing was answered before"
