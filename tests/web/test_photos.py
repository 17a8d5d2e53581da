"""Pages of single photos, hearts, second albums and the trash."""

import io
import re
from collections.abc import Callable

from flask import Flask
from PIL import Image
from sqlalchemy import select

from photoalbum.albums import grants
from photoalbum.albums.models import Album
from photoalbum.core.db import db
from photoalbum.media.recipes import RECIPE_VERSION

from ..cast import Person
from ..conftest import SummerAlbum
from ..pictures import jpeg


def test_a_photo_page_says_what_is_known(
    mum: Person, make_photo: Callable[..., str], process: Callable[[], None]
) -> None:
    uid = make_photo(
        mum, taken="2024-08-03 19:42:00", offset="+02:00", name="frieda.jpg", where=(54.4858, -0.6206)
    )
    process()
    page = mum.get(f"/photos/{uid}").text
    assert "Saturday 3 August 2024, 19:42" in page
    assert "2 hours ahead of UTC" in page
    assert "frieda.jpg" in page
    assert "54.4858" in page
    assert "Testcam" in page


def test_previous_and_next_walk_through_the_album(
    mum: Person,
    uncle: Person,
    summer_album: SummerAlbum,
    make_photo: Callable[..., str],
    process: Callable[[], None],
) -> None:
    early = make_photo(mum, summer_album.slug, taken="2019-07-01 08:00:00")
    late = make_photo(mum, summer_album.slug, taken="2019-07-30 08:00:00")
    process()
    address = f"/albums/{summer_album.slug}/photos/"
    assert f'href="{address}{summer_album.photo}"' in uncle.get(address + early).text
    last = uncle.get(address + late).text
    assert f'href="{address}{summer_album.photo_of_cousin}"' in last
    assert 'rel="next"' not in last


def test_hearts_are_given_and_taken_back(mum: Person, uncle: Person, summer_album: SummerAlbum) -> None:
    address = f"/photos/{summer_album.photo}/favourite"
    assert uncle.post(address).status_code == 303
    assert uncle.post(address).status_code == 303
    assert summer_album.photo in uncle.get("/favourites/").text
    assert summer_album.photo not in mum.get("/favourites/").text
    assert uncle.post(f"{address}/delete").status_code == 303
    assert summer_album.photo not in uncle.get("/favourites/").text


def test_a_stranger_cannot_love_what_they_do_not_see(
    stranger: Person, visitor: Person, summer_album: SummerAlbum
) -> None:
    assert stranger.post(f"/photos/{summer_album.photo}/favourite").status_code == 404
    assert visitor.post(f"/photos/{summer_album.photo}/favourite").status_code == 401


def test_only_its_owner_puts_a_photo_into_another_album(
    mum: Person, dad: Person, summer_album: SummerAlbum, make_album: Callable[..., str]
) -> None:
    """DESIGN 4: nobody widens another's photo."""
    mums, dads = make_album(mum, "Second"), make_album(dad, "Dad's own")
    address = f"/photos/{summer_album.photo}/albums"
    assert mum.post(address, data={"album": mums}).status_code == 303
    assert summer_album.photo in mum.get(f"/albums/{mums}/").text
    assert dad.post(address, data={"album": dads}).status_code == 403
    assert mum.post(address, data={"album": dads}).status_code == 404


def test_016_a_photo_in_the_trash_is_gone_everywhere_at_once(
    mum: Person,
    uncle: Person,
    visitor: Person,
    summer_album: SummerAlbum,
    make_link: Callable[..., str],
    process: Callable[[], None],
) -> None:
    process()
    link = make_link(summer_album.slug)
    uncle.post(f"/photos/{summer_album.photo}/favourite")
    places = [
        (uncle, f"/photos/{summer_album.photo}"),
        (uncle, f"/photos/{summer_album.photo}/d/1/thumb.webp"),
        (uncle, f"/photos/{summer_album.photo}/original"),
        (uncle, f"/albums/{summer_album.slug}/photos/{summer_album.photo}"),
        (visitor, f"{link}photos/{summer_album.photo}"),
        (visitor, f"{link}photos/{summer_album.photo}/d/1/thumb.webp"),
    ]
    assert [who.get(address).status_code for who, address in places] == [200] * 6
    assert mum.post(f"/photos/{summer_album.photo}/delete").status_code == 303
    assert [who.get(address).status_code for who, address in places] == [404] * 6
    lists = [(uncle, f"/albums/{summer_album.slug}/"), (uncle, "/favourites/"), (uncle, "/"), (visitor, link)]
    assert all(summer_album.photo not in who.get(address).text for who, address in lists)
    # Its owner still sees it in the trash, picture included.
    assert summer_album.photo in mum.get("/trash/").text
    assert mum.get(f"/photos/{summer_album.photo}/d/1/thumb.webp").status_code == 200


