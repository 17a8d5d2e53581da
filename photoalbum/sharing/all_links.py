"""Every link of the site, for the keeper, and the end of all that somebody made."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, func, or_, select

from photoalbum.accounts.models import Member
from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access
from photoalbum.albums.models import Album, ShareLink
from photoalbum.core.db import db
from photoalbum.sharing import links


def everywhere(viewer: Viewer) -> Sequence[Any]:
    """All links of the site that are not revoked. Of what is private to others neither title nor label."""
    known = access.album_is_visible_to(viewer)
    return db.session.execute(
        select(
            ShareLink.uid,
            case((known, ShareLink.label), else_="").label("label"),
            case((known, Album.title), else_="").label("title"),
            Album.slug,
            Member.name.label("owner"),
            ShareLink.created_at,
            ShareLink.last_used_at,
            ShareLink.expires_at,
            ShareLink.password_hash.is_not(None).label("has_password"),
        )
        .outerjoin(Album, Album.id == ShareLink.album_id)
        .join(Member, Member.id == func.coalesce(Album.owner_id, ShareLink.created_by_id))
        .where(ShareLink.revoked_at.is_(None))
        .order_by(ShareLink.id.desc())
    ).all()


def find_anywhere(uid: str) -> ShareLink | None:
    return db.session.scalar(select(ShareLink).where(ShareLink.uid == uid, ShareLink.revoked_at.is_(None)))


def revoke_all_of(member_id: int) -> None:
    """Stop every link that somebody made, and every link to an album of theirs."""
    mine = select(Album.id).where(Album.owner_id == member_id)
    which = or_(ShareLink.created_by_id == member_id, ShareLink.album_id.in_(mine))
    for link in db.session.scalars(select(ShareLink).where(which)):
        links.revoke(link)
