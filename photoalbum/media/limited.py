"""Run a video program with bounds on its memory, processor, written bytes, seconds and output."""

import contextlib
import os
import resource
import signal
import subprocess
from collections.abc import Sequence

from photoalbum.media import limits
from photoalbum.media.faults import CannotShow, DecoderTimeout

MOST_OUTPUT = 16_000_000


def run(command: Sequence[str], *, seconds: float = 50.0, file_size: int = 256 * limits.MIB) -> bytes:
    """What the program wrote to its output. CannotShow when it fails, DecoderTimeout when it is late.

    The child of a sandbox calls this, which has one thread; so what runs between fork and exec is safe.
    """
    parent = os.getpid()
    memory = _bound(resource.RLIMIT_AS, limits.VIDEO.memory)

    def confine() -> None:
        limits.die_with_parent(parent)
        limits.arm(memory, limits.VIDEO.cpu, file_size)

    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"},
        preexec_fn=confine,  # noqa: PLW1509 - see above: one thread.
    ) as program:
        try:
            output, _ = program.communicate(timeout=seconds)
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
