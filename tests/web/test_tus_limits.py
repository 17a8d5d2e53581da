"""Bounds of uploads in pieces, and what happens when two are at one: ACCEPTANCE 28, 29, 76 and 80."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.photos.models import Photo
from photoalbum.uploads import parts, running
from photoalbum.uploads.models import ResumableUpload
from photoalbum.uploads.sweep import sweep_parts, sweep_uploads

from ..cast import Person
from ..pictures import jpeg
from ..tus_client import Tus, checksum, digest


@pytest.fixture
def tus(mum: Person) -> Tus:
    return Tus(mum)


@pytest.fixture
def picture() -> bytes:
    return jpeg(size=(600, 400), quality=95)


def uid_of(address: str) -> str:
    return address.rpartition("/")[2]


def sweep(app: Flask) -> None:
    with app.app_context():
        sweep_parts(min_age=0)
        sweep_uploads(min_age=0)


def test_029_larger_than_the_site_takes_is_refused_at_once(app: Flask, tus: Tus, rows: Callable) -> None:
    receipt = tus.drop()
    answer = tus.announce(app.config["MAX_FILE_BYTES"] + 1, filename="big.mp4", receipt=receipt)
    assert answer.status_code == 413
    assert rows(ResumableUpload) == []
    assert [line["state"] for line in tus.lines(receipt)] == ["refused"]


def test_029_the_quota_counts_what_is_on_its_way(app: Flask, tus: Tus, mum: Person, picture: bytes) -> None:
    app.config["MEMBER_QUOTA_BYTES"] = 3 * len(picture)
    first = tus.begin(2 * len(picture), filename="a.jpg")
    over = tus.announce(2 * len(picture), filename="b.jpg")
    assert over.status_code == 507
    assert "share of the disk" in over.json["detail"]
    assert "Retry-After" not in over.headers, "waiting does not help"
    assert mum.upload(("c.jpg", picture), ("d.jpg", jpeg(size=(700, 500), quality=95))).status_code == 303
    assert tus.announce(1000, filename="e.jpg").status_code == 507
    tus.ask("DELETE", first)
    last = tus.send(picture, filename="again.jpg")
    assert last.headers["Photoalbum-Outcome"] == "duplicate"


def test_029_an_upload_is_not_counted_twice_at_its_end(app: Flask, tus: Tus, picture: bytes) -> None:
    app.config["MEMBER_QUOTA_BYTES"] = len(picture)
    assert tus.send(picture, filename="a.jpg").headers["Photoalbum-Outcome"] == "stored"


def test_029_only_so_many_may_be_unfinished(app: Flask, tus: Tus, dad: Person, picture: bytes) -> None:
    app.config["MAX_OPEN_UPLOADS"] = 2
    first, _second = tus.begin(len(picture)), tus.begin(10)
    answer = tus.announce(10)
    assert answer.status_code == 429
    assert "unfinished" in answer.json["detail"]
    assert Tus(dad).announce(10).status_code == 201, "each member has their own"
    tus.patch(first, 0, picture)
    assert tus.announce(10).status_code == 201, "a finished one is not open"


def test_029_left_alone_for_a_week_it_is_removed(
    app: Flask, tus: Tus, instance: Path, picture: bytes, rows: Callable
) -> None:
    left, fresh = tus.begin(len(picture)), tus.begin(len(picture))
    for address in (left, fresh):
        tus.patch(address, 0, picture[:100])
    sweep(app)
    assert len(rows(ResumableUpload)) == 2, "what is alive is not swept"
    with app.app_context():
        gone = ResumableUpload.uid == uid_of(left)
        db.session.execute(update(ResumableUpload).where(gone).values(expires_at=now() - timedelta(days=1)))
        db.session.commit()
    (instance / "media/incoming/strayed.tus").touch()
    sweep(app)
    assert [path.stem for path in (instance / "media/incoming").iterdir()] == [uid_of(fresh)]
    assert tus.head(left).status_code == 404
    assert tus.patch(fresh, 100, picture[100:]).headers["Photoalbum-Outcome"] == "stored"


def test_076_a_full_disk_stops_an_upload_and_room_lets_it_go_on(app: Flask, tus: Tus, picture: bytes) -> None:
    address = tus.begin(len(picture), filename="a.jpg")
    tus.patch(address, 0, picture[:1000])
    app.config["FREE_DISK_RESERVE_BYTES"] = 1 << 60
    for answer in (tus.patch(address, 1000, picture[1000:]), tus.announce(10, filename="b.jpg")):
        assert answer.status_code == 507
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.content_type == "application/problem+json"
    assert tus.head(address).headers["Upload-Offset"] == "1000"
    app.config["FREE_DISK_RESERVE_BYTES"] = 0
    assert tus.patch(address, 1000, picture[1000:]).headers["Photoalbum-Sha256"] == digest(picture)


def test_what_was_never_acknowledged_does_not_count(app: Flask, tus: Tus, picture: bytes) -> None:
    """After a power cut there may be anything behind the bytes that were synced."""
    address = tus.begin(len(picture), filename="a.jpg")
    tus.patch(address, 0, picture[:1000])
    with app.app_context():
        part = parts.path_of(uid_of(address))
    part.write_bytes(part.read_bytes() + bytes(5000))
    running.forget(uid_of(address))
    assert tus.head(address).headers["Upload-Offset"] == "1000"
    assert tus.patch(address, 1000, picture[1000:]).headers["Photoalbum-Sha256"] == digest(picture)

    address = tus.begin(len(picture), filename="b.jpg")
    tus.patch(address, 0, picture[:1000])
    with app.app_context():
        parts.path_of(uid_of(address)).write_bytes(picture[:400])
    assert tus.head(address).headers["Upload-Offset"] == "400"
    assert tus.patch(address, 400, picture[400:]).headers["Photoalbum-Sha256"] == digest(picture)


def test_028_somebody_else_at_the_same_upload_is_sent_away(app: Flask, tus: Tus, picture: bytes) -> None:
    address = tus.begin(len(picture), filename="a.jpg")
    with app.app_context(), parts.locked(uid_of(address)):
        for method in ("PATCH", "DELETE"):
            headers = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
            answer = tus.ask(method, address, data=picture, **headers)
            assert answer.status_code == 423
        assert tus.head(address).headers["Upload-Offset"] == "0"
    assert tus.patch(address, 0, picture).headers["Photoalbum-Sha256"] == digest(picture)


def test_028_two_pieces_at_one_offset_never_mix(app: Flask, mum: Person, rows: Callable) -> None:
    red, blue = (jpeg(size=(900, 700), colour=colour, quality=100) for colour in ("red", "blue"))
    length = min(len(red), len(blue))
    address = Tus(mum).begin(length, filename="a.jpg")
    both, answers = threading.Barrier(2), {}

    def send(content: bytes) -> None:
        mine = Tus(Person(app, mum.id, "mum"))
        assert mine.person.token
        both.wait(30)
        answers[content] = mine.patch(
            address, 0, content[: length - 10], Upload_Checksum=checksum(content[: length - 10])
        )

    threads = [threading.Thread(target=send, args=(content,)) for content in (red, blue)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    statuses = sorted(answer.status_code for answer in answers.values())
    assert statuses in ([204, 409], [204, 423])
    (first,) = [content for content, answer in answers.items() if answer.status_code == 204]
    last = Tus(mum).patch(address, length - 10, first[length - 10 : length])
    assert last.headers["Photoalbum-Sha256"] == digest(first[:length])
    assert len(rows(Photo)) == 1


def test_080_the_same_bytes_in_two_uploads_are_one_photo(tus: Tus, picture: bytes, rows: Callable) -> None:
    addresses = [tus.begin(len(picture), filename=name) for name in ("a.jpg", "b.jpg")]
    half = len(picture) // 2
    for address in addresses:
        tus.patch(address, 0, picture[:half])
    ends = [tus.patch(address, half, picture[half:]) for address in addresses]
    assert [end.headers["Photoalbum-Outcome"] for end in ends] == ["stored", "duplicate"]
    assert len({end.headers["Photoalbum-Photo"] for end in ends}) == 1
    assert len(rows(Photo)) == 1


def test_the_checksum_does_not_depend_on_who_counted_it(tus: Tus, picture: bytes) -> None:
    """In another process, or after a restart, it is counted from the disk."""
    address = tus.begin(len(picture), filename="a.jpg", sha256=digest(picture))
    for at in range(0, len(picture), 1000):
        running.forget(uid_of(address))
        last = tus.patch(address, at, picture[at : at + 1000])
    assert last.headers["Photoalbum-Outcome"] == "safe"


def test_notes_beside_a_photo_come_in_pieces_as_well(tus: Tus, mum: Person, picture: bytes) -> None:
    notes = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt>
      <rdf:li xml:lang="x-default">By the pier</rdf:li></rdf:Alt></dc:description></rdf:Description>
      </rdf:RDF></x:xmpmeta>"""
    receipt = tus.drop()
    photo = tus.send(picture, filename="a.jpg", receipt=receipt).headers["Photoalbum-Photo"]
    beside = tus.send(notes, filename="a.jpg.xmp", sha256=digest(notes), receipt=receipt)
    assert beside.headers["Photoalbum-Photo"] == photo
    assert "By the pier" in mum.get(f"/photos/{photo}").text
    alone = tus.send(notes, filename="other.xmp", receipt=receipt)
    assert alone.status_code == 422
