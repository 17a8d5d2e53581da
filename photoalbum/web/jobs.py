"""For the keeper: what waits for the workers, how fast it goes, and what could not be prepared."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.core.db import db
from photoalbum.photos import films, processing, queries, workload
from photoalbum.web.current import keeper_required

bp = Blueprint("jobs", __name__, url_prefix="/admin/jobs")


@bp.get("/")
@keeper_required
def index() -> ResponseReturnValue:
    counts, film_counts = processing.counts(), workload.film_counts()
    return render_template(
        "admin/jobs.html",
        counts=counts,
        film_counts=film_counts,
        failed=counts.get("failed", 0) + film_counts.get("failed", 0),
        pace=workload.pace(counts.get("waiting", 0) + counts.get("working", 0)),
        at_work=workload.at_work(),
        failures=workload.failures(),
        outdated=workload.outdated(),
    )


@bp.post("/retries")
@keeper_required
def retry_all() -> ResponseReturnValue:
    ids = workload.start_all_again()
    db.session.commit()
    processing.ask_for(ids)
    films.ask_for_all()
    return _back()


@bp.post("/<uid>/retries")
@keeper_required
def retry(uid: str) -> ResponseReturnValue:
    photo = queries.by_uid(uid)
    if photo is None or not workload.start_again(photo):
        abort(404)
    original_id = photo.original_id
    db.session.commit()
    processing.ask_for([original_id])
    films.ask_for_all()
    return _back()


def _back() -> ResponseReturnValue:
    flash(_("We are trying again. This may take a moment."), "success")
    return redirect(url_for("jobs.index"), 303)
