"""Guests who add photos by a link, and hosts who accept them: the part of the play that makes new photos.

A guest sends bytes that somebody in the family has already, so that whoever made the link may have them too:
then their photo may not come into the album by the guest's doing.
"""

import io
from dataclasses import dataclass, field

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from photoalbum.albums.models import ShareLink
from photoalbum.core.db import db
from photoalbum.delivery.limits import limiter
from photoalbum.photos.guests import GuestUpload
from photoalbum.photos.models import Photo

from ..pictures import jpeg
from .conftest import OWNERS, PHOTOS, Ground
from .model import Family, PhotoFacts

keys = st.sampled_from(sorted(OWNERS))
places = st.integers(0, len(PHOTOS) - 1)


@dataclass
class Sent:
    """What guests have sent in this round: by link and file, and what of it waits."""

    named: set[str] = field(default_factory=set)
    files: set[tuple[str, int]] = field(default_factory=set)
    waiting: list[tuple[str, int]] = field(default_factory=list)
    # Which photo each owner has of each file.
    photos: dict[tuple[str, int], str] = field(default_factory=dict)


class Guests:
    """Rules for the machine that mixes this in."""

    ground: Ground
    family: Family
    sent: Sent

    def begin_with_guests(self) -> None:
        with self.ground.app.app_context():
            limiter.reset()
        self.sent = Sent()
        for place, (owner, _key) in enumerate(PHOTOS):
            self.sent.photos[owner, place] = self.ground.photos[place]

    @rule(key=keys, place=places, approval=st.booleans())
    def guest_adds(self, key: str, place: int, approval: bool) -> None:
        guest, link = self.ground.people["nobody"], f"/s/{self.ground.tokens[key]}/"
        with self.ground.app.app_context():
            opened = db.session.scalars(select(ShareLink).where(ShareLink.uid == link[3:25])).one()
            opened.needs_approval = approval
            db.session.commit()
        expected = 404 if self.family.albums[key].trashed else 303
        if key not in self.sent.named:
            assert guest.post(f"{link}name", {"name": f"Guest of {key}"}).status_code == expected
        content = io.BytesIO(jpeg(size=(90 + place, 70)))
        sent = guest.post(f"{link}add", {"files": (content, f"{place}.jpg")})
        assert sent.status_code == expected
        if expected == 404:
            return
        self.sent.named.add(key)
        if (key, place) in self.sent.files:
            return
        self.sent.files.add((key, place))
        uid = self.sent.photos.get((OWNERS[key], place))
        # Only an owner puts what they had into an album: it waits also where nothing else does.
        if approval or (uid is not None and not self._is_shown(uid, key)):
            self.sent.waiting.append((key, place))
        else:
            self._accepted(key, place)

    @rule(name=st.sampled_from(sorted(set(OWNERS.values()))), stranger=st.sampled_from(["uncle", "keeper"]))
    def host_accepts(self, name: str, stranger: str) -> None:
        """All that waits for somebody; to others it is not there."""
        with self.ground.app.app_context():
            uids = list(db.session.scalars(select(GuestUpload.uid).where(GuestUpload.state == "pending")))
        assert len(uids) == len(self.sent.waiting)
        for who in (stranger, name):
            answer = self.ground.people[who].post("/links/waiting/accept", {"upload": uids})
            assert answer.status_code == 303
        mine = [(key, place) for key, place in self.sent.waiting if OWNERS[key] == name]
        self.sent.waiting = [each for each in self.sent.waiting if each not in mine]
        for key, place in mine:
            self._accepted(key, place)

    def _is_shown(self, uid: str, key: str) -> bool:
        facts = self.family.photos[uid]
        return key in facts.albums and not facts.trashed

    def _accepted(self, key: str, place: int) -> None:
        """It is its host's photo now, and in the album unless that was thrown away meanwhile."""
        owner = OWNERS[key]
        uid = self.sent.photos.get((owner, place))
        if uid is None:
            uid = self._newest_of(owner)
            assert uid not in self.family.photos
            self.sent.photos[owner, place] = uid
            self.family.photos[uid] = PhotoFacts(owner)
        self.family.photos[uid].trashed = False
        if not self.family.albums[key].trashed:
            self.family.photos[uid].albums.add(key)

    def _newest_of(self, owner: str) -> str:
        known = set(self.family.photos)
        with self.ground.app.app_context():
            mine = select(Photo.uid).where(Photo.owner_id == self.ground.ids[owner]).order_by(Photo.id)
            return next(uid for uid in db.session.scalars(mine) if uid not in known)
