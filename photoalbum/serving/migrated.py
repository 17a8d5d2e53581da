"""The application on a database of today's schema. Apart from site.py: Alembic is not to stay in memory."""

from flask import Flask
from flask.cli import ScriptInfo

from photoalbum import migrate
from photoalbum.core import logs
from photoalbum.serving import site, start
from photoalbum.settings import Settings


def application(settings: Settings) -> Flask:
    """The application, its database migrated first if need be."""
    app = site.application(settings)
    with site.plain_faults(migrate.NewerDatabase):
        migrate.upgrade(app)
    return app


def for_commands() -> ScriptInfo:
    """What Flask's `with_appcontext` asks for the application."""

    def make() -> Flask:
        logs.set_up("warning")
        return application(start.settings())

    return ScriptInfo(create_app=make, set_debug_flag=False, load_dotenv_defaults=False)
