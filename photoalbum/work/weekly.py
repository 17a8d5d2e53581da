"""Reading all originals again once a week, behind everything else."""

import logging
import threading
from functools import partial

from photoalbum.core.db import db
from photoalbum.photos import verifications
from photoalbum.work.background import in_background
from photoalbum.work.bench import Bench
from photoalbum.work.verify import AlreadyRunning, Wish, verify

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
    return in_background("verification", partial(_verify, bench))


def _verify(bench: Bench) -> None:
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
