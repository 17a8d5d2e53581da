"""nginx and Caddy as `deploy/` configures them, in front of the real site."""

import hashlib
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from photoalbum import create_app
from photoalbum.accounts.models import Household, LoginSession, Member
from photoalbum.core.db import db
from photoalbum.photos.models import Original, Photo

from ..cast import PASSWORD, Person
from ..conftest import SECRET_KEY, SummerAlbum, make_settings
from ..corpus import films
from ..pictures import jpeg
from ..tus_client import CHUNK, metadata
from . import proxies
from .commands import Site, eventually, served
from .proxies import HEADER_SECONDS, Proxy

SLOW = 500
LENGTH = 20 << 20
PIECE = 8 << 20
KEPT = ("Content-Type", "ETag", "Cache-Control", "Content-Security-Policy", "X-Content-Type-Options", "Vary")


@pytest.fixture(scope="module")
def home(
    tmp_path_factory: pytest.TempPathFactory, empty_database: Path, family_password_hash: str
) -> Iterator[Person]:
    """Mum, on an instance of which this module starts real sites."""
    folder = tmp_path_factory.mktemp("proxied") / "instance"
    folder.mkdir()
    shutil.copy(empty_database, folder / "photoalbum.sqlite3")
    app = create_app(make_settings(folder))
    with app.app_context():
        mum = Member(name="Mum", email="mum@example.org", password_hash=family_password_hash)
        db.session.add_all([Household(family_name="The Testers"), mum])
        db.session.commit()
        member_id = mum.id
    person = Person(app, member_id, "mum")
    answer = person.upload(("IMG_1.jpg", jpeg(size=(300, 200))))
    assert answer.status_code == 303
    yield person
    with app.app_context():
        db.engine.dispose()


def site(home: Person, **more: str) -> AbstractContextManager[Site]:
    folder = Path(home.app.config["INSTANCE"]).parent
    plain = {"PHOTOALBUM_SECURE_COOKIES": "no", "PHOTOALBUM_WORKERS": "0", **more}
    return served(folder, "--behind-proxy", PHOTOALBUM_SECRET_KEY=SECRET_KEY, **plain)


