"""The plain upload form, which works without JavaScript, and receipts."""

from collections.abc import Iterable

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.albums import access
from photoalbum.albums.access import Ability
from photoalbum.albums.models import Album
from photoalbum.core import crash
from photoalbum.core.db import db
from photoalbum.core.errors import AlbumError
from photoalbum.delivery.identity import current_viewer
from photoalbum.media.formats import CLAIMING
from photoalbum.photos import processing
from photoalbum.uploads import quota, receipts, sidecars
from photoalbum.uploads.models import ReceiptLine
from photoalbum.uploads.take_in import Drop, open_drop, take_in_with_notes
from photoalbum.web import receipt_lines
from photoalbum.web.filters import filesize
from photoalbum.web.forms.albums import choices
from photoalbum.web.forms.uploads import UploadForm
from photoalbum.web.lookup import album_or_404, member_or_login
from photoalbum.web.settings_words import largest_file
from photoalbum.web.upload_words import upload_words

bp = Blueprint("uploads", __name__, url_prefix="/uploads")


@bp.get("/new")
def new() -> ResponseReturnValue:
    member_or_login()
    form = _form()
    form.album.data = request.args.get("album", "")
    return _page(form)


@bp.post("/new")
def create() -> ResponseReturnValue:
    """Take every file of the form by itself: one that is refused does not keep the others out."""
    member_or_login()
    form = _form()
    files = [file for file in request.files.getlist("files") if file.filename]
    files.sort(key=lambda file: sidecars.is_named_so(file.filename or ""))
    is_fine = form.validate_on_submit()
    if not files:
        form.files.errors = [_("Choose at least one photo or video.")]
    if not is_fine or not files:
        return _page(form), 422

    drop = _open(form)
    to_process: list[int] = []
    faults: list[int] = []
    for file in files:
        try:
            taken = take_in_with_notes(file.stream, file.filename or "", drop)  # type: ignore[arg-type]
        except AlbumError as fault:
            faults.append(fault.status)
        else:
            if taken is not None and taken.original_id is not None:
                to_process.append(taken.original_id)
    processing.ask_for(to_process)
    crash.point("answered")
    address = url_for("uploads.receipt", uid=drop.receipt_uid)
    if len(faults) == len(files):
        # Nothing was kept: the receipt says why, file by file, and the status says it to programs.
        answer = make_response(receipt(drop.receipt_uid), faults[0])
        answer.headers["Content-Location"] = address
        return answer
    return redirect(address, 303)


@bp.get("/receipts/", endpoint="receipts")
def receipts_index() -> ResponseReturnValue:
    latest = receipts.latest(member_or_login().id)
    titles = _titles(receipt.album_id for receipt, _kept, _refused in latest)
    rows = [
        {
            "href": url_for("uploads.receipt", uid=receipt.uid),
            "created_at": receipt.created_at,
            "kept": kept,
            "refused": refused,
            "album": titles.get(receipt.album_id, ""),
        }
        for receipt, kept, refused in latest
    ]
    return render_template("uploads/receipts.html", rows=rows)


@bp.get("/receipts/<uid>")
def receipt(uid: str) -> ResponseReturnValue:
    member = member_or_login()
    found = receipts.of_member(member.id, uid)
    if found is None:
        abort(404)
    lines = [_line(line) for line in receipts.lines_of(found)]
    album = access.find_album(current_viewer(), found.album.slug) if found.album is not None else None
    return render_template(
        "uploads/receipt.html",
        receipt=found,
        lines=lines,
        album=(album.title, url_for("albums.show", slug=album.slug)) if album else None,
        safe_count=sum(1 for line in lines if line["status"] != "refused"),
        refused_count=sum(1 for line in lines if line["status"] == "refused"),
    )


@bp.get("/receipts/<uid>.txt")
def checksums(uid: str) -> ResponseReturnValue:
    found = receipts.of_member(member_or_login().id, uid)
    if found is None:
        abort(404)
    return receipt_lines.send_checksums(found, receipts.lines_of(found))


def _open(form: UploadForm) -> Drop:
    member = member_or_login()
    title = form.new_album.data or ""
    album = album_or_404(form.album.data, to=Ability.ADD) if form.album.data and not title else None
    return open_drop(member.id, album.id if album else None, title)


def _line(line: ReceiptLine) -> dict[str, object]:
    status, photo = receipt_lines.outcome_of(line), receipt_lines.photo_of(line)
    return {
        "file_name": line.file_name,
        "href": url_for("photos.show", uid=photo.uid) if photo else None,
        "thumb": receipt_lines.thumb_of(photo),
        "sha256": line.sha256,
        "size_text": filesize(line.bytes) if line.bytes else "",
        "received_at": line.received_at,
        "status": status,
        "sentence": receipt_lines.sentence_of(line),
    }


def _titles(album_ids: Iterable[int | None]) -> dict[int | None, str]:
    """What these albums are called, as far as one may still see them."""
    seen = access.albums_visible_to(current_viewer()).where(Album.id.in_(set(album_ids)))
    return {album.id: album.title for album in db.session.scalars(seen)}


def _form() -> UploadForm:
    form = UploadForm()
    form.album.choices = choices([("", _("no album")), *_albums()])
    return form


def _albums() -> list[tuple[str, str]]:
    return [(album.slug, album.title) for album in db.session.scalars(access.addable_by(current_viewer()))]


def _page(form: UploadForm) -> str:
    return render_template(
        "uploads/new.html",
        form=form,
        max=largest_file(),
        words=upload_words(current_app.config["MAX_FILE_BYTES"]),
        endings=" ".join(sorted(CLAIMING | {sidecars.ENDING.lstrip(".")})),
        room=quota.room_of(member_or_login()),
        album=next((title for slug, title in _albums() if slug == form.album.data), None),
        current_section="uploads",
    )
