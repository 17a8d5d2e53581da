"""What all tests stand on: a migrated database file per test, real files, and the cast."""

import hashlib
import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, event, insert, literal, select

from photoalbum import create_app, migrate
from photoalbum.accounts import passwords
from photoalbum.accounts.models import Household, Member
from photoalbum.albums import actions, grants, tally
from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.core.db import db
from photoalbum.core.tokens import new_uid
from photoalbum.photos.models import Original, Photo
from photoalbum.settings import Settings
from photoalbum.sharing import links
from photoalbum.uploads import ingest, receipts
from photoalbum.uploads.receive import receive
from photoalbum.worker import Worker

from .cast import PASSWORD, Person
from .pictures import jpeg

SHARED_MEDIA = Path(__file__).resolve().parents[2] / "shared/media"
SECRET_KEY = "a key for tests, long enough to be taken for a real one"


def make_settings(instance: Path, **others: object) -> Settings:
    return Settings(instance=instance, secret_key=SECRET_KEY, free_disk_reserve_bytes=0, **others)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database made by running the migrations, once for all tests."""
    instance = tmp_path_factory.mktemp("template")
    app = create_app(make_settings(instance))
    migrate.upgrade(app)
    with app.app_context():
        db.engine.dispose()
    return instance / "photoalbum.sqlite3"


@pytest.fixture(scope="session")
def family_password_hash() -> str:
    return passwords.hash_password(PASSWORD)


@pytest.fixture
def instance(tmp_path: Path, empty_database: Path) -> Path:
    folder = tmp_path / "instance"
    folder.mkdir()
    shutil.copy(empty_database, folder / "photoalbum.sqlite3")
    return folder


@pytest.fixture
def app(instance: Path) -> Iterator[Flask]:
    app = create_app(make_settings(instance))
    app.testing = False
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def household(app: Flask, family_password_hash: str) -> dict[str, int]:
    """The family: a keeper and five members. Gives each one's id by name."""
    names = ("keeper", "mum", "dad", "uncle", "cousin", "stranger")
    with app.app_context():
        db.session.add(Household(family_name="The Testers"))
        members = {
            name: Member(
                name=name.title(),
                email=f"{name}@example.org",
                password_hash=family_password_hash,
                role="keeper" if name == "keeper" else "member",
            )
            for name in names
        }
        db.session.add_all(members.values())
        db.session.commit()
        return {name: member.id for name, member in members.items()}


@pytest.fixture
def person(app: Flask, household: dict[str, int]) -> Callable[[str], Person]:
    return lambda name: Person(app, household[name], name)


@pytest.fixture
def keeper(person: Callable[[str], Person]) -> Person:
    return person("keeper")


@pytest.fixture
def mum(person: Callable[[str], Person]) -> Person:
    """Owner of the albums that tests make."""
    return person("mum")


@pytest.fixture
def dad(person: Callable[[str], Person]) -> Person:
    """Editor of the summer album."""
    return person("dad")


@pytest.fixture
def uncle(person: Callable[[str], Person]) -> Person:
    """Viewer of the summer album."""
    return person("uncle")


@pytest.fixture
def cousin(person: Callable[[str], Person]) -> Person:
    """Contributor to the summer album."""
    return person("cousin")


@pytest.fixture
def stranger(person: Callable[[str], Person]) -> Person:
    """A member without any right on the summer album."""
    return person("stranger")


@pytest.fixture
def visitor(app: Flask) -> Person:
    """Somebody without an account, with nothing but a browser."""
    return Person(app)


@pytest.fixture
def make_photo(app: Flask) -> Callable[..., str]:
    """Ingest a real JPEG for somebody, as an upload would, and give the photo's uid."""
    made = 0

    def make(owner: Person, album: str | None = None, *, content: bytes | None = None, **exif: object) -> str:
        nonlocal made
        made += 1
        name = str(exif.pop("name", f"IMG_{made:04}.jpg"))
        if content is None:
            content = jpeg(**{"size": (120 + made, 80), **exif})  # type: ignore[arg-type]
        with app.app_context():
            member = db.session.get_one(Member, owner.id)
            into = db.session.scalar(select(Album).where(Album.slug == album)) if album else None
            receipt = receipts.open_receipt(member.id, into.id if into else None)
            received = receive(io.BytesIO(content))
            found = ingest.keep(received, name)
            outcome = ingest.record(
                received, found, file_name=name, owner=member, album=into, receipt=receipt
            )
            db.session.commit()
            return outcome.photo.uid

    return make


@pytest.fixture
def make_album(app: Flask) -> Callable[..., str]:
    """Make an album for somebody and give its slug."""

    def make(owner: Person, title: str = "Summer 2019", **wish: object) -> str:
        with app.app_context():
            assert owner.id is not None
            album = actions.create(owner.id, actions.Wish(title, **wish))  # type: ignore[arg-type]
            db.session.commit()
            return album.slug

    return make


