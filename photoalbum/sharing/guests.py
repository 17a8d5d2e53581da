"""Guests: who came by a link and gave a name, and what they and their host have said to each other."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from photoalbum.albums.models import ShareLink
from photoalbum.core.db import db
from photoalbum.core.tokens import digest
from photoalbum.photos.comments import SHOWN
from photoalbum.photos.guests import Guest, GuestHeart
from photoalbum.photos.models import Comment, Photo


def find(link: ShareLink, browser_key: str | None) -> Guest | None:
    """The guest whom this browser is known to be at this link."""
    if browser_key is None:
        return None
    known = select(Guest).where(Guest.link_id == link.id, Guest.browser == digest(browser_key))
    return db.session.scalar(known)


def introduce(link: ShareLink, browser_key: str, name: str) -> Guest:
    """Remember somebody's name; whoever has given one changes it."""
    guest = find(link, browser_key)
    if guest is None:
        guest = Guest(link_id=link.id, browser=digest(browser_key), name=name)
        db.session.add(guest)
    guest.name = name
    db.session.flush()
    return guest


def hearts_among(link: ShareLink, browser_key: str, photo_ids: Collection[int]) -> Collection[int]:
    """Which of these photos have the heart of the guest whom this browser is known to be. One statement."""
    given = (
        select(GuestHeart.photo_id)
        .join(Guest, Guest.id == GuestHeart.guest_id)
        .where(Guest.link_id == link.id, Guest.browser == digest(browser_key))
    )
    return set(db.session.scalars(given.where(GuestHeart.photo_id.in_(photo_ids))))


def say(photo: Photo, guest: Guest, words: str) -> None:
    db.session.add(Comment(photo_id=photo.id, guest_id=guest.id, author_name=guest.name, words=words))


def comments_under(photo: Photo, link: ShareLink) -> Sequence[Comment]:
    """What the guests of a link and whoever made it have said. The family's own words stay in the family."""
    here = select(Guest.id).where(Guest.link_id == link.id)
    wanted = (
        select(Comment)
        .options(joinedload(Comment.author))
        .where(
            Comment.photo_id == photo.id,
            or_(Comment.guest_id.in_(here), Comment.author_id == link.created_by_id),
        )
        .order_by(Comment.created_at.desc(), Comment.id.desc())
        .limit(SHOWN)
    )
    return db.session.scalars(wanted).all()[::-1]


def find_comment(photo: Photo, guest: Guest, uid: str) -> Comment | None:
    """A guest's own comment."""
    return db.session.scalar(
        select(Comment).where(Comment.photo_id == photo.id, Comment.uid == uid, Comment.guest_id == guest.id)
    )
