"""Reading all originals again once a week, behind everything else."""

import logging
import os
import sys
import threading

from photoalbum.core.db import db
from photoalbum.photos import verifications
from photoalbum.work.bench import Bench
from photoalbum.work.verify import AlreadyRunning, Wish, verify

NICENESS = 15
log = logging.getLogger(__name__)


def verify_if_due(bench: Bench) -> threading.Thread | None:
    """Begin or go on with the weekly verification, in a thread beside those that prepare pictures."""
    if not bench.app.config["VERIFY_WEEKLY"]:
        return None
    with bench.app.app_context():
        due = verifications.is_due()
        db.session.rollback()
    if not due:
        return None
    thread = threading.Thread(target=_verify, args=(bench,), daemon=True, name="verification")
    thread.start()
    return thread


def _verify(bench: Bench) -> None:
    if sys.platform == "linux":
        # On Linux a thread has a niceness of its own.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
    wish = Wish(bytes_per_second=int(bench.app.config["VERIFY_BYTES_PER_SECOND"]))
    try:
        result = verify(bench.app, wish, bench.stopping)
    except AlreadyRunning:
        return
    except Exception:
        log.exception("The weekly verification broke off; it goes on within the hour.")
        return
    for fault in result.faults if result.finished else ():
        log.error("Verification: %s: %s: %s", fault.kind, fault.about, fault.sentence)
