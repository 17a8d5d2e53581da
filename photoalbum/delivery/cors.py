"""Pages of other origins that the keeper has named may use the API and send files; others may do nothing."""

from flask import Flask, Response, current_app, request

OPEN = ("/uploads/", "/api/")
ASK = (
    "Authorization, Content-Type, If-Match, Tus-Resumable, Upload-Checksum, Upload-Length, Upload-Metadata,"
    " Upload-Offset, X-CSRFToken, X-HTTP-Method-Override"
)
TELL = (
    "ETag, Link, Location, Photoalbum-Outcome, Photoalbum-Photo, Photoalbum-Receipt, Photoalbum-Sha256,"
    " RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Request-ID,"
    " Tus-Checksum-Algorithm, Tus-Extension, Tus-Max-Size, Tus-Resumable, Tus-Version, Upload-Expires,"
    " Upload-Length, Upload-Metadata, Upload-Offset"
)


def init_app(app: Flask) -> None:
    app.after_request(_add_headers)


def is_welcome() -> bool:
    """Whether this request comes from a page of a named origin, and asks for what such pages may use."""
    origin = request.headers.get("Origin", "")
    return request.path.startswith(OPEN) and origin in current_app.config["CORS_ORIGINS"]


def _add_headers(response: Response) -> Response:
    if not request.path.startswith(OPEN) or not current_app.config["CORS_ORIGINS"]:
        return response
    response.vary.add("Origin")
    if not is_welcome():
        return response
    headers = response.headers
    headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
    if current_app.config["CORS_CREDENTIALS"]:
        headers["Access-Control-Allow-Credentials"] = "true"
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, PUT, PATCH, DELETE"
        headers["Access-Control-Allow-Headers"] = ASK
        headers["Access-Control-Max-Age"] = "3600"
    else:
        headers["Access-Control-Expose-Headers"] = TELL
    return response
