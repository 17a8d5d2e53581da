"""For whom a command acts: the member of an e-mail address, or the keeper when there is one only."""

import click
from flask import Flask
from sqlalchemy import select

from photoalbum.accounts import members
from photoalbum.accounts.models import KEEPER, Member
from photoalbum.core.db import db


def owner_or_keeper(app: Flask, email: str | None) -> int:
    with app.app_context():
        try:
            return _find(email).id
        finally:
            db.session.rollback()


def member_called(app: Flask, name: str) -> int:
    """The member of an e-mail address, or of a name that only one of them has."""
    with app.app_context():
        found = [
            member.id
            for member in members.everyone()
            if name.strip().casefold() in (member.name.casefold(), member.email.casefold())
        ]
        db.session.rollback()
    if len(found) != 1:
        why = "Several people here are" if found else "Nobody here is"
        raise click.ClickException(f"{why} called {name}. `photoalbum users list` shows who is here.")
    return found[0]


def _find(email: str | None) -> Member:
    if email is not None:
        member = members.find_by_email(email)
        if member is None:
            raise click.ClickException(f"Nobody here has the e-mail address {email}.")
        return member
    keepers = db.session.scalars(select(Member).where(Member.role == KEEPER)).all()
    if len(keepers) != 1:
        raise click.ClickException(
            "There is not exactly one keeper. Say whose photos these are: --owner EMAIL."
        )
    return keepers[0]
