"""What people say under a photo. Who may say or delete it is asked elsewhere."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from photoalbum.accounts.models import Member
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.photos.models import Comment, Photo

LONGEST = 2000
SHOWN = 200


def say(photo: Photo, author: Member, words: str) -> Comment:
    comment = Comment(photo_id=photo.id, author_id=author.id, author_name=author.name, words=words)
    db.session.add(comment)
    return comment


def change(comment: Comment, words: str) -> None:
    if words != comment.words:
        comment.words, comment.edited_at = words, now()


def delete(comment: Comment) -> None:
    db.session.delete(comment)


def find(photo: Photo, uid: str) -> Comment | None:
    return db.session.scalar(select(Comment).where(Comment.photo_id == photo.id, Comment.uid == uid))


def under(photo: Photo) -> Sequence[Comment]:
    """The newest comments of a photo, oldest of them first, with their authors in the same statement."""
    wanted = (
        select(Comment)
        .options(joinedload(Comment.author))
        .where(Comment.photo_id == photo.id)
        .order_by(Comment.created_at.desc(), Comment.id.desc())
        .limit(SHOWN)
    )
    return db.session.scalars(wanted).all()[::-1]
