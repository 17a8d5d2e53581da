"""The attacked site: a copy, for each test, of one family's instance that is built once."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from photoalbum import create_app
from photoalbum.core.db import db

from ..cast import Person
from ..conftest import make_settings
from . import world as worlds
from .live import Live, serving
from .state import Tables, tables_of
from .world import LINK_PASSWORD, World


@dataclass(frozen=True)
class Built:
    folder: Path
    world: World


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, empty_database: Path, family_password_hash: str) -> Built:
    folder = tmp_path_factory.mktemp("attacked")
    shutil.copy(empty_database, folder / "photoalbum.sqlite3")
    app = create_app(make_settings(folder))
    world = worlds.build(app, family_password_hash)
    with app.app_context():
        db.engine.dispose()
    return Built(folder, world)


@pytest.fixture
def instance(tmp_path: Path, built: Built) -> Path:
    folder = tmp_path / "instance"
    shutil.copytree(built.folder, folder)
    (folder / "worker.heartbeat").touch()
    return folder


@pytest.fixture
def world(built: Built) -> World:
    return built.world


@pytest.fixture
def household(app: Flask, world: World) -> dict[str, int]:
    return world.ids


@pytest.fixture
def passer_by(app: Flask) -> Callable[[str], Person]:
    """A browser without an account that has given the password of this link."""

    def unlocked(token: str) -> Person:
        somebody = Person(app)
        answer = somebody.post(f"/s/{token}/unlock", data={"password": LINK_PASSWORD})
        assert answer.status_code == 303
        return somebody

    return unlocked


@pytest.fixture
def tables(app: Flask) -> Callable[[], Tables]:
    """What is in the database now, without the moments at which sessions and links were last used."""
    return lambda: tables_of(app)


@pytest.fixture
def live(app: Flask, instance: Path) -> Iterator[Live]:
    """The site behind its real server, for bytes that no test client would send."""
    with serving(app, instance) as running:
        yield running
