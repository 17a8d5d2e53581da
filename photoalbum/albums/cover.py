"""The picture on an album's card."""

from flask_babel import gettext as _

from photoalbum.albums import tally
from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.core.db import db
from photoalbum.core.errors import Conflict
from photoalbum.photos.models import Photo


def choose(album: Album, photo: Photo) -> None:
    """Make one of the album's own photos its cover."""
    if db.session.get(AlbumEntry, (album.id, photo.id)) is None:
        raise Conflict(_("This photo is not in the album."))
    album.cover_id = photo.id
    tally.refresh([album.id])
