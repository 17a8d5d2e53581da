"""Notes files (XMP): applied to the photo of their name, kept beside it, and never over a person's word."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from photoalbum.core.db import db
from photoalbum.photos import captioning, dating, processing
from photoalbum.photos.models import Original, Photo

from ..cast import Person
from ..corpus.pictures import encoded, scene, xmp
from ..pictures import jpeg

Work = Callable[[], None]

NOTES = xmp(
    "<exif:DateTimeOriginal>1974-08-01T15:00:00+01:00</exif:DateTimeOriginal>"
    "<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>At the lake</rdf:li></rdf:Alt></dc:description>"
    "<dc:subject><rdf:Bag><rdf:li>lake</rdf:li></rdf:Bag></dc:subject><xmp:Rating>4</xmp:Rating>"
    "<exif:GPSLatitude>46,57.0N</exif:GPSLatitude><exif:GPSLongitude>7,26.9E</exif:GPSLongitude>"
)
PHOTO = jpeg(taken="2019-07-14 10:00:00")


@pytest.fixture
def the_photo(app: Flask) -> Callable[..., Photo]:
    """The only photo there is, after a change to it if one is given."""

    def read(change: Callable[[Photo], None] | None = None) -> Photo:
        with app.app_context():
            photo = db.session.scalars(select(Photo)).one()
            if change is not None:
                change(photo)
                db.session.commit()
            # Everything that a test may look at, before the session goes.
            assert photo.details is not None
            db.session.expunge_all()
            return photo

    return read


@pytest.mark.parametrize("name", ["Oma.jpg.xmp", "Oma.xmp", "OMA.XMP"])
@pytest.mark.parametrize("notes_first", [True, False])
def test_notes_are_applied_to_the_photo_of_their_name(
    mum: Person, process: Work, the_photo: Callable[..., Photo], name: str, notes_first: bool, instance: Path
) -> None:
    sent = [(name, NOTES), ("Oma.jpg", PHOTO)]
    answer = mum.upload(*(sent if notes_first else reversed(sent)))
    assert answer.status_code == 303
    receipt = mum.get(answer.location).text
    assert receipt.count("Stored and re-read") == 2
    process()
    photo = the_photo()
    assert (photo.taken_at, photo.taken_offset) == (datetime(1974, 8, 1, 15), 60)
    assert photo.sort_at == photo.taken_at
    assert photo.caption == "At the lake"
    assert (photo.details["keywords"], photo.details["rating"]) == (["lake"], 4)
    assert photo.original.details["taken"]["at"] == "2019-07-14T10:00:00", "what the file says is kept apart"
    page = mum.get(f"/photos/{photo.uid}").text
    assert "1 August 1974" in page
    assert "46.95" in page
    (kept,) = (instance / "media").rglob("*.xmp")
    assert kept.read_bytes() == NOTES
    assert kept.parent == next((instance / "media" / "originals").rglob("*.jpg")).parent


def test_a_person_s_word_beats_the_notes(mum: Person, process: Work, the_photo: Callable[..., Photo]) -> None:
    mum.upload(("Oma.jpg", PHOTO))
    process()

    def correct(photo: Photo) -> None:
        photo.taken_at = photo.sort_at = datetime(1975, 1, 1)
        photo.taken_source = dating.PERSON
        captioning.say(photo, "Grandma, surely 1975")

    def silence(photo: Photo) -> None:
        captioning.say(photo, "")
        processing.start_again(photo.original)

    the_photo(correct)
    mum.upload(("Oma.jpg", PHOTO), ("Oma.xmp", NOTES))
    photo = the_photo()
    assert (photo.taken_at, photo.caption) == (datetime(1975, 1, 1), "Grandma, surely 1975")

    the_photo(silence)
    process()
    assert the_photo().caption == ""


def test_notes_without_their_photo_are_refused(mum: Person, rows: Callable[[type], list[object]]) -> None:
    answer = mum.upload(("Oma.xmp", NOTES))
    assert answer.status_code == 422
    assert "the photo it belongs to was not sent with it" in answer.text
    mum.upload(("Opa.jpg", PHOTO))
    assert "not sent with it" in mum.upload(("Oma.xmp", NOTES)).text
    assert len(rows(Original)) == 1


def test_notes_of_another_person_s_photo_are_refused(mum: Person, dad: Person) -> None:
    mum.upload(("Oma.jpg", PHOTO))
    assert dad.upload(("Oma.xmp", NOTES)).status_code == 422


def test_what_only_looks_like_notes_is_refused(mum: Person, instance: Path) -> None:
    for content in (b"hello", b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><broken", b"<html></html>"):
        answer = mum.upload(("Oma.xmp", content), ("Oma.jpg", PHOTO))
        assert "1 file" in mum.get(answer.location).text or "refused" in mum.get(answer.location).text
    assert not list((instance / "media").rglob("*.xmp"))
    assert not list((instance / "media" / "incoming").iterdir())


def test_notes_go_with_their_original(app: Flask, mum: Person, process: Work, instance: Path) -> None:
    from photoalbum.work.tidy import purge_photo  # noqa: PLC0415 - work composes; tests of uploads rarely need it.

    mum.upload(("Oma.jpg", PHOTO), ("Oma.xmp", NOTES))
    with app.app_context():
        purge_photo(db.session.scalars(select(Photo)).one().id)
    assert [each for each in (instance / "media").rglob("*") if each.is_file()] == []


def test_the_file_s_own_caption_is_shown_until_somebody_writes_one(
    mum: Person, process: Work, the_photo: Callable[..., Photo]
) -> None:
    exif = Image.Exif()
    exif[0x010E] = "At the lake"
    mum.upload(("Oma.jpg", encoded(scene(), exif=exif)))
    process()
    photo = the_photo()
    assert (photo.caption, photo.caption_source) == ("At the lake", "file")
    assert "At the lake" in mum.get(f"/photos/{photo.uid}").text


def test_a_file_that_cannot_be_shown_keeps_its_date(
    mum: Person, process: Work, the_photo: Callable[..., Photo]
) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2019:07:14 10:00:00"
    whole = encoded(scene(), "WEBP", exif=exif)
    at = whole.index(b"VP8 ") + 18
    tail = whole.index(b"EXIF")
    mum.upload(("Oma.webp", whole[:at] + bytes(tail - at) + whole[tail:]))
    process()
    photo = the_photo()
    assert photo.original.state == "failed"
    assert photo.taken_at == datetime(2019, 7, 14, 10)
