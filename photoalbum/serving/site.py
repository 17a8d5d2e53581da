"""The application as web processes and workers get it: on settings and folders that are in order."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy.exc import DBAPIError

from photoalbum import create_app
from photoalbum.core.db import UnsafeDatabase
from photoalbum.serving import start
from photoalbum.serving.start import CannotStart
from photoalbum.settings import BadSetting, Settings
from photoalbum.web.assets import NotBuilt
from photoalbum.workshop import workshop


def application(settings: Settings) -> Flask:
    start.make_folders(settings)
    with plain_faults():
        return create_app(settings)


def for_workers(settings: Settings) -> Flask:
    start.make_folders(settings)
    with plain_faults():
        return workshop(settings)


@contextmanager
def plain_faults(*more: type[Exception]) -> Iterator[None]:
    """Turn what the owner of the machine can mend into a sentence."""
    known: tuple[type[Exception], ...] = (BadSetting, NotBuilt, UnsafeDatabase, *more)
    try:
        yield
    except known as fault:
        raise CannotStart(str(fault)) from None
    except (sqlite3.Error, DBAPIError) as fault:
        raise CannotStart(f"The database cannot be used: {getattr(fault, 'orig', fault)}.") from fault
    except OSError as fault:
        raise CannotStart(f"{fault.filename or 'A folder'} cannot be used: {fault.strerror}.") from fault
