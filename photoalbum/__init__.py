"""A family's photos, kept for good and shown on the web."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from photoalbum.settings import Settings

__all__ = ["create_app"]


def create_app(settings: "Settings | None" = None) -> "Flask":
    """The web application: settings, extensions, blueprints, errors; nothing else happens here.

    What it is made of is imported only now: the supervisor and the decoding children belong to this
    package too, and must stay small.
    """
    from photoalbum import factory
    from photoalbum.settings import Settings

    app = factory.bare_app(settings or Settings.load())
    factory.add_extensions(app)
    factory.add_pages(app)
    return app
