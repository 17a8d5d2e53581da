"""Making, changing and deleting albums. Nothing here commits."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select, update

from photoalbum.albums import entries, queries, tally, tree
from photoalbum.albums.models import PRIVATE, Album
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.core.errors import Conflict
from photoalbum.core.tokens import new_uid
from photoalbum.photos import trash
from photoalbum.photos.models import Photo


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person says of an album in its form."""

    title: str
    description: str = ""
    audience: str = "private"
    parent: Album | None = None
    # Whether who sees the album above sees this one too. Only a private album may say no.
    inherits: bool = True


def create(owner_id: int, wish: Wish) -> Album:
    """Make an album. Its address ends in random letters, and so tells nothing of other people's albums."""
    tree.demand_room(None, wish.parent)
    album = Album(
        owner_id=owner_id,
        slug=make_slug(wish.title),
        title=wish.title,
        description=wish.description,
        audience=wish.audience,
        parent_id=wish.parent.id if wish.parent else None,
        inherits=wish.inherits or wish.audience != PRIVATE,
    )
    db.session.add(album)
    db.session.flush()
    return album


def change(album: Album, wish: Wish) -> None:
    """Rename, describe, open or close, and move. The address stays, so that old links go on working."""
    tree.demand_room(album, wish.parent)
    album.title, album.description = wish.title, wish.description
    album.audience = wish.audience
    album.parent_id = wish.parent.id if wish.parent else None
    album.inherits = will_inherit(album, wish)


def take_out(album: Album) -> None:
    """Let an album stand by itself again. What held for it from above holds no more, what is its own does."""
    tree.demand_parent(album)
    album.parent_id = None


def will_inherit(album: Album, wish: Wish) -> bool:
    """Whether the album will take over what holds above it.

    One that is not private may keep its "no" from the time when nothing was inherited, and not say it anew.
    """
    return wish.inherits or (wish.audience != PRIVATE and album.inherits)


def delete(album: Album, member_id: int, *, also_photos: bool) -> None:
    """Move an album to the trash, on request with the member's own photos that are in no other album."""
    batch = new_uid()
    if also_photos:
        for photo in queries.only_here(album, member_id):
            trash.put(photo, batch)
    album.trashed_at, album.trash_batch = now(), batch
    tally.refresh([album.id])


def restore(album: Album) -> None:
    """Take an album out of the trash, and the photos that went there with it."""
    if album.trashed_at is None:
        raise Conflict(_("This album is not in the trash."))
    together = trash.in_batch(album.trash_batch or "")
    for photo in together:
        trash.restore(photo)
    album.trashed_at = album.trash_batch = None
    tally.refresh([album.id])
    tally.refresh_around(photo.id for photo in together)


def trash_photo(photo: Photo) -> None:
    """Move a photo to the trash; every album that holds it counts anew. Its places in them are kept."""
    trash_photos([photo])


def trash_photos(photos: Sequence[Photo]) -> None:
    """The same for many: each album is counted once."""
    for photo in photos:
        trash.put(photo)
    ids = [photo.id for photo in photos]
    db.session.execute(update(Album).where(Album.cover_id.in_(ids)).values(cover_id=None))
    tally.refresh_around(ids)


def restore_photo(photo: Photo) -> None:
    trash.restore(photo)
    entries.follow_dates([photo.id])


def purge(album: Album) -> None:
    """Delete an album for good; its photos stay with their owners.

    Its children move up, as far as nobody sees more of them thereby: an album that did not inherit kept from
    them what holds above it, and so they stand by themselves then.
    """
    above = album.parent_id if album.inherits else None
    for child in db.session.scalars(select(Album).where(Album.parent_id == album.id)):
        child.parent_id = above
    db.session.flush()
    db.session.delete(album)


def make_slug(title: str) -> str:
    """An address made from a title.

    >>> make_slug("Sommer in Köln")[:15]
    'sommer-in-koln-'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-")
    return f"{words or 'album'}-{new_uid(5).lower()}"


def due_for_purge(days: int) -> list[Album]:
    limit = now() - timedelta(days=days)
    return list(db.session.scalars(select(Album).where(Album.trashed_at < limit).limit(100)))
