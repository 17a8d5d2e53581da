"""Hearts. Giving one twice or taking back none is no fault."""

from photoalbum.core.db import db
from photoalbum.photos.models import Favourite, Photo


def give(member_id: int, photo: Photo) -> None:
    if db.session.get(Favourite, (member_id, photo.id)) is None:
        db.session.add(Favourite(member_id=member_id, photo_id=photo.id))


def take_back(member_id: int, photo: Photo) -> None:
    heart = db.session.get(Favourite, (member_id, photo.id))
    if heart is not None:
        db.session.delete(heart)
