"""For the keeper: how the site is, in words, and which settings count and where each was written."""

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Blueprint, Flask, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from photoalbum.core.clock import now
from photoalbum.photos import backups, processing, verifications, workload
from photoalbum.web import status
from photoalbum.web.current import keeper_required
from photoalbum.web.filters import filesize, moment

bp = Blueprint("health", __name__, url_prefix="/admin")

SETTINGS = "photoalbum.settings"


@dataclass(frozen=True, slots=True)
class Line:
    """One part of the site: its name, whether it is well, and a sentence on it."""

    name: str
    is_well: bool
    sentence: str


def init_app(app: Flask, settings: Sequence[object]) -> None:
    """Keep the rows of `photoalbum settings`, secrets masked, for the page about them."""
    app.extensions[SETTINGS] = tuple(settings)


@bp.get("/health/")
@keeper_required
def show() -> ResponseReturnValue:
    failing = status.failing()
    lines = [_database(failing), _disk(failing), _storage(failing), _worker(), _work(failing)]
    lines += [_last_backup(), _last_verify()]
    return render_template("admin/health.html", lines=lines)


@bp.get("/settings/")
@keeper_required
def settings() -> ResponseReturnValue:
    return render_template("admin/settings.html", rows=current_app.extensions[SETTINGS])


def _database(failing: Sequence[str]) -> Line:
    if "database" in failing:
        return Line(_("Database"), False, _("It cannot be written. Look into the log."))
    path = Path(current_app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    # What was written lately stands in a file beside it.
    parts = (path, path.with_name(f"{path.name}-wal"))
    size = filesize(sum(part.stat().st_size for part in parts if part.is_file()))
    return Line(_("Database"), True, _("It answers and can be written. It has %(size)s.", size=size))


def _disk(failing: Sequence[str]) -> Line:
    disk = shutil.disk_usage(current_app.config["MEDIA_ROOT"])
    words = {"free": filesize(disk.free), "total": filesize(disk.total)}
    if "space" in failing:
        return Line(_("Disk"), False, _("Only %(free)s of %(total)s are free: uploads are refused.", **words))
    return Line(_("Disk"), True, _("%(free)s of %(total)s are free.", **words))


def _storage(failing: Sequence[str]) -> Line:
    if "storage" in failing:
        return Line(_("Folder of the pictures"), False, _("It cannot be written. Look into the log."))
    return Line(_("Folder of the pictures"), True, _("It can be written."))


def _worker() -> Line:
    heartbeat = Path(current_app.config["INSTANCE"]) / status.HEARTBEAT
    if not heartbeat.is_file():
        return Line(_("Worker"), False, _("None has reported yet: no pictures are prepared."))
    age = max(0, round(time.time() - heartbeat.stat().st_mtime))
    if age >= status.HEARTBEAT_SECONDS:
        last = moment(now() - timedelta(seconds=age))
        return Line(_("Worker"), False, _("It has not reported since %(moment)s.", moment=last))
    return Line(
        _("Worker"),
        True,
        ngettext("It reported %(num)d second ago.", "It reported %(num)d seconds ago.", age),
    )


def _work(failing: Sequence[str]) -> Line:
    counts = processing.counts()
    waiting = counts.get("waiting", 0) + counts.get("working", 0)
    pace = workload.pace(waiting)
    words = {
        "waiting": waiting,
        "failed": counts.get("failed", 0),
        "minute": pace.last_minute,
        "hour": pace.last_hour,
    }
    sentence = _(
        "%(waiting)d waiting, %(failed)d failed, %(minute)d done in a minute, %(hour)d in an hour.", **words
    )
    return Line(_("Pictures to prepare"), "queue" not in failing, sentence)


def _last_backup() -> Line:
    name, good, tries = _("Last backup"), backups.last_good(), backups.latest(1)
    if good is None and not tries:
        return Line(name, True, _("Not yet. Make one on another disk: photoalbum backup"))
    when = moment(good.finished_at) if good else _("never")
    if tries and not tries[0].is_good:
        return Line(name, False, _("The last try failed. The last good one: %(moment)s.", moment=when))
    return Line(name, True, _("%(moment)s, with nothing missing.", moment=when))


def _last_verify() -> Line:
    name = _("Last reading of all originals")
    finished = [run for run in verifications.latest() if run.finished_at is not None and not run.quick]
    if not finished:
        return Line(name, True, _("Not yet. The worker does it once a week, or do it now: photoalbum verify"))
    last = finished[0]
    words = {
        "moment": moment(last.finished_at or last.started_at),
        "files": last.files,
        "size": filesize(last.bytes),
    }
    if last.faults:
        words["faults"] = ngettext("%(num)d fault", "%(num)d faults", last.faults)
        sentence = _(
            "%(moment)s: %(faults)s in %(files)s files, %(size)s. photoalbum verify names them.", **words
        )
        return Line(name, False, sentence)
    return Line(name, True, _("%(moment)s: %(files)s files, %(size)s, all as they came.", **words))
