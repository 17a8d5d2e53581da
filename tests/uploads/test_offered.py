"""What guests sent is kept as well as any photo: through trash, verification and the end of accounts."""

import io
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from photoalbum.albums import actions
from photoalbum.albums.models import Album, ShareLink
from photoalbum.core.db import db
from photoalbum.core.errors import Missing, Rejected
from photoalbum.photos import queries, room, trash
from photoalbum.photos.guests import Guest, GuestUpload
from photoalbum.photos.models import Original, Photo
from photoalbum.photos.verifications import Kind
from photoalbum.sharing import all_links, guests, links
from photoalbum.uploads import deciding, ingest, offered, receipts
from photoalbum.uploads.receive import receive
from photoalbum.work.verify import Wish, verify

from ..cast import Person
from ..conftest import SummerAlbum, sha256
from ..pictures import jpeg

PICTURE = jpeg(size=(300, 200), colour="teal")


@pytest.fixture
def guest_id(app: Flask, mum: Person, summer_album: SummerAlbum) -> int:
    with app.app_context():
        album = db.session.scalars(select(Album).where(Album.slug == summer_album.slug)).one()
        link = links.create(album, mum.id or 0, may_add=True)
        guest = guests.introduce(link, "browser", "Grandma")
        db.session.commit()
        return guest.id


def send(guest_id: int, content: bytes = PICTURE, name: str = "One.jpg") -> GuestUpload:
    link = offered.door_of(guest_id)
    receipt = receipts.open_receipt(link.created_by_id, link.album_id, guest_id)
    received = receive(io.BytesIO(content))
    found = ingest.keep(received, name)
    line = offered.record(received, found, file_name=name, receipt=receipt).line
    db.session.commit()
    return db.session.scalars(select(GuestUpload).where(GuestUpload.line_id == line.id)).one()


def kept(app: Flask, content: bytes = PICTURE) -> bool:
    root = Path(app.config["MEDIA_ROOT"]) / "originals"
    return any(path.stem == sha256(content) for path in root.rglob("*.jpg"))


def test_emptying_the_trash_leaves_what_a_guest_has_sent_too(
    app: Flask, guest_id: int, dad: Person, make_photo: Callable[..., str]
) -> None:
    uid = make_photo(dad, content=PICTURE)
    with app.app_context():
        offer = send(guest_id)
        of_dad = db.session.scalars(select(Photo).where(Photo.uid == uid)).one()
        original = of_dad.original
        bytes_of = (original.sha256, original.extension)
        trash.purge(of_dad)
        db.session.commit()
        assert not trash.drop_bytes(*bytes_of)
        db.session.commit()
        assert kept(app)
        let_go = deciding.refuse(offer)
        db.session.commit()
        trash.drop_all([let_go])
        assert not kept(app)
        assert db.session.scalar(select(Original).where(Original.sha256 == sha256(PICTURE))) is None


def test_bytes_that_are_dropped_late_are_dropped_by_the_sweep(app: Flask, guest_id: int) -> None:
    """Should the machine stop behind the commit of a refusal."""
    with app.app_context():
        deciding.refuse(send(guest_id))
        db.session.commit()
        assert trash.purged() == [(sha256(PICTURE), "jpg")]


def test_verification_and_the_keepers_pages_know_of_it(
    app: Flask, guest_id: int, mum: Person, keeper: Person, process: Callable[[], None]
) -> None:
    with app.app_context():
        before = next(share for share in room.by_member() if share.name == "Mum").bytes
        mums = queries.bytes_of(mum.id or 0)
        offer = send(guest_id)
        assert offer.original is not None
        original_id = offer.original.id
        after = next(share for share in room.by_member() if share.name == "Mum").bytes
        assert after - before == queries.bytes_of(mum.id or 0) - mums == len(PICTURE)
        assert queries.file_name_of(original_id) == "One.jpg"
    process()
    assert verify(app, Wish(), threading.Event()).faults == []
    digest, media = sha256(PICTURE), Path(app.config["MEDIA_ROOT"])
    (media / "originals" / digest[:2] / digest[2:4] / f"{digest}.jpg").unlink()
    told = verify(app, Wish(anew=True), threading.Event()).faults
    assert [(fault.kind, fault.about.split()[:2]) for fault in told] == [
        (Kind.MISSING, ["original", str(original_id)])
    ]
    assert "“One.jpg” of a guest, for Mum" in told[0].sentence
    assert keeper.get("/admin/storage/").status_code == 200
    assert keeper.get("/admin/jobs/").status_code == 200


def test_without_its_album_it_still_becomes_its_hosts(app: Flask, guest_id: int, mum: Person) -> None:
    with app.app_context():
        uid, later = send(guest_id).uid, send(guest_id, jpeg(size=(99, 98)), "Two.jpg").uid
        album = db.session.scalars(select(Album)).one()
        actions.delete(album, mum.id or 0, also_photos=False)
        db.session.commit()
        with pytest.raises(Missing):
            send(guest_id, jpeg(size=(97, 98)))
        db.session.rollback()
        in_trash = deciding.find_waiting(mum.id or 0, uid)
        assert in_trash is not None
        deciding.accept(in_trash)
        assert (in_trash.made_photo, in_trash.made_entry) == (True, False)
        actions.purge(album)
        db.session.commit()
        assert db.session.scalars(select(ShareLink)).all() == []
        assert db.session.scalars(select(Guest)).one().link_id is None
        gone = deciding.find_waiting(mum.id or 0, later)
        assert gone is not None
        deciding.accept(gone)
        db.session.commit()
        mine = select(Photo.file_name).where(Photo.owner_id == mum.id).order_by(Photo.id.desc()).limit(2)
        assert set(db.session.scalars(mine)) == {"One.jpg", "Two.jpg"}


def test_when_an_account_ends_the_heir_decides(app: Flask, guest_id: int, mum: Person, dad: Person) -> None:
    with app.app_context():
        uid = send(guest_id).uid
        all_links.revoke_all_of(mum.id or 0)
        assert deciding.pass_on(mum.id or 0, dad.id) == []
        receipts.forget_all_of(mum.id or 0)
        db.session.commit()
        assert deciding.find_waiting(mum.id or 0, uid) is None
        offer = deciding.find_waiting(dad.id or 0, uid)
        assert offer is not None
        deciding.accept(offer)
        db.session.commit()
        assert offer.photo is not None
        assert offer.photo.owner_id == dad.id


def test_without_an_heir_it_is_let_go_of(app: Flask, guest_id: int, mum: Person) -> None:
    with app.app_context():
        send(guest_id)
        let_go = deciding.pass_on(mum.id or 0, None)
        db.session.commit()
        trash.drop_all(let_go)
        assert not kept(app)
        assert deciding.count_waiting(mum.id or 0) == 0


def test_what_is_refused_at_the_last_moment_leaves_no_bytes(app: Flask, guest_id: int) -> None:
    with app.app_context():
        db.session.scalars(select(ShareLink)).one().most_files = 0
        db.session.commit()
        with pytest.raises(Rejected):
            send(guest_id)
        db.session.rollback()
        assert not kept(app)
