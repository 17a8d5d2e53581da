"""The bytes and pages of a share link hold pictures, and nothing that the picture's file knew beside them."""

import io
import struct
from collections.abc import Callable

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from photoalbum.core.db import db
from photoalbum.photos.models import Original
from photoalbum.work import on_request
from photoalbum.worker import Worker

from ..cast import Person
from .crawl import walk
from .world import World

SECRETS = {
    "exif": "Telltale-EXIF",
    "serial": "SN-7714-Telltale",
    "xmp": "Telltale-XMP",
    "iptc": "Telltale-IPTC",
    "comment": "Telltale-COMMENT",
    "trailer": "Telltale-TRAILER",
    "place": "47.3769",
    "name": "Omas-Geheimversteck",
}


def telltale_jpeg() -> bytes:
    """A JPEG in which every place that can hold words holds one."""
    exif = Image.Exif()
    exif[0x010E], exif[0x010F], exif[0x0110], exif[0x013B] = (SECRETS["exif"],) * 4
    details = exif.get_ifd(0x8769)
    details[0xA431], details[0x9003] = SECRETS["serial"], "2019:07:14 10:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 22.0, 36.84), 3: "E", 4: (8.0, 32.0, 30.12)})
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><!-- {SECRETS['xmp']} {SECRETS['place']} --></x:xmpmeta>"
    target = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((900, 700)).save(
        target, "JPEG", exif=exif, xmp=xmp.encode(), comment=SECRETS["comment"].encode()
    )
    plain = target.getvalue()
    words = SECRETS["iptc"].encode()
    caption = b"\x1c\x02\x78" + struct.pack(">H", len(words)) + words
    block = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(caption)) + caption
    app13 = b"\xff\xed" + struct.pack(">H", len(block) + 2) + block
    return plain[:2] + app13 + plain[2:] + b"MotionPhoto " + SECRETS["trailer"].encode()


@pytest.fixture
def shared(
    app: Flask, world: World, mum: Person, make_photo: Callable[..., str], process: Callable[[], None]
) -> str:
    """Mum's album with such a picture in it: its uid."""
    uid = make_photo(
        mum, world.scenes["private"].slug, content=telltale_jpeg(), name=f"{SECRETS['name']}.jpg"
    )
    process()
    return uid


def test_047_the_original_does_hold_all_of_it(mum: Person, shared: str) -> None:
    """Or the other tests would prove nothing."""
    content = mum.get(f"/photos/{shared}/original").data
    assert [kind for kind, word in SECRETS.items() if word.encode() not in content] == ["name"]


def test_047_no_answer_under_a_link_holds_any_of_it(
    app: Flask, world: World, shared: str, passer_by: Callable[[str], Person]
) -> None:
    scene = world.scenes["private"]
    make_doubles(app)
    others = ["Telltale", "+47.3769", "8.5417", "Mum", "Cousin", "@example.org", "Seebad.jpg", "Welle.mp4"]
    words = [word.encode() for word in (*SECRETS.values(), *others)]
    for token in (scene.open_link, scene.locked_link):
        visitor = passer_by(token) if token == scene.locked_link else Person(app)
        seen = walk(visitor, f"/s/{token}/")
        media = [at for at, found in seen.answers.items() if found.mimetype.startswith(("image/", "video/"))]
        assert len([at for at in media if shared in at]) >= 4
        assert any(at.endswith("/video") for at in media)
        for address, answer in seen.answers.items():
            said = answer.data + str(answer.headers).encode()
            assert [word for word in words if word in said] == [], address


def test_047_members_copies_hold_no_place_either(app: Flask, mum: Person, shared: str) -> None:
    """Check 90: derivatives are made without it for everybody; only the original has it."""
    make_doubles(app)
    for name in ("thumb.webp", "thumb2x.webp", "middle.jpg", "large.jpg"):
        content = mum.get(f"/photos/{shared}/d/1/{name}").data
        assert [kind for kind, word in SECRETS.items() if word.encode() in content] == []


def test_049_a_visitor_reaches_nothing_beside_the_link(
    app: Flask, world: World, passer_by: Callable[[str], Person]
) -> None:
    token = world.scenes["private"].locked_link
    visitor = passer_by(token)
    seen = walk(visitor, f"/s/{token}/")
    assert [at for at in seen.answers if not at.startswith(f"/s/{token}/")] in ([], ["/favicon.ico"])
    for address in ("/photos/", "/admin/", "/uploads/new", "/account/"):
        assert visitor.get(address).status_code in (302, 404)
    # To programs a link says nothing at all: there is what is public, and nothing is.
    assert visitor.get("/api/v1/albums/").get_json()["results"] == []


def make_doubles(app: Flask) -> None:
    """All pictures that are made on request."""
    worker = Worker(app, threads=1)
    with app.app_context():
        every = list(db.session.scalars(select(Original.id)))
    for original_id in every:
        on_request.make_derivative(worker.bench, original_id, "thumb2x.webp")
    worker.sandbox.close()
