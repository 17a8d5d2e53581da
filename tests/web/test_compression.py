"""What goes compressed over the wire, and what does not."""

import gzip
import re
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from random import Random

import brotli
import pytest
from backports import zstd
from flask import Flask
from sqlalchemy import select, update

from photoalbum.core.db import db
from photoalbum.photos.models import Original
from photoalbum.web.assets import Assets
from tests.cast import Person
from tests.conftest import SummerAlbum

ALL = {"Accept-Encoding": "gzip, deflate, br, zstd"}
FIRST_VIEW = 40_000


@pytest.mark.parametrize(
    ("accepted", "sent", "unpack"),
    [
        ("gzip, deflate, br, zstd", "zstd", zstd.decompress),
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip, deflate", "gzip", gzip.decompress),
        ("identity", None, bytes),
    ],
)
def test_pages_are_compressed_for_those_who_can_read_that(
    mum: Person, summer_album: SummerAlbum, accepted: str, sent: str | None, unpack: Callable[[bytes], bytes]
):
    answer = mum.get(f"/albums/{summer_album.slug}/", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == sent
    assert answer.content_length == len(answer.data)
    assert b"</html>" in unpack(answer.data)
    assert {"Cookie", "Accept-Encoding"} <= set(answer.headers["Vary"].split(", "))


def test_pictures_and_parts_of_files_are_not(mum: Person, summer_album: SummerAlbum, process):
    process()
    photo = summer_album.photo
    for address, more in (
        (f"/photos/{photo}/d/1/thumb.webp", {}),
        (f"/photos/{photo}/original", {}),
        (f"/photos/{photo}/original", {"Range": "bytes=0-99"}),
    ):
        answer = mum.get(address, headers={**ALL, **more})
        assert answer.status_code in (200, 206)
        assert "Content-Encoding" not in answer.headers


def test_pages_that_show_what_opens_a_door_are_not(
    mum: Person, keeper: Person, visitor: Person, summer_album: SummerAlbum
):
    for who, address in (
        (mum, f"/albums/{summer_album.slug}/sharing"),
        (mum, "/account/"),
        (keeper, "/admin/"),
        (visitor, "/login"),
    ):
        answer = who.get(address, headers=ALL)
        assert answer.status_code == 200, address
        assert "Content-Encoding" not in answer.headers


def scripts_started_by(html: str, assets: Assets) -> set[str]:
    """What js/main.js asks for on a page with a grid, and what these scripts import at once."""
    elements = [name for name in assets.import_map()["imports"] if name.startswith("elements/")]
    wanted = [name for name in elements if f"<{Path(name).stem}" in html]
    wanted += ["elements/hover-preview.js", "lib/viewer-door.js", "lib/menus.js"]
    found: set[str] = set()
    while wanted:
        path = f"js/{wanted.pop()}"
        if path not in found:
            found.add(path)
            wanted += re.findall(
                r'^import [^"]*"((?:lib|elements)/[^"]+)"', assets.body(path).decode(), re.MULTILINE
            )
    assert "js/elements/photo-selection.js" in found
    return found


def test_the_first_view_of_a_large_album_is_light(
    app: Flask, mum: Person, summer_album: SummerAlbum, many_photos, process
):
    """HTML, style and scripts as a browser gets them, with tiny pictures that no packing makes smaller."""
    many_photos(summer_album.slug, 300)
    random = Random(1)
    with app.app_context():
        for number in db.session.scalars(select(Original.id)).all():
            tiny = f"data:image/webp;base64,{b64encode(random.randbytes(90)).decode()}"
            db.session.execute(
                update(Original).where(Original.id == number).values(placeholder=tiny, state="ready")
            )
        db.session.commit()
    page = mum.get(f"/albums/{summer_album.slug}/", headers=ALL)
    html = zstd.decompress(page.data).decode()
    assert html.count('class="tile ') == 120
    parts = ["css/site.css", "js/main.js", *scripts_started_by(html, app.extensions["assets"])]
    others = sum(len(mum.get(app.extensions["assets"].address(name), headers=ALL).data) for name in parts)
    assert len(page.data) + others <= FIRST_VIEW
