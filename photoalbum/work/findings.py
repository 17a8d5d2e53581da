"""One thing that a verification found, and the words for things that several of its looks share."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from photoalbum.accounts.models import Member
from photoalbum.core.db import db
from photoalbum.photos.guests import GuestUpload
from photoalbum.photos.models import Photo
from photoalbum.photos.verifications import Kind


@dataclass(frozen=True)
class Found:
    """A fault: what kind, which thing by its id or key, and a sentence for the keeper."""

    kind: Kind
    about: str
    sentence: str
    # Asked inside the unit that writes it down, since the site goes on meanwhile.
    still_holds: Callable[[], bool] = lambda: True


def about_original(original_id: int) -> str:
    return f"original {original_id}"


def photos_of(original_id: int) -> str:
    """Whose photos hang from an original: "“IMG_1.jpg” of Mum (photo 4tGq…)", and who is to look at it."""
    rows = db.session.execute(
        select(Photo.file_name, Photo.uid, Member.name)
        .join(Member, Member.id == Photo.owner_id)
        .where(Photo.original_id == original_id)
        .order_by(Photo.id)
    ).all()
    offered = db.session.execute(
        select(GuestUpload.file_name, Member.name)
        .join(Member, Member.id == GuestUpload.owner_id)
        .where(GuestUpload.original_id == original_id)
        .order_by(GuestUpload.id)
    ).all()
    photos = [_("“%(file)s” of %(name)s (photo %(uid)s)", file=f, name=n, uid=u) for f, u, n in rows]
    waiting = [_("“%(file)s” of a guest, for %(name)s", file=f, name=n) for f, n in offered]
    return ", ".join([*photos, *waiting])
