"""An instance that a real server can be started on again and again, with one member who is signed in."""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from photoalbum import create_app
from photoalbum.accounts import sessions
from photoalbum.accounts.models import Household, Member
from photoalbum.core.db import db
from photoalbum.photos import files
from photoalbum.photos.models import Original, Photo
from photoalbum.uploads.models import ReceiptLine

from ..conftest import make_settings


@dataclass(frozen=True)
class House:
    folder: Path
    cookie: str

    @property
    def instance(self) -> Path:
        return self.folder / "instance"

    def audit(self) -> dict[str, int]:
        """Look at rows and files as they lie there: no row without its file, each with the bytes of its name.

        Gives how many photos there are of each SHA-256.
        """
        app = create_app(make_settings(self.instance))
        with app.app_context():
            for original in db.session.scalars(select(Original)):
                received = files.storage().path(files.original_key(original.sha256, original.extension))
                with received.open("rb") as file:
                    assert hashlib.file_digest(file, "sha256").hexdigest() == original.sha256
            for line in db.session.scalars(select(ReceiptLine).where(ReceiptLine.refusal == "")):
                assert line.photo is not None
                assert line.photo.original.sha256 == line.sha256
            found: dict[str, int] = {}
            for digest in db.session.scalars(select(Original.sha256).join(Photo)):
                found[digest] = found.get(digest, 0) + 1
            db.session.rollback()
            db.engine.dispose()
        return found


@pytest.fixture
def house(tmp_path: Path, empty_database: Path, family_password_hash: str) -> House:
    return build(tmp_path, empty_database, family_password_hash)


def build(folder: Path, empty_database: Path, family_password_hash: str) -> House:
    (folder / "instance").mkdir()
    shutil.copy(empty_database, folder / "instance/photoalbum.sqlite3")
    app = create_app(make_settings(folder / "instance"))
    with app.app_context():
        member = Member(
            name="Mum", email="mum@example.org", password_hash=family_password_hash, role="keeper"
        )
        db.session.add_all([Household(family_name="The Testers"), member])
        db.session.flush()
        secret = sessions.start(member.id)
        db.session.commit()
        db.engine.dispose()
    return House(folder, f"photoalbum={secret}")
