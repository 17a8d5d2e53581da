"""The date of a photo: a person's word over the file's claim, kept apart from it."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.core.db import db
from photoalbum.photos.models import UNDATED, Photo

from ..cast import Person
from ..conftest import SummerAlbum

Process = Callable[[], None]


def stored(app: Flask, uid: str) -> Photo:
    with app.app_context():
        return db.session.scalars(select(Photo).where(Photo.uid == uid)).one()


def entry_dates(app: Flask, uid: str) -> set[str]:
    with app.app_context():
        rows = db.session.scalars(select(AlbumEntry.sort_at).join(Photo).where(Photo.uid == uid))
        return {str(row) for row in rows}


def date(day: str, clock: str = "", version: int = 1) -> dict[str, str]:
    return {"day": day, "clock": clock, "version": str(version)}


def test_album_order_and_tallies_follow(
    app: Flask, mum: Person, summer_album: SummerAlbum, process: Process
) -> None:
    process()
    address = f"/photos/{summer_album.photo}/date/"
    assert mum.post(address, data=date("1974-08-02", "18:40")).status_code == 303
    assert str(stored(app, summer_album.photo).taken_at) == "1974-08-02 18:40:00"
    assert entry_dates(app, summer_album.photo) == {"1974-08-02 18:40:00"}
    page = mum.get(f"/albums/{summer_album.slug}/").text
    assert "2 August 1974 to 14 July 2019" in page
    assert page.index(summer_album.photo) < page.index(summer_album.photo_of_cousin)
    shown = mum.get(f"/photos/{summer_album.photo}").text
    assert "Friday 2 August 1974, 18:40" in shown
    assert "set by hand" in shown


def test_the_files_claim_is_kept_and_comes_back(
    app: Flask, mum: Person, make_photo: Callable[..., str], process: Process
) -> None:
    uid = make_photo(mum, taken="2019-07-14 10:00:00", offset="+02:00")
    process()
    mum.post(f"/photos/{uid}/date/", data=date("2001-01-01"))
    assert str(stored(app, uid).taken_at) == "2001-01-01 12:00:00"
    assert stored(app, uid).taken_offset is None
    page = mum.get(f"/photos/{uid}/date/").text
    assert "Sunday 14 July 2019, 10:00" in page
    assert mum.post(f"/photos/{uid}/date/delete").status_code == 303
    back = stored(app, uid)
    assert (str(back.taken_at), back.taken_offset) == ("2019-07-14 10:00:00", 120)
    assert back.taken_source == "exif:DateTimeOriginal"
    assert "Use the date of the file again" not in mum.get(f"/photos/{uid}/date/").text


def test_a_file_that_says_nothing_goes_back_to_nothing(
    app: Flask, mum: Person, make_photo: Callable[..., str], process: Process
) -> None:
    uid = make_photo(mum, taken=None, name="scan.jpg")
    process()
    mum.post(f"/photos/{uid}/date/", data=date("1950-05-05"))
    mum.post(f"/photos/{uid}/date/delete")
    assert stored(app, uid).sort_at == UNDATED


def test_a_worker_does_not_take_a_persons_word_back(
    app: Flask, mum: Person, make_photo: Callable[..., str], process: Process
) -> None:
    uid = make_photo(mum)
    mum.post(f"/photos/{uid}/date/", data=date("1999-12-31", "23:59"))
    process()
    assert str(stored(app, uid).taken_at) == "1999-12-31 23:59:00"


@pytest.mark.parametrize(
    "wrong", [date(""), date("2019-02-30"), date("0001-01-01"), date("2019-01-01", "25:00")]
)
def test_bad_dates_are_told(mum: Person, summer_album: SummerAlbum, wrong: dict[str, str]) -> None:
    assert mum.post(f"/photos/{summer_album.photo}/date/", data=wrong).status_code == 422


def test_only_whose_photo_it_is(
    dad: Person, uncle: Person, stranger: Person, summer_album: SummerAlbum
) -> None:
    for who, status in ((dad, 403), (uncle, 403), (stranger, 404)):
        for address in ("date/", "date/delete"):
            assert (
                who.post(f"/photos/{summer_album.photo}/{address}", data=date("2000-01-01")).status_code
                == status
            )


def test_082_two_who_say_a_date_at_once(app: Flask, mum: Person, summer_album: SummerAlbum) -> None:
    address = f"/photos/{summer_album.photo}/date/"
    assert mum.post(address, data=date("2000-01-01")).status_code == 303
    answer = mum.post(address, data=date("2001-01-01"))
    assert answer.status_code == 409
    assert "Somebody changed this photo meanwhile" in answer.text
    assert str(stored(app, summer_album.photo).taken_at) == "2000-01-01 12:00:00"
    assert mum.post(address, data=date("2001-01-01", version=2)).status_code == 303


def test_newest_first_and_the_head_of_the_album(app: Flask, mum: Person, summer_album: SummerAlbum) -> None:
    mum.post(f"/photos/{summer_album.photo}/date/", data=date("2030-01-01"))
    with app.app_context():
        album = db.session.scalars(select(Album).where(Album.slug == summer_album.slug)).one()
        assert str(album.last_taken) == "2030-01-01 12:00:00"
        assert album.sort_at == album.last_taken
