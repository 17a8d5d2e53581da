"""Named points at which a test lets the process die, to prove that nothing acknowledged is lost.

Without the environment variables ALBUM_CRASH_AT and ALBUM_CRASH_ONCE this costs two dictionary look-ups and
does nothing.
"""

import os
import signal
from pathlib import Path


def point(name: str) -> None:
    """Die at once, as by a power cut, when the environment asks for it at this point.

    ALBUM_CRASH_AT names a point; ALBUM_CRASH_ONCE a file that names one, and is removed when that is reached.
    """
    if os.environ.get("ALBUM_CRASH_AT") == name or _is_asked_once(name):
        os.kill(os.getpid(), signal.SIGKILL)


def _is_asked_once(name: str) -> bool:
    file = os.environ.get("ALBUM_CRASH_ONCE")
    if not file:
        return False
    try:
        asked = Path(file).read_text("utf-8") == name
    except FileNotFoundError:
        return False
    if asked:
        Path(file).unlink()
    return asked
