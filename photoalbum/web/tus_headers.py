"""What a tus client says in its headers, read strictly."""

import base64
import binascii

from flask import request
from flask_babel import gettext as _

from photoalbum.core.errors import AlbumError
from photoalbum.uploads.parts import Check
from photoalbum.uploads.resumable import LONGEST_METADATA, Announcement
from photoalbum.web.json_bodies import SHA256

VERSION = "1.0.0"
CHUNK_TYPE = "application/offset+octet-stream"
# By the number of bytes of their digests.
ALGORITHMS = {"sha1": 20, "sha256": 32}


class BadVersion(AlbumError):
    status = 412


class NotAChunk(AlbumError):
    status = 415


def number(name: str) -> int:
    """A header that must be a whole number."""
    value = request.headers.get(name, "")
    if not (value.isascii() and value.isdigit() and len(value) <= 18):
        raise AlbumError(_("The header %(name)s is to be a whole number.", name=name))
    return int(value)


def announcement() -> Announcement:
    """Size, name and promised checksum of a file that will come."""
    for name in ("Upload-Defer-Length", "Upload-Concat"):
        if name in request.headers:
            raise AlbumError(_("This site does not take %(name)s.", name=name))
    raw = request.headers.get("Upload-Metadata", "")
    said = _metadata(raw)
    sha256 = said.get("sha256", "").lower()
    if sha256 and not SHA256.fullmatch(sha256):
        raise AlbumError(_("“sha256” is to be a SHA-256 in 64 hexadecimal digits."))
    return Announcement(
        length=number("Upload-Length"),
        file_name=said.get("filename", ""),
        receipt_uid=said.get("receipt", ""),
        sha256=sha256,
        sent_metadata=raw,
    )


def checksum() -> Check | None:
    """What the sender says this very piece hashes to."""
    raw = request.headers.get("Upload-Checksum", "")
    if not raw:
        return None
    algorithm, _blank, value = raw.partition(" ")
    length = ALGORITHMS.get(algorithm)
    if length is None:
        raise AlbumError(_("Checksums of pieces are %(names)s.", names=" and ".join(ALGORITHMS)))
    digest = _decoded(value, "Upload-Checksum")
    if len(digest) != length:
        raise AlbumError(_("The header %(name)s cannot be read.", name="Upload-Checksum"))
    return Check(algorithm, digest)


def _metadata(raw: str) -> dict[str, str]:
    name = "Upload-Metadata"
    if len(raw) > LONGEST_METADATA:
        raise AlbumError(_("The header %(name)s is too long.", name=name))
    found: dict[str, str] = {}
    for pair in filter(None, (each.strip() for each in raw.split(","))):
        key, _blank, value = pair.partition(" ")
        try:
            found[key] = _decoded(value.strip(), name).decode("utf-8")
        except UnicodeDecodeError:
            raise AlbumError(_("The header %(name)s cannot be read.", name=name)) from None
    return found


def _decoded(value: str, name: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise AlbumError(_("The header %(name)s cannot be read.", name=name)) from None
