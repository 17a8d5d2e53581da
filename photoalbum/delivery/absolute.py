"""Addresses that leave the site: in links to copy, in QR codes."""

from typing import Any

from flask import current_app, url_for


def absolute_url(endpoint: str, **values: Any) -> str:
    """A whole address: under the configured origin, or else under the host that this request was sent to.

    A request's host was checked against ALLOWED_HOSTS before any view ran.
    """
    origin = str(current_app.config["PUBLIC_URL"] or "").rstrip("/")
    if origin:
        return origin + url_for(endpoint, **values)
    return url_for(endpoint, _external=True, **values)
