"""What an album page asks while its photos are being prepared."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import update

from photoalbum.core.db import db
from photoalbum.photos.models import Original
from tests.cast import Person
from tests.conftest import SummerAlbum


def test_it_counts_down_and_hands_over_what_is_ready(
    app: Flask, mum: Person, summer_album: SummerAlbum, process: Callable[[], None]
):
    address = f"/albums/{summer_album.slug}/"
    page = mum.get(address).text
    assert "2 of 2 being prepared" in page
    assert f'data-href="{address}progress"' in page
    assert page.count("data-pending") == 2
    waiting = mum.get(f"{address}progress?tiles={summer_album.photo},{summer_album.photo_of_cousin}").text
    assert "2 of 2 being prepared" in waiting
    assert "tile__" not in waiting

    process()
    done = mum.get(f"{address}progress?tiles={summer_album.photo}").text
    assert "being prepared" not in done
    assert f"/albums/{summer_album.slug}/photos/{summer_album.photo}" in done
    assert "data-ar=" in done
    assert summer_album.photo_of_cousin not in done
    assert "<html" not in done
    assert "being prepared" not in mum.get(address).text


def test_failed_ones_are_not_waited_for(app: Flask, mum: Person, summer_album: SummerAlbum):
    with app.app_context():
        db.session.execute(update(Original).values(state="failed"))
        db.session.commit()
    done = mum.get(f"/albums/{summer_album.slug}/progress?tiles={summer_album.photo}").text
    assert "Cannot be shown" in done
    assert "being prepared" not in done


def test_only_who_sees_the_album_is_answered(
    uncle: Person,
    stranger: Person,
    visitor: Person,
    mum: Person,
    summer_album: SummerAlbum,
    make_photo,
    process,
):
    address = f"/albums/{summer_album.slug}/progress"
    assert uncle.get(address).status_code == 200
    assert stranger.get(address).status_code == 404
    assert visitor.get(address).status_code == 302
    elsewhere = make_photo(mum)
    process()
    answer = uncle.get(f"{address}?tiles={elsewhere}")
    assert answer.status_code == 200
    assert elsewhere not in answer.text


def test_bad_questions_get_plain_answers(mum: Person, summer_album: SummerAlbum):
    for asked in ("", "?tiles=", "?tiles=,,,", "?tiles=%00%ff", "?tiles=" + "x," * 5000, "?tiles=<b>"):
        assert mum.get(f"/albums/{summer_album.slug}/progress{asked}").status_code == 200


def test_the_answer_is_cheap(mum: Person, summer_album: SummerAlbum, many_photos, query_count):
    address = f"/albums/{summer_album.slug}/progress?tiles={summer_album.photo}"
    mum.get(address)
    with query_count() as few:
        mum.get(address)
    many_photos(summer_album.slug, 2000)
    with query_count() as many:
        mum.get(address)
    assert few.total == many.total <= 6
