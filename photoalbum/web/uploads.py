"""The plain upload form, which works without JavaScript, and receipts."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from photoalbum.accounts.models import Member
from photoalbum.albums import access, actions
from photoalbum.albums.access import Ability
from photoalbum.albums.models import Album
from photoalbum.core import crash
from photoalbum.core.db import db
from photoalbum.core.errors import AlbumError
from photoalbum.delivery.identity import current_viewer
from photoalbum.media.formats import CLAIMING
from photoalbum.photos import processing
from photoalbum.uploads import ingest, quota, receipts, sidecars
from photoalbum.uploads.models import Receipt, ReceiptLine
from photoalbum.uploads.receive import receive
from photoalbum.uploads.take_in import refusals_on
from photoalbum.web import receipt_lines
from photoalbum.web.filters import filesize
from photoalbum.web.forms.albums import choices
from photoalbum.web.forms.uploads import UploadForm
from photoalbum.web.lookup import album_or_404, member_or_login
from photoalbum.web.settings_words import largest_file
from photoalbum.web.upload_words import upload_words

bp = Blueprint("uploads", __name__, url_prefix="/uploads")


@dataclass(slots=True)
class Drop:
    """Where the files of one form go: by number, because the units of work in between forget the rows.

    An album that the form names anew is made with the first file that is kept: a drop of which nothing is
    kept leaves none.
    """

    member_id: int
    album_id: int | None
    new_album: str
    receipt_id: int
    receipt_uid: str

    def album(self) -> Album | None:
        """The album of the drop, in the unit that writes the first row for it."""
        if self.new_album and self.album_id is None:
            album = actions.create(self.member_id, actions.Wish(self.new_album))
            db.session.get_one(Receipt, self.receipt_id).album_id = album.id
            return album
        return db.session.get(Album, self.album_id) if self.album_id else None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: the original that a worker has work with, or the status of its refusal."""

    original_id: int | None = None
    fault: int = 0


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
    taken = [_take_in(file, drop) for file in files]
    processing.ask_for(each.original_id for each in taken if each.original_id is not None)
    crash.point("answered")
    address = url_for("uploads.receipt", uid=drop.receipt_uid)
    if all(each.fault for each in taken):
        # Nothing was kept: the receipt says why, file by file, and the status says it to programs.
        answer = make_response(receipt(drop.receipt_uid), taken[0].fault)
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
    """Find the album and open the receipt, in a unit of its own: hashing must not hold up others."""
    member = member_or_login()
    title = form.new_album.data or ""
    album = album_or_404(form.album.data, to=Ability.ADD) if form.album.data and not title else None
    receipt = receipts.open_receipt(member.id, album.id if album else None)
    drop = Drop(member.id, receipt.album_id, title, receipt.id, receipt.uid)
    db.session.commit()
    return drop


def _take_in(file: FileStorage, drop: Drop) -> Taken:
    """Keep one file, or refuse it, and write its line on the receipt."""
    name = file.filename or ""
    try:
        with refusals_on(drop.receipt_id, name):
            original_id = _keep(file, name, drop)
    except AlbumError as fault:
        return Taken(fault=fault.status)
    crash.point("committed")
    return Taken(original_id)


def _keep(file: FileStorage, name: str, drop: Drop) -> int | None:
    received = receive(file.stream)  # type: ignore[arg-type]
    if sidecars.is_one(received, name):
        sidecars.take_in(received, name, db.session.get_one(Receipt, drop.receipt_id))
        db.session.commit()
        return None
    found = ingest.keep(received, name)
    album = drop.album()
    outcome = ingest.record(
        received,
        found,
        file_name=name,
        owner=db.session.get_one(Member, drop.member_id),
        album=album,
        receipt=db.session.get_one(Receipt, drop.receipt_id),
    )
    original_id = outcome.photo.original_id if outcome.wants_processing else None
    album_id = album.id if album else None
    db.session.commit()
    drop.album_id = album_id
    return original_id


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
