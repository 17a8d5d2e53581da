"""Members with a second step, and the way through it."""

import re

import pyotp
from flask import Flask
from sqlalchemy import select, update

from photoalbum.accounts import authenticator, recovery_codes
from photoalbum.accounts.authenticator import AuthenticatorApp
from photoalbum.accounts.models import Member
from photoalbum.core.clock import now
from photoalbum.core.db import db
from tests.cast import PASSWORD, Person

CODES = re.compile(r'<code class="secret">([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</code>')
COOKIE = "photoalbum"


class Phone:
    """An authenticator app that shows a new code each time it is looked at, as after half a minute."""

    def __init__(self, app: Flask, member_id: int) -> None:
        self.app = app
        self.member_id = member_id

    @property
    def code(self) -> str:
        with self.app.app_context():
            found = select(AuthenticatorApp, Member).join(Member).where(Member.id == self.member_id)
            row, member = db.session.execute(found.order_by(AuthenticatorApp.id.desc())).first()
            secret = authenticator.secret_of(row, member, self.app.config["SECRET_KEY"])
            # What was used before counts as long ago.
            db.session.execute(update(AuthenticatorApp).values(last_step=0))
            db.session.commit()
        return pyotp.TOTP(secret).now()


def give_app(app: Flask, person: Person) -> Phone:
    """An app that is in use."""
    with app.app_context():
        row = authenticator.begin(db.session.get_one(Member, person.id), app.config["SECRET_KEY"])
        row.confirmed_at = now()
        db.session.commit()
    return Phone(app, person.id)


def give_codes(app: Flask, person: Person) -> list[str]:
    with app.app_context():
        codes = recovery_codes.make(db.session.get_one(Member, person.id), app.config["SECRET_KEY"])
        db.session.commit()
    return codes


def give_password(person: Person, **fields: str):
    answer = person.post("/login", {"email": "mum@example.org", "password": PASSWORD, **fields})
    person._token = None
    return answer


def give_code(person: Person, code: str, address: str = "127.0.0.1"):
    return person.post("/login/second-step", {"code": code}, environ_overrides={"REMOTE_ADDR": address})


def is_in(person: Person) -> bool:
    return person.get("/account/").status_code == 200
