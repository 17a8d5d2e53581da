"""Making, opening, changing and revoking share links."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from photoalbum.accounts import passwords
from photoalbum.accounts.viewer import LinkPass, Viewer
from photoalbum.albums import access, lineage
from photoalbum.albums.access import Ability
from photoalbum.albums.models import GUESTS_MOST_BYTES, GUESTS_MOST_FILES, Album, LinkPhoto, ShareLink
from photoalbum.core import tokens
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.core.errors import NotAllowed
from photoalbum.photos.models import Photo

PURPOSE = "share"


@dataclass(frozen=True, slots=True)
class Rules:
    """What people who come by a link may do, and until when."""

    label: str = ""
    expires_at: datetime | None = None
    view_limit: int | None = None
    with_albums_below: bool = False
    may_download: bool = False
    keep_metadata: bool = False
    show_captions: bool = True
    may_add: bool = False
    needs_approval: bool = True
    may_comment: bool = False
    # How much guests may add by it, all of them together.
    most_files: int = GUESTS_MOST_FILES
    most_bytes: int = GUESTS_MOST_BYTES

    @classmethod
    def of(cls, link: ShareLink) -> "Rules":
        return cls(**{each.name: getattr(link, each.name) for each in fields(cls)})

    @property
    def rights(self) -> "Rules":
        """Those rules whose change ends what was unlocked: all but the name."""
        return replace(self, label="")


def create(album: Album, maker_id: int, *, password: str = "", **rules: object) -> ShareLink:
    """Make a link. The password is hashed first, so that no writing unit need be open for so long."""
    password_hash = passwords.hash_password(password) if password else None
    return _add(ShareLink(album_id=album.id, created_by_id=maker_id, password_hash=password_hash), rules)


def create_for_photos(
    photo_ids: Sequence[int], maker_id: int, *, password: str = "", **rules: object
) -> ShareLink:
    """Make a link to photos picked by hand. Nobody widens another's photo: all must be the maker's own."""
    password_hash = passwords.hash_password(password) if password else None
    own: set[int] = set()
    for start in range(0, len(photo_ids), 500):
        lot = Photo.id.in_(photo_ids[start : start + 500])
        own.update(db.session.scalars(select(Photo.id).where(lot, Photo.owner_id == maker_id)))
    if not own or own != set(photo_ids):
        raise NotAllowed(_("Only your own photos can go into a link."))
    link = _add(ShareLink(created_by_id=maker_id, password_hash=password_hash), rules)
    db.session.add_all(LinkPhoto(link_id=link.id, photo_id=photo_id) for photo_id in sorted(own))
    db.session.flush()
    return link


def _add(link: ShareLink, rules: dict[str, object]) -> ShareLink:
    _apply(link, Rules(**rules))  # type: ignore[arg-type]
    db.session.add(link)
    db.session.flush()
    return link


def _apply(link: ShareLink, rules: Rules) -> None:
    for each in fields(Rules):
        setattr(link, each.name, getattr(rules, each.name))
    if link.album_id is None:
        link.with_albums_below = link.may_add = False
    # So that a form that says nothing of guests changes nothing for them.
    link.needs_approval = link.needs_approval or not link.may_add


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
    return link if link.album is None or link.album.trashed_at is None else None


def viewer_of(link: ShareLink) -> Viewer:
    """Somebody who came by this link: they see what it shows and nothing else."""
    return Viewer(passes=frozenset({LinkPass(link.id, link.album_id, link.with_albums_below)}))


def password_fits(stored: str | None, password: str) -> bool:
    return passwords.matches(stored, password)


def change(
    link: ShareLink,
    *,
    password: str = "",
    password_hash: str | None = None,
    drop_password: bool = False,
    **rules: object,
) -> None:
    """Change a link's rules. When more than its name does, whoever unlocked it does so again.

    A new password comes as it is, or as the hash of it that was made before the unit began.
    """
    if password and not drop_password:
        password_hash = passwords.hash_password(password)
    before = Rules.of(link).rights
    _apply(link, Rules(**rules))  # type: ignore[arg-type]
    if drop_password or password_hash:
        link.password_hash = None if drop_password else password_hash
    if drop_password or password_hash or Rules.of(link).rights != before:
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
    """Those by which people come in now, also through an album above."""
    above = ShareLink.album_id.in_(lineage.sources_of([album.id])) & ShareLink.with_albums_below
    reaching = (ShareLink.album_id == album.id) | above
    found = select(ShareLink).where(reaching, ShareLink.revoked_at.is_(None))
    return [link for link in db.session.scalars(found.order_by(ShareLink.id.desc())) if is_open(link)]


def open_of_photo(photo: Photo) -> Sequence[ShareLink]:
    """The links for which somebody picked this photo by hand."""
    picked = select(LinkPhoto.link_id).where(LinkPhoto.photo_id == photo.id)
    found = select(ShareLink).where(ShareLink.id.in_(picked), ShareLink.revoked_at.is_(None))
    return [link for link in db.session.scalars(found.order_by(ShareLink.id)) if is_open(link)]


def is_open(link: ShareLink) -> bool:
    return link.expires_at is None or link.expires_at > now()


def made_by(member_id: int) -> Sequence[ShareLink]:
    """Every link of a member that was not ended, newest first."""
    return db.session.scalars(
        select(ShareLink)
        .where(ShareLink.created_by_id == member_id, ShareLink.revoked_at.is_(None))
        .options(joinedload(ShareLink.album))
        .order_by(ShareLink.created_at.desc(), ShareLink.id.desc())
    ).all()


def find_of(album: Album, uid: str) -> ShareLink | None:
    """One of an album's links, for those who manage the album."""
    return db.session.scalar(
        select(ShareLink).where(
            ShareLink.album_id == album.id, ShareLink.uid == uid, ShareLink.revoked_at.is_(None)
        )
    )


def find(viewer: Viewer, uid: str) -> ShareLink | None:
    """A link of one's own, or of an album that is one's own affair."""
    found = db.session.scalar(
        select(ShareLink)
        .where(ShareLink.uid == uid, ShareLink.revoked_at.is_(None))
        .options(joinedload(ShareLink.album))
    )
    if found is None or not viewer.is_member:
        return None
    if found.album is not None and found.album.trashed_at is not None:
        return None
    if found.created_by_id == viewer.member_id:
        return found
    manages = found.album is not None and Ability.MANAGE in access.abilities(viewer, found.album)
    return found if manages else None


def photos_of(links: Iterable[ShareLink]) -> dict[int, int]:
    """How many photos were picked by hand for each of these links."""
    rows = db.session.execute(
        select(LinkPhoto.link_id, LinkPhoto.photo_id)
        .join(Photo, Photo.id == LinkPhoto.photo_id)
        .where(LinkPhoto.link_id.in_([link.id for link in links]), Photo.trashed_at.is_(None))
    )
    found: dict[int, int] = {}
    for link_id, _photo_id in rows:
        found[link_id] = found.get(link_id, 0) + 1
    return found
