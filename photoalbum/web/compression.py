"""Pages and JSON compressed on their way; what is public and constant is packed in `assets`, pictures never.

A compressed length tells whoever watches it what is alike in a page. docs/decisions/compression.md says why
that harms nothing here, and why the pages named below go uncompressed all the same.
"""

from flask import Flask, Response, request
from flask_compress import Compress

PACKED_TYPES = frozenset({"text/html", "application/json", "application/problem+json"})
# Pages that show an address or a code which opens something for whoever reads it.
SHOW_SECRETS = frozenset({"account", "admin", "album_sharing", "auth"})
# The cheapest in processor time first, at levels beyond which a page hardly shrinks.
SETTINGS = {
    "COMPRESS_REGISTER": False,
    "COMPRESS_STREAMS": False,
    "COMPRESS_EVALUATE_CONDITIONAL_REQUEST": False,
    "COMPRESS_MIMETYPES": sorted(PACKED_TYPES),
    "COMPRESS_ALGORITHM": ["zstd", "br", "gzip"],
    "COMPRESS_ZSTD_LEVEL": 3,
    "COMPRESS_BR_LEVEL": 4,
    "COMPRESS_LEVEL": 5,
}

compress = Compress()


def init_app(app: Flask) -> None:
    app.config.update(SETTINGS)
    compress.init_app(app)
    app.after_request(_pack)


def _pack(response: Response) -> Response:
    # Files pass through as they are: to look into one would mean to read it all.
    if response.mimetype not in PACKED_TYPES or response.direct_passthrough or request.method == "HEAD":
        return response
    # A refusal shows none, and must look the same wherever it stands.
    shows_secrets = request.blueprint in SHOW_SECRETS and response.status_code != 404
    if response.status_code == 304 or shows_secrets:
        return response
    return compress.after_request(response)