@dataclass(frozen=True)
class SummerAlbum:
    slug: str
    photo: str
    photo_of_cousin: str


@pytest.fixture
def summer_album(
    app: Flask,
    household: dict[str, int],
    mum: Person,
    cousin: Person,
    make_album: Callable[..., str],
    make_photo: Callable[..., str],
) -> SummerAlbum:
    """Mum's private album: dad edits, cousin adds, uncle looks; mum and cousin have a photo in it."""
    slug = make_album(mum)
    with app.app_context():
        album = db.session.scalars(select(Album).where(Album.slug == slug)).one()
        for name, role in (("dad", "editor"), ("cousin", "contributor"), ("uncle", "viewer")):
            grants.grant(album, household[name], role)
        db.session.commit()
    return SummerAlbum(slug, make_photo(mum, slug), make_photo(cousin, slug))


@pytest.fixture
def many_photos(app: Flask) -> Callable[[str, int], None]:
    """Fill an album with so many rows of photos that have no pictures: for counting, not for looking."""

    def fill(slug: str, number: int) -> None:
        with app.app_context():
            album = db.session.scalars(select(Album).where(Album.slug == slug)).one()
            start = datetime(2000, 1, 1)
            for first in range(0, number, 2000):
                batch = range(first, min(first + 2000, number))
                db.session.execute(insert(Original), [original_row(f"{slug}-{n}") for n in batch])
                digests = [hashlib.sha256(f"{slug}-{n}".encode()).hexdigest() for n in batch]
                found = db.session.execute(
                    select(Original.id, Original.sha256).where(Original.sha256.in_(digests))
                )
                ids = {digest: id_ for id_, digest in found}
                photos = [
                    {
                        "uid": new_uid(),
                        "owner_id": album.owner_id,
                        "original_id": ids[digest],
                        "kind": "photo",
                        "file_name": f"{n}.jpg",
                        "taken_at": start + timedelta(minutes=n),
                        "sort_at": start + timedelta(minutes=n),
                    }
                    for n, digest in zip(batch, digests, strict=True)
                ]
                db.session.execute(insert(Photo), photos)
            db.session.execute(
                insert(AlbumEntry).from_select(
                    ["album_id", "photo_id", "sort_at", "added_at"],
                    select(literal(album.id), Photo.id, Photo.sort_at, Photo.created_at).where(
                        Photo.owner_id == album.owner_id,
                        Photo.id.not_in(select(AlbumEntry.photo_id).where(AlbumEntry.album_id == album.id)),
                    ),
                )
            )
            tally.refresh([album.id])
            db.session.commit()

    return fill


def original_row(seed: str) -> dict[str, object]:
    return {
        "sha256": hashlib.sha256(seed.encode()).hexdigest(),
        "bytes": 1000,
        "crc32": 0,
        "media_type": "image/jpeg",
        "extension": "jpg",
        "kind": "photo",
        "width": 4032,
        "height": 3024,
        "state": "ready",
    }


@pytest.fixture
def make_link(app: Flask) -> Callable[..., str]:
    """Make a share link to an album and give its address."""

    def make(slug: str, **rules: object) -> str:
        with app.app_context():
            album = db.session.scalars(select(Album).where(Album.slug == slug)).one()
            link = links.create(album, album.owner_id, **rules)  # type: ignore[arg-type]
            db.session.commit()
            return f"/s/{links.token_of(link, app.config['SECRET_KEY'])}/"

    return make


@pytest.fixture
def process(app: Flask) -> Iterator[Callable[[], None]]:
    """Do all the work that waits, as a worker does, in decoding children with their limits."""
    worker = Worker(app, threads=1)

    def run() -> None:
        with app.app_context():
            waiting = db.session.scalars(select(Original.id).where(Original.state == "waiting")).all()
        for original_id in waiting:
            worker.process_original(original_id)
        while task := worker.huey.dequeue():
            worker.huey.execute(task)

    yield run
    worker.sandbox.close()


@dataclass
class Statements:
    total: int = 0


@pytest.fixture
def query_count(app: Flask) -> Callable[[], object]:
    """Counts the SQL statements of a block."""

    @contextmanager
    def counting() -> Iterator[Statements]:
        seen = Statements()

        def count(*_: object) -> None:
            seen.total += 1

        event.listen(Engine, "before_cursor_execute", count)
        try:
            yield seen
        finally:
            event.remove(Engine, "before_cursor_execute", count)

    return counting


@pytest.fixture
def rows(app: Flask) -> Callable[[type], list[object]]:
    """All rows of a model, for looking at what is in the database."""

    def read(model: type) -> list[object]:
        with app.app_context():
            return list(db.session.scalars(select(model)))

    return read


@pytest.fixture(scope="session")
def shared_media() -> Path:
    if not SHARED_MEDIA.is_dir():
        pytest.skip("the folder with real media (shared/media beside the project) is not here")
    return SHARED_MEDIA


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
