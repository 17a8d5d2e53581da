"""tus 1.0 as members use it: ACCEPTANCE 26 to 29."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.photos.models import Photo
from photoalbum.uploads.models import ResumableUpload

from ..cast import Person
from ..pictures import jpeg
from ..tus_client import CHUNK, Tus, checksum, digest


@pytest.fixture
def tus(mum: Person) -> Tus:
    return Tus(mum)


@pytest.fixture
def picture() -> bytes:
    return jpeg(size=(600, 400), quality=95)


def incoming(instance: Path) -> list[str]:
    return [path.name for path in (instance / "media/incoming").iterdir()]


def test_026_options_say_what_there_is(app: Flask, visitor: Person) -> None:
    for address in ("/uploads/", "/uploads/1234567890123456789012"):
        answer = visitor.client.options(address)
        assert answer.status_code == 200
        assert answer.headers["Tus-Version"] == "1.0.0"
        assert answer.headers["Tus-Resumable"] == "1.0.0"
        assert answer.headers["Tus-Max-Size"] == str(app.config["MAX_FILE_BYTES"])
        assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
        expected = {"creation", "creation-with-upload", "termination", "checksum", "expiration"}
        assert set(answer.headers["Tus-Extension"].split(",")) == expected


def test_a_file_in_pieces_becomes_a_photo_with_its_proof(tus: Tus, mum: Person, picture: bytes) -> None:
    address = tus.begin(len(picture), filename="Seebad ü.jpg", sha256=digest(picture))
    half = len(picture) // 2
    first = tus.patch(address, 0, picture[:half])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, str(half))
    assert "Upload-Expires" in first.headers
    assert "Photoalbum-Outcome" not in first.headers
    asked = tus.head(address)
    assert asked.headers["Upload-Offset"] == str(half)
    assert asked.headers["Upload-Length"] == str(len(picture))
    assert asked.headers["Cache-Control"] == "no-store"
    assert "filename" in asked.headers["Upload-Metadata"]

    last = tus.patch(address, half, picture[half:])
    assert (last.status_code, last.data) == (204, b"")
    assert last.headers["Upload-Offset"] == str(len(picture))
    assert last.headers["Photoalbum-Sha256"] == digest(picture)
    assert last.headers["Photoalbum-Outcome"] == "safe"
    photo = last.headers["Photoalbum-Photo"]
    assert mum.get(f"/photos/{photo}/original").data == picture
    receipt = mum.get(f"/uploads/receipts/{last.headers['Photoalbum-Receipt']}").text
    assert "Seebad ü.jpg" in receipt
    assert "Safe: checksum matches the file on your device" in receipt


def test_whoever_lost_the_last_answer_asks_for_it(tus: Tus, picture: bytes, rows: Callable) -> None:
    address = tus.begin(len(picture), filename="a.jpg")
    last = tus.patch(address, 0, picture)
    again = tus.head(address)
    repeated = tus.patch(address, len(picture), b"")
    for answer in (again, repeated):
        for name in ("Upload-Offset", "Photoalbum-Sha256", "Photoalbum-Outcome", "Photoalbum-Photo"):
            assert answer.headers[name] == last.headers[name]
    assert last.headers["Photoalbum-Outcome"] == "stored"
    assert repeated.status_code == 204
    assert len(rows(Photo)) == 1
    assert tus.patch(address, 0, picture).status_code == 409


def test_programs_that_ask_for_json_get_the_line(tus: Tus, picture: bytes) -> None:
    address = tus.begin(len(picture), filename="a.jpg", sha256=digest(picture))
    answer = tus.patch(address, 0, picture, Accept="application/json")
    assert answer.status_code == 200
    assert answer.json["outcome"] == "safe"
    assert answer.json["sha256"] == digest(picture)
    assert answer.json["verified"] is True
    assert answer.json["photo"] == answer.headers["Photoalbum-Photo"]


def test_a_small_file_comes_with_its_announcement(tus: Tus, picture: bytes) -> None:
    whole = tus.announce(len(picture), data=picture, filename="a.jpg", sha256=digest(picture))
    assert whole.status_code == 201
    assert whole.headers["Photoalbum-Outcome"] == "safe"
    assert whole.json["outcome"] == "safe"
    half = len(picture) // 2
    begun = tus.announce(len(picture), data=picture[:half], filename="a.jpg")
    assert (begun.status_code, begun.headers["Upload-Offset"]) == (201, str(half))
    rest = tus.patch(begun.headers["Location"], half, picture[half:])
    assert rest.headers["Photoalbum-Outcome"] == "duplicate"


def test_026_what_does_not_fit_is_refused(tus: Tus, instance: Path, picture: bytes) -> None:
    address = tus.begin(len(picture), filename="a.jpg")
    assert tus.patch(address, 5, picture).status_code == 409
    assert tus.patch(address, 0, picture, Tus_Resumable="0.2.2").status_code == 412
    without = tus.person.client.head(address)
    assert (without.status_code, without.headers["Tus-Version"]) == (412, "1.0.0")
    wrong_type = tus.ask(
        "PATCH", address, data=picture, **{"Upload-Offset": "0", "Content-Type": "image/jpeg"}
    )
    assert wrong_type.status_code == 415
    assert wrong_type.content_type == "application/problem+json"
    assert tus.patch(address, 0, picture[:1000]).status_code == 204
    too_much = tus.patch(address, 1000, picture)
    assert too_much.status_code == 413
    assert {"error", "request_id"} <= set(too_much.json)
    assert tus.head(address).headers["Upload-Offset"] == "1000"
    (part,) = [path for path in (instance / "media/incoming").iterdir() if path.suffix == ".tus"]
    assert part.stat().st_size == 1000
    for wrong in ("-1", "x", "1" * 30, ""):
        assert tus.ask("PATCH", address, data=b"x", **{**CHUNK, "Upload-Offset": wrong}).status_code == 400


def test_026_given_up_and_expired(app: Flask, tus: Tus, instance: Path, picture: bytes) -> None:
    address = tus.begin(len(picture), filename="a.jpg")
    tus.patch(address, 0, picture[:100])
    assert tus.ask("DELETE", address).status_code == 204
    assert incoming(instance) == []
    assert tus.head(address).status_code == 404
    assert tus.patch(address, 100, picture[100:]).status_code == 404

    address = tus.begin(len(picture), filename="a.jpg")
    with app.app_context():
        db.session.execute(update(ResumableUpload).values(expires_at=now() - timedelta(seconds=1)))
        db.session.commit()
    assert tus.head(address).status_code == 410
    assert tus.patch(address, 0, picture).status_code == 410


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_027_each_piece_is_checked(tus: Tus, picture: bytes, algorithm: str) -> None:
    address = tus.begin(len(picture), filename="a.jpg")
    half = len(picture) // 2
    fine = tus.patch(address, 0, picture[:half], Upload_Checksum=checksum(picture[:half], algorithm))
    assert fine.status_code == 204
    altered = bytes([picture[half] ^ 1]) + picture[half + 1 :]
    answer = tus.patch(address, half, altered, Upload_Checksum=checksum(picture[half:], algorithm))
    assert answer.status_code == 460
    assert "altered" in answer.json["detail"]
    assert tus.head(address).headers["Upload-Offset"] == str(half)
    last = tus.patch(address, half, picture[half:], Upload_Checksum=checksum(picture[half:], algorithm))
    assert last.headers["Photoalbum-Sha256"] == digest(picture)


@pytest.mark.parametrize("said", ["md5 abc", "sha256", "sha256 !!!", "sha1 " + "A" * 44, "crc32 AAAA"])
def test_027_a_checksum_that_cannot_be_read(tus: Tus, said: str) -> None:
    address = tus.begin(100, filename="a.jpg")
    assert tus.patch(address, 0, b"x", Upload_Checksum=said).status_code == 400
    assert tus.head(address).headers["Upload-Offset"] == "0"


def test_027_a_file_other_than_on_the_device_is_not_kept(
    tus: Tus, instance: Path, picture: bytes, rows: Callable
) -> None:
    receipt = tus.drop()
    promised = hashlib.sha256(b"another").hexdigest()
    address = tus.begin(len(picture), filename="a.jpg", sha256=promised, receipt=receipt)
    answer = tus.patch(address, 0, picture)
    assert answer.status_code == 460
    assert "did not arrive as it is on your device" in answer.json["detail"]
    assert tus.head(address).status_code == 404
    assert rows(Photo) == []
    assert incoming(instance) == []
    assert [path for path in (instance / "media/originals").rglob("*") if path.is_file()] == []
    (line,) = tus.lines(receipt)
    assert line["state"] == "refused"


def test_others_uploads_do_not_exist(tus: Tus, dad: Person, visitor: Person, picture: bytes) -> None:
    receipt = tus.drop()
    address = tus.begin(len(picture), filename="a.jpg", receipt=receipt)
    his = Tus(dad)
    for method in ("HEAD", "PATCH", "DELETE"):
        headers = {"Upload-Offset": "0", **CHUNK}
        assert his.ask(method, address, data=picture, **headers).status_code == 404
        assert Tus(visitor).ask(method, address, data=picture, **headers).status_code == 401
    assert his.announce(100, filename="a.jpg", receipt=receipt).status_code == 404
    assert Tus(visitor).announce(100, filename="a.jpg").status_code == 401
    assert tus.head(address).headers["Upload-Offset"] == "0"


def test_the_token_of_the_browser_is_asked_for(tus: Tus, picture: bytes) -> None:
    address = tus.begin(len(picture), filename="a.jpg")
    for method in ("PATCH", "DELETE"):
        assert tus.ask(method, address, data=picture, **CHUNK, X_CSRFToken="x").status_code == 400
    assert tus.ask("POST", "/uploads/", Upload_Length="5", X_CSRFToken="x").status_code == 400
    assert tus.head(address).headers["Upload-Offset"] == "0"


def test_clients_that_can_only_post_say_what_they_mean(tus: Tus, picture: bytes) -> None:
    address = tus.begin(len(picture), filename="a.jpg")
    headers = {"Upload-Offset": "0", **CHUNK}
    assert tus.ask("POST", address, data=picture, **headers).status_code == 400
    sent = tus.ask("POST", address, data=picture, **headers, X_HTTP_Method_Override="PATCH")
    assert sent.headers["Photoalbum-Outcome"] == "stored"
    assert tus.ask("POST", address, X_HTTP_Method_Override="DELETE").status_code == 204
    assert tus.head(address).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Upload-Length": "-1"},
        {"Upload-Length": "1", "Upload-Defer-Length": "1"},
        {"Upload-Length": "1", "Upload-Concat": "partial"},
        {"Upload-Length": "1", "Upload-Metadata": "filename !!!"},
        {"Upload-Length": "1", "Upload-Metadata": "filename gICA"},
        {"Upload-Length": "1", "Upload-Metadata": f"sha256 {'QUFB' * 4}"},
        {"Upload-Length": "1", "Upload-Metadata": "x" * 5000},
    ],
)
def test_021_an_announcement_that_cannot_be_read(tus: Tus, rows: Callable, headers: dict) -> None:
    answer = tus.ask("POST", "/uploads/", **headers)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert rows(ResumableUpload) == []


def test_020_what_is_no_picture_is_refused_at_its_end(tus: Tus, instance: Path, rows: Callable) -> None:
    receipt = tus.drop()
    address = tus.begin(9, filename="letter.jpg", receipt=receipt)
    answer = tus.patch(address, 0, b"Dear Oma!")
    assert answer.status_code == 415
    assert "text" in answer.json["detail"]
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert tus.head(address).status_code == 404
    assert incoming(instance) == []
    (line,) = tus.lines(receipt)
    assert (line["state"], line["reason"]) == ("refused", answer.json["detail"])
    assert tus.announce(0, filename="empty.jpg", receipt=receipt).status_code == 422
    assert [line["file_name"] for line in tus.lines(receipt)] == ["letter.jpg", "empty.jpg"]


def test_two_owners_of_the_same_bytes_learn_nothing_of_each_other(
    tus: Tus, dad: Person, picture: bytes, rows: Callable
) -> None:
    hers = tus.send(picture, filename="a.jpg", sha256=digest(picture))
    his = Tus(dad).send(picture, filename="b.jpg", sha256=digest(picture))
    assert [hers.headers["Photoalbum-Outcome"], his.headers["Photoalbum-Outcome"]] == ["safe", "safe"]
    assert hers.headers["Photoalbum-Photo"] != his.headers["Photoalbum-Photo"]
    assert len(rows(Photo)) == 2


@pytest.mark.parametrize(
    "name", ["../../x.jpg", "a\0b\r\nX: y.jpg", "photo\u202egpj.exe", "<img src=x>.jpg", ".."]
)
def test_021_hostile_names_are_only_names_here_too(
    tus: Tus, mum: Person, instance: Path, picture: bytes, name: str
) -> None:
    last = tus.send(picture, filename=name)
    assert last.headers["Photoalbum-Outcome"] == "stored"
    assert "<img src=x>" not in mum.get(f"/uploads/receipts/{last.headers['Photoalbum-Receipt']}").text
    stored = [path.name for path in (instance / "media/originals").rglob("*") if path.is_file()]
    assert stored == [f"{digest(picture)}.jpg"]
