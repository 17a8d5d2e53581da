"""The door itself: what happens when the disk does not give back what was written."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from photoalbum.core.db import db
from photoalbum.photos import files
from photoalbum.uploads import ingest
from photoalbum.uploads.receive import receive

from ..cast import Person
from ..pictures import jpeg


def test_027_bytes_that_changed_on_the_disk_are_not_acknowledged(app: Flask, instance: Path) -> None:
    with app.app_context():
        received = receive(io.BytesIO(jpeg()))
        content = bytearray(received.path.read_bytes())
        content[-20] ^= 1
        received.path.write_bytes(content)
        with pytest.raises(ingest.NotTheSameBytes):
            ingest.keep(received, "a.jpg")
    assert [path for path in (instance / "media").rglob("*") if path.is_file()] == []


def test_an_original_that_rotted_is_healed_by_sending_it_again(
    app: Flask, mum: Person, make_photo: Callable[..., str]
) -> None:
    content = jpeg(colour="plum")
    uid = make_photo(mum, content=content)
    with app.app_context():
        (key,) = files.storage().list("originals/")
        path = files.storage().path(key)
        path.chmod(0o644)
        path.write_bytes(content[:-1] + b"\0")
    assert mum.get(f"/photos/{uid}/original").data != content
    answer = mum.upload(("again.jpg", content))
    assert answer.status_code == 303
    assert mum.get(f"/photos/{uid}/original").data == content
    with app.app_context():
        db.session.rollback()
