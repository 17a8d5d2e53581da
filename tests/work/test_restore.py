"""What a restored site lacks is asked for, and what was on its way to the old place is forgotten."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import select, update

from photoalbum.core.db import db
from photoalbum.photos import edits
from photoalbum.photos.models import Original, Photo
from photoalbum.uploads import receipts
from photoalbum.uploads.models import ResumableUpload
from photoalbum.work import restore
from photoalbum.work.verify import Wish, verify

from ..cast import Person


def test_075_without_its_pictures_a_restored_site_is_clean_and_makes_them(
    app: Flask, mum: Person, make_photo: Callable[..., str], process: Callable[[], None], instance: Path
) -> None:
    make_photo(mum)
    make_photo(mum)
    process()
    shutil.rmtree(instance / "media/derivatives")
    with app.app_context():
        db.session.execute(update(Photo).where(Photo.id == 1).values(edit_key="turned", edit_made="turned"))
        receipt = receipts.open_receipt(mum.id, None)
        upload = {"member_id": mum.id, "receipt_id": receipt.id, "length": 9, "file_name": "half.jpg"}
        db.session.add(ResumableUpload(**upload))
        db.session.commit()
        restore.finished(restore.Places(instance, instance / "media", instance / "photoalbum.sqlite3"))
        assert set(db.session.scalars(select(Original.state))) == {"waiting"}
        assert db.session.scalars(select(ResumableUpload)).all() == []
        assert edits.unmade() == [1]
        db.session.rollback()
    assert verify(app, Wish(quick=True), threading.Event()).faults == []
    process()
    assert len(list((instance / "media/derivatives").rglob("thumb.webp"))) == 2
