"""One line of a receipt, as values: for the page, for the text to download, for programs that ask."""

from collections.abc import Sequence
from typing import Any

from flask import Response, make_response, url_for
from flask_babel import gettext as _

from photoalbum.photos.models import FAILED, READY, Photo
from photoalbum.uploads.models import Receipt, ReceiptLine
from photoalbum.web import tiles

SAFE, STORED, DUPLICATE, REFUSED = "safe", "stored", "duplicate", "refused"


def outcome_of(line: ReceiptLine) -> str:
    if line.refusal:
        return REFUSED
    if line.duplicate:
        return DUPLICATE
    return SAFE if line.verified else STORED


def sentence_of(line: ReceiptLine) -> str:
    sentences = {
        REFUSED: line.refusal,
        DUPLICATE: _("You had sent this file before; it is kept once."),
        SAFE: _("Safe: checksum matches the file on your device."),
        STORED: _("Stored and re-read."),
    }
    return sentences[outcome_of(line)]


def photo_of(line: ReceiptLine) -> Photo | None:
    """The photo that a line speaks of, unless it was thrown away since."""
    return line.photo if line.photo is not None and line.photo.trashed_at is None else None


def thumb_of(photo: Photo | None) -> str | None:
    if photo is None or photo.original.state != READY:
        return None
    return tiles.member_links().src(photo.uid, "thumb.webp", photo.edit_key)


def as_json(line: ReceiptLine) -> dict[str, Any]:
    photo = photo_of(line)
    state, reason = _state(line, photo)
    return {
        "line": line.id,
        "file_name": line.file_name,
        "photo": photo.uid if photo else None,
        "href": url_for("photos.show", uid=photo.uid) if photo else None,
        "thumb": thumb_of(photo),
        "state": state,
        "reason": reason,
        "sha256": line.sha256,
        "bytes": line.bytes,
        "duplicate": line.duplicate,
        "verified": line.verified,
    }


def send_checksums(receipt: Receipt, lines: Sequence[ReceiptLine]) -> Response:
    """The receipt as a text that `sha256sum -c` understands, for whoever wants to check it in ten years."""
    answer = make_response(as_checksums(receipt, lines))
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    answer.headers.set("Content-Disposition", "attachment", filename=f"receipt-{receipt.uid}.txt")
    return answer


def as_checksums(receipt: Receipt, lines: Sequence[ReceiptLine]) -> str:
    """A text for `sha256sum -c`, which skips what stands behind a #."""
    words = {
        SAFE: "checksum matches the file on the device",
        STORED: "stored and re-read",
        DUPLICATE: "had been sent before, kept once",
    }
    text = [f"# Receipt {receipt.uid} of {receipt.created_at:%Y-%m-%d %H:%M:%S} UTC"]
    for line in lines:
        if line.refusal:
            text.append(f"# Refused: {line.file_name}: {line.refusal}")
            continue
        text += [
            f"# {line.bytes} bytes, {line.received_at:%Y-%m-%d %H:%M:%S} UTC, {words[outcome_of(line)]}",
            f"{line.sha256}  {line.file_name}",
        ]
    return "\n".join([*text, ""])


def _state(line: ReceiptLine, photo: Photo | None) -> tuple[str, str]:
    if line.refusal:
        return REFUSED, line.refusal
    if photo is None:
        return READY, _("This photo was deleted since.")
    original = photo.original
    return original.state, original.reason if original.state == FAILED else ""
