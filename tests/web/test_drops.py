"""What the upload page asks beside sending: drops, what is known already, how far everything is."""

import hashlib
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.core.db import db
from photoalbum.photos import files
from photoalbum.uploads import receipts
from photoalbum.uploads.models import Receipt, ReceiptLine

from ..cast import Person
from ..conftest import SummerAlbum
from ..pictures import jpeg
from ..tus_client import Tus, digest, post_json


def test_a_drop_opens_a_receipt_in_an_album(mum: Person, summer_album: SummerAlbum) -> None:
    answer = post_json(mum, "/uploads/drops", {"album": summer_album.slug, "new_album": None, "parent": None})
    assert answer.status_code == 201
    assert answer.json["album"] == summer_album.slug
    assert answer.json["href"] == f"/uploads/receipts/{answer.json['receipt']}"
    assert mum.get(answer.json["href"]).status_code == 200


def test_a_drop_makes_its_album_private_and_inside_another(
    app: Flask, mum: Person, dad: Person, summer_album: SummerAlbum
) -> None:
    sent = {"new_album": "  Tag  am\nSee ", "parent": summer_album.slug}
    answer = post_json(mum, "/uploads/drops", sent)
    assert answer.status_code == 201
    with app.app_context():
        made = db.session.scalars(select(Album).where(Album.slug == answer.json["album"])).one()
        assert (made.title, made.audience, made.owner_id) == ("Tag am See", "private", mum.id)
        assert made.parent is not None
        assert made.parent.slug == summer_album.slug
    assert post_json(dad, "/uploads/drops", sent).status_code == 403


def test_who_may_add_may_open_a_drop(
    cousin: Person, uncle: Person, stranger: Person, visitor: Person, summer_album: SummerAlbum
) -> None:
    sent = {"album": summer_album.slug}
    assert post_json(cousin, "/uploads/drops", sent).status_code == 201
    assert post_json(uncle, "/uploads/drops", sent).status_code == 403
    refused = post_json(stranger, "/uploads/drops", sent)
    assert refused.status_code == 404
    assert refused.content_type == "application/problem+json"
    assert {"error", "request_id"} <= set(refused.json)
    assert post_json(visitor, "/uploads/drops", sent).status_code == 401


@pytest.mark.parametrize("sent", [{"album": 5}, {"new_album": "x" * 201}, {"album": "a", "new_album": "b"}])
def test_a_drop_that_makes_no_sense(mum: Person, sent: dict, rows: Callable) -> None:
    answer = post_json(mum, "/uploads/drops", sent)
    assert answer.status_code == 422
    assert answer.json["detail"].endswith(".")
    assert rows(Receipt) == []


def test_052_json_is_asked_for(mum: Person) -> None:
    for address in ("/uploads/drops", "/uploads/known"):
        assert mum.post(address, data={"album": ""}).status_code == 415
        assert post_json(mum, address, [1]).status_code == 400
        assert mum.client.post(address, json={}).status_code == 400, "without a token"


def test_known_speaks_of_ones_own_photos_alone(
    mum: Person, dad: Person, make_photo: Callable[..., str]
) -> None:
    mine, his, binned = jpeg(colour="red"), jpeg(colour="blue"), jpeg(colour="green")
    make_photo(mum, content=mine)
    make_photo(dad, content=his)
    mum.post(f"/photos/{make_photo(mum, content=binned)}/delete")
    asked = {"files": [{"sha256": digest(each), "bytes": len(each)} for each in (mine, his, binned, b"new")]}
    answer = post_json(mum, "/uploads/known", asked)
    assert answer.json == {"known": sorted([digest(mine), digest(binned)])}
    assert post_json(dad, "/uploads/known", asked).json == {"known": [digest(his)]}


@pytest.mark.parametrize(
    "files_", [None, "x", [{}], [{"sha256": "xyz"}], ["x"], [{"sha256": "0" * 64}] * 1001]
)
def test_known_with_bad_questions(mum: Person, files_: object) -> None:
    assert post_json(mum, "/uploads/known", {"files": files_}).status_code == 422


def test_a_known_photo_enters_a_drop_without_being_sent(
    app: Flask, mum: Person, make_photo: Callable[..., str], make_album: Callable[..., str]
) -> None:
    content = jpeg(colour="teal")
    uid, slug, tus = make_photo(mum, content=content), make_album(mum), Tus(mum)
    mum.post(f"/photos/{uid}/delete")
    receipt = tus.drop(album=slug)
    answer = post_json(
        mum, f"/uploads/drops/{receipt}/known", {"sha256": digest(content), "file_name": "again.jpg"}
    )
    assert answer.status_code == 200
    assert (answer.json["photo"], answer.json["duplicate"], answer.json["verified"]) == (uid, True, True)
    assert mum.get(f"/photos/{uid}").status_code == 200, "it came back from the trash"
    with app.app_context():
        assert db.session.scalars(select(AlbumEntry)).one().photo_id
    assert [line["line"] for line in tus.lines(receipt)] == [answer.json["line"]]


