"""What every process of the site does first."""

import ctypes
import gc
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1
OPEN_FILES = 4096


def die_with(parent: int) -> None:
    """End when the supervisor ends, however it ends, so that no process is left behind on its port."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        raise SystemExit(0)


def allow_many_files() -> None:
    """Raise the bound on open files: each connection is one, and so is each picture on its way."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def use_temporary_folder(media_root: Path) -> Path:
    """Keep what is on its way beside the media: it counts against the same disk, and /tmp may be small."""
    folder = media_root / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["TMPDIR"] = str(folder)
    # Named outright: asked to find a place, Python tries to write and goes elsewhere when the disk is full.
    tempfile.tempdir = str(folder)
    return folder


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def settle_heap() -> None:
    """Leave what was loaded at the start out of every later look for rubbish, and look less often.

    Python looks after each 700 new objects that stay; a page of 120 photos makes some thousands.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
