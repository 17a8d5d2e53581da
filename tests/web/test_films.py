"""Pages of videos: what plays, what is being prepared and how far, and the previews in grids."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from photoalbum.core.db import db
from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.photos import films
from photoalbum.photos.films import Film
from photoalbum.photos.models import Original, Photo
from photoalbum.worker import Worker

from ..cast import Person
from ..conftest import SummerAlbum
from ..corpus.films import film, moving

SOURCE = re.compile(r'<source\s+src="([^"]+)"\s+type="([^"]+)"')


@pytest.fixture
def worker(app: Flask) -> Iterator[Worker]:
    worker = Worker(app, threads=1)
    yield worker
    worker.sandbox.close()


@pytest.fixture
def old_film(tmp_path: Path) -> bytes:
    return moving(tmp_path / "old.avi", "mpeg4", {}).read_bytes()


@pytest.fixture
def new_film(tmp_path: Path) -> bytes:
    """Plays as it is."""
    return film(tmp_path / "new.mp4", options={"movflags": "faststart"}, sound=True).read_bytes()


@pytest.fixture
def show(
    app: Flask, worker: Worker, mum: Person, summer_album: SummerAlbum, make_photo: Callable[..., str]
) -> Callable[[bytes], str]:
    """Put a film into mum's album with its stills; the films that are made of it still wait."""

    def put(content: bytes) -> str:
        uid = make_photo(mum, summer_album.slug, content=content, name="Ferien 8mm.avi")
        with app.app_context():
            waiting = db.session.scalars(select(Original.id).where(Original.state == "waiting")).all()
        for original_id in waiting:
            worker.process_original(original_id)
        return uid

    return put


def web_copy_of(uid: str) -> Film:
    wanted = select(Film).join(Photo, Photo.original_id == Film.original_id)
    return db.session.scalars(wanted.where(Photo.uid == uid, Film.part == "web")).one()


