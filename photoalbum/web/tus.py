"""Sending a file in pieces by tus 1.0 (https://tus.io): creation, checksums, expiration, termination.

There are two doors, each a blueprint over the same views. Members come with their session and the CSRF token
of their browser, or with a token for programs; guests by a share link (`web/share_uploads.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from flask import Blueprint, Response, current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.http import http_date

from photoalbum.core.db import db, writing
from photoalbum.core.errors import AlbumError, Rejected
from photoalbum.uploads import finish, parts, resumable
from photoalbum.uploads.models import ReceiptLine, ResumableUpload
from photoalbum.uploads.resumable import Uploader
from photoalbum.web import receipt_lines, tus_headers
from photoalbum.web.lookup import member_or_401
from photoalbum.web.tus_headers import CHUNK_TYPE, VERSION, BadVersion, NotAChunk

ONE = "/<string(length=22):uid>"
EXTENSIONS = "creation,creation-with-upload,termination,checksum,expiration"


@dataclass(frozen=True, slots=True)
class Door:
    """Who sends, asked anew for each request, and how a line of their receipt is told to them."""

    uploader: Callable[[], Uploader]
    tell: Callable[[ReceiptLine], dict[str, Any]]


DOORS: dict[str | None, Door] = {}


def blueprint(name: str, prefix: str, door: Door) -> Blueprint:
    """The addresses of tus under another prefix, for others who send."""
    bp = Blueprint(name, __name__, url_prefix=prefix)
    DOORS[name] = door
    bp.before_request(_speak_the_same)
    bp.after_request(_introduce)
    bp.add_url_rule("/", view_func=create, methods=["POST"])
    for view, method in ((head, "HEAD"), (append, "PATCH"), (destroy, "DELETE"), (override, "POST")):
        bp.add_url_rule(ONE, view_func=view, methods=[method])
    return bp


def _speak_the_same() -> None:
    if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
        raise BadVersion(_("This address speaks tus %(version)s.", version=VERSION))


def _introduce(response: Response) -> Response:
    response.headers["Tus-Resumable"] = VERSION
    if request.method == "OPTIONS" or response.status_code == BadVersion.status:
        response.headers["Tus-Version"] = VERSION
    if request.method == "OPTIONS":
        response.headers["Tus-Extension"] = EXTENSIONS
        response.headers["Tus-Max-Size"] = str(current_app.config["MAX_FILE_BYTES"])
        response.headers["Tus-Checksum-Algorithm"] = ",".join(tus_headers.ALGORITHMS)
    return response


def create() -> ResponseReturnValue:
    """Announce a file, and perhaps send its beginning along."""
    uploader, said = _uploader(), tus_headers.announcement()
    try:
        upload = resumable.begin(uploader, said)
    except Rejected:
        db.session.commit()
        raise
    uid, brings_bytes = upload.uid, request.mimetype == CHUNK_TYPE
    db.session.commit()
    if brings_bytes:
        answer = _take(uploader, uid, at=0, is_new=True)
    else:
        answer = _so_far(upload, 0)
        del answer.headers["Upload-Offset"]
    answer.status_code = 201
    answer.headers["Location"] = url_for(".append", uid=uid)
    return answer


def head(uid: str) -> ResponseReturnValue:
    """How much has arrived; and if that is all of it, what became of it."""
    uploader = _uploader()
    upload = resumable.find(uploader, uid)
    if finish.is_due(upload):
        with writing(), parts.locked(uid):
            finish.finish(resumable.find(uploader, uid))
        upload = resumable.find(uploader, uid)
    answer = _so_far(upload, resumable.offset_of(upload))
    answer.headers["Upload-Length"] = str(upload.length)
    if upload.sent_metadata:
        answer.headers["Upload-Metadata"] = upload.sent_metadata
    return answer


def append(uid: str) -> ResponseReturnValue:
    """Take the next piece."""
    if request.mimetype != CHUNK_TYPE:
        raise NotAChunk(_("Pieces of a file come as %(type)s.", type=CHUNK_TYPE))
    return _take(_uploader(), uid, tus_headers.number("Upload-Offset"))


def destroy(uid: str) -> ResponseReturnValue:
    """Give an upload up. The photo of a finished one stays."""
    uploader = _uploader()
    resumable.find(uploader, uid)
    with parts.locked(uid):
        resumable.give_up(resumable.find(uploader, uid))
    return Response(status=204)


def override(uid: str) -> ResponseReturnValue:
    """The same for clients that can only GET and POST."""
    match request.headers.get("X-HTTP-Method-Override", "").upper():
        case "PATCH":
            return append(uid)
        case "DELETE":
            return destroy(uid)
    raise AlbumError(_("Say in X-HTTP-Method-Override whether this is a PATCH or a DELETE."))


def _uploader() -> Uploader:
    return DOORS[request.blueprint].uploader()


def _take(uploader: Uploader, uid: str, at: int, *, is_new: bool = False) -> Response:
    """Add what came to an upload, and finish it if that was all."""
    check = tus_headers.checksum()
    resumable.find(uploader, uid)
    db.session.rollback()
    with parts.locked(uid):
        upload = resumable.find(uploader, uid)
        try:
            if not (upload.is_finished and at == upload.length):
                return _continue(uploader, upload, at, check)
        except AlbumError:
            if is_new:
                # Nobody was told its address: what came with the announcement is to be announced again.
                _forget(uploader, uid)
            raise
        return _so_far(upload, resumable.offset_of(upload))


def _continue(uploader: Uploader, upload: ResumableUpload, at: int, check: parts.Check | None) -> Response:
    uid, length = upload.uid, upload.length
    if at < length or not finish.is_due(upload):
        offset, expires_at = resumable.append(upload, at, _body(), request.content_length or 0, check)
        if offset < length:
            return _unfinished(offset, expires_at)
        upload = resumable.find(uploader, uid)
    finish.finish(upload)
    upload = resumable.find(uploader, uid)
    return _so_far(upload, resumable.offset_of(upload))


def _body() -> IO[bytes]:
    """What came, as the server holds it: it knows the length, and what lies in memory needs no copy."""
    stream: IO[bytes] = request.environ["wsgi.input"]
    return stream if hasattr(stream, "getbuffer") else request.stream


def _forget(uploader: Uploader, uid: str) -> None:
    db.session.rollback()
    upload = db.session.query(ResumableUpload).filter(uploader.owns(), ResumableUpload.uid == uid).first()
    if upload is not None:
        resumable.give_up(upload)


def _so_far(upload: ResumableUpload, offset: int) -> Response:
    """The answer about an upload: its offset, and what became of it or when it will be forgotten."""
    if upload.line is None:
        return _unfinished(offset, upload.expires_at)
    answer = _outcome(upload, upload.line)
    answer.headers["Upload-Offset"] = str(offset)
    return answer


def _unfinished(offset: int, expires_at: datetime) -> Response:
    answer = Response(status=200 if request.method == "HEAD" else 204)
    answer.headers["Upload-Expires"] = http_date(expires_at)
    answer.headers["Upload-Offset"] = str(offset)
    return answer


def _outcome(upload: ResumableUpload, line: ReceiptLine) -> Response:
    """The proof, in headers for every client and as JSON for those that can take a body with it."""
    told, outcome = DOORS[request.blueprint].tell(line), receipt_lines.outcome_of(line)
    receipt_uid = upload.receipt.uid
    if request.method != "POST" and request.accept_mimetypes.best != "application/json":
        # A PATCH is to be answered by 204, which has no body.
        answer = Response(status=200 if request.method == "HEAD" else 204)
    else:
        answer = jsonify({**told, "outcome": outcome, "receipt": receipt_uid})
    answer.headers["Photoalbum-Outcome"] = outcome
    answer.headers["Photoalbum-Sha256"] = line.sha256
    answer.headers["Photoalbum-Receipt"] = receipt_uid
    if told["href"] is not None:
        answer.headers["Photoalbum-Photo"] = told["photo"]
    return answer


bp = blueprint(
    "tus", "/uploads", Door(uploader=lambda: Uploader(member_or_401().id), tell=receipt_lines.as_json)
)
