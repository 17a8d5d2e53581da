"""Sending files: ranges, conditional requests and names, without holding a thread for a slow reader.

`flask.send_file` gives up `wsgi.file_wrapper` for ranges, and twenty stalled video viewers then stop the
whole site. Here every body goes through the wrapper, which waitress reads in its own loop; or nginx reads the
file itself, once the right to it has been asked here (SEND_FILES).
"""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from flask import Response, abort, current_app, request
from werkzeug.http import quote_etag, unquote_etag
from werkzeug.utils import secure_filename

from photoalbum.core import tokens

BLOCK = 1 << 16
# No file has more than 18 digits of bytes, and Python refuses to count in numbers of thousands of digits.
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
INLINE_TYPES = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/avif",
        "image/gif",
        "video/mp4",
        "video/webm",
        "video/quicktime",
    }
)

# Where deploy/nginx.conf keeps the media folder, for answers of this site and for nobody else.
INTERNAL_PREFIX = "/_media/"

DERIVATIVE_CACHE = "private, max-age=604800, immutable"
ASK_EACH_TIME = "private, no-cache"


def send_path(
    path: Path,
    media_type: str,
    *,
    etag: str,
    cache: str = ASK_EACH_TIME,
    download_as: str | None = None,
) -> Response:
    """Answer with a file whose right to be seen has been asked already. `etag` names its content."""
    if current_app.config["SEND_FILES"] == "x-accel" and path.is_file():
        etag, headers = _facts(media_type, etag, cache, download_as)
        if _client_has(etag):
            return Response(status=304, headers=headers)
        inside = path.relative_to(Path(current_app.config["MEDIA_ROOT"]).resolve()).as_posix()
        headers["X-Accel-Redirect"] = INTERNAL_PREFIX + quote(inside)
        return Response(headers=headers, mimetype=media_type)
    return send_opened(lambda: path.open("rb"), media_type, etag=etag, cache=cache, download_as=download_as)


def send_opened(
    opened: Callable[[], BinaryIO],
    media_type: str,
    *,
    etag: str,
    cache: str = ASK_EACH_TIME,
    download_as: str | None = None,
) -> Response:
    """The same for anything that can be opened and sought in, such as a ZIP that lies nowhere."""
    etag, headers = _facts(media_type, etag, cache, download_as)
    if _client_has(etag):
        return Response(status=304, headers=headers)
    try:
        source = opened()
    except FileNotFoundError:
        abort(404)
    size = source.seek(0, io.SEEK_END)
    span = _span(size, etag)
    if span is None:
        source.close()
        headers["Content-Range"] = f"bytes */{size}"
        return Response(status=416, headers=headers)
    first, last, partial = span
    source.seek(first)
    length = last - first + 1
    if partial:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    wrap = request.environ.get("wsgi.file_wrapper")
    body = wrap(source, BLOCK) if wrap and request.method != "HEAD" else _blocks(source, length)
    answer = Response(
        body, status=206 if partial else 200, headers=headers, mimetype=media_type, direct_passthrough=True
    )
    answer.content_length = length
    answer.call_on_close(source.close)
    return answer


def _facts(media_type: str, etag: str, cache: str, download_as: str | None) -> tuple[str, dict[str, str]]:
    """The tag that this asker is told, and the headers that go with the file, whoever sends it."""
    token = (request.view_args or {}).get("token")
    if token is not None:
        # It is made from the original's SHA-256, by which a visitor could tell whose bytes they have.
        etag = tokens.blinded(current_app.config["SECRET_KEY"], etag, str(token))
    headers = {
        "ETag": quote_etag(etag),
        "Cache-Control": cache,
        "Accept-Ranges": "bytes",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Vary": "Cookie",
    }
    if download_as is not None or media_type not in INLINE_TYPES:
        headers["Content-Disposition"] = disposition(download_as or "file")
    return etag, headers


def disposition(name: str) -> str:
    """An attachment with its real name, as RFC 6266 says: ASCII for old programs, UTF-8 for all others."""
    ascii_name = secure_filename(name) or "file"
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"


def _client_has(etag: str) -> bool:
    return request.if_none_match.contains_weak(etag) if request.if_none_match else False


def _span(size: int, etag: str) -> tuple[int, int, bool] | None:
    """First byte, last byte and whether that is a part; None when the asked range lies outside the file."""
    match = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if match is None or match.group(0) == "bytes=-" or not _range_still_holds(etag):
        return 0, size - 1, False
    start, end = match.groups()
    if not start:
        first, last = max(0, size - int(end)), size - 1
        return (first, last, True) if int(end) > 0 and size else None
    first, last = int(start), min(int(end), size - 1) if end else size - 1
    if end and int(end) < first:
        return 0, size - 1, False
    return (first, last, True) if first < size else None


def _range_still_holds(etag: str) -> bool:
    condition = request.headers.get("If-Range")
    return condition is None or unquote_etag(condition) == (etag, False)


def _blocks(source: BinaryIO, length: int) -> Iterator[bytes]:
    while length > 0 and (block := source.read(min(BLOCK, length))):
        length -= len(block)
        yield block
