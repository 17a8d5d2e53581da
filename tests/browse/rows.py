"""Rows for tests of what is browsed: photos without pictures, with the dates and words that matter."""

import hashlib
from datetime import datetime
from itertools import count

from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.core.db import db
from photoalbum.photos.models import READY, UNDATED, Original, Photo

_numbers = count(1)


def photo(owner_id: int, taken: str | None = "2014-08-03 12:00", *albums: Album, **said: object) -> Photo:
    """A photo that is ready, in these albums. Details of its original go by the name of `details`."""
    number = next(_numbers)
    at = datetime.fromisoformat(taken) if taken else None
    kind = str(said.pop("kind", "photo"))
    original = Original(
        sha256=hashlib.sha256(f"row {number}".encode()).hexdigest(),
        bytes=1,
        crc32=0,
        media_type="image/jpeg",
        extension="jpg",
        kind=kind,
        width=400,
        height=300,
        state=READY,
        details=said.pop("details", {}),
    )
    db.session.add(original)
    db.session.flush()
    made = Photo(
        owner_id=owner_id,
        original_id=original.id,
        kind=kind,
        file_name=said.pop("file_name", f"DSC{number:05}.jpg"),
        taken_at=at,
        sort_at=at or UNDATED,
        **said,
    )
    db.session.add(made)
    db.session.flush()
    for album in albums:
        put(album, made)
    return made


def put(album: Album, photo: Photo) -> None:
    db.session.add(AlbumEntry(album_id=album.id, photo_id=photo.id, sort_at=photo.sort_at))
    db.session.flush()
