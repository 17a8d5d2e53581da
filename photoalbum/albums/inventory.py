"""All albums and all photos of the site, for the keeper's lists.

The keeper counts as a stranger to other people's private albums: there a list says whose it is, and neither
a title nor a file's name, nor does it find or sort by them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from photoalbum.accounts.models import Member
from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access
from photoalbum.albums.models import Album
from photoalbum.core.db import db
from photoalbum.photos.models import Original, Photo

SIZE = 50
NEWEST, OLDEST, BY_NAME, BY_OWNER = "newest", "oldest", "name", "owner"
SORTS = (NEWEST, OLDEST, BY_NAME, BY_OWNER)


@dataclass(frozen=True, slots=True)
class Question:
    """What a list is asked for. `after` is the id of the last row of the page before."""

    words: str = ""
    owner: str = ""
    kind: str = ""
    sort: str = NEWEST
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    rows: Sequence[Any]
    after: int | None


def albums(viewer: Viewer, question: Question) -> Listed:
    known = access.album_is_visible_to(viewer)
    name = case((known, Album.title), else_="")
    wanted = select(
        Album.id, Album.slug, name.label("name"), Member.name.label("owner"), Album.created_at, Album.reach
    )
    wanted = wanted.join(Member, Member.id == Album.owner_id).where(Album.trashed_at.is_(None))
    return _page(wanted, Album, name, question)


def photos(viewer: Viewer, question: Question) -> Listed:
    known = access.photo_is_visible_to(viewer)
    name = case((known, Photo.file_name), else_="")
    wanted = (
        select(
            Photo.id,
            Photo.uid,
            name.label("name"),
            Member.name.label("owner"),
            Photo.created_at,
            Photo.kind,
            Original.media_type,
            Original.bytes,
        )
        .join(Member, Member.id == Photo.owner_id)
        .join(Original, Original.id == Photo.original_id)
        .where(Photo.trashed_at.is_(None), Photo.companion_of_id.is_(None))
    )
    if question.kind:
        wanted = wanted.where(Photo.kind == question.kind)
    return _page(wanted, Photo, name, question)


def _page(
    wanted: Select[Any], thing: type[Album] | type[Photo], name: ColumnElement[str], question: Question
) -> Listed:
    if question.owner:
        wanted = wanted.where(Member.uid == question.owner)
    if question.words:
        wanted = wanted.where(name.icontains(question.words, autoescape=True))
    key: ColumnElement[Any] = literal(0)
    if question.sort in (BY_NAME, BY_OWNER):
        key = func.lower(name if question.sort == BY_NAME else Member.name)
    falls = question.sort == NEWEST
    if question.after is not None:
        # Without the filters, so that a row which no longer fits them still says where to go on.
        place = select(key).select_from(thing).join(Member, Member.id == thing.owner_id)
        last = db.session.scalar(place.where(thing.id == question.after))
        further = thing.id < question.after if falls else thing.id > question.after
        if question.sort in (BY_NAME, BY_OWNER):
            further = or_(key > last, and_(key == last, further))
        wanted = wanted.where(further)
    order = [key] if question.sort in (BY_NAME, BY_OWNER) else []
    rows = db.session.execute(
        wanted.order_by(*order, thing.id.desc() if falls else thing.id).limit(SIZE + 1)
    ).all()
    return Listed(rows[:SIZE], rows[SIZE - 1].id if len(rows) > SIZE else None)
