"""Every fault drawn in one place: a page in the site's look, or RFC 9457 problem details for JSON clients."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from photoalbum.core.db import db, disk_is_full
from photoalbum.core.errors import AlbumError
from photoalbum.storage.base import BadKey
from photoalbum.uploads.receive import no_space

log = logging.getLogger(__name__)

# Blueprints that no person reads: whatever their clients say they accept, faults are problem details.
FOR_PROGRAMS = ("tus", "drops", "share_tus", "share_drops")


def init_app(app: Flask) -> None:
    app.register_error_handler(AlbumError, _domain_fault)
    app.register_error_handler(CSRFError, _csrf_fault)
    app.register_error_handler(StaleDataError, _changed_meanwhile)
    app.register_error_handler(BadKey, _led_astray)
    app.register_error_handler(HTTPException, _http_fault)
    app.register_error_handler(Exception, _unexpected)


def answer(
    status: int,
    sentence: str,
    headers: dict[str, str] | None = None,
    fields: Mapping[str, Any] | None = None,
) -> Response:
    """The same fault for a person and for a program."""
    title = _titles().get(status) or HTTPStatus(status).phrase
    if wants_json():
        body = {
            "type": "about:blank",
            "title": title,
            "status": status,
            "detail": sentence,
            "error": sentence,
            "request_id": request_id(),
        }
        response = jsonify(body | ({"errors": dict(fields)} if fields else {}))
        response.content_type = "application/problem+json"
    else:
        response = Response(_page(status, title, sentence), mimetype="text/html")
    response.status_code = status
    response.headers.extend(headers or {})
    return response


def _page(status: int, title: str, sentence: str) -> str:
    """The fault as a page. Where even the database does not answer, no one is asked who reads it."""
    words = {"code": status, "title": title, "sentence": sentence, "request_id": request_id()}
    try:
        return render_template("errors/error.html", **words)
    except SQLAlchemyError:
        log.exception("The page of a fault could not be drawn for request %s", request_id())
        return current_app.jinja_env.get_template("errors/error.html").render(**words)


def wants_json() -> bool:
    if request.path.startswith("/api/") or request.blueprint in FOR_PROGRAMS:
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json"


def request_id() -> str:
    return str(g.get("request_id", ""))


def _titles() -> dict[int, str]:
    return {
        400: _("That did not work"),
        401: _("Please sign in"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("That does not work here"),
        409: _("Somebody was faster"),
        410: _("Too late"),
        412: _("Changed meanwhile"),
        413: _("Too large"),
        415: _("Of another kind"),
        422: _("Something is not right yet"),
        423: _("One moment"),
        428: _("Look first"),
        429: _("Too often"),
        460: _("Altered on the way"),
        500: _("Our fault"),
        507: _("The disk is full"),
    }


def _sentences() -> dict[int, str]:
    return {
        400: _("The site did not understand this request."),
        401: _("You are not signed in here any more. Please sign in, and go on from there."),
        403: _("You may look at this, but not do that with it."),
        404: _("There is nothing at this address, or it is not shared with you."),
        405: _("This address cannot be used in that way."),
        413: _("This is more than the site takes at once. Try fewer or smaller files."),
        429: _("That was too often. Please wait a while before you try again."),
        500: _("Something went wrong on our side. Nothing was lost. Please try again."),
    }


def _domain_fault(fault: AlbumError) -> Response:
    db.session.rollback()
    headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after else None
    return answer(fault.status, fault.sentence, headers, fault.fields)


def _csrf_fault(_fault: CSRFError) -> Response:
    return answer(
        400, _("This page was open for too long or in two windows. Please go back, reload it and try again.")
    )


def _changed_meanwhile(_fault: StaleDataError) -> Response:
    db.session.rollback()
    return answer(
        409, _("Somebody changed this at the same moment. Please look again and repeat your change.")
    )


def _led_astray(fault: BadKey) -> Response:
    # Somebody put a link into the media folder. What it points at is not ours to send.
    log.error("Request %s: %s", request_id(), fault)
    return answer(404, _sentences()[404])


def _http_fault(fault: HTTPException) -> Response | HTTPException:
    status = fault.code or 500
    if fault.response is not None or status < 400:
        return fault
    headers = {
        name: value
        for name, value in fault.get_headers()
        if name in ("Allow", "Retry-After", "Content-Range")
    }
    return answer(status, _sentences().get(status) or HTTPStatus(status).phrase, headers)


def _unexpected(fault: Exception) -> Response:
    db.session.rollback()
    if disk_is_full(fault):
        log.error("Request %s found the disk full", request_id())
        return _domain_fault(no_space())
    log.exception("Request %s failed", request_id())
    return answer(500, _sentences()[500])
