"""Many photos as one ZIP: for those who may see them, byte for byte, and resumed at any byte."""

import io
import zipfile
from collections.abc import Callable
from hashlib import sha256

from flask import Flask
from sqlalchemy import select

from photoalbum.core.db import db
from photoalbum.photos.models import Photo
from photoalbum.sharing.models import Selection

from ..cast import Person
from ..conftest import SummerAlbum
from ..pictures import jpeg

Make = Callable[..., str]


def opened(content: bytes) -> zipfile.ZipFile:
    found = zipfile.ZipFile(io.BytesIO(content))
    assert found.testzip() is None
    return found


def checked_sums(found: zipfile.ZipFile) -> dict[str, str]:
    """The list of checksums inside, after each was compared with its file."""
    (name,) = [name for name in found.namelist() if name.endswith("/SHA256SUMS")]
    folder = name.removesuffix("SHA256SUMS")
    sums = dict(reversed(line.split("  ", 1)) for line in found.read(name).decode().splitlines())
    for file, digest in sums.items():
        assert sha256(found.read(folder + file)).hexdigest() == digest
    return sums


def test_an_album_comes_with_its_checksums(uncle: Person, mum: Person, summer_album: SummerAlbum) -> None:
    address = f"/albums/{summer_album.slug}/download.zip"
    answer = uncle.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert "Summer 2019.zip" in answer.headers["Content-Disposition"].replace("%20", " ")
    found = opened(answer.data)
    assert len(checked_sums(found)) == 2
    original = mum.get(f"/photos/{summer_album.photo}/original").data
    assert original in {found.read(name) for name in found.namelist()}


def test_it_is_resumed_where_it_broke_off(uncle: Person, summer_album: SummerAlbum) -> None:
    address = f"/albums/{summer_album.slug}/download.zip"
    whole = uncle.get(address)
    tag = whole.headers["ETag"]
    for cut in (1, 40, 700, len(whole.data) - 30):
        rest = uncle.get(address, headers={"Range": f"bytes={cut}-", "If-Range": tag})
        assert rest.status_code == 206
        assert whole.data[:cut] + rest.data == whole.data
    assert uncle.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert uncle.get(address, headers={"Range": "bytes=99999999-"}).status_code == 416


def test_another_content_is_not_mixed_in(
    uncle: Person, mum: Person, summer_album: SummerAlbum, make_photo: Make
) -> None:
    address = f"/albums/{summer_album.slug}/download.zip"
    tag = uncle.get(address).headers["ETag"]
    make_photo(mum, summer_album.slug)
    rest = uncle.get(address, headers={"Range": "bytes=100-", "If-Range": tag})
    assert rest.status_code == 200
    assert len(checked_sums(opened(rest.data))) == 3


def test_who_may_not_see_the_album_gets_no_zip(
    stranger: Person, visitor: Person, summer_album: SummerAlbum
) -> None:
    address = f"/albums/{summer_album.slug}/download.zip"
    assert stranger.get(address).status_code == 404
    assert visitor.get(address).status_code == 404


def test_all_my_own_photos_and_nobody_elses(mum: Person, cousin: Person, summer_album: SummerAlbum) -> None:
    assert 'href="/photos/download.zip"' in mum.get("/photos/").text
    found = opened(mum.get("/photos/download.zip").data)
    sums = checked_sums(found)
    assert len(sums) == 1
    assert sha256(mum.get(f"/photos/{summer_album.photo}/original").data).hexdigest() in sums.values()


def test_equal_names_and_captions(mum: Person, make_album: Make, make_photo: Make, app: Flask) -> None:
    slug = make_album(mum, "Gäste: 2019/20")
    uids = [
        make_photo(mum, slug, content=jpeg(size=(60, 40), colour=colour), name="a.jpg")
        for colour in ("red", "green", "blue")
    ]
    with app.app_context():
        db.session.scalars(select(Photo).where(Photo.uid == uids[0])).one().caption = "The first\nof three"
        db.session.commit()
    found = opened(mum.get(f"/albums/{slug}/download.zip").data)
    assert sorted(checked_sums(found)) == ["a (2).jpg", "a (3).jpg", "a.jpg"]
    assert {name.split("/")[0] for name in found.namelist()} == {"Gäste_ 2019_20"}
    assert found.read("Gäste_ 2019_20/captions.txt").decode() == "a.jpg\tThe first of three\n"


def test_what_was_chosen_as_far_as_it_may_be_seen(
    uncle: Person,
    stranger: Person,
    cousin: Person,
    summer_album: SummerAlbum,
    make_photo: Make,
    rows: Callable,
) -> None:
    hidden = make_photo(stranger)
    chosen = [summer_album.photo, hidden, summer_album.photo_of_cousin, "nonsense", summer_album.photo]
    answer = uncle.post("/downloads", data={"photo": chosen})
    assert answer.status_code == 303
    address = answer.headers["Location"]
    found = opened(uncle.get(address).data)
    assert len(checked_sums(found)) == 2
    # It is nobody else's, and what is in it is asked anew each time.
    assert cousin.get(address).status_code == 404
    cousin.post(f"/photos/{summer_album.photo_of_cousin}/delete")
    assert len(checked_sums(opened(uncle.get(address).data))) == 1
    (selection,) = rows(Selection)
    assert selection.photo_uids == [summer_album.photo, hidden, summer_album.photo_of_cousin, "nonsense"]


def test_nothing_chosen_is_said_in_words(uncle: Person, household: dict[str, int]) -> None:
    answer = uncle.post("/downloads")
    assert answer.status_code == 422
    assert "choose at least one photo" in answer.text


def test_a_download_that_is_not_there(uncle: Person, household: dict[str, int]) -> None:
    assert uncle.get("/downloads/AAAAAAAAAAAAAAAAAAAAAA.zip").status_code == 404


def test_061_zips_are_limited(uncle: Person, summer_album: SummerAlbum) -> None:
    address = f"/albums/{summer_album.slug}/download.zip"
    answers = [uncle.get(address).status_code for _ in range(122)]
    assert answers[:120] == [200] * 120
    assert answers[-1] == 429