def test_an_old_film_says_that_it_is_being_prepared_and_then_plays(
    app: Flask,
    mum: Person,
    uncle: Person,
    worker: Worker,
    show: Callable[[bytes], str],
    old_film: bytes,
    query_count: Callable[..., object],
) -> None:
    uid = show(old_film)
    page = uncle.get(f"/photos/{uid}").text
    assert "This video is being prepared" in page
    assert f'href="/photos/{uid}/original"' in page
    assert "<video" not in page
    assert mum.get(f"/photos/{uid}/video").status_code == 404
    with app.app_context():
        claim = films.claim_next(heavy=True)
        assert claim is not None
        assert films.note_progress(claim, 40)
        db.session.commit()
    page = uncle.get(f"/photos/{uid}").text
    assert "This video is being prepared: 40 %" in page
    assert 'value="40"' in page
    with app.app_context():
        films.hand_back(claim)
        db.session.commit()

    worker.studio.ask()
    page = uncle.get(f"/photos/{uid}").text
    assert "being prepared" not in page
    source, media_type = SOURCE.findall(page)[0]
    assert (source, media_type) == (f"/photos/{uid}/d/{RECIPE_VERSION}/web.mp4", "video/mp4")
    answer = uncle.get(source, headers={"Range": "bytes=0-99"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (206, "video/mp4")
    assert b"ftyp" in answer.data
    assert uncle.get(f"/photos/{uid}/video").data == uncle.get(source).data
    # The original is never touched.
    assert uncle.get(f"/photos/{uid}/original").data == old_film


def test_what_browsers_play_is_the_original(
    mum: Person, worker: Worker, show: Callable[[bytes], str], new_film: bytes
) -> None:
    uid = show(new_film)
    worker.studio.ask()
    source, media_type = SOURCE.findall(mum.get(f"/photos/{uid}").text)[0]
    assert (source, media_type) == (f"/photos/{uid}/video", "video/mp4")
    assert mum.get(source).data == new_film
    assert mum.get(f"/photos/{uid}/d/{RECIPE_VERSION}/web.mp4").status_code == 404


def test_an_index_at_the_end_is_moved_to_the_front(
    mum: Person, worker: Worker, show: Callable[[bytes], str], tmp_path: Path
) -> None:
    content = film(tmp_path / "late.mp4").read_bytes()
    assert content.index(b"mdat") < content.index(b"moov")
    uid = show(content)
    # It plays meanwhile, only not as quickly.
    assert SOURCE.findall(mum.get(f"/photos/{uid}").text)[0][0] == f"/photos/{uid}/video"
    worker.studio.ask()
    source = SOURCE.findall(mum.get(f"/photos/{uid}").text)[0][0]
    copy = mum.get(source).data
    assert copy.index(b"moov") < copy.index(b"mdat")


def test_the_owner_and_no_guest_may_stop_it_and_begin_again(
    app: Flask,
    mum: Person,
    uncle: Person,
    stranger: Person,
    worker: Worker,
    show: Callable[[bytes], str],
    old_film: bytes,
) -> None:
    uid = show(old_film)
    address = f"/photos/{uid}/web-copy"
    assert "Stop preparing" in mum.get(f"/photos/{uid}").text
    assert "Stop preparing" not in uncle.get(f"/photos/{uid}").text
    assert uncle.post(f"{address}/delete").status_code == 403
    assert stranger.post(f"{address}/delete").status_code == 404
    assert mum.post(f"{address}/delete").status_code == 303
    assert "was stopped" in mum.get(f"/photos/{uid}").text
    worker.studio.ask()
    with app.app_context():
        assert web_copy_of(uid).state == "stopped"
    assert uncle.post(address).status_code == 403
    assert mum.post(address).status_code == 303
    worker.studio.ask()
    assert "<video" in mum.get(f"/photos/{uid}").text
    # A copy that is made stays.
    assert mum.post(f"{address}/delete").status_code == 303
    assert "<video" in mum.get(f"/photos/{uid}").text


def test_the_keeper_may_stop_it_where_the_family_looks(
    mum: Person,
    keeper: Person,
    worker: Worker,
    make_album: Callable[..., str],
    make_photo: Callable[..., str],
    process: Callable[[], None],
    tmp_path: Path,
) -> None:
    slug = make_album(mum, "For everyone", audience="family")
    uid = make_photo(mum, slug, content=moving(tmp_path / "a.avi", "mpeg4", {}).read_bytes(), name="a.avi")
    process()
    assert keeper.post(f"/photos/{uid}/web-copy/delete").status_code == 303


def test_a_film_that_failed_says_why_and_can_be_tried_again(
    app: Flask, mum: Person, uncle: Person, show: Callable[[bytes], str], old_film: bytes
) -> None:
    uid = show(old_film)
    with app.app_context():
        claim = films.claim_next(heavy=True)
        assert claim is not None
        films.give_up(claim, "This video could not be read: it is damaged.")
        db.session.commit()
    page = mum.get(f"/photos/{uid}").text
    assert "This video could not be read: it is damaged." in page
    assert f'action="/photos/{uid}/web-copy"' in page
    assert "Try again" not in uncle.get(f"/photos/{uid}").text


def test_a_copy_that_has_gone_is_made_again(
    app: Flask, mum: Person, worker: Worker, show: Callable[[bytes], str], old_film: bytes
) -> None:
    uid = show(old_film)
    worker.studio.ask()
    with app.app_context():
        film = web_copy_of(uid)
        films.path_of(film.original, film.file_name).unlink()
    assert "being prepared" in mum.get(f"/photos/{uid}").text
    worker.studio.ask()
    assert "<video" in mum.get(f"/photos/{uid}").text


def test_somebody_with_a_link_sees_the_same_copy(
    mum: Person,
    visitor: Person,
    worker: Worker,
    summer_album: SummerAlbum,
    show: Callable[[bytes], str],
    make_link: Callable[..., str],
    old_film: bytes,
) -> None:
    uid = show(old_film)
    page = f"{make_link(summer_album.slug)}photos/{uid}"
    said = visitor.get(page).text
    assert "This video is being prepared" in said
    assert "original" not in said.lower()
    worker.studio.ask()
    source, media_type = SOURCE.findall(visitor.get(page).text)[0]
    assert media_type == "video/mp4"
    assert visitor.get(source).data == mum.get(f"/photos/{uid}/video").data


def test_tiles_of_videos_have_a_preview_for_those_who_point_at_them(
    mum: Person,
    visitor: Person,
    stranger: Person,
    worker: Worker,
    summer_album: SummerAlbum,
    show: Callable[[bytes], str],
    make_link: Callable[..., str],
    new_film: bytes,
) -> None:
    uid = show(new_film)
    album, link = f"/albums/{summer_album.slug}/", make_link(summer_album.slug)
    assert "<hover-preview" not in mum.get(album).text
    worker.studio.ask()
    page = mum.get(album).text
    preview = f"/photos/{uid}/d/{RECIPE_VERSION}/preview.mp4"
    assert f'<hover-preview data-src="{preview}"' in page
    # Nothing moves, and nothing is loaded, without a script that is asked to.
    assert "<video" not in page
    answer = mum.get(preview)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "video/mp4")
    assert len(answer.data) < 200_000
    assert stranger.get(preview).status_code == 404
    assert visitor.get(preview).status_code == 404
    assert visitor.get(f"{link}photos/{uid}/d/{RECIPE_VERSION}/preview.mp4").data == answer.data
    assert f"{link}photos/{uid}/d/{RECIPE_VERSION}/preview.mp4" in visitor.get(link).text


def test_previews_cost_no_statement_more(
    mum: Person,
    worker: Worker,
    summer_album: SummerAlbum,
    show: Callable[[bytes], str],
    new_film: bytes,
    query_count: Callable[..., object],
) -> None:
    address = f"/albums/{summer_album.slug}/"
    show(new_film)
    with query_count() as without:  # type: ignore[attr-defined]
        mum.get(address)
    worker.studio.ask()
    with query_count() as with_preview:  # type: ignore[attr-defined]
        mum.get(address)
    assert with_preview.total == without.total
