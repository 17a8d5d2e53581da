"""Captions, descriptions and tags: who writes them, and two who write at once."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from photoalbum.core.db import db
from photoalbum.photos import captioning, tags
from photoalbum.photos.models import Photo, PhotoTag, Tag

from ..cast import Person
from ..conftest import SummerAlbum


def words(version: int = 1, **said: str) -> dict[str, str]:
    return {"caption": "", "alt_text": "", "tags": "", "version": str(version), **said}


def stored(app: Flask, uid: str) -> tuple[str, str, list[str], str]:
    with app.app_context():
        photo = db.session.scalars(select(Photo).where(Photo.uid == uid)).one()
        return photo.caption, photo.alt_text, list(tags.of(photo.id)), photo.caption_source


def test_owner_and_editor_of_the_album_write_the_words(
    app: Flask, mum: Person, dad: Person, summer_album: SummerAlbum
) -> None:
    address = f"/photos/{summer_album.photo}/words"
    said = words(
        caption="At the lake\r\nin June", alt_text="Two children in a boat", tags="#Lake, the  boat, lake"
    )
    assert mum.post(address, data=said).status_code == 303
    caption, alt, found, source = stored(app, summer_album.photo)
    assert (caption, alt, found, source) == (
        "At the lake\nin June",
        "Two children in a boat",
        ["Lake", "the boat"],
        captioning.PERSON,
    )
    assert dad.post(address, data=words(2, caption="By the lake")).status_code == 303
    assert stored(app, summer_album.photo)[0] == "By the lake"
    page = mum.get(f"/photos/{summer_album.photo}").text
    assert "By the lake" in page


def test_the_page_says_tags_and_description(
    mum: Person, summer_album: SummerAlbum, process: Callable[[], None]
) -> None:
    process()
    mum.post(f"/photos/{summer_album.photo}/words", data=words(alt_text="A boat", tags="summer lake, Frieda"))
    page = mum.get(f"/photos/{summer_album.photo}").text
    assert 'alt="A boat"' in page
    assert "/search?q=tag%3A%22summer%20lake%22" in page
    assert ">Frieda</a>" in page
    assert 'alt="A boat"' in mum.get(f"/albums/{summer_album.slug}/").text
    form = mum.get(f"/photos/{summer_album.photo}/words").text
    assert 'value="Frieda, summer lake"' in form


def test_others_may_not(
    uncle: Person, cousin: Person, stranger: Person, visitor: Person, summer_album: SummerAlbum
) -> None:
    address = f"/photos/{summer_album.photo}/words"
    for who, status in ((uncle, 403), (cousin, 403), (stranger, 404), (visitor, 401)):
        assert who.post(address, data=words(caption="Mine")).status_code == status
    assert cousin.post(f"/photos/{summer_album.photo_of_cousin}/words", data=words()).status_code == 303


def test_082_the_second_writer_is_told_and_nothing_is_lost(
    app: Flask, mum: Person, dad: Person, summer_album: SummerAlbum
) -> None:
    address = f"/photos/{summer_album.photo}/words"
    assert mum.post(address, data=words(caption="Mum's words", tags="one")).status_code == 303
    answer = dad.post(address, data=words(caption="Dad's words", tags="two"))
    assert answer.status_code == 409
    assert stored(app, summer_album.photo)[0] == "Mum's words"
    # Both are on the page: what was typed, and what is there now.
    assert "Dad&#39;s words" in answer.text
    assert "Mum&#39;s words" in answer.text
    assert "Somebody changed this photo meanwhile" in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert dad.post(address, data=words(2, caption="Both our words")).status_code == 303
    assert stored(app, summer_album.photo)[0] == "Both our words"


def test_bad_input_is_told_beside_its_field(mum: Person, summer_album: SummerAlbum) -> None:
    address = f"/photos/{summer_album.photo}/words"
    for said, sentence in (
        ({"caption": "x" * 5001}, "under 5,000 letters"),
        ({"alt_text": "x" * 1001}, "under 1,000 letters"),
        ({"tags": "x" * 61}, "under 60 letters"),
        ({"tags": ",".join(map(str, range(51)))}, "50 tags"),
    ):
        answer = mum.post(address, data=words(**said))
        assert answer.status_code == 422
        assert sentence in answer.text
    for version in ("", "x", "-1", "9" * 30):
        assert mum.post(address, data={**words(), "version": version}).status_code == 409


def test_words_of_the_file_stay_the_files_until_they_are_changed(
    app: Flask, mum: Person, summer_album: SummerAlbum
) -> None:
    """Through a link nobody reads what a file brought along; saving the tags must not change that."""
    with app.app_context():
        photo = db.session.scalars(select(Photo).where(Photo.uid == summer_album.photo)).one()
        photo.caption, photo.caption_source = "Written by a camera", captioning.FILE
        db.session.commit()
    address = f"/photos/{summer_album.photo}/words"
    mum.post(address, data=words(caption="Written by a camera", tags="lake"))
    assert stored(app, summer_album.photo)[3] == captioning.FILE
    mum.post(address, data=words(2, caption=""))
    assert stored(app, summer_album.photo)[0::3] == ("", captioning.PERSON)


def test_a_tag_says_nothing_of_who_wrote_it_first(
    app: Flask, mum: Person, stranger: Person, summer_album: SummerAlbum, make_photo: Callable[..., str]
) -> None:
    mum.post(f"/photos/{summer_album.photo}/words", data=words(tags="SeCret"))
    theirs = make_photo(stranger)
    stranger.post(f"/photos/{theirs}/words", data=words(tags="secret"))
    assert stored(app, theirs)[2] == ["secret"]
    assert stored(app, summer_album.photo)[2] == ["SeCret"]
    with app.app_context():
        assert db.session.scalars(select(Tag.name)).all() == ["secret"]
        assert len(db.session.scalars(select(PhotoTag)).all()) == 2


def test_the_way_back_is_only_ever_ours(mum: Person, summer_album: SummerAlbum) -> None:
    address = f"/photos/{summer_album.photo}/words"
    page = mum.get(address, query_string={"next": "https://evil.example/"}).text
    assert "evil.example" not in page
    answer = mum.post(address, data={**words(), "next": "//evil.example/"})
    assert answer.headers["Location"] == f"/photos/{summer_album.photo}"
