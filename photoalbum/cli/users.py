"""`photoalbum users`: the members of the family, from the command line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import AppGroup

from photoalbum.accounts import household, members, passwords, second_factor, setup_code, sign_ins
from photoalbum.accounts.models import KEEPER, MEMBER, Member
from photoalbum.accounts.sign_ins import Outcome, Way
from photoalbum.core.db import db
from photoalbum.core.errors import AlbumError

users = AppGroup("users", help="List, add and change the members of the family.")


@users.command("list")
def list_() -> None:
    """Show all members."""
    for member in members.everyone():
        state = "kept out" if member.disabled_at else member.role
        click.echo(f"{state:8}  {member.email}  {member.name}")


@users.command()
@click.argument("email")
@click.option("--name", prompt="Name", help="What the family calls them.")
@click.option("--keeper", is_flag=True, help="A keeper looks after the site and all its members.")
@click.option("--family", default="", help="Name of the family, if the site is not set up yet.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, without asking.")
def create(email: str, name: str, keeper: bool, family: str, password_stdin: bool) -> None:
    """Add a member. The first one of all must be a keeper."""
    first = not household.is_set_up()
    if first and not keeper:
        raise click.ClickException("Nobody looks after this site yet. Make the first member a --keeper.")
    db.session.rollback()
    password = _ask_for_password(password_stdin)
    with _sentences():
        passwords.demand_strong(password, about=(name, email, family))
        password_hash = passwords.hash_password(password)
        person = {"name": name, "email": email, "password_hash": password_hash}
        if first:
            member = household.set_up(family or "Our family", **person)
        else:
            member = members.add(**person, role=KEEPER if keeper else MEMBER)
        db.session.commit()
    setup_code.read_or_make(current_app.config["INSTANCE"], done=True)
    click.echo(f"{member.name} ({member.email}) can log in now.")


@users.command("set-password")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, without asking.")
def set_password(email: str, password_stdin: bool) -> None:
    """Give a member a new password and log them out everywhere."""
    member = _member(email)
    uid, about = member.uid, (member.name, member.email)
    db.session.rollback()
    password = _ask_for_password(password_stdin)
    with _sentences():
        passwords.demand_strong(password, about=about)
        password_hash = passwords.hash_password(password)
        if found := members.find(uid):
            members.change_password(found, password_hash)
        db.session.commit()
    click.echo(f"{about[0]} has a new password and is logged out everywhere.")


@users.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Let a member who lost phone and recovery codes log in with the password alone."""
    member = _member(email)
    if not second_factor.remove_all(member.id):
        raise click.ClickException(f"{member.name} has no second step.")
    sign_ins.note(member.id, Outcome.CHANGED, Way.FACTORS_REMOVED, address="")
    db.session.commit()
    click.echo(f"{member.name} can log in with the password alone, and is logged out everywhere.")


@users.command()
@click.argument("email")
def disable(email: str) -> None:
    """Keep a member out. Their photos stay."""
    with _sentences():
        member = _member(email)
        members.disable(member)
        db.session.commit()
    click.echo(f"{member.name} cannot log in any more.")


@users.command()
@click.argument("email")
def enable(email: str) -> None:
    """Let a member in again."""
    member = _member(email)
    members.enable(member)
    db.session.commit()
    click.echo(f"{member.name} can log in again.")


def _member(email: str) -> Member:
    member = members.find_by_email(email)
    if member is None:
        raise click.ClickException(f"Nobody here has the e-mail address {email}.")
    return member


def _ask_for_password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


@contextmanager
def _sentences() -> Iterator[None]:
    """An expected fault is told in its own sentence, without a trace."""
    try:
        yield
    except AlbumError as fault:
        raise click.ClickException(fault.sentence) from None
