"""The application as workers need it: database, files, queue and words, and none of the pages.

A worker draws no page and checks no form. Without all that does, it is some forty megabytes lighter.
"""

from flask import Flask
from flask_babel import Babel

from photoalbum import schema
from photoalbum.core.db import db
from photoalbum.jobs import queue
from photoalbum.photos import files
from photoalbum.settings import Settings


def workshop(settings: Settings) -> Flask:
    app = Flask("photoalbum", instance_path=str(settings.instance), static_folder=None)
    app.config.from_mapping(settings.as_flask_config())
    db.init_app(app)
    files.init_app(app)
    queue.init_app(app)
    Babel(app)
    return app


__all__ = ["schema", "workshop"]
