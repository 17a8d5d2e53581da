"""Programs that use the API: one for each person, with a token of every scope unless told otherwise."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from photoalbum.accounts import api_tokens
from photoalbum.accounts.api_tokens import Scope
from photoalbum.core.db import db

from ..cast import Person


@dataclass(frozen=True)
class Program:
    """A client without cookies, that shows a token or none."""

    client: FlaskClient
    token: str = ""

    def ask(
        self, method: str, address: str, headers: dict[str, str] | None = None, **sent: Any
    ) -> TestResponse:
        known = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.client.open(address, method=method, headers={**known, **(headers or {})}, **sent)

    def get(self, address: str, **sent: Any) -> TestResponse:
        return self.ask("GET", address, **sent)

    def post(self, address: str, **sent: Any) -> TestResponse:
        return self.ask("POST", address, **sent)

    def patch(self, address: str, **sent: Any) -> TestResponse:
        return self.ask("PATCH", address, **sent)

    def put(self, address: str, **sent: Any) -> TestResponse:
        return self.ask("PUT", address, **sent)

    def delete(self, address: str, **sent: Any) -> TestResponse:
        return self.ask("DELETE", address, **sent)


@pytest.fixture
def make_token(app: Flask) -> Callable[..., str]:
    def make(person: Person, *scopes: Scope, expires_at: datetime | None = None) -> str:
        assert person.id is not None
        with app.app_context():
            wanted = frozenset(scopes or Scope)
            secret = api_tokens.make(person.id, name="test", scopes=wanted, expires_at=expires_at)
            db.session.commit()
            return secret

    return make


@pytest.fixture
def program(app: Flask, make_token: Callable[..., str]) -> Callable[..., Program]:
    return lambda person=None, *scopes: Program(
        app.test_client(), make_token(person, *scopes) if person else ""
    )
