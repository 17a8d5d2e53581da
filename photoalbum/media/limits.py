"""How much a decoding child may use for one job, and how it is held to that."""

import contextlib
import ctypes
import os
import platform
import resource
import signal
from dataclasses import asdict, dataclass
from pathlib import Path

MIB = 1024 * 1024
GIB = 1024 * MIB

_PR_SET_PDEATHSIG = 1
_IOPRIO_SET = {"x86_64": 251, "aarch64": 30}
_IO_IDLE = 3 << 13


@dataclass(frozen=True)
class Budget:
    """Address space in bytes, processor seconds, the largest file it may write, and seconds on the clock."""

    memory: int = int(1.2 * GIB)
    cpu: int = 40
    file_size: int = 256 * MIB
    seconds: float = 55.0

    def plain(self) -> dict[str, float]:
        return asdict(self)


STILL = Budget()
# DESIGN ruling 8: a 200 megapixel HEIC cannot be decoded in parts and needs 1.4 GB.
LARGE_HEIC = Budget(memory=int(1.6 * GIB))
VIDEO = Budget(cpu=50)
# Made behind everything else, and so it may take longer on the clock.
PREVIEW = Budget(memory=2 * GIB, cpu=60, seconds=600.0)


def budget_for(media_type: str, pixels: int = 0) -> Budget:
    """What examining an original of this type may cost."""
    if media_type.startswith("video/"):
        return VIDEO
    if media_type in ("image/heic", "image/heif") and pixels > 100_000_000:
        return LARGE_HEIC
    return STILL


def copying(size: int) -> Budget:
    """What copying a video of this many bytes into a new container may cost."""
    return Budget(cpu=60, file_size=size + size // 8 + 64 * MIB, seconds=60 + size / (5 * MIB))


def filming(seconds: float | None, size: int) -> Budget:
    """What making a film for browsers may cost, of an original of this length and of so many bytes.

    A small machine needs some twenty seconds for one of 4K HDR. Processor seconds count on every core.
    """
    length = seconds or size / 125_000
    clock = min(900 + 40 * length, 12 * 3600.0)
    largest = max(copying(size).file_size, 64 * MIB + int(length * 3 * MIB))
    return Budget(memory=2 * GIB, cpu=int(clock) * (os.cpu_count() or 1), file_size=largest, seconds=clock)


def let_pages_pass() -> None:
    """Decode with what pages leave: a tenth of a processor that both want."""
    os.nice(10)
    # It gives way the moment a page wakes up. Some containers forbid to choose; nice must do then.
    with contextlib.suppress(OSError):
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def step_aside() -> None:
    """Let everybody else go first, for good: at the processor, and at the disk where the kernel can do so."""
    os.setpriority(os.PRIO_PROCESS, 0, 19)
    # Desktop kernels weigh whole sessions against each other, and niceness only within one.
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text("19", "ascii")
    call = _IOPRIO_SET.get(platform.machine())
    if call is not None:
        ctypes.CDLL(None, use_errno=True).syscall(call, 1, 0, _IO_IDLE)


def arm(memory: int, cpu: int, file_size: int) -> None:
    """Set this process's limits for its next job. Processor seconds are counted from now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    _soften(resource.RLIMIT_AS, memory)
    _soften(resource.RLIMIT_CPU, spent + cpu)
    _soften(resource.RLIMIT_FSIZE, file_size)
    _soften(resource.RLIMIT_CORE, 0)


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when the one that started it is gone, even by kill -9."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _soften(which: int, value: int) -> None:
    # Only the soft limit, for a lowered hard one could not be raised again for the next job.
    hard = resource.getrlimit(which)[1]
    resource.setrlimit(which, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
