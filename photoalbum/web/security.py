"""What every request must keep and every answer carries, whichever view it comes from."""

import re
import secrets
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from socket import gethostname
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request

from photoalbum.core.db import start_reading, start_writing
from photoalbum.delivery import cors

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SHARE_PREFIX = "/s/"
HOST = re.compile(r"([a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?")

EVERY_ANSWER = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
        " microphone=(), midi=(), payment=(), publickey-credentials-create=(),"
        " publickey-credentials-get=(), usb=()"
    ),
}
NO_PAGE = "default-src 'none'; frame-ancestors 'none'"
PAGE = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}';"
    " img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; font-src 'self';"
    " manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none';"
    " frame-ancestors 'none'"
)
HSTS = "max-age=31536000"


def init_app(app: Flask) -> None:
    """To be called before any extension that reads a form: a foreign host gets no further than here."""
    app.before_request(_name_request)
    app.before_request(_choose_unit)
    app.before_request(_refuse_unknown_host)
    app.before_request(_refuse_other_sites)
    app.after_request(_add_headers)
    app.teardown_request(_forget_unit)
    app.add_template_global(csp_nonce)


def csp_nonce() -> str:
    """The one nonce of this answer, 128 random bits."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def allow_passkeys(act: str) -> None:
    """Let the page of this answer "get" or "create" passkeys, which no other page may."""
    g.passkeys_act = act


def plain_headers() -> list[tuple[str, str]]:
    """Headers for an answer that the application has no part in."""
    return [*EVERY_ANSWER.items(), ("Content-Security-Policy", NO_PAGE), ("Cache-Control", "no-store")]


@lru_cache(maxsize=256)
def is_known_host(host: str, allowed: tuple[str, ...]) -> bool:
    """Whether the Host header names this site.

    >>> is_known_host("photos.example.org:8000", (".example.org",))
    True
    """
    found = HOST.fullmatch(host.lower())
    name = found[1].strip("[]").rstrip(".") if found else ""
    return bool(name) and any(_fits(name, pattern) for pattern in allowed)


def _fits(name: str, pattern: str) -> bool:
    address = _address(name)
    match pattern:
        case "*":
            return True
        case "localhost":
            return name == "localhost" or name.endswith(".localhost") or bool(address and address.is_loopback)
        case "lan":
            # A page of a stranger can make its own name point at this machine, but not a bare address.
            own = gethostname().lower().partition(".")[0]
            near = bool(address and (address.is_private or address.is_link_local))
            return near or name in (own, f"{own}.local", f"{own}.lan", f"{own}.home", f"{own}.home.arpa")
    if pattern.startswith("."):
        return name == pattern[1:] or name.endswith(pattern)
    return name == pattern.strip("[]")


def _address(name: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(name)
    except ValueError:
        return None


def _name_request() -> None:
    g.request_id = secrets.token_hex(8)


def _choose_unit() -> None:
    if request.method in READING_METHODS:
        start_reading()
    else:
        start_writing()


def _forget_unit(_error: BaseException | None) -> None:
    start_writing()


def _refuse_unknown_host() -> None:
    allowed = tuple(current_app.config["ALLOWED_HOSTS"])
    if not is_known_host(request.environ.get("HTTP_HOST", ""), allowed):
        abort(400)


def _refuse_other_sites() -> None:
    """Browsers say from where a form was sent. The CSRF token is still asked for; this is the second lock."""
    if request.method in READING_METHODS or cors.is_welcome():
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site not in (None, "same-origin", "none"):
        abort(403)
    # Forms on share pages come with the origin "null", because those pages send no referrer.
    origin = request.headers.get("Origin", "null")
    if origin != "null" and urlsplit(origin).netloc.lower() != request.host.lower():
        abort(403)


def _add_headers(response: Response) -> Response:
    headers = response.headers
    said = {name.lower() for name, _value in headers}
    for name, value in EVERY_ANSWER.items():
        # `setdefault` would look through all of them each time.
        if name.lower() not in said:
            headers.add(name, value)
    if act := g.get("passkeys_act"):
        policy, feature = headers["Permissions-Policy"], f"publickey-credentials-{act}"
        headers["Permissions-Policy"] = policy.replace(f"{feature}=()", f"{feature}=(self)")
    headers["X-Request-ID"] = g.get("request_id", "")
    is_page = response.mimetype == "text/html"
    headers.setdefault("Content-Security-Policy", PAGE.format(nonce=csp_nonce()) if is_page else NO_PAGE)
    headers.setdefault("Cache-Control", "no-store")
    if "public" not in headers["Cache-Control"]:
        response.vary.add("Cookie")
    if request.path.startswith(SHARE_PREFIX):
        headers["Referrer-Policy"] = "no-referrer"
        headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    if request.is_secure:
        headers["Strict-Transport-Security"] = HSTS
    return response
