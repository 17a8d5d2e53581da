"""Run a video program with bounds on its memory, processor, written bytes, seconds and output."""

import contextlib
import os
import resource
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from photoalbum.media import limits
from photoalbum.media.faults import CannotShow, DecoderTimeout

MOST_OUTPUT = 16_000_000


def run(command: Sequence[str], *, budget: limits.Budget = limits.VIDEO, folder: Path | None = None) -> bytes:
    """What the program wrote to its output. CannotShow when it fails, DecoderTimeout when it is late.

    The child of a sandbox calls this, which has one thread; so what runs between fork and exec is safe.
    `folder` is where it runs, for arguments that cannot name a file with a colon in its path.
    """
    parent = os.getpid()
    memory = _bound(resource.RLIMIT_AS, budget.memory)
    file_size = _bound(resource.RLIMIT_FSIZE, budget.file_size)

    def confine() -> None:
        limits.die_with_parent(parent)
        limits.arm(memory, budget.cpu, file_size)

    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"},
        preexec_fn=confine,  # noqa: PLW1509 - see above: one thread.
    ) as program:
        try:
            # A little less than its caller may have, so that it is this process that says what was late.
            output, _ = program.communicate(timeout=budget.seconds * 0.9)
        except subprocess.TimeoutExpired as error:
            raise DecoderTimeout("Preparing this video took too long, so it was stopped.") from error
        finally:
            with contextlib.suppress(ProcessLookupError):
                program.send_signal(signal.SIGKILL)
    if program.returncode or len(output) > MOST_OUTPUT:
        raise CannotShow("This video could not be read: it is damaged, or of an unknown kind.")
    return output


def _bound(which: int, value: int) -> int:
    soft, _ = resource.getrlimit(which)
    return value if soft == resource.RLIM_INFINITY else min(soft, value)
