"""What becomes of a guest's upload: its owner accepts or refuses it, its sender takes it back."""

from collections.abc import Sequence
from functools import cache

from flask_babel import gettext as _
from sqlalchemy import Select, bindparam, exists, func, select, update
from sqlalchemy.orm import joinedload

from photoalbum.accounts.models import Member
from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access, actions, entries
from photoalbum.albums.access import Ability
from photoalbum.albums.models import Album, AlbumEntry, ShareLink
from photoalbum.core.db import db
from photoalbum.core.errors import Conflict
from photoalbum.photos import live, queries, trash
from photoalbum.photos.guests import ACCEPTED, PENDING, REFUSED, WITHDRAWN, GuestUpload
from photoalbum.photos.models import Photo
from photoalbum.uploads import ingest
from photoalbum.uploads.models import ReceiptLine

AT_A_TIME = 200


def waiting_for(member_id: int, limit: int = AT_A_TIME) -> Sequence[GuestUpload]:
    """What guests have sent to somebody who has not decided yet, the first of it first."""
    waiting = select(GuestUpload).where(GuestUpload.owner_id == member_id, GuestUpload.state == PENDING)
    with_all = waiting.options(joinedload(GuestUpload.guest), joinedload(GuestUpload.original))
    return db.session.scalars(with_all.order_by(GuestUpload.id).limit(limit)).all()


def count_waiting(member_id: int, album: Album | None = None) -> int:
    """How much waits for somebody, in all or for one album."""
    if album is None:
        return db.session.scalar(_counted(), {"member": member_id}) or 0
    return db.session.scalar(_counted_in_album(), {"member": member_id, "album": album.id}) or 0


@cache
def _counted() -> Select[int]:
    mine = GuestUpload.owner_id == bindparam("member")
    return select(func.count()).select_from(GuestUpload).where(mine, GuestUpload.state == PENDING)


@cache
def _counted_in_album() -> Select[int]:
    links = select(ShareLink.id).where(ShareLink.album_id == bindparam("album"))
    return _counted().where(GuestUpload.link_id.in_(links))


def find_waiting(member_id: int, uid: str) -> GuestUpload | None:
    """One that waits for this member's decision, and for nobody else's."""
    return db.session.scalar(
        select(GuestUpload).where(
            GuestUpload.uid == uid, GuestUpload.owner_id == member_id, GuestUpload.state == PENDING
        )
    )


def of_guest(guest_id: int) -> Sequence[GuestUpload]:
    """What a guest has sent and not taken back, the last of it first."""
    mine = select(GuestUpload).where(GuestUpload.guest_id == guest_id, GuestUpload.state != WITHDRAWN)
    with_photo = mine.options(joinedload(GuestUpload.photo))
    return db.session.scalars(with_photo.order_by(GuestUpload.id.desc())).all()


def find_of_guest(guest_id: int, uid: str) -> GuestUpload | None:
    return db.session.scalar(
        select(GuestUpload).where(GuestUpload.uid == uid, GuestUpload.guest_id == guest_id)
    )


def shows_another(offer: GuestUpload) -> bool:
    """Whether accepting it would put a photo into the album that its owner had already, and not there."""
    photo = queries.of_owner_with_sha256(offer.owner_id, offer.sha256)
    if photo is None:
        return False
    album, stands = album_of(offer), live.shown(photo)
    return photo.trashed_at is not None or album is None or not entries.held(album, [stands])


def accept(offer: GuestUpload) -> None:
    """Make it a photo of its owner's, in the album of the link."""
    if offer.state != PENDING or offer.original is None:
        raise Conflict(_("This has been decided already."))
    photo = queries.of_owner_with_sha256(offer.owner_id, offer.sha256)
    if photo is None:
        owner = db.session.get_one(Member, offer.owner_id)
        photo = ingest.new_photo(offer.original, owner, offer.file_name, None)
        offer.made_photo = True
    elif photo.trashed_at is not None:
        actions.restore_photo(live.shown(photo))
    album = album_of(offer)
    if album is not None:
        offer.made_entry = entries.add(album, live.shown(photo), offer.owner_id)
    offer.photo, offer.original, offer.state = photo, None, ACCEPTED
    db.session.flush()


def refuse(offer: GuestUpload) -> tuple[str, str]:
    """Let go of it. Gives the checksum and ending of its bytes for `trash.drop_bytes`, after the commit."""
    if offer.state != PENDING or offer.original is None:
        raise Conflict(_("This has been decided already."))
    return _let_go(offer, REFUSED)


def withdraw(offer: GuestUpload) -> tuple[str, str] | None:
    """Take back what one has sent: what waits is let go of, an accepted photo goes to its owner's trash.

    A photo that the owner, or another guest, has sent as well stays as theirs.
    """
    if offer.state == PENDING and offer.original is not None:
        return _let_go(offer, WITHDRAWN)
    if offer.state == ACCEPTED and offer.photo is not None:
        _undo(offer, offer.photo)
    offer.photo, offer.state = None, WITHDRAWN
    db.session.flush()
    return None


def pass_on(member_id: int, heir_id: int | None) -> list[tuple[str, str]]:
    """What waits for somebody whose account ends: their heir decides, or it is let go of like the trash."""
    if heir_id is not None:
        mine = update(GuestUpload).where(GuestUpload.owner_id == member_id)
        db.session.execute(mine.values(owner_id=heir_id))
        return []
    waiting = select(GuestUpload).where(GuestUpload.owner_id == member_id, GuestUpload.state == PENDING)
    return [refuse(offer) for offer in db.session.scalars(waiting).all()]


def album_of(offer: GuestUpload) -> Album | None:
    """The album of the link, as long as whoever made the link may still add to it."""
    link = db.session.get(ShareLink, offer.link_id) if offer.link_id else None
    album, owner = link.album if link else None, db.session.get_one(Member, offer.owner_id)
    if album is None or album.trashed_at is not None:
        return None
    viewer = Viewer(member_id=owner.id, is_keeper=owner.is_keeper)
    return album if Ability.ADD in access.abilities(viewer, album) else None


def _let_go(offer: GuestUpload, state: str) -> tuple[str, str]:
    original = offer.original
    assert original is not None
    original_id, bytes_of = original.id, (original.sha256, original.extension)
    offer.original, offer.state = None, state
    db.session.flush()
    trash.release(original_id, *bytes_of)
    return bytes_of


def _undo(offer: GuestUpload, photo: Photo) -> None:
    twin = db.session.scalar(
        select(GuestUpload)
        .where(GuestUpload.photo_id == photo.id, GuestUpload.id != offer.id, GuestUpload.state == ACCEPTED)
        .order_by(GuestUpload.id)
        .limit(1)
    )
    if twin is not None:
        twin.made_photo |= offer.made_photo
        twin.made_entry |= offer.made_entry
        return
    sent_by_owner = exists().where(ReceiptLine.photo_id == photo.id)
    if offer.made_photo and not db.session.scalar(select(sent_by_owner)):
        if photo.trashed_at is None:
            actions.trash_photo(live.shown(photo))
        return
    album = album_of(offer)
    held = db.session.get(AlbumEntry, (album.id, photo.id)) if album is not None else None
    if offer.made_entry and album is not None and held is not None:
        entries.remove(album, photo)
