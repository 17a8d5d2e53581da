"""A family's database of each finished part comes to today's schema with everything that was in it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import select

from photoalbum import create_app, migrate
from photoalbum.core.db import db
from photoalbum.photos import near_duplicates
from photoalbum.photos.models import LookGroup, Original, Photo
from photoalbum.work import tidy
from photoalbum.worker import Worker

from ..conftest import make_settings
from .test_migrations import OPTIONS

PARTS = sorted((Path(__file__).resolve().parents[1] / "corpus").glob("database-part-*.sql"))
Tables = dict[str, tuple[list[str], list[tuple[object, ...]]]]


@pytest.fixture(params=PARTS, ids=lambda path: path.stem)
def old_database(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "photoalbum.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(request.param.read_text("utf-8"))
    return path


@pytest.fixture
def upgraded(old_database: Path) -> Iterator[Flask]:
    app = create_app(make_settings(old_database.parent))
    migrate.upgrade(app)
    yield app
    with app.app_context():
        db.engine.dispose()


def contents(path: Path, columns: Tables | None = None) -> Tables:
    """Every row of every table; given an earlier look, in the columns that there were then."""
    found: Tables = {}
    with closing(sqlite3.connect(path)) as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        for name in columns or [name for name in names if name != "alembic_version"]:
            have = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            wanted = columns[name][0] if columns else have
            rows = connection.execute(f"SELECT {', '.join(wanted)} FROM {name}").fetchall()
            found[name] = wanted, sorted(rows, key=repr)
    return found


def test_078_nothing_is_lost_on_the_way_up_and_down(old_database: Path) -> None:
    before = contents(old_database)
    assert sum(len(rows) for _columns, rows in before.values()) > 40
    assert all(rows for _columns, rows in before.values()), "a row of every kind"
    with closing(sqlite3.connect(old_database)) as connection:
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    app = create_app(make_settings(old_database.parent))
    migrate.upgrade(app)
    assert contents(old_database, before) == before
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=OPTIONS)
        assert compare_metadata(context, db.metadata) == []
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    assert list((old_database.parent / "backups").iterdir()), "a copy was made first"

    with app.app_context():
        flask_migrate.downgrade(directory=str(migrate.MIGRATIONS), revision=revision)
        db.engine.dispose()
    assert contents(old_database) == before


@pytest.mark.parametrize("old_database", PARTS[:1], indirect=True)
def test_what_was_there_before_is_worked_on_as_if_it_were_new(upgraded: Flask) -> None:
    worker = Worker(upgraded, threads=1)
    tidy.sweep(worker.bench)
    tidy.compare_photos(worker.bench)
    worker.sandbox.close()
    with upgraded.app_context():
        group = db.session.scalars(select(LookGroup)).one()
        assert [photo.file_name for photo in near_duplicates.photos_of(group)] == [
            "IMG_0002.jpg",
            "IMG-20190712-WA0003.jpg",
        ]
        assert db.session.scalars(select(Original.finished_at)).all() == [None] * 7
        assert db.session.get_one(Photo, 8).taken_source == "person"
