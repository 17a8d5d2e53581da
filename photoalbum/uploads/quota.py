"""How much room a member has, counting what is still on its way."""

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select

from photoalbum.accounts.models import Member
from photoalbum.core.db import db
from photoalbum.core.errors import NoSpace, TooMany
from photoalbum.photos import queries
from photoalbum.uploads.models import ResumableUpload


def require(member: Member, coming: int, *, besides: int = 0, for_guest: bool = False) -> None:
    """Raise NoSpace when so many more bytes are more than this member's share of the disk.

    `besides` is the id of the upload that brings them, which would be counted twice.
    """
    room = room_of(member)
    if room is not None and _on_the_way(member.id, besides) + coming > room:
        if for_guest:
            raise NoSpace(_("There is no room for more here. Please tell whoever gave you the link."))
        raise NoSpace(_("Your share of the disk is used up. The keeper can give you more."))


def room_of(member: Member) -> int | None:
    """What this member's photos leave of their share of the disk; None where there is no bound."""
    share = member.quota_bytes or int(current_app.config["MEMBER_QUOTA_BYTES"])
    return max(0, share - queries.bytes_of(member.id)) if share else None


def require_few_open(member_id: int, guest_id: int | None = None) -> None:
    """Raise TooMany when whoever sends has begun as many uploads as may stay unfinished."""
    mine = (*_open(member_id), ResumableUpload.guest_id == guest_id)
    begun = db.session.scalar(select(func.count()).where(*mine)) or 0
    if begun >= int(current_app.config["MAX_OPEN_UPLOADS"]):
        raise TooMany(
            _("Too many of your uploads are unfinished. Let some of them finish, or remove them first.")
        )


def _on_the_way(member_id: int, besides: int) -> int:
    total = select(func.coalesce(func.sum(ResumableUpload.length), 0)).where(
        *_open(member_id), ResumableUpload.id != besides
    )
    return int(db.session.scalar(total) or 0)


def _open(member_id: int) -> tuple[ColumnElement[bool], ...]:
    return ResumableUpload.member_id == member_id, ResumableUpload.line_id.is_(None)
