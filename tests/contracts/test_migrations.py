"""The migrations make exactly the schema of the models, whole or not at all."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from photoalbum import create_app, migrate
from photoalbum.core.db import db

from ..cast import Person
from ..conftest import make_settings

OPTIONS = {"compare_type": True, "render_as_batch": True, "include_name": migrate.has_model}


def tables(path: Path) -> set[str]:
    with sqlite3.connect(path) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_migrations_equal_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=OPTIONS)
        assert compare_metadata(context, db.metadata) == []


def test_the_way_down_leaves_nothing(app: Flask, instance: Path) -> None:
    migrate.connect(app)
    with app.app_context():
        flask_migrate.downgrade(directory=str(migrate.MIGRATIONS), revision="base")
        db.engine.dispose()
    assert tables(instance / "photoalbum.sqlite3") == {"alembic_version"}


def test_078_a_migration_that_breaks_midway_leaves_the_old_schema(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(make_settings(tmp_path))
    made = 0

    def break_down(connection: object, cursor: object, statement: str, *_: object) -> None:
        nonlocal made
        made += statement.lstrip().startswith("CREATE TABLE")
        if made == 5:
            raise KeyboardInterrupt

    with app.app_context():
        db.event.listen(db.engine, "before_cursor_execute", break_down)
    with pytest.raises(KeyboardInterrupt):
        migrate.upgrade(app)
    assert tables(tmp_path / "photoalbum.sqlite3") <= {"alembic_version"}
    with app.app_context():
        db.event.remove(db.engine, "before_cursor_execute", break_down)
    migrate.upgrade(app)
    assert "photos" in tables(tmp_path / "photoalbum.sqlite3")


def test_078_an_older_program_refuses_a_newer_database(app: Flask, instance: Path) -> None:
    with sqlite3.connect(instance / "photoalbum.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from-the-future'")
    with pytest.raises(migrate.NewerDatabase, match="newer version"):
        migrate.upgrade(app)


def test_079_migrating_leaves_originals_as_they_are(
    app: Flask, instance: Path, mum: Person, make_photo: Callable[..., str]
) -> None:
    make_photo(mum)
    root = instance / "media/originals"

    def tree() -> dict[Path, tuple[bytes, int, int]]:
        files = [path for path in root.rglob("*") if path.is_file()]
        return {path: (path.read_bytes(), path.stat().st_mode, path.stat().st_mtime_ns) for path in files}

    before = tree()
    assert len(before) == 1
    migrate.connect(app)
    with app.app_context():
        flask_migrate.downgrade(directory=str(migrate.MIGRATIONS), revision="-1")
        db.engine.dispose()
    migrate.upgrade(app)
    assert tree() == before


def test_078_a_backup_is_made_before_a_database_is_changed(
    app: Flask, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate.connect(app)
    with app.app_context():
        flask_migrate.downgrade(directory=str(migrate.MIGRATIONS), revision="base")
        db.session.execute(db.text("INSERT INTO alembic_version VALUES ('0001')"))
        db.session.commit()
        migrate._back_up(app, "0001")
    (backup,) = (instance / "backups").iterdir()
    assert tables(backup) == {"alembic_version"}


def test_search_and_timeline_are_kept_by_triggers_after_all_migrations(app: Flask) -> None:
    """SQLite drops them with a table that a migration rebuilds by a copy (docs/decisions/shelves.md)."""
    with app.app_context():
        found = db.session.execute(
            db.text("SELECT tbl_name, count(*) FROM sqlite_master WHERE type = 'trigger' GROUP BY tbl_name")
        ).all()
    kept = {"albums": 3, "album_entries": 3, "originals": 1, "photos": 4, "shelved_photos": 2}
    assert {table: number for table, number in found if table in kept} == kept