def test_what_is_not_ones_own_or_was_damaged_is_to_be_sent(
    app: Flask, mum: Person, dad: Person, make_photo: Callable[..., str]
) -> None:
    his, mine = jpeg(colour="navy"), jpeg(colour="plum")
    make_photo(dad, content=his)
    make_photo(mum, content=mine)
    receipt = Tus(mum).drop()
    address = f"/uploads/drops/{receipt}/known"
    assert post_json(mum, address, {"sha256": digest(his), "file_name": "a.jpg"}).status_code == 404
    assert post_json(dad, address, {"sha256": digest(his), "file_name": "a.jpg"}).status_code == 404
    assert post_json(mum, address, {"sha256": "x", "file_name": "a.jpg"}).status_code == 422
    with app.app_context():
        path = files.storage().path(files.original_key(digest(mine), "jpg"))
        path.chmod(0o644)
        path.write_bytes(mine[:-1] + b"\0")
    assert post_json(mum, address, {"sha256": digest(mine), "file_name": "a.jpg"}).status_code == 404
    healed = Tus(mum).send(mine, filename="a.jpg", sha256=digest(mine), receipt=receipt)
    assert healed.headers["Photoalbum-Outcome"] == "duplicate"
    assert post_json(mum, address, {"sha256": digest(mine), "file_name": "a.jpg"}).status_code == 200


def test_one_question_for_the_whole_page(
    mum: Person, dad: Person, visitor: Person, process: Callable[[], None]
) -> None:
    tus, content = Tus(mum), jpeg(colour="gold")
    receipt = tus.drop()
    tus.send(content, filename="a.jpg", sha256=digest(content), receipt=receipt)
    tus.send(b"Dear Oma", filename="letter.jpg", receipt=receipt)
    address = f"/uploads/drops/{receipt}/state"
    before = mum.get(address).json
    assert before["waiting"] == 1
    picture, letter = before["lines"]
    assert (picture["state"], picture["thumb"], picture["bytes"]) == ("waiting", None, len(content))
    assert (letter["state"], letter["photo"]) == ("refused", None)
    assert "text" in letter["reason"]
    process()
    after = mum.get(address).json
    assert after["waiting"] == 0
    assert after["lines"][0]["state"] == "ready"
    assert mum.get(after["lines"][0]["thumb"]).status_code == 200
    assert mum.get(after["lines"][0]["href"]).status_code == 200
    only = mum.get(f"{address}?lines={letter['line']},x,{'9' * 40}").json
    assert [line["line"] for line in only["lines"]] == [letter["line"]]
    assert dad.get(address).status_code == 404
    assert visitor.get(address).status_code == 401


def test_the_question_costs_the_same_for_2_and_60_files(
    app: Flask, mum: Person, make_photo: Callable[..., str], query_count: Callable
) -> None:
    receipt = Tus(mum).drop()
    address = f"/uploads/drops/{receipt}/state"

    def add(count: int) -> None:
        with app.app_context():
            found = receipts.of_member(mum.id, receipt)
            photo = db.session.scalars(select(ReceiptLine.photo_id)).first()
            lines = [{"receipt_id": found.id, "photo_id": photo, "file_name": "a"} for _ in range(count)]
            db.session.execute(ReceiptLine.__table__.insert(), lines)
            db.session.commit()

    make_photo(mum)
    add(2)
    with query_count() as few:
        assert len(mum.get(address).json["lines"]) == 2
    add(58)
    with query_count() as many:
        assert len(mum.get(address).json["lines"]) == 60
    assert many.total == few.total


def test_an_album_that_was_closed_meanwhile_costs_no_photo(
    app: Flask, mum: Person, cousin: Person, summer_album: SummerAlbum
) -> None:
    tus, content = Tus(cousin), jpeg(colour="olive")
    receipt = tus.drop(album=summer_album.slug)
    with app.app_context():
        uid = cousin.uid
    mum.post(f"/albums/{summer_album.slug}/grants/{uid}/delete")
    answer = tus.send(content, filename="a.jpg", sha256=hashlib.sha256(content).hexdigest(), receipt=receipt)
    assert answer.headers["Photoalbum-Outcome"] == "safe"
    assert answer.headers["Photoalbum-Photo"] not in mum.get(f"/albums/{summer_album.slug}").text
