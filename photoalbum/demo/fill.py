"""Filling an empty site: people, albums, pictures through the real ingest, and what people say of them."""

import io
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing import get_context

from flask import Flask
from sqlalchemy import func, select

from photoalbum.accounts import household, members, passwords
from photoalbum.accounts.models import Member
from photoalbum.albums import actions, cover, entries, grants
from photoalbum.albums.models import Album
from photoalbum.core.db import db
from photoalbum.core.errors import Conflict
from photoalbum.demo.orders import STORIES, Order, all_orders, make
from photoalbum.demo.story import FAMILY_NAME, KEEPER, OTHERS, PEOPLE, Person, Shot, Story
from photoalbum.demo.words import new_password, seen_on
from photoalbum.photos import favourites
from photoalbum.photos.models import READY, Original, Photo
from photoalbum.sharing import links
from photoalbum.uploads import ingest, receipts
from photoalbum.uploads.models import Receipt
from photoalbum.uploads.receive import receive
from photoalbum.worker import Worker

HANDS = 2
Progress = Callable[[], None]


class NotEmpty(Conflict):
    """A site that a family uses already is never mixed with an invented one."""


@dataclass(frozen=True)
class NewLink:
    album: str
    label: str
    token: str
    password: str


@dataclass
class Filled:
    """What whoever ran the command wants to know."""

    people: list[tuple[Person, str]] = field(default_factory=list)
    links: list[NewLink] = field(default_factory=list)
    albums: int = 0
    photos: int = 0
    unready: int = 0


class Filling:
    """The ids of what was made so far, by the keys that the stories use."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.members: dict[str, int] = {}
        self.albums: dict[str, int] = {}
        self.photos: dict[tuple[str, int], int] = {}
        self.receipts: dict[tuple[str, str], int] = {}
        self.result = Filled()

    def add_people(self) -> None:
        chosen = {person: new_password(person.name, person.email) for person in PEOPLE}
        hashes = {person: passwords.hash_password(password) for person, password in chosen.items()}
        made = [
            household.set_up(FAMILY_NAME, name=KEEPER.name, email=KEEPER.email, password_hash=hashes[KEEPER]),
            *(members.add(name=one.name, email=one.email, password_hash=hashes[one]) for one in OTHERS),
        ]
        db.session.flush()
        self.members = {person.key: member.id for person, member in zip(PEOPLE, made, strict=True)}
        db.session.commit()
        self.result.people = list(chosen.items())

    def add_albums(self) -> None:
        for story in STORIES:
            parent = db.session.get(Album, self.albums[story.parent]) if story.parent else None
            wish = actions.Wish(story.title, story.description, story.audience, parent)
            album = actions.create(self.members[story.owner], wish)
            # An album without dated pictures stands where it was made, and this one was made long ago.
            album.created_at = datetime.fromisoformat(f"{max(story.year, 2019)}-01-01 12:00")
            for key, role in story.grants.items():
                grants.grant(album, self.members[key], role)
            self.albums[story.key] = album.id
        db.session.commit()
        self.result.albums = len(self.albums)

    def add_links(self) -> None:
        for story in STORIES:
            album = db.session.get_one(Album, self.albums[story.key])
            for wanted in story.links:
                password = new_password(story.title) if wanted.locked else ""
                link = links.create(album, album.owner_id, label=wanted.label, password=password)
                token = links.token_of(link, self.app.config["SECRET_KEY"])
                self.result.links.append(NewLink(story.title, wanted.label, token, password))
        db.session.commit()

    def keep(self, order: Order, content: bytes) -> int:
        """Take a file in as if its owner had sent it; gives the id of the original."""
        story = order.story
        received = receive(io.BytesIO(content))
        found = ingest.keep(received, order.file_name)
        owner = db.session.get_one(Member, self.members[order.by])
        album = db.session.get_one(Album, self.albums[story.key])
        outcome = ingest.record(
            received,
            found,
            file_name=order.file_name,
            owner=owner,
            album=album,
            receipt=self._receipt(story, order.by),
        )
        self.photos[story.key, order.number] = outcome.photo.id
        original_id = outcome.photo.original_id
        db.session.commit()
        return original_id

    def add_words_and_hearts(self, orders: list[Order]) -> None:
        for order in orders:
            photo = self._photo(order.story.key, order.number)
            photo.caption = order.what.caption
            photo.alt_text = seen_on(order.what.subject if isinstance(order.what, Shot) else order.what.scene)
            for key in order.what.hearts:
                favourites.give(self.members[key], photo)
        for story in STORIES:
            self._arrange(story)
        db.session.commit()
        self.result.photos = len(self.photos)
        self.result.unready = int(db.session.scalar(select(func.count()).where(Original.state != READY)) or 0)
        db.session.rollback()

    def _arrange(self, story: Story) -> None:
        """Pictures that stand in two albums, and the picture on the card."""
        album = db.session.get_one(Album, self.albums[story.key])
        for place in story.borrowed:
            if place in self.photos:
                entries.add(album, self._photo(*place), album.owner_id)
        if (story.key, story.cover) in self.photos:
            cover.choose(album, self._photo(story.key, story.cover))

    def _photo(self, key: str, number: int) -> Photo:
        return db.session.get_one(Photo, self.photos[key, number])

    def _receipt(self, story: Story, by: str) -> Receipt:
        if (story.key, by) not in self.receipts:
            receipt = receipts.open_receipt(self.members[by], self.albums[story.key])
            self.receipts[story.key, by] = receipt.id
        return db.session.get_one(Receipt, self.receipts[story.key, by])


def require_empty() -> None:
    """Raise NotEmpty unless the site waits for its set-up."""
    if household.is_set_up():
        raise NotEmpty(
            "This site has a family already. The demo fills an empty one only:"
            " point PHOTOALBUM_INSTANCE at a new folder."
        )


def fill(app: Flask, *, photos: int | None = None, step: Progress = lambda: None) -> Filled:
    """Fill an empty site. `step` is called as often as `all_orders(photos)` is long. Commits as it goes."""
    require_empty()
    filling, orders = Filling(app), all_orders(photos)
    filling.add_people()
    filling.add_albums()
    filling.add_links()
    with _hands(app) as (painters, prepare):
        waiting: list[Future[None]] = []
        for order, content in zip(orders, painters.map(make, orders), strict=True):
            done = prepare(filling.keep(order, content))
            done.add_done_callback(lambda _done: step())
            waiting.append(done)
        for each in waiting:
            each.result()
    db.session.rollback()
    filling.add_words_and_hearts(orders)
    return filling.result


@contextmanager
def _hands(app: Flask) -> Iterator[tuple[ProcessPoolExecutor, Callable[[int], Future[None]]]]:
    """Two that paint, and two that prepare what was painted, as the site's own workers do."""
    worker = Worker(app, threads=HANDS)
    with (
        ProcessPoolExecutor(HANDS, mp_context=get_context("spawn")) as painters,
        ThreadPoolExecutor(HANDS) as threads,
    ):
        try:
            yield painters, lambda original_id: threads.submit(worker.process_original, original_id)
        finally:
            painters.shutdown(cancel_futures=True)
            threads.shutdown(cancel_futures=True)
            worker.sandbox.close()
