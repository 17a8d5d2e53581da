"""Tags: words that a photo is found by, as those who may describe it write them."""

import unicodedata
from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, select

from photoalbum.core.db import db
from photoalbum.core.errors import Rejected
from photoalbum.photos.models import Photo, PhotoTag, Tag

LONGEST = 60
MOST = 50


def parse(text: str) -> list[str]:
    """Tags as people type them, one behind another with commas between.

    >>> parse("#Lake,  the boat ,lake,")
    ['Lake', 'the boat']
    """
    found: dict[str, str] = {}
    for part in text.replace("\n", ",").split(","):
        written = unicodedata.normalize("NFC", " ".join(part.split())).lstrip("#").strip()
        if written:
            found.setdefault(name_of(written), written)
    if any(len(written) > LONGEST or len(name) > LONGEST for name, written in found.items()):
        raise Rejected(_("Please keep each tag under 60 letters."))
    if len(found) > MOST:
        raise Rejected(_("A photo can have 50 tags."))
    return list(found.values())


def name_of(written: str) -> str:
    """By which a tag is found, however it is written."""
    return unicodedata.normalize("NFC", written.casefold())


def of(photo_id: int) -> Sequence[str]:
    """A photo's tags, in the order of the alphabet."""
    wanted = select(PhotoTag.written).join(Tag).where(PhotoTag.photo_id == photo_id).order_by(Tag.name)
    return db.session.scalars(wanted).all()


def put(photo: Photo, words: Sequence[str]) -> None:
    """Give the photo exactly these tags."""
    db.session.execute(delete(PhotoTag).where(PhotoTag.photo_id == photo.id))
    add([photo], words)


def add(photos: Iterable[Photo], words: Sequence[str]) -> None:
    """Give the photos these tags too."""
    ids = [photo.id for photo in photos]
    for written in words if ids else ():
        tag = _tag(name_of(written))
        have = set(
            db.session.scalars(
                select(PhotoTag.photo_id).where(PhotoTag.tag_id == tag.id, PhotoTag.photo_id.in_(ids))
            )
        )
        db.session.add_all(
            PhotoTag(photo_id=id_, tag_id=tag.id, written=written) for id_ in ids if id_ not in have
        )
    db.session.flush()


def _tag(name: str) -> Tag:
    tag = db.session.scalar(select(Tag).where(Tag.name == name))
    if tag is None:
        tag = Tag(name=name)
        db.session.add(tag)
        db.session.flush()
    return tag
