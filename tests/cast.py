"""The people of the tests. Each is a browser of their own, and posts forms as a browser does."""

import io
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from photoalbum.accounts import sessions
from photoalbum.accounts.models import Member
from photoalbum.core.db import db
from photoalbum.web.current import cookie_name

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
PASSWORD = "correct horse battery staple"


class Person:
    """A browser, signed in or not. `post` first asks the site for a form, as a browser would."""

    def __init__(self, app: Flask, member_id: int | None = None, name: str = "") -> None:
        self.app = app
        self.id = member_id
        self.name = name
        self.client: FlaskClient = app.test_client()
        if member_id is not None:
            with app.app_context():
                secret = sessions.start(member_id)
                db.session.commit()
            with app.test_request_context():
                self.client.set_cookie(cookie_name(), secret)
        self._token: str | None = None

    @property
    def uid(self) -> str:
        with self.app.app_context():
            return db.session.get_one(Member, self.id).uid

    @property
    def token(self) -> str:
        """The CSRF token of this browser, taken from a form that it can open."""
        if self._token is None:
            page = self.client.get("/albums/new" if self.id else "/login")
            found = TOKEN.search(page.text)
            assert found, f"no form with a token on {page.request.path} ({page.status})"
            self._token = found.group(1)
        return self._token

    def get(self, address: str, **options: Any) -> TestResponse:
        return self.client.get(address, **options)

    def head(self, address: str, **options: Any) -> TestResponse:
        return self.client.head(address, **options)

    def post(self, address: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        return self.client.post(address, data={"csrf_token": self.token, **(data or {})}, **options)

    def upload(self, *files: tuple[str, bytes], **fields: str) -> TestResponse:
        """Send files through the plain form, and follow to the receipt."""
        data = {**fields, "files": [(io.BytesIO(content), name) for name, content in files]}
        return self.post("/uploads/new", data=data, content_type="multipart/form-data")
