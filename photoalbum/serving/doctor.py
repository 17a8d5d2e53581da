"""One round of `photoalbum doctor`: each thing is looked at though another is broken. Nothing is changed."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from photoalbum import migrate
from photoalbum.core.db import db
from photoalbum.serving import site, start
from photoalbum.serving.start import CannotStart
from photoalbum.settings import Settings
from photoalbum.work import doctor
from photoalbum.work.doctor import Finding, State, note, well, wrong
from photoalbum.work.verify import AlreadyRunning, Wish, verify

MOST_FAULTS = 20

__all__ = ["Finding", "State", "look"]


def look() -> Iterator[Finding]:
    """Every finding, in the order in which things stand on each other."""
    try:
        values = start.settings(make_key=False)
    except CannotStart as fault:
        yield wrong("settings", fault.message)
        return
    yield from doctor.settings(values)
    path = _database_of(values)
    if not path.is_file():
        yield note("database", f"There is no site in {values.instance} yet. photoalbum serve begins one.")
        yield from doctor.decoders()
        return
    yield from doctor.permissions(values)
    yield from doctor.disk(values)
    yield from doctor.decoders()
    try:
        app = site.application(start.settings())
        is_newest = migrate.is_newest(app)
    except CannotStart as fault:
        yield wrong("site", f"{fault.message} The site cannot start like this.")
        yield from doctor.database(path, is_newest=True)
        return
    except (SQLAlchemyError, sqlite3.Error) as fault:
        yield wrong(
            "database", f"{getattr(fault, 'orig', fault)}. Stop the site and restore the last backup."
        )
        return
    findings = list(doctor.database(path, is_newest=is_newest))
    yield from findings
    if is_newest and all(finding.state is State.WELL for finding in findings):
        yield from _of_rows(app, values)


def _of_rows(app: Flask, values: Settings) -> Iterator[Finding]:
    looks: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
        doctor.clock,
        doctor.worker,
        doctor.last_backup,
        doctor.last_verification,
    )
    with app.app_context():
        for look_at in looks:
            yield from look_at(values)
        db.session.rollback()
    yield from _files(app)


def _files(app: Flask) -> Iterator[Finding]:
    """Rows against files by their names and sizes; reading them all again is for `photoalbum verify`."""
    try:
        result = verify(app, Wish(quick=True), threading.Event())
    except AlreadyRunning:
        yield note("files", "A verification is running. Its findings will be in its report.")
        return
    for fault in result.faults[:MOST_FAULTS]:
        yield wrong("files", f"{fault.kind}: {fault.about}: {fault.sentence}")
    if len(result.faults) > MOST_FAULTS:
        more = len(result.faults) - MOST_FAULTS
        yield wrong("files", f"And {more} more. photoalbum verify names all of them.")
    if result.faults:
        yield note(
            "files",
            "photoalbum verify --repair mends pictures, counts, leftovers and stuck work. Originals come back"
            " by sending the same file again, or from a backup.",
        )
    else:
        yield well("files", f"{result.files} originals are there, with their pictures.")


def _database_of(values: Settings) -> Path:
    return Path(values.as_flask_config()["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
