"""Making, opening, changing and revoking share links."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, or_, select
from sqlalchemy.orm import joinedload

from photoalbum.accounts import passwords
from photoalbum.accounts.models import Member
from photoalbum.accounts.viewer import LinkPass, Viewer
from photoalbum.albums import access
from photoalbum.albums.models import Album
from photoalbum.core import tokens
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.sharing.models import ShareLink

PURPOSE = "share"


def create(
    album: Album, maker_id: int, *, label: str = "", password: str = "", expires_at: datetime | None = None
) -> ShareLink:
    """Make a link. The password is hashed first, so that no writing unit need be open for so long."""
    password_hash = passwords.hash_password(password) if password else None
    link = ShareLink(album_id=album.id, created_by_id=maker_id, label=label, expires_at=expires_at)
    link.password_hash = password_hash
    db.session.add(link)
    db.session.flush()
    return link


def token_of(link: ShareLink, key: str) -> str:
    """The secret part of the link's address, made anew from the row and the server's key."""
    return tokens.seal(key, PURPOSE, link.uid, link.version)


def open_link(token: str, key: str) -> ShareLink | None:
    """The link of a token, or None when it is unknown, expired, revoked or of an album in the trash."""
    uid = tokens.uid_of(token)
    if uid is None:
        return None
    link = db.session.scalar(
        select(ShareLink).where(ShareLink.uid == uid).options(joinedload(ShareLink.album))
    )
    if link is None or not tokens.genuine(key, PURPOSE, token, link.version):
        return None
    if link.revoked_at is not None or (link.expires_at is not None and link.expires_at <= now()):
        return None
    return link if link.album.trashed_at is None else None


def viewer_of(link: ShareLink) -> Viewer:
    """Somebody who came by this link: they see its album and nothing else."""
    return Viewer(passes=frozenset({LinkPass(link.id, link.album_id)}))


def password_fits(stored: str | None, password: str) -> bool:
    return passwords.matches(stored, password)


def change(
    link: ShareLink,
    *,
    label: str,
    expires_at: datetime | None,
    password: str = "",
    drop_password: bool = False,
) -> None:
    """Change a link's rules. Browsers that had unlocked it have to do so again when the password changed."""
    password_hash = passwords.hash_password(password) if password and not drop_password else None
    link.label, link.expires_at = label, expires_at
    if drop_password or password_hash:
        link.password_hash = password_hash
        link.rules += 1


def revoke(link: ShareLink) -> None:
    """Stop a link at the next request: the token dies with its version."""
    if link.revoked_at is None:
        link.revoked_at = now()
        link.version += 1


def of_album(album: Album) -> Sequence[ShareLink]:
    """The album's links that are still open, or were until they expired."""
    return db.session.scalars(
        select(ShareLink)
        .where(ShareLink.album_id == album.id, ShareLink.revoked_at.is_(None))
        .order_by(ShareLink.created_at.desc())
    ).all()


def open_of_album(album: Album) -> Sequence[ShareLink]:
    """Those by which people come in now."""
    return [link for link in of_album(album) if link.expires_at is None or link.expires_at > now()]


def find(album: Album, uid: str) -> ShareLink | None:
    return db.session.scalar(
        select(ShareLink).where(
            ShareLink.album_id == album.id, ShareLink.uid == uid, ShareLink.revoked_at.is_(None)
        )
    )


def everywhere(viewer: Viewer) -> Sequence[Any]:
    """All links of the site that are not revoked. Of private albums of others neither title nor label."""
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
        .join(Album, Album.id == ShareLink.album_id)
        .join(Member, Member.id == Album.owner_id)
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
        revoke(link)
