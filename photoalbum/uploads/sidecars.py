"""Notes files (XMP) beside photos: what other programs wrote about a picture without touching it.

One is read where uploads arrive, applied to the photo of the same name in the same drop, and kept beside its
original. It says more than the file itself and less than a person: what somebody corrected here stays.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from flask_babel import gettext as _
from sqlalchemy import select

from photoalbum.albums import entries
from photoalbum.core.db import db
from photoalbum.core.errors import Rejected
from photoalbum.media import notes
from photoalbum.media.claims import Metadata
from photoalbum.media.own_words import OwnWords
from photoalbum.photos import captioning, dating, favourites, files, tags
from photoalbum.photos.models import Photo
from photoalbum.uploads.models import Receipt, ReceiptLine
from photoalbum.uploads.names import clean_name
from photoalbum.uploads.receive import Received

ENDING = ".xmp"
T = TypeVar("T")
LARGEST = 2_000_000
_STARTS = (b"<x:xmpmeta", b"<?xpacket", b"<rdf:RDF", b"adobe:ns:meta/")


def is_named_so(file_name: str) -> bool:
    """Whether the name promises notes: such files are taken in after the photos of their drop."""
    return file_name.lower().endswith(ENDING)


def is_one(received: Received, file_name: str) -> bool:
    """Whether what came is a notes file, by its name and its content."""
    if not is_named_so(file_name) or received.bytes > LARGEST:
        return False
    with received.path.open("rb") as file:
        head = file.read(2000)
    return any(start in head for start in _STARTS)


def take_in(
    received: Received, file_name: str, receipt: Receipt, photos: Sequence[Photo] | None = None
) -> ReceiptLine:
    """Keep a notes file and apply it. The caller commits; what raises Rejected leaves nothing behind.

    It belongs to the photos that are given, and else to those of its name in the same drop.
    """
    try:
        name = clean_name(file_name)
        photos = partners(receipt, name) if photos is None else photos
        said = notes.read_notes(received.path) if photos else None
        if not photos:
            raise Rejected(
                _(
                    "This is a notes file (XMP), and the photo it belongs to was not sent with it. "
                    "Please send both together."
                )
            )
        if said is None:
            raise Rejected(_("This notes file (XMP) is damaged: nothing in it can be read."))
        for photo in photos:
            _keep(received, photo)
            if said.own_words is not None:
                _say_again(photo, said.own_words)
            _apply(photo, {**_groups(said), "sha256": received.sha256})
    finally:
        received.let_go()
    entries.follow_dates(photo.id for photo in photos)
    line = ReceiptLine(
        receipt_id=receipt.id,
        photo_id=photos[0].id,
        file_name=name,
        sha256=received.sha256,
        bytes=received.bytes,
    )
    db.session.add(line)
    return line


def partners(receipt: Receipt, file_name: str) -> Sequence[Photo]:
    """The photos of this drop that notes of such a name are about: `IMG_1.jpg.xmp`, or `IMG_1.xmp`."""
    sent = db.session.execute(
        select(ReceiptLine.file_name, Photo)
        .join(Photo, Photo.id == ReceiptLine.photo_id)
        .where(ReceiptLine.receipt_id == receipt.id, Photo.owner_id == receipt.member_id)
        .order_by(ReceiptLine.id)
    ).all()
    return named_alike([(name, photo) for name, photo in sent], file_name)


def named_alike(sent: Sequence[tuple[str, T]], file_name: str) -> list[T]:
    """What notes of such a name are about, of all that came with them."""
    whole = file_name[: -len(ENDING)].casefold()
    named = [photo for name, photo in sent if name.casefold() == whole]
    if named:
        return named[:1]
    return [photo for name, photo in sent if name.casefold().rpartition(".")[0] == whole]


def _keep(received: Received, photo: Photo) -> None:
    with received.path.open("rb") as source:
        files.storage().save(files.notes_key(photo.original.sha256, received.sha256), source)


def _apply(photo: Photo, groups: dict[str, Any]) -> None:
    photo.notes = groups
    dating.take_from_file(photo)
    captioning.take_from_file(photo)


def _say_again(photo: Photo, words: OwnWords) -> None:
    """What people said of the photo where it was exported. What somebody has said here stays."""
    if words.caption is not None:
        captioning.say_again(photo, words.caption)
    if words.taken is not None and photo.taken_source != dating.PERSON:
        dating.say(photo, words.taken.local)
        photo.taken_offset = words.taken.offset_minutes
    photo.alt_text = photo.alt_text or words.alt_text[: captioning.LONGEST_ALT_TEXT]
    tags.add([photo], tags.parse(",".join(words.tags)))
    if words.favourite:
        favourites.give(photo.owner_id, photo)


def _groups(said: Metadata) -> dict[str, Any]:
    """What the notes say, in the groups of an original's details; what they do not say is left out."""
    taken = said.taken_at and {
        "at": said.taken_at.isoformat(),
        "offset": said.offset_minutes,
        "offset_source": "" if said.offset_minutes is None else "file",
        "source": said.taken_source,
        "precision": said.taken_precision,
    }
    gps = said.gps and {"lat": said.gps.latitude, "lon": said.gps.longitude, "alt": said.gps.altitude}
    groups: dict[str, Any] = {
        "taken": taken,
        "gps": gps,
        "caption": said.caption,
        "title": said.title,
        "keywords": said.keywords,
        "rating": said.rating,
        "notes": said.details,
    }
    return {name: value for name, value in groups.items() if value is not None and value not in ("", [], {})}
