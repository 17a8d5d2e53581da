"""Photos that move on the site: one tile, one page, one fate, whichever half came first."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from photoalbum.core.db import db
from photoalbum.photos.models import Photo

from ..cast import Person
from ..corpus import live
from ..corpus.films import film
from ..corpus.pictures import encoded, scene
from ..pictures import jpeg

Make = Callable[..., str]
Work = Callable[[], None]


@pytest.fixture(scope="module")
def moving(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return live.moving_half(tmp_path_factory.mktemp("live") / "half.mov")


@pytest.fixture
def halves(app: Flask) -> Callable[[], tuple[Photo, Photo]]:
    """The still and the film as they are in the database now."""

    def read() -> tuple[Photo, Photo]:
        with app.app_context():
            photos = {photo.kind: photo for photo in db.session.scalars(select(Photo).order_by(Photo.id))}
            return photos["photo"], photos["video"]

    return read


@pytest.fixture(params=["still first", "film first", "together"])
def album(
    request: pytest.FixtureRequest,
    mum: Person,
    make_album: Make,
    process: Work,
    moving: bytes,
    make_photo: Make,
) -> str:
    slug = make_album(mum)
    steps = {"still": (live.still(), "IMG_1.HEIC"), "film": (moving, "IMG_1.MOV")}
    order = ["film", "still"] if request.param == "film first" else ["still", "film"]
    for step in order:
        content, name = steps[step]
        make_photo(mum, slug, content=content, name=name)
        if request.param != "together":
            process()
    process()
    return slug


def test_the_halves_are_one_photo_that_plays(
    mum: Person, album: str, halves: Callable[[], tuple[Photo, Photo]], moving: bytes
) -> None:
    still, clip = halves()
    assert clip.companion_of_id == still.id
    for address in (f"/albums/{album}/", "/photos/"):
        page = mum.get(address).text
        assert still.uid in page
        assert clip.uid not in page
    assert "1 photo" in mum.get(f"/albums/{album}/").text
    assert "video" not in mum.get(f"/albums/{album}/").text.partition("<main")[2].partition("<script")[0]

    page = mum.get(f"/albums/{album}/photos/{still.uid}").text
    assert f'<source src="/photos/{still.uid}/video" type="video/mp4"' in page
    answer = mum.get(f"/photos/{still.uid}/video", headers={"Range": "bytes=0-99"})
    assert (answer.status_code, len(answer.data)) == (206, 100)
    assert mum.get(f"/photos/{still.uid}/original?part=film").data == moving
    assert mum.get(f"/photos/{still.uid}/original").data == live.still()
    assert mum.get(f"/photos/{clip.uid}").location == f"/photos/{still.uid}"


def test_both_go_to_the_trash_and_come_back_together(
    mum: Person, album: str, halves: Callable[[], tuple[Photo, Photo]]
) -> None:
    still, clip = halves()
    mum.post(f"/photos/{still.uid}/delete")
    assert all(half.trashed_at is not None for half in halves())
    trash = mum.get("/trash/").text
    assert still.uid in trash
    assert clip.uid not in trash
    assert mum.get(f"/photos/{still.uid}/video").status_code == 404
    mum.post(f"/trash/photos/{still.uid}/restore")
    assert all(half.trashed_at is None for half in halves())
    assert mum.get(f"/photos/{still.uid}/video").status_code == 200


def test_whoever_sees_the_still_sees_it_move(
    mum: Person,
    uncle: Person,
    stranger: Person,
    visitor: Person,
    make_album: Make,
    make_photo: Make,
    make_link: Make,
    process: Work,
    moving: bytes,
    halves: Callable[[], tuple[Photo, Photo]],
) -> None:
    slug = make_album(mum, audience="private")
    make_photo(mum, slug, content=live.still())
    make_photo(mum, content=moving, name="a.mov")
    process()
    still, _ = halves()
    assert stranger.get(f"/photos/{still.uid}/video").status_code == 404
    assert stranger.get(f"/photos/{still.uid}/original?part=film").status_code == 404
    link = make_link(slug)
    # Made when somebody with a link first asks, if it is not there already.
    visitor.get(f"{link}photos/{still.uid}")
    process()
    assert f'<source src="{link}photos/{still.uid}/video"' in visitor.get(f"{link}photos/{still.uid}").text
    answer = visitor.get(f"{link}photos/{still.uid}/video")
    assert answer.status_code == 200
    assert live.CONTENT_ID.encode() not in answer.data


def test_halves_of_two_people_stay_apart(
    mum: Person,
    dad: Person,
    make_photo: Make,
    process: Work,
    moving: bytes,
    rows: Callable[[type], list[Photo]],
) -> None:
    make_photo(mum, content=live.still())
    make_photo(dad, content=moving, name="a.mov")
    process()
    assert [photo.companion_of_id for photo in rows(Photo)] == [None, None]


def test_bytes_that_are_known_are_joined_at_once(
    mum: Person, dad: Person, make_album: Make, make_photo: Make, process: Work, moving: bytes
) -> None:
    """Nothing is left to be prepared when somebody else has sent the same files before."""
    make_photo(mum, content=live.still())
    make_photo(mum, content=moving, name="a.mov")
    process()
    slug = make_album(dad)
    still = make_photo(dad, slug, content=live.still())
    clip = make_photo(dad, slug, content=moving, name="a.mov")
    page = dad.get(f"/albums/{slug}/").text
    assert still in page
    assert clip not in page
    # Sent once more, it is still no picture of the album.
    make_photo(dad, slug, content=moving, name="a.mov")
    assert clip not in dad.get(f"/albums/{slug}/").text


def test_a_film_inside_the_photo_plays_too(
    mum: Person,
    visitor: Person,
    make_album: Make,
    make_link: Make,
    make_photo: Make,
    process: Work,
    instance: Path,
    tmp_path: Path,
) -> None:
    slug = make_album(mum)
    clip = film(tmp_path / "clip.mp4", seconds=1, tags={"location": "+52.4597+013.3220/"}).read_bytes()
    uid = make_photo(mum, slug, content=encoded(scene()) + clip)
    plain = make_photo(mum, slug, content=jpeg())
    process()
    assert f'<source src="/photos/{uid}/video"' in mum.get(f"/photos/{uid}").text
    answer = mum.get(f"/photos/{uid}/video")
    assert (answer.status_code, answer.mimetype) == (200, "video/mp4")
    (kept,) = (instance / "media/derivatives").rglob("motion.mp4")
    kept.unlink()
    assert mum.get(f"/photos/{uid}/video").status_code == 404
    process()
    assert mum.get(f"/photos/{uid}/video").status_code == 200
    link = make_link(slug)
    assert f'<source src="{link}photos/{uid}/video"' in visitor.get(f"{link}photos/{uid}").text
    assert b"52.4597" not in visitor.get(f"{link}photos/{uid}/video").data
    assert mum.get(f"/photos/{uid}/original?part=film").status_code == 404
    assert "<video" not in mum.get(f"/photos/{plain}").text
    assert mum.get(f"/photos/{plain}/video").status_code == 404
