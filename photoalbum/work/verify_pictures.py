"""Pictures made from originals: those that are not where they belong, and those of nothing any more."""

from collections.abc import Iterator
from functools import partial
from itertools import islice

from flask_babel import gettext as _
from sqlalchemy import select

from photoalbum.core.db import db
from photoalbum.photos import derivatives, files
from photoalbum.photos.films import Film, is_there
from photoalbum.photos.models import READY, Original
from photoalbum.photos.verifications import Kind
from photoalbum.work.findings import Found, about_original, photos_of

AT_A_TIME = 500


def missing_pictures() -> Iterator[Found]:
    """Originals whose thumbnails and larger pictures should be there and are not."""
    last = 0
    while originals := _ready_after(last):
        for original in originals:
            last = original.id
            if derivatives.is_missing(original) or missing_films(original):
                about, photos = about_original(original.id), photos_of(original.id)
                sentence = _("A picture made of it is missing: %(photos)s.", photos=photos)
                yield Found(Kind.PICTURE, about, sentence, partial(_still_misses, original.id))


def leftovers() -> Iterator[Found]:
    """Pictures whose original has no row: of photos that were deleted while they were being prepared."""
    folders = files.storage().root.glob("derivatives/??/??/*")
    while some := list(islice(folders, AT_A_TIME)):
        names = {folder.name for folder in some}
        known = set(db.session.scalars(select(Original.sha256).where(Original.sha256.in_(names))))
        db.session.rollback()
        for folder in sorted(some):
            if folder.name not in known and any(path.is_file() for path in folder.rglob("*")):
                key = str(folder.relative_to(files.storage().root))
                yield Found(Kind.LEFTOVER, key, _("Pictures of an original that is not here any more."))


def _ready_after(last: int) -> list[Original]:
    wanted = select(Original).where(Original.state == READY, Original.id > last)
    found = list(db.session.scalars(wanted.order_by(Original.id).limit(AT_A_TIME)))
    db.session.expunge_all()
    db.session.rollback()
    return found


def missing_films(original: Original) -> list[Film]:
    """What was made of a video besides its pictures, and is not where it belongs."""
    if original.kind != "video":
        return []
    made = select(Film).where(Film.original_id == original.id, Film.state == READY, Film.file_name != "")
    return [film for film in db.session.scalars(made) if not is_there(film)]


def _still_misses(original_id: int) -> bool:
    original = db.session.get(Original, original_id)
    if original is None or original.state != READY:
        return False
    return derivatives.is_missing(original) or bool(missing_films(original))
