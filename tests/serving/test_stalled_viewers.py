"""ACCEPTANCE 93: people whose lines have stalled in the middle of a film hold up nobody else."""

import http.client
import socket
import threading
from pathlib import Path

import pytest
from flask import Flask

from photoalbum.core.db import db
from photoalbum.photos import files
from photoalbum.photos.models import Photo
from photoalbum.serving.bodies import BodyRules
from photoalbum.serving.server import AlbumServer
from photoalbum.settings import Settings
from tests.cast import Person
from tests.conftest import SummerAlbum

SIZE = 24 << 20
THREADS = 2


@pytest.fixture
def large(app: Flask, summer_album: SummerAlbum) -> str:
    """A photo whose original is far larger than all the buffers between two programs."""
    with app.app_context():
        photo = db.session.query(Photo).filter_by(uid=summer_album.photo).one()
        photo.original.kind = photo.kind = "video"
        photo.original.media_type = "video/mp4"
        path = files.path_of_original(photo.original)
        db.session.commit()
    path.unlink()
    path.write_bytes(bytes(SIZE))
    return f"/photos/{summer_album.photo}/original"


def test_093_twenty_stalled_films_and_ten_unread_answers(
    app: Flask, tmp_path: Path, mum: Person, large: str
) -> None:
    cookie = "; ".join(f"{each.key}={each.value}" for each in mum.client._cookies.values())
    listening = socket.create_server(("127.0.0.1", 0))
    settings = Settings(instance=tmp_path / "server", threads=THREADS)
    server = AlbumServer(app, listening, settings, BodyRules(lambda *_: 0, lambda: 1 << 40))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    port = listening.getsockname()[1]
    wires = []
    try:
        for number in range(30):
            wire = socket.socket()
            wire.settimeout(30)
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            wire.connect(("127.0.0.1", port))
            span = f"Range: bytes={number * 1000}-\r\n" if number < 20 else ""
            wire.sendall(
                f"GET {large} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n{span}\r\n".encode()
            )
            assert wire.recv(12) == (b"HTTP/1.1 206" if span else b"HTTP/1.1 200")
            wires.append(wire)
        for _ in range(2 * THREADS):
            other = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            other.request("GET", "/photos/", headers={"Host": "localhost", "Cookie": cookie})
            answer = other.getresponse()
            assert answer.status == 200
            assert answer.read()
            other.close()
    finally:
        for wire in wires:
            wire.close()
        server.stop()
        thread.join(40)
    assert not thread.is_alive()
