"""A guest in tests: a browser at a share link, that gives a name and sends files as people do."""

import io
import re
from collections.abc import Sequence

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from photoalbum.albums.models import ShareLink
from photoalbum.core.db import db
from photoalbum.photos.guests import GuestUpload

from ..cast import Person

TAKE_BACK = re.compile(r'action="(/s/[^"]+/mine/\w+/delete)"')
WAITING = re.compile(r'action="(/links/waiting/\w+)/accept"')


class Guest(Person):
    """Somebody without an account who came by `link`, an address such as `/s/…/`."""

    def __init__(self, app: Flask, link: str, name: str = "") -> None:
        super().__init__(app)
        self.link = link
        if name:
            assert self.say_name(name).status_code == 303

    def say_name(self, name: str) -> TestResponse:
        return self.post(f"{self.link}name", data={"name": name})

    def add(self, *files: tuple[str, bytes]) -> TestResponse:
        sent = [(io.BytesIO(content), name) for name, content in files]
        return self.post(f"{self.link}add", data={"files": sent}, content_type="multipart/form-data")

    def add_and_read(self, *files: tuple[str, bytes]) -> str:
        """The receipt of what was sent."""
        answer = self.add(*files)
        assert answer.status_code == 303, answer.text
        return self.get(answer.location).text

    def ways_back(self) -> list[str]:
        """Where each file that can still be taken back is."""
        return TAKE_BACK.findall(self.get(f"{self.link}mine").text)


def waiting_of(host: Person) -> list[str]:
    """The addresses of what waits for somebody."""
    return WAITING.findall(host.get("/links/waiting/").text)


def states(app: Flask) -> Sequence[str]:
    with app.app_context():
        return db.session.scalars(select(GuestUpload.state).order_by(GuestUpload.id)).all()


def change_link(app: Flask, **values: object) -> None:
    """Change the only link that there is."""
    with app.app_context():
        link = db.session.scalars(select(ShareLink)).one()
        for name, value in values.items():
            setattr(link, name, value)
        db.session.commit()
