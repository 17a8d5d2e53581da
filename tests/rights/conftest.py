"""A family for the rights: six members, six albums, six photos with real bytes, built once."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from photoalbum import create_app
from photoalbum.accounts import circles
from photoalbum.accounts.models import Household, Member
from photoalbum.albums import actions
from photoalbum.core.db import db
from photoalbum.photos.models import Original
from photoalbum.sharing import links
from photoalbum.worker import Worker

from ..cast import Person
from ..conftest import make_settings
from ..security import state
from ..security.world import NAMES, photo
from .model import AlbumFacts, Family, PhotoFacts

OWNERS = {"A": "mum", "B": "mum", "C": "mum", "D": "dad", "E": "dad", "F": "cousin"}
# Whose photos there are, and the album that each one lies in at first.
PHOTOS = (("mum", "A"), ("mum", "C"), ("dad", "D"), ("dad", "E"), ("cousin", "F"), ("uncle", "B"))
# Each looked after by its first member.
CIRCLES = {"mums": ("mum", "uncle"), "dads": ("dad", "cousin")}


@dataclass
class Ground:
    """What a round of play begins with, and how to get back to it."""

    app: Flask
    copy: Path
    ids: dict[str, int]
    slugs: dict[str, str]
    tokens: dict[str, str]
    circles: dict[str, str]
    photos: list[str]
    people: dict[str, Person]

    def begin(self) -> Family:
        state.restore(self.app, self.copy)
        return Family(
            albums={key: AlbumFacts(owner) for key, owner in OWNERS.items()},
            photos={
                uid: PhotoFacts(owner, albums={key})
                for uid, (owner, key) in zip(self.photos, PHOTOS, strict=True)
            },
            circles={name: set(inside) for name, inside in CIRCLES.items()},
        )


@pytest.fixture(scope="session")
def ground(
    tmp_path_factory: pytest.TempPathFactory, empty_database: Path, family_password_hash: str
) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("rights")
    shutil.copy(empty_database, folder / "photoalbum.sqlite3")
    app = create_app(make_settings(folder))
    with app.app_context():
        ids = _members(family_password_hash)
        made = {
            key: actions.create(ids[owner], actions.Wish(f"Album {key}")) for key, owner in OWNERS.items()
        }
        uids = [
            photo(ids[owner], made[key], name=f"{number}.jpg", size=(90 + number, 70))
            for number, (owner, key) in enumerate(PHOTOS)
        ]
        opened = {key: links.create(album, album.owner_id, may_add=True) for key, album in made.items()}
        rounds = {name: circles.make(ids[inside[0]], name) for name, inside in CIRCLES.items()}
        for name, inside in CIRCLES.items():
            for member in inside:
                circles.add(rounds[name], ids[member])
        db.session.commit()
        slugs = {key: album.slug for key, album in made.items()}
        tokens = {key: links.token_of(link, app.config["SECRET_KEY"]) for key, link in opened.items()}
        circle_uids = {name: circle.uid for name, circle in rounds.items()}
    _process(app)
    people = {name: Person(app, ids[name], name) for name in NAMES}
    people |= {"acting": Person(app, ids["keeper"], "keeper"), "nobody": Person(app)}
    for one in people.values():
        assert one.token
    copy = folder / "begin.sqlite3"
    state.keep_copy(app, copy)
    yield Ground(app, copy, ids, slugs, tokens, circle_uids, uids, people)
    with app.app_context():
        db.engine.dispose()


def _members(password_hash: str) -> dict[str, int]:
    db.session.add(Household(family_name="The Testers"))
    members = {
        name: Member(
            name=name.title(),
            email=f"{name}@example.org",
            password_hash=password_hash,
            role="keeper" if name == "keeper" else "member",
        )
        for name in NAMES
    }
    db.session.add_all(members.values())
    db.session.commit()
    return {name: member.id for name, member in members.items()}


def _process(app: Flask) -> None:
    worker = Worker(app, threads=1)
    with app.app_context():
        waiting = list(db.session.scalars(select(Original.id)))
    for original_id in waiting:
        worker.process_original(original_id)
    worker.sandbox.close()
