"""The page on which a guest adds photos by a share link, as a plain form too, and the receipts of it."""

from collections.abc import Sequence

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.albums.models import ShareLink
from photoalbum.core import crash
from photoalbum.core.db import db
from photoalbum.core.errors import AlbumError
from photoalbum.delivery.limits import Allowance, network
from photoalbum.media.formats import CLAIMING
from photoalbum.photos import processing
from photoalbum.uploads import offered, receipts
from photoalbum.uploads.models import Receipt, ReceiptLine
from photoalbum.uploads.take_in import take_in_from_guest
from photoalbum.web import guest_door, receipt_lines
from photoalbum.web.filters import filesize
from photoalbum.web.forms.links import GuestFilesForm
from photoalbum.web.settings_words import largest_file
from photoalbum.web.upload_words import guest_words

bp = Blueprint("share_adding", __name__, url_prefix="/s/<token>")

FILES = Allowance("guests' files", "1000 per hour")


@bp.get("/add")
def new(token: str) -> ResponseReturnValue:
    link = guest_door.page_link_or_404(token, "may_add")
    guest = guest_door.guest_or_name(link, token)
    return _page(token, link, guest.uid, guest.name, GuestFilesForm())


@bp.post("/add")
def create(token: str) -> ResponseReturnValue:
    """Take every file of the form by itself: one that is refused does not keep the others out."""
    link = guest_door.link_or_404(token, "may_add")
    guest = guest_door.guest_or_name(link, token)
    form = GuestFilesForm()
    files = [file for file in request.files.getlist("files") if file.filename]
    is_fine = form.validate_on_submit()
    if not files:
        form.files.errors = [_("Choose at least one photo or video.")]
    if not is_fine or not files:
        return _page(token, link, guest.uid, guest.name, form), 422

    count_files(link, len(files))
    receipt = open_receipt(link, guest.id)
    receipt_id, receipt_uid = receipt.id, receipt.uid
    # Others write while the files are hashed.
    db.session.commit()
    taken: list[int | None] = []
    faults: list[int] = []
    for file in files:
        try:
            taken.append(take_in_from_guest(file.stream, file.filename or "", receipt_id))  # type: ignore[arg-type]
        except AlbumError as fault:
            faults.append(fault.status)
    processing.ask_for(original_id for original_id in taken if original_id is not None)
    crash.point("answered")
    address = url_for("share_adding.show", token=token, uid=receipt_uid)
    if not taken:
        # Nothing was kept: the receipt says why, file by file, and the status says it to programs.
        answer = make_response(show(token, receipt_uid), faults[0])
        answer.headers["Content-Location"] = address
        return answer
    return redirect(address, 303)


@bp.get("/receipts/<uid>")
def show(token: str, uid: str) -> ResponseReturnValue:
    found, lines = _receipt_or_404(token, uid)
    told = [_line(line) for line in lines]
    refused = sum(1 for line in told if line["status"] == receipt_lines.REFUSED)
    return render_template(
        "shares/receipt.html",
        token=token,
        receipt=found,
        lines=told,
        safe_count=len(told) - refused,
        refused_count=refused,
    )


@bp.get("/receipts/<uid>.txt")
def checksums(token: str, uid: str) -> ResponseReturnValue:
    found, lines = _receipt_or_404(token, uid)
    return receipt_lines.send_checksums(found, lines)


def open_receipt(link: ShareLink, guest_id: int) -> Receipt:
    return receipts.open_receipt(link.created_by_id, link.album_id, guest_id)


def count_files(link: ShareLink, number: int = 1) -> None:
    """Somebody who sends files without end is stopped before the link is full."""
    FILES.demand(link.uid, network())
    for _number in range(number):
        FILES.count(link.uid, network())


def _receipt_or_404(token: str, uid: str) -> tuple[Receipt, Sequence[ReceiptLine]]:
    link = guest_door.page_link_or_404(token, "may_add")
    guest = guest_door.guest_or_name(link, token)
    found = receipts.of_member(link.created_by_id, uid, guest.id) or abort(404)
    return found, receipts.lines_of(found)


def _line(line: ReceiptLine) -> dict[str, object]:
    status = receipt_lines.outcome_of(line)
    return {
        "file_name": line.file_name,
        "href": None,
        "thumb": None,
        "sha256": line.sha256,
        "size_text": filesize(line.bytes) if line.bytes else "",
        "received_at": line.received_at,
        "status": status,
        "sentence": receipt_lines.sentence_of(line),
    }


def _page(token: str, link: ShareLink, guest_uid: str, guest_name: str, form: GuestFilesForm) -> str:
    number, size = offered.used(link)
    return render_template(
        "shares/add.html",
        token=token,
        link=link,
        guest_uid=guest_uid,
        guest_name=guest_name,
        form=form,
        max=largest_file(),
        words=guest_words(current_app.config["MAX_FILE_BYTES"]),
        endings=" ".join(sorted(CLAIMING)),
        files_left=max(0, link.most_files - number),
        room=max(0, link.most_bytes - size),
    )