@pytest.fixture(scope="module")
def upstream(home: Person) -> Iterator[str]:
    with site(home) as running:
        yield address_of(running)


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxy(
    request: pytest.FixtureRequest, home: Person, upstream: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    start = getattr(proxies, request.param)
    with start(tmp_path_factory.mktemp(request.param), upstream, media_of(home)) as running:
        running.cookie = cookies_of(home)
        yield running


@pytest.fixture(scope="module")
def sending_proxy(home: Person, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """nginx that sends the files itself."""
    with (
        site(home, PHOTOALBUM_SEND_FILES="x-accel") as running,
        proxies.nginx(tmp_path_factory.mktemp("sending"), address_of(running), media_of(home)) as proxy,
    ):
        proxy.cookie = cookies_of(home)
        yield proxy


@pytest.fixture
def picture(home: Person) -> str:
    """The address of mum's picture."""
    with home.app.app_context():
        return f"/photos/{db.session.scalars(select(Photo.uid).where(Photo.kind == 'photo')).one()}/original"


@pytest.fixture
def film(tmp_path: Path) -> bytes:
    return films.film(tmp_path / "film.mp4").read_bytes()


def media_of(person: Person) -> Path:
    return Path(person.app.config["MEDIA_ROOT"])


def address_of(site: Site) -> str:
    return site.url.removeprefix("http://")


def cookies_of(person: Person) -> str:
    assert person.token  # It asks for a form, and so the browser has both cookies.
    return "; ".join(f"{each.key}={each.value}" for each in person.client._cookies.values())


def test_twenty_megabytes_in_pieces_and_back_in_parts(proxy: Proxy, home: Person, film: bytes) -> None:
    # A player does not mind what stands behind the end of a film.
    box = LENGTH - len(film)
    content = film + box.to_bytes(4, "big") + b"free" + os.urandom(box - 8)
    protocol = {"Tus_Resumable": "1.0.0", "X_CSRFToken": home.token}
    begun = proxy.ask(
        "POST",
        "/uploads/",
        Upload_Length=str(LENGTH),
        Upload_Metadata=metadata(filename="Long.mp4"),
        **protocol,
    )
    assert begun.status == 201, begun.body
    # The address that comes back is the one that was asked, not that of the site behind it.
    address = begun.getheader("Location").removeprefix("http://localhost")
    assert address.startswith("/uploads/")
    for at in range(0, LENGTH, PIECE):
        headers = {name.replace("-", "_"): value for name, value in CHUNK.items()}
        sent = proxy.ask(
            "PATCH", address, content[at : at + PIECE], Upload_Offset=str(at), **headers, **protocol
        )
        assert sent.status == 204, sent.body
    digest = hashlib.sha256(content).hexdigest()
    with home.app.app_context():
        uid = db.session.scalars(select(Photo.uid).join(Original).where(Original.sha256 == digest)).one()
    part = proxy.ask("GET", f"/photos/{uid}/original", Range="bytes=19000000-19000999")
    assert (part.status, part.body) == (206, content[19000000:19001000])
    assert part.getheader("Content-Range") == f"bytes 19000000-19000999/{LENGTH}"


def test_who_asks_and_by_which_name(proxy: Proxy, home: Person) -> None:
    forged = {
        "X_Forwarded_For": "203.0.113.9",
        "X_Forwarded_Host": "evil.example",
        "X_Forwarded_Proto": "https",
    }
    answer = proxy.ask("GET", "/albums/new", **forged)
    assert answer.status == 200
    assert b"evil.example" not in answer.body
    assert answer.getheader("Strict-Transport-Security") is None
    assert proxy.ask("GET", "/", Host="evil.example").status == 400
    other = Person(home.app)
    form = urlencode({"email": "mum@example.org", "password": PASSWORD, "csrf_token": other.token})
    headers = {
        "Content_Type": "application/x-www-form-urlencoded",
        "Origin": "http://localhost",
        "Cookie": cookies_of(other),
    }
    assert proxy.ask("POST", "/login", form.encode(), **headers, **forged).status == 303
    with home.app.app_context():
        newest = select(LoginSession.address).order_by(LoginSession.id.desc()).limit(1)
        assert db.session.scalar(newest) == "127.0.0.1"


def test_092_slow_headers_stop_nobody(proxy: Proxy) -> None:
    wires = []
    try:
        for _ in range(SLOW):
            wire = socket.create_connection(("127.0.0.1", proxy.port), timeout=30)
            wire.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
            wire.setblocking(False)
            wires.append(wire)
        for _ in range(20):
            for wire in wires:
                drip(wire)
            assert proxy.ask("GET", "/albums/new").status == 200
        # None of them is kept for longer than headers may take, however faithfully they drip.
        eventually(lambda: not [wire for wire in wires if drip(wire)], HEADER_SECONDS + 60)
        assert proxy.ask("GET", "/albums/new").status == 200
    finally:
        for wire in wires:
            wire.close()


def drip(wire: socket.socket) -> bool:
    """Send one byte more; False once the other side has closed."""
    try:
        wire.send(b"x")
        # 408 comes before the end.
        while wire.recv(4096):
            pass
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def test_nginx_reads_the_file_itself(sending_proxy: Proxy, home: Person, picture: str) -> None:
    """The bytes come from nginx, and all that the site says of them comes along."""
    told = home.get(picture)
    answer = sending_proxy.ask("GET", picture)
    assert (answer.status, answer.body) == (200, told.data)
    for name in KEPT:
        assert answer.getheader(name) == told.headers[name], name
    assert answer.getheader("X-Accel-Redirect") is None
    assert answer.getheader("Last-Modified") is None
    part = sending_proxy.ask("GET", picture, Range="bytes=10-19", If_Range=told.headers["ETag"])
    assert (part.status, part.body) == (206, told.data[10:20])
    other = sending_proxy.ask("GET", picture, Range="bytes=10-19", If_Range='"other"')
    assert (other.status, len(other.body)) == (200, len(told.data))
    assert sending_proxy.ask("GET", picture, If_None_Match=told.headers["ETag"]).status == 304
    assert sending_proxy.ask("HEAD", picture).getheader("Content-Length") == str(len(told.data))


def test_nginx_gives_nothing_that_the_site_did_not_allow(
    sending_proxy: Proxy, home: Person, picture: str
) -> None:
    files = [path for path in (media_of(home) / "originals").rglob("*") if path.is_file()]
    assert files
    for path in files:
        inside = f"/_media/{path.relative_to(media_of(home)).as_posix()}"
        assert sending_proxy.ask("GET", inside).status == 404
        assert b"<html" in sending_proxy.ask("GET", "/", X_Accel_Redirect=inside).body
    assert sending_proxy.ask("GET", picture, Cookie="").status == 404


def test_what_the_site_tells_a_proxy_that_sends(app: Flask, mum: Person, summer_album: SummerAlbum) -> None:
    app.config["SEND_FILES"] = "x-accel"
    answer = mum.get(f"/photos/{summer_album.photo}/original")
    assert answer.headers["X-Accel-Redirect"].startswith("/_media/originals/")
    assert answer.data == b""
    # A ZIP lies nowhere: the site makes it.
    whole = mum.get(f"/albums/{summer_album.slug}/download.zip")
    assert (whole.status_code, whole.data[:2]) == (200, b"PK")
    assert "X-Accel-Redirect" not in whole.headers
