"""The forms for turning, straightening and cropping."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from photoalbum.core.db import db
from photoalbum.photos import edits
from photoalbum.photos.models import Photo

from ..cast import Person
from ..conftest import SummerAlbum
from ..security.world import clip

Process = Callable[[], None]


def wish(version: int = 1, **values: str) -> dict[str, str]:
    return {
        "turns": "0",
        "angle": "0",
        "left": "0",
        "top": "0",
        "right": "0",
        "bottom": "0",
        "version": str(version),
        **values,
    }


def stored(app: Flask, uid: str) -> dict[str, int]:
    with app.app_context():
        return edits.of(db.session.scalars(select(Photo).where(Photo.uid == uid)).one()).to_plain()


@pytest.fixture
def address(summer_album: SummerAlbum, process: Process) -> str:
    process()
    return f"/photos/{summer_album.photo}/edits/"


def test_what_was_typed_is_what_is_kept(
    app: Flask, mum: Person, summer_album: SummerAlbum, address: str
) -> None:
    typed = wish(turns="3", angle="-2.5", left="10", top="5.5", right="20", bottom="0")
    answer = mum.post(
        address, data={**typed, "next": f"/albums/{summer_album.slug}/photos/{summer_album.photo}"}
    )
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/albums/")
    assert stored(app, summer_album.photo) == {
        "turns": 3, "angle": -25, "left": 1000, "top": 550, "width": 7000, "height": 9450,
    }  # fmt: skip
    form = mum.get(address).text
    for value in ('value="-2.5"', 'value="10.0"', 'value="5.5"', 'value="20.0"', 'selected value="3"'):
        assert value in form


@pytest.mark.parametrize(
    "wrong",
    [
        {"turns": "4"},
        {"turns": "x"},
        {"angle": "46"},
        {"angle": "nan"},
        {"left": "96"},
        {"left": "-1"},
        {"left": "60", "right": "60"},
        {"top": "50", "bottom": "46"},
        {"bottom": "inf"},
    ],
)
def test_what_cannot_be_is_told(
    app: Flask, mum: Person, summer_album: SummerAlbum, address: str, wrong: dict[str, str]
) -> None:
    assert mum.post(address, data=wish(**wrong)).status_code == 422
    assert stored(app, summer_album.photo)["width"] == 10_000


def test_quarter_turns_add_up_and_take_the_crop_along(
    app: Flask, mum: Person, summer_album: SummerAlbum, address: str
) -> None:
    mum.post(address, data=wish(left="10", top="20"))
    assert mum.post(f"{address}turn", data={"way": "right"}).status_code == 303
    assert stored(app, summer_album.photo) == {
        "turns": 1, "angle": 0, "left": 0, "top": 1000, "width": 8000, "height": 9000,
    }  # fmt: skip
    mum.post(f"{address}turn", data={"way": "left"})
    assert stored(app, summer_album.photo) == {
        "turns": 0, "angle": 0, "left": 1000, "top": 2000, "width": 9000, "height": 8000,
    }  # fmt: skip
    assert mum.post(f"{address}turn", data={"way": "up"}).status_code == 400


def test_four_quarters_are_nothing(app: Flask, mum: Person, summer_album: SummerAlbum, address: str) -> None:
    for _quarter in range(4):
        mum.post(f"{address}turn", data={"way": "right"})
    with app.app_context():
        photo = db.session.scalars(select(Photo).where(Photo.uid == summer_album.photo)).one()
        assert (photo.edits, photo.edit_key, photo.edit_made) == (None, "", "")


def test_082_the_second_who_edits_is_told(
    app: Flask, mum: Person, summer_album: SummerAlbum, address: str
) -> None:
    assert mum.post(address, data=wish(turns="1")).status_code == 303
    answer = mum.post(address, data=wish(turns="2"))
    assert answer.status_code == 409
    assert "Somebody changed this photo meanwhile" in answer.text
    assert stored(app, summer_album.photo)["turns"] == 1
    assert mum.post(address, data=wish(2, turns="2")).status_code == 303


def test_only_whose_photo_it_is(dad: Person, uncle: Person, stranger: Person, address: str) -> None:
    for who, status in ((dad, 403), (uncle, 403), (stranger, 404)):
        for way in ("", "turn", "delete"):
            assert who.post(address + way, data=wish()).status_code == status
        assert who.get(f"{address}unedited.jpg").status_code == status


def test_videos_are_honestly_refused(
    mum: Person, tmp_path: Path, make_photo: Callable[..., str], process: Process
) -> None:
    uid = make_photo(mum, content=clip(tmp_path / "clip.mp4"), name="wave.mp4")
    process()
    for answer in (mum.get(f"/photos/{uid}/edits/"), mum.post(f"/photos/{uid}/edits/", data=wish())):
        assert answer.status_code == 409
        assert "Videos cannot be turned" in answer.text
    assert "Turn and crop" not in mum.get(f"/photos/{uid}").text


def test_what_is_not_prepared_yet_has_to_wait(mum: Person, make_photo: Callable[..., str]) -> None:
    uid = make_photo(mum)
    assert mum.post(f"/photos/{uid}/edits/", data=wish()).status_code == 409


def test_the_forms_picture_is_the_whole_one(
    mum: Person, summer_album: SummerAlbum, address: str, process: Process
) -> None:
    before = mum.get(f"{address}unedited.jpg").data
    mum.post(address, data=wish(right="50"))
    process()
    assert mum.get(f"{address}unedited.jpg").data == before
    assert mum.get(f"/photos/{summer_album.photo}/d/1/large.jpg").data != before
