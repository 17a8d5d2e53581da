"""Two people at one photo: whoever saves second is told, and nothing is lost without a word."""

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, update

from photoalbum.accounts.rows import changed
from photoalbum.core.db import db
from photoalbum.core.errors import Conflict
from photoalbum.photos.models import Photo


class ChangedMeanwhile(Conflict):
    """The photo is not what it was when the form was opened."""


def claim(photo: Photo, version: str | int | None) -> None:
    """Go on only if the photo is still what the form showed. Of two at once, one goes on."""
    text = str(version or "")
    seen = int(text) if text.isdecimal() and len(text) < 10 else 0
    step(photo, Photo.version == seen)


def step_all(photos: Iterable[Photo]) -> None:
    """The same for many at once, whatever they were before."""
    db.session.flush()
    ids = [photo.id for photo in photos]
    db.session.execute(
        update(Photo)
        .where(Photo.id.in_(ids))
        .values(version=Photo.version + 1)
        .execution_options(synchronize_session=False)
    )


def step(photo: Photo, *conditions: ColumnElement[bool]) -> None:
    """Count a change that a person made."""
    db.session.flush()
    counted = (
        update(Photo)
        .where(Photo.id == photo.id, *conditions)
        .values(version=Photo.version + 1)
        .execution_options(synchronize_session=False)
    )
    if changed(counted) != 1:
        raise ChangedMeanwhile(
            _("Somebody changed this at the same moment. Please look again and repeat your change.")
        )
    db.session.refresh(photo, ["version"])