def test_081_restoring_brings_back_the_same_bytes_and_albums(
    mum: Person, make_album: Callable[..., str], make_photo: Callable[..., str]
) -> None:
    content, slug = jpeg(colour="teal"), make_album(mum)
    uid = make_photo(mum, slug, content=content)
    mum.post(f"/photos/{uid}/delete")
    assert mum.post(f"/trash/photos/{uid}/restore").status_code == 303
    assert mum.get(f"/photos/{uid}/original").data == content
    assert uid in mum.get(f"/albums/{slug}/").text


def test_only_the_owner_deletes_and_restores(
    dad: Person, cousin: Person, mum: Person, stranger: Person, summer_album: SummerAlbum
) -> None:
    assert dad.post(f"/photos/{summer_album.photo}/delete").status_code == 403
    assert stranger.post(f"/photos/{summer_album.photo}/delete").status_code == 404
    assert cousin.post(f"/photos/{summer_album.photo_of_cousin}/delete").status_code == 303
    assert mum.post(f"/trash/photos/{summer_album.photo_of_cousin}/restore").status_code == 404


def test_my_photos_page_by_key(app: Flask, mum: Person, make_photo: Callable[..., str]) -> None:
    app.config["PHOTOS_PER_PAGE"] = 2
    uids = [make_photo(mum, taken=None) for _ in range(5)]
    seen: list[str] = []
    address = "/photos/"
    for _ in range(4):
        page = mum.get(address).text
        seen += [uid for uid in uids if f'href="/photos/{uid}"' in page]
        further = re.search(r'rel="next" href="([^"]+)"', page)
        if further is None:
            break
        address = further[1]
    assert sorted(seen) == sorted(uids)
    assert mum.get("/photos/?after=nonsense").status_code == 200


def test_a_dense_screen_gets_the_small_thumbnail_until_the_double_one_is_made(
    app: Flask, mum: Person, make_photo: Callable[..., str], process: Callable[[], None]
) -> None:
    uid = make_photo(mum, size=(1600, 1200))
    process()
    address = f"/photos/{uid}/d/{RECIPE_VERSION}/thumb2x.webp"
    first = mum.get(address)
    assert Image.open(io.BytesIO(first.data)).height == 320
    assert first.headers["Cache-Control"] == "private, no-cache"
    process()
    second = mum.get(address)
    assert Image.open(io.BytesIO(second.data)).height == 640
    assert "immutable" in second.headers["Cache-Control"]


def test_orientation_is_applied(
    mum: Person, make_photo: Callable[..., str], process: Callable[[], None]
) -> None:
    uid = make_photo(mum, size=(400, 200), orientation=6)
    process()
    thumb = Image.open(io.BytesIO(mum.get(f"/photos/{uid}/d/1/large.jpg").data))
    assert thumb.size == (200, 400)


def test_ones_own_photo_leaves_an_album_that_one_lost(
    app: Flask, mum: Person, cousin: Person, uncle: Person, summer_album: SummerAlbum
) -> None:
    address = f"/photos/{summer_album.photo_of_cousin}"
    assert "no longer shared with you" not in cousin.get(address).text
    with app.app_context():
        album = db.session.scalars(select(Album).where(Album.slug == summer_album.slug)).one()
        grants.revoke(album, cousin.id or 0)
        db.session.commit()
    page = cousin.get(address).text
    assert "still in 1 album that is no longer shared with you" in page
    assert "Summer 2019" not in page
    assert uncle.post(f"{address}/albums/hidden/delete").status_code == 403
    assert mum.get(f"/albums/{summer_album.slug}/photos/{summer_album.photo_of_cousin}").status_code == 200
    assert cousin.post(f"{address}/albums/hidden/delete").status_code == 303
    assert mum.get(f"/albums/{summer_album.slug}/photos/{summer_album.photo_of_cousin}").status_code == 404
    assert "no longer shared" not in cousin.get(address).text
    with app.app_context():
        album = db.session.scalars(select(Album).where(Album.slug == summer_album.slug)).one()
        assert album.photo_count == 1
