"""A backup every hour, day or week, by setting, behind everything else."""

import logging
import threading
from functools import partial
from pathlib import Path

from photoalbum.core.db import db
from photoalbum.core.disk import Interrupted
from photoalbum.photos import backups
from photoalbum.work.background import in_background
from photoalbum.work.backup import AlreadyRunning, CannotBackUp, Wish, back_up
from photoalbum.work.bench import Bench

log = logging.getLogger(__name__)


def back_up_if_due(bench: Bench) -> threading.Thread | None:
    config = bench.app.config
    if not config["BACKUP_FOLDER"] or config["BACKUP_EVERY"] not in backups.PERIODS:
        return None
    with bench.app.app_context():
        due = backups.is_due(config["BACKUP_EVERY"])
        db.session.rollback()
    return in_background("backup", partial(_back_up, bench)) if due else None


def _back_up(bench: Bench) -> None:
    wish = Wish(Path(bench.app.config["BACKUP_FOLDER"]), int(bench.app.config["BACKUP_KEEP"]))
    try:
        done = back_up(bench.app, wish, bench.stopping)
    except (AlreadyRunning, Interrupted):
        return
    except CannotBackUp as fault:
        log.error("No backup was made; it is tried again within the hour. %s", fault)
        return
    except Exception:
        log.exception("The backup broke off; it is tried again within the hour.")
        return
    log.info("Backup: %s, %d files, %d new.", done.folder, done.counted.files, done.counted.copied_files)
    for key, sentence in done.faults.items():
        log.error("Backup: %s: %s", key, sentence)
