"""How much a decoding child may use for one job, and how it is held to that."""

import ctypes
import os
import resource
import signal
from dataclasses import asdict, dataclass

MIB = 1024 * 1024
GIB = 1024 * MIB

_PR_SET_PDEATHSIG = 1


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
