"""A process without a network, by the kernel's own filter, which whatever it starts inherits.

The video programs are told to open local files only; this holds even when a hostile file makes one of them
do something else. Where the kernel has no such filter, everything works as before.
"""

import ctypes
import platform
import struct

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2

_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | 13  # as if permission were denied

_LOAD = 0x20
_JUMP_IF_EQUAL = 0x15
_RETURN = 0x06
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4

# The kernel's number of the architecture, and those of its calls that can make a socket.
_CALLS = {
    "x86_64": (0xC000003E, (41, 53, 425)),  # socket, socketpair, io_uring_setup
    "aarch64": (0xC00000B7, (198, 199, 425)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def forbid_network() -> bool:
    """Take away this process's means to open sockets, for ever. Whether it could be done."""
    known = _CALLS.get(platform.machine())
    if known is None:
        return False
    architecture, calls = known
    steps = [
        _step(_LOAD, _ARCHITECTURE_AT),
        # A call by another architecture's numbers is refused: this and the jumps below end at the last step.
        _step(_JUMP_IF_EQUAL, architecture, 0, len(calls) + 2),
        _step(_LOAD, _NUMBER_AT),
        *(_step(_JUMP_IF_EQUAL, call, len(calls) - at) for at, call in enumerate(calls)),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _REFUSE),
    ]
    program = _Program(len(steps), b"".join(steps))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _step(code: int, value: int, if_so: int = 0, if_not: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_so, if_not, value)
