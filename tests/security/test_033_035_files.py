"""How files are sent: with a type the site chose, under a name that stays a name, whole or in exact parts."""

import io
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from ..cast import Person
from ..pictures import jpeg, png
from .asking import asker
from .live import Live
from .world import World

INLINE = {"image/jpeg", "image/png", "image/webp", "image/avif", "image/gif", "video/mp4", "video/webm"}

NAMES = [
    'a"; filename="evil.html.jpg',
    "a\r\nSet-Cookie: x=1.jpg",
    "a\nContent-Type: text/html\n\n<script>.jpg",
    "übung ß 写真 📷.jpg",
    "a\\b\\..\\c.jpg",
    "../../etc/passwd.jpg",
    "a;b,c'd%20e.jpg",
    "x" * 300 + ".jpg",
    "\u202egpj.exe",
    "con.jpg",
    ".htaccess",
    "\0.jpg",
    "<img src=x onerror=alert(1)>.jpg",
]


def picture(kind: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "coral").save(target, kind)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.jpg", jpeg(colour="lime"), "image/jpeg"),
        ("a.html", jpeg(colour="cyan"), "image/jpeg"),
        ("a.svg", png(), "image/png"),
        ("a.png", picture("WEBP"), "image/webp"),
        ("a.exe", picture("GIF"), "image/gif"),
        ("a", picture("AVIF"), "image/avif"),
        ("a.js", picture("TIFF"), "image/tiff"),
    ],
)
def test_033_the_type_comes_from_the_content(
    mum: Person, make_photo: Callable[..., str], name: str, content: bytes, media_type: str
) -> None:
    uid = make_photo(mum, name=name, content=content)
    answer = mum.get(f"/photos/{uid}/original")
    assert answer.data == content
    assert answer.content_type == media_type
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_033_only_known_pictures_and_films_are_shown_in_the_window(app: Flask, world: World) -> None:
    for role in ("O", "LV"):
        who = asker(app, world, role)
        scene = world.scenes["private"]
        start = f"/s/{who.token}" if role == "LV" else ""
        stills = ("thumb.webp", "middle.jpg", "large.jpg")
        addresses = [f"{start}/photos/{scene.photo}/d/1/{name}" for name in stills]
        for address in [*addresses, f"{start}/photos/{scene.video}/video"]:
            answer = who.person.get(address)
            assert answer.status_code == 200
            assert answer.content_type in INLINE
            assert "Content-Disposition" not in answer.headers
            assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_033_a_hostile_name_stays_one_header_line(mum: Person, make_photo: Callable[..., str]) -> None:
    for number, name in enumerate(NAMES):
        uid = make_photo(mum, name=name, content=jpeg(colour="olive", size=(50 + number, 50)))
        demand_one_line(name, mum.get(f"/photos/{uid}/original"))


def demand_one_line(name: str, answer: TestResponse) -> None:
    line = answer.headers["Content-Disposition"]
    assert line.isascii()
    assert line.isprintable()
    kind, plain, real = line.split("; ")
    assert kind == "attachment"
    assert plain[len('filename="') : -1].replace("_", "").replace(".", "").replace("-", "").isalnum()
    said = unquote(real.removeprefix("filename*=UTF-8''"))
    assert not set(said) & set("/\\\r\n\0")
    assert len(said) <= 255
    assert "Set-Cookie" not in answer.headers
    if "写真" in name:
        assert said == name


def parts(size: int) -> list[tuple[str, int, int | None, int | None]]:
    """What is asked for, the status, and which bytes come."""
    return [
        ("bytes=0-99", 206, 0, 99),
        ("bytes=100-", 206, 100, size - 1),
        ("bytes=-100", 206, size - 100, size - 1),
        ("bytes=0-0", 206, 0, 0),
        (f"bytes={size - 1}-", 206, size - 1, size - 1),
        (f"bytes=0-{size * 9}", 206, 0, size - 1),
        (f"bytes=-{size * 9}", 206, 0, size - 1),
        (f"bytes={size}-", 416, None, None),
        (f"bytes={size + 5}-{size + 9}", 416, None, None),
        ("bytes=-0", 416, None, None),
        ("bytes=99-0", 200, 0, size - 1),
        ("bytes=-", 200, 0, size - 1),
        ("bytes=x-y", 200, 0, size - 1),
        ("bytes=0-9,20-29", 200, 0, size - 1),
        ("bytes=" + ",".join("0-" for _ in range(500)), 200, 0, size - 1),
        ("lines=0-9", 200, 0, size - 1),
        ("bytes=" + "9" * 5000 + "-", 200, 0, size - 1),
        ("bytes=-" + "9" * 5000, 200, 0, size - 1),
        ("bytes=\u00b2-\u00b3", 200, 0, size - 1),
    ]


def test_035_parts_of_a_file_are_exact(app: Flask, world: World) -> None:
    scene = world.scenes["private"]
    for role, part in (("M", "original"), ("M", "video"), ("LV", "video"), ("M", "d/1/large.jpg")):
        who = asker(app, world, role)
        uid = scene.video if part == "video" else scene.photo
        address = f"/s/{who.token}/photos/{uid}/{part}" if role == "LV" else f"/photos/{uid}/{part}"
        whole = who.person.get(address)
        size = len(whole.data)
        assert whole.headers["Accept-Ranges"] == "bytes"
        for asked, status, first, last in parts(size):
            answer = who.person.get(address, headers={"Range": asked})
            head = who.person.head(address, headers={"Range": asked})
            assert answer.status_code == head.status_code == status, asked[:60]
            assert len(answer.data) <= size
            assert head.data == b""
            if first is None or last is None:
                assert answer.headers["Content-Range"] == f"bytes */{size}"
                continue
            assert answer.data == whole.data[first : last + 1], asked[:60]
            assert answer.content_length == head.content_length == last + 1 - first
            if status == 206:
                assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{size}"


def test_035_a_part_of_another_version_is_not_mixed_in(uncle: Person, world: World) -> None:
    address = f"/photos/{world.scenes['private'].photo}/original"
    whole = uncle.get(address)
    tag = whole.headers["ETag"]
    for condition in ('"other"', "W/" + tag, "Wed, 21 Oct 2015 07:28:00 GMT", "", '"', "*"):
        answer = uncle.get(address, headers={"Range": "bytes=0-9", "If-Range": condition})
        assert (answer.status_code, len(answer.data)) == (200, len(whole.data)), condition
    answer = uncle.get(address, headers={"Range": "bytes=0-9", "If-Range": tag})
    assert (answer.status_code, answer.data) == (206, whole.data[:10])


def test_035_and_so_they_are_behind_the_real_server(live: Live, world: World, app: Flask) -> None:
    """There the bytes go through the server's own file wrapper, which the test client does not have."""
    who = asker(app, world, "M")
    uid = world.scenes["private"].video
    address = f"/s/{world.scenes['private'].open_link}/photos/{uid}/video"
    whole = live.ask(address)
    size = len(whole.body)
    assert whole.status == 200
    assert whole.body == who.person.get(address).data
    for asked, status, first, last in parts(size):
        if len(asked) > 4000 or not asked.isascii():
            continue
        answer = live.ask(address, Range=asked)
        assert answer.status == status, asked[:60]
        if first is not None and last is not None:
            assert answer.body == whole.body[first : last + 1], asked[:60]
            assert int(answer.headers["content-length"]) == len(answer.body)
    head = live.ask(address, method="HEAD", Range="bytes=0-9")
    assert (head.status, head.body, head.headers["content-length"]) == (206, b"", "10")
