"""Work of hours, in a thread beside those that prepare pictures, and behind everything else."""

import os
import sys
import threading
from collections.abc import Callable

NICENESS = 15


def in_background(name: str, work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        if sys.platform == "linux":
            # On Linux a thread has a niceness of its own.
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        work()

    thread = threading.Thread(target=run, daemon=True, name=name)
    thread.start()
    return thread
